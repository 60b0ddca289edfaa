"""`flask --app app backup DIR` and `restore DIR`: everything in one folder, and everything back from it."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from peewee import PeeweeException

from config import ROOT, Config
from integrations import archive, disk, dumps
from integrations.archive import Manifest, Unfit
from jobs import lease
from migrations.runner import FOLDER
from models import AddressChange, CalendarFeed, Lease, Session, SigninLink
from models.base import close, connect, db

UNFINISHED = "restore.unfinished"
FOLDERS = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDERS)
@with_appcontext
def backup(folder: Path) -> None:
    """Save everything to the new folder FOLDER: database, files, keys. Dibs may run meanwhile."""
    config, folder = _config(), folder.resolve()
    os.umask(0o077)
    with _told():
        if folder.is_relative_to(config.instance):
            raise Unfit("The backup must lie outside the instance folder.")
        with archive.making(folder) as part:
            manifest, missing = _filled(part, config)
    click.echo(f"Saved {len(manifest.files)} files, {manifest.size:,} bytes, to {folder}")
    if config.secret_key:
        click.echo("Not in it: SECRET_KEY, which stands in the environment. Keep it as well.")
    if config.signing_file:
        click.echo("Not in it: the file that SIGNING_FILE names. Keep it as well.")
    if missing:
        click.echo(
            f"Rows name {missing} evidence files that are not there. See: flask --app app doctor --deep", err=True
        )


def _filled(part: Path, config: Config) -> tuple[Manifest, int]:
    """The database first, the files after it: a file is on the disk before the row that names it, so none is missed."""
    name = dumps.file_name(config.database)
    told = dumps.dump(config.database, part / name)
    files = archive.take_files(config.instance, part)
    files[name] = disk.sum_of(part / name)
    there = {tuple(path.split("/")[2::2]) for path in files if path.startswith(f"{archive.FILES}/evidence/")}
    missing = sum((str(partner), sha256) not in there for partner, sha256 in told.evidence)
    manifest = Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"), programme=_version(), schema=told.schema,
        database="sqlite" if dumps.is_sqlite(config.database) else "postgresql", settings=_settings(config),
        counts=told.counts, files=files,
    )  # fmt: skip
    archive.write_manifest(part, manifest)
    return manifest, missing


@click.command()
@click.argument("folder", type=FOLDERS)
@click.option("--replace", is_flag=True, help="Put what is there aside, and restore in its place.")
@click.option("--check", "only_check", is_flag=True, help="Only say whether the backup is whole.")
@with_appcontext
def restore(folder: Path, replace: bool, only_check: bool) -> None:
    """Bring back everything from the backup FOLDER. Every checksum is verified before anything is touched."""
    config = _config()
    os.umask(0o077)
    with _told():
        manifest = _verified(folder)
        if only_check:
            click.echo(f"Whole: {len(manifest.files)} files of {manifest.made_at}, Dibs {manifest.programme}")
            return
        _require_fit(manifest, config)
        if _is_in_use(config):
            _require_stopped()
            aside = _put_aside(config, replace)
            click.echo(f"What was there lies in {' and '.join(map(str, aside))}")
        _bring_back(folder, manifest, config)
    _say_next(manifest, config)


def _verified(folder: Path) -> Manifest:
    manifest = archive.read_manifest(folder)
    wrong = list(archive.faults(folder, manifest))
    dumped = dumps.SQLITE if manifest.database == "sqlite" else dumps.POSTGRES
    if dumped not in manifest.files:  # a file beside the list has no sum that could be verified
        wrong.insert(0, f"{archive.MANIFEST} does not list the database, {dumped}")
    if wrong:
        raise Unfit(f"This backup is not whole: {'; '.join(wrong[:5])}. Nothing was touched. Take another backup.")
    return manifest


def _require_fit(manifest: Manifest, config: Config) -> None:
    kind = "sqlite" if dumps.is_sqlite(config.database) else "postgresql"
    if manifest.database != kind:
        raise Unfit(
            f"This is a backup of {manifest.database}, and DATABASE_URL names {kind}. Set DATABASE_URL to match."
        )
    if manifest.schema > newest_migration():
        raise Unfit(
            f"This backup is of a newer Dibs ({manifest.programme}, {manifest.schema}). Install that version first."
        )
    free = shutil.disk_usage(config.instance).free
    if free < manifest.size:
        raise Unfit(f"The backup needs {manifest.size:,} bytes, and {free:,} are free in {config.instance}.")


def _is_in_use(config: Config) -> bool:
    """Is there anything that a restored portal would mix with? The secret that every start makes is nothing."""
    there = [path for path in config.instance.iterdir() if path.name not in ("secret.key", UNFINISHED)]
    is_half = (config.instance / UNFINISHED).exists()
    return not dumps.is_empty(config.database) or (not is_half and any(map(_holds_files, there)))


def _holds_files(path: Path) -> bool:
    return not path.name.startswith("before-restore-") and (
        path.is_file() or any(not inner.is_dir() for inner in path.rglob("*"))
    )


def _require_stopped() -> None:
    """A clock at work means a portal at work; its lease runs out by itself."""
    try:
        row = Lease.get_or_none(Lease.name == lease.NAME)
        is_running = row is not None and row.until > datetime.now(UTC)
    except PeeweeException:
        is_running = False
    finally:
        close()
    if is_running:
        raise Unfit("Dibs is running. Stop it first; after a crash wait for half a minute.")


def _put_aside(config: Config, replace: bool) -> list[Path]:
    """The folders in which what was there lies from now on: a database elsewhere is put aside where it is."""
    if not replace:
        raise Unfit(f"{config.instance} or its database is in use. To put all that aside and go on: --replace")
    aside = config.instance / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    if not dumps.is_sqlite(config.database) and not dumps.is_empty(config.database):
        dumps.dump(config.database, aside / dumps.POSTGRES)
        dumps.clear(config.database)
    for path in list(config.instance.iterdir()):
        if not path.name.startswith("before-restore-"):
            path.rename(aside / path.name)
    return [aside, *dumps.put_aside(config.database, aside.name)]


def _bring_back(folder: Path, manifest: Manifest, config: Config) -> None:
    """Files first, the database last: no row ever names a file that is not there. A mark stands until all is done."""
    mark = config.instance / UNFINISHED
    mark.touch(mode=0o600)
    archive.put_files(folder, manifest, config.instance)
    dumps.put_back(folder / dumps.file_name(config.database), config.database)
    _end_sign_ins(config)
    mark.unlink()


def _end_sign_ins(config: Config) -> None:
    """What was ended since the backup was made must not live again: sessions, mailed links, changes of address and
    calendar addresses begin anew."""
    connect(config.database)
    with db.connection_context(), db.atomic():
        for model in (Session, SigninLink, AddressChange, CalendarFeed):
            model.delete().execute()
    close()


def _say_next(manifest: Manifest, config: Config) -> None:
    click.echo(f"Restored {manifest.counts.get('registration', 0):,} registrations as of {manifest.made_at}.")
    there = set(_settings(config))
    if missing := [name for name in manifest.settings if name not in there]:
        click.echo(f"These were set when the backup was made, and are not now: {', '.join(missing)}.")
    click.echo(
        "Everybody signs in anew and makes a new calendar address. What was done since then is undone: people who were"
    )
    click.echo("deactivated, second factors that were taken away and persons who were erased must be so again.")
    click.echo("Recovery codes that were used since then work once more, and those made since then do not: tell people")
    click.echo("to make new ones on their account page.")
    click.echo("Next: flask --app app migrate, then flask --app app doctor --deep, then start Dibs.")


def newest_migration() -> str:
    return max(path.stem for path in FOLDER.glob("[0-9]*.py"))


def _settings(config: Config) -> list[str]:
    """Names of what was set in the environment: values may be secrets."""
    return sorted(
        one.name.upper()
        for one in fields(config)
        if os.environ.get(one.name.upper()) or os.environ.get(f"{one.name.upper()}_FILE")
    )


def _version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (Unfit, OSError) as error:
        raise click.ClickException(str(error)) from error


def _config() -> Config:
    config: Config = current_app.config["DIBS"]
    return config
