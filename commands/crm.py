"""`flask --app app crm import FILE`: what is in the file, what would change, and then the change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import click
from flask import current_app
from flask.cli import with_appcontext
from peewee import DoesNotExist

from config import Config
from domain import imports, moment
from domain.imports import columns, running, runs
from domain.imports.reader import Plan
from domain.refusals import Refused
from integrations.tables import Files, Table, Unreadable, open_table
from models import ImportRun

UNREADABLE, HELD = 2, 3
"""Exit codes besides 0, done, and 1, not done."""

SIGNS = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}

crm = click.Group("crm", help="The mirror of the CRM.")


@crm.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(columns.KINDS), help="What the file holds, if it is not found out.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def import_file(file: Path, kind: str | None, dry_run: bool, yes: bool) -> None:
    """Bring FILE, a CSV export, into the mirror. Exit code 2: it cannot be read; 3: it is held in the portal."""
    with _told():
        table = open_table(file)
        plan = _plan(file, table, kind)
        comparison = runs.compare(plan, table)
        found = runs.described(comparison)
        _say_differences(found)
        _require_readable(found["counts"])
        if dry_run:
            click.echo("Dry run: nothing was changed.")
        elif yes or click.confirm("Apply?", abort=True):
            _apply(file, plan.kind, found)


@contextmanager
def _told() -> Iterator[None]:
    """What stops the import, in words."""
    try:
        yield
    except Unreadable as error:
        _stop(error.code)
    except Refused as error:
        raise click.ClickException(error.message) from None
    except DoesNotExist:
        raise click.ClickException("The portal is not set up yet: open the set-up link first.") from None


def _stop(code: str) -> None:
    click.echo(imports.FILE_REASONS[code], err=True)
    raise SystemExit(UNREADABLE)


def _require_readable(counts: dict[str, int]) -> None:
    code = runs.trouble(counts)
    if code:
        _stop(code)


def _plan(file: Path, table: Table, kind: str | None) -> Plan:
    kind = kind or columns.guess_kind(file.name, table.headers)
    plan = Plan(kind, columns.mapped(kind, table.headers), "", runs.usual_order())
    click.echo(f"{file.name}: {kind}, {table.encoding}, separator {SIGNS[table.separator]}")
    for column in columns.COLUMNS[kind]:
        click.echo(f"  {column.label:22} {plan.mapping.get(column.name, '-')}")
    if columns.missing(kind, plan.mapping):
        _stop("columns")
    return plan


def _say_differences(found: dict[str, Any]) -> None:
    for name in ("rows", "new", "changed", "unchanged", "gone", "unreadable"):
        click.echo(f"  {name:22} {found['counts'][name]:>10,}")
    for row in found["examples"]["unreadable"]:
        reason = imports.ROW_REASONS[row["code"]] % row
        click.echo(f"  line {row['line']}: {reason}" + (f" ({row['cell']})" if row["cell"] else ""))
    for kind, words in found["unknown"].items():
        click.echo(f"  unknown {kind}: {', '.join(f'{word} ({count})' for word, count in words)}")


def _apply(file: Path, kind: str, found: dict[str, Any]) -> None:
    files = Files(cast(Config, current_app.config["DIBS"]).import_folder)
    with file.open("rb") as stream:
        path = files.keep(stream)
    run = imports.receive(None, path, file.name, files.open(path), kind)
    run = imports.start(None, runs.note_preview(run, found))
    if run.state == "queued":
        run = _run(run, files)
    if run.state == "held":
        click.echo("Held: too much of the mirror would vanish. Release or discard it in the portal:")
        click.echo(f"{cast(Config, current_app.config['DIBS']).address}/imports/{run.code}")
        raise SystemExit(HELD)
    click.echo(f"Done: {run.code}")
    files.drop(path)


def _run(run: ImportRun, files: Files) -> ImportRun:
    """Apply it here and now, or wait for whoever works on it."""
    with click.progressbar(length=run.total, label="Applying") as bar:
        while run.state in ("queued", "running"):
            taken = running.take(moment.now())
            for done in running.batches(taken, files) if taken else ():
                bar.update(done - bar.pos)
            time.sleep(0 if taken else 1)
            run = ImportRun.get_by_id(run.id)
    return run
