"""How is a database copied while others write to it, and brought back? By VACUUM INTO, or PostgreSQL's own tools."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from integrations import disk
from integrations.archive import Unfit

SQLITE, POSTGRES = "database.sqlite", "database.dump"
BESIDE = ("-wal", "-shm", "-journal", "")
"""Ends of the names of files that are one SQLite database."""

SECRETS = {"password": "PGPASSWORD", "sslpassword": ""}
"""Parameters of a connection address that nobody may see -> the variable by which they go; "": there is none."""

HISTORY = "schema_migration"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
SCHEMAS = r"SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
NAMED = "SELECT DISTINCT partner_id, sha256 FROM evidence ORDER BY partner_id, sha256"
LAST = "SELECT name FROM schema_migration ORDER BY name DESC LIMIT 1"


@dataclass(frozen=True)
class Told:
    """What stands in a copy of the database, counted in that very copy."""

    schema: str  # the last migration; "" for an empty database
    counts: dict[str, int]
    evidence: list[tuple[int, str]]  # partner and SHA-256 of every file that a row names


def is_sqlite(url: str) -> bool:
    return url.startswith("sqlite:///")


def file_name(url: str) -> str:
    return SQLITE if is_sqlite(url) else POSTGRES


def dump(url: str, to: Path) -> Told:
    """Copy the database as it is at one moment. Raises `Unfit`."""
    told = _dump_sqlite(Path(url.removeprefix("sqlite:///")), to) if is_sqlite(url) else _dump_postgres(url, to)
    to.chmod(0o600)
    disk.settle(to)
    if not told.schema:
        raise Unfit("The database is empty: there is nothing to save.")
    return told


def is_empty(url: str) -> bool:
    """Does it hold no table yet? Raises `Unfit` when it cannot be reached."""
    if is_sqlite(url):
        path = Path(url.removeprefix("sqlite:///"))
        return not path.exists() or path.stat().st_size == 0
    with _connected(url) as server:
        return not server.execute(TABLES).fetchall()


def put_back(dumped: Path, url: str) -> None:
    """Bring a copy into the empty database at `url`, whole or not at all. Raises `Unfit`."""
    if is_sqlite(url):
        _put_back_sqlite(dumped, Path(url.removeprefix("sqlite:///")))
    else:
        _run("pg_restore", url, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dumped))


def put_aside(url: str, name: str) -> Iterator[Path]:
    """Move a SQLite file that is still there into a folder `name` beside it, with what belongs to it; tells which.

    Renamed, not copied: it needs no space, and it is done or not done.
    """
    path = Path(url.removeprefix("sqlite:///"))
    if not is_sqlite(url) or not path.exists():
        return
    aside = path.absolute().parent / name
    aside.mkdir(mode=0o700, exist_ok=True)
    for end in BESIDE:  # the file itself comes last: without it, what belongs to it would be nobody's
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(aside / (path.name + end))
    yield aside


def clear(url: str) -> None:
    """Take away everything in a PostgreSQL database. Only after it was dumped."""
    with _connected(url) as server, server.transaction():
        for (name,) in server.execute(SCHEMAS).fetchall():
            server.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        server.execute("CREATE SCHEMA public")


def _dump_sqlite(path: Path, to: Path) -> Told:
    """In one go: step by step begins anew at every write. Unsynced: the sync of all at once makes writers wait."""
    if not path.exists():
        raise Unfit(f"There is no database at {path}.")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as source:
            source.execute("PRAGMA synchronous = 0")
            source.execute("VACUUM INTO ?", (str(to),))
        with closing(sqlite3.connect(f"{to.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            return _told_of_sqlite(copy)
    except sqlite3.Error as error:
        raise Unfit(f"The database could not be copied: {error}.") from error


def _told_of_sqlite(copy: sqlite3.Connection) -> Told:
    if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise Unfit("The database is damaged: PRAGMA integrity_check says so. Restore the last good backup.")
    tables = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
    )
    names = [str(name) for (name,) in copy.execute(tables)]
    if HISTORY not in names:
        return Told("", {}, [])
    counts = {name: int(copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608  # a name of the schema
    return Told(str(copy.execute(LAST).fetchone()[0]), counts, copy.execute(NAMED).fetchall())


def _put_back_sqlite(dumped: Path, to: Path) -> None:
    beside = to.with_name(f"{to.name}.restoring")
    beside.unlink(missing_ok=True)
    disk.copy(dumped, beside)
    for leftover in BESIDE[:-1]:
        to.with_name(to.name + leftover).unlink(missing_ok=True)
    beside.replace(to)
    disk.settle_folder(to.parent)


def _dump_postgres(url: str, to: Path) -> Told:
    """Counted and dumped in one snapshot."""
    with _connected(url) as server:
        server.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = str(server.execute("SELECT pg_export_snapshot()").fetchone()[0])  # type: ignore[index]
        told = _told_of_postgres(server)
        _run(
            "pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={to}"
        )
        server.execute("COMMIT")
    return told


def _told_of_postgres(server: psycopg.Connection) -> Told:
    names = [str(name) for (name,) in server.execute(TABLES)]
    if HISTORY not in names:
        return Told("", {}, [])
    count = sql.SQL("SELECT COUNT(*) FROM {}")
    counts = {name: int(server.execute(count.format(sql.Identifier(name))).fetchone()[0]) for name in names}  # type: ignore[index]
    evidence = [(int(partner), str(sha256)) for partner, sha256 in server.execute(NAMED)]
    return Told(str(server.execute(LAST).fetchone()[0]), counts, evidence)  # type: ignore[index]


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection]:
    try:
        with psycopg.connect(url, autocommit=True) as server:
            yield server
    except psycopg.Error as error:
        raise Unfit(f"PostgreSQL says: {str(error).strip()}") from error


def _run(program: str, url: str, *arguments: str) -> None:
    """One of PostgreSQL's programs; the password goes by the environment, which others cannot read."""
    bare, secret = without_secrets(url)
    done = subprocess.run(  # noqa: S603  # our own arguments
        [_found(program), f"--dbname={bare}", *arguments], env={**os.environ, **secret}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise Unfit(f"{program} failed: {done.stderr.strip()[-500:]}")


def without_secrets(url: str) -> tuple[str, dict[str, str]]:
    """The address as everybody may see it in the list of processes, and what goes by the environment.

    A password stands before the @ or among the parameters, whose word counts then. Raises `Unfit` for a secret that
    PostgreSQL takes from the address alone.
    """
    parts = urlsplit(url)
    secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    shown = []
    for pair in parts.query.split("&"):  # not parse_qsl: to PostgreSQL a plus is a plus
        name, _, value = pair.partition("=")
        if SECRETS.get(name) == "":
            raise Unfit(f"DATABASE_URL must not hold {name}: the list of processes would show it. Use a key without.")
        if name in SECRETS:
            secret[SECRETS[name]] = unquote(value)
        else:
            shown.append(pair)
    user, _, host = parts.netloc.rpartition("@")
    netloc = f"{user.partition(':')[0]}@{host}" if user else host
    query = f"?{'&'.join(shown)}" if any(shown) else ""
    return f"{parts.scheme}://{netloc}{parts.path}{query}", secret


def _found(program: str) -> str:
    """The newest there is, for it can read older servers: Debian keeps each version in a folder of its own."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=_version)
    found = str(versions[-1]) if versions else shutil.which(program)
    if not found:
        raise Unfit(f"{program} is not installed. On Debian: apt-get install postgresql-client.")
    return found


def _version(path: Path) -> int:
    number = re.match(r"\d+", path.parts[-3])
    return int(number[0]) if number else 0
