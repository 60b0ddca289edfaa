"""`flask --app app export DIR`: everything that the vendor has here, in files that any program reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from config import Config
from domain import everything, moment
from domain.everything import Table
from domain.personal.columns import DERIVED
from integrations import evidence as store
from integrations import papers
from models.base import db, log_db, snapshot

ABOUT = """# Export

Made on {day}. One file for each table in `tables/`: a row is a line of JSON. Moments are UTC in ISO 8601, money is in
minor units with its currency. A column that points to another table comes twice: with `_id` the number, without it what
people call the row.

`evidence/` holds the files of proof, named by their code. `certificates/` holds what was issued, named by registration
and revision. The register is `tables/event.jsonl`: `entry` is the SHA-256 of the entry before on the same thing, a line
feed, and the line as JSON with sorted keys.

## Left out

Secrets, with which somebody could sign in or forge: {secrets}. The keys in `signing/` and `secret.key`.
Indexes, which are made anew: {derived}. Small pictures, papers on order, kept mails, uploaded tables.

## Tables
"""


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def export(folder: Path) -> None:
    """Write every table, proof and certificates to a new FOLDER, while people go on working."""
    config: Config = current_app.config["DIBS"]
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty. Name a new folder.")
    for name in ("tables", "evidence", "certificates"):
        (folder / name).mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    db.connect(reuse_if_open=True)
    log_db.connect(reuse_if_open=True)
    everything.note_taken()
    with snapshot():
        counts = {table.name: _table(table, folder) for table in everything.tables()}
        kept, missing = _files(folder, config)
    _about(folder, counts)
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables, {kept} files: {folder}")
    if missing:
        click.echo(f"{len(missing)} files could not be read: {', '.join(missing[:20])}", err=True)


def _table(table: Table, folder: Path) -> int:
    count = 0
    with (folder / "tables" / f"{table.name}.jsonl").open("w", encoding="utf-8") as file:
        for row in everything.rows(table):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _files(folder: Path, config: Config) -> tuple[int, list[str]]:
    """How many were copied, and which could not be read."""
    kept, missing = 0, []
    for row in everything.files():
        try:
            path = store.path_of(config.evidence_folder, row.partner_id, row.sha256)
            shutil.copyfile(path, folder / "evidence" / f"{row.code}.{row.kind}")
            kept += 1
        except OSError:
            missing.append(row.code)
    for issued in everything.certificates():
        try:
            content = papers.read(config.certificate_folder, str(issued.sha256))
            (folder / "certificates" / f"{issued.registration.code}-{issued.revision}.pdf").write_bytes(content)
            kept += 1
        except papers.Altered:
            missing.append(issued.verify_code)
    return kept, missing


def _about(folder: Path, counts: dict[str, int]) -> None:
    """What each column is, for whoever opens the folder in some years."""
    found = list(everything.tables())
    secrets = ", ".join(f"`{table.name}.{name}`" for table in found for name in table.secrets)
    text = ABOUT.format(day=moment.now().date(), secrets=secrets, derived=", ".join(f"`{n}`" for n in sorted(DERIVED)))
    parts = [text, *(_described(table, counts[table.name]) for table in found)]
    (folder / "README.md").write_text("\n".join(parts), encoding="utf-8")


def _described(table: Table, count: int) -> str:
    lines = [f"### {table.name} ({count} rows)", "", *([table.says, ""] if table.says else [])]
    for one in table.fields:
        to = getattr(getattr(one, "rel_model", None), "_meta", None)
        kind = f"points to `{to.table_name}`" if to else one.field_type.lower()
        lines.append(f"* `{one.name}`: {kind}{', may be empty' if one.null else ''}")
    return "\n".join([*lines, ""])
