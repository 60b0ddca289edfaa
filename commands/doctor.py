"""`flask --app app doctor`: each missing or wrong thing with its remedy, one line each."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from config import Config
from domain import wellness
from domain.wellness import rows
from integrations import machine


@click.command()
@click.option("--deep", is_flag=True, help="Read every file, verify every history, print a page.")
@with_appcontext
def doctor(deep: bool) -> None:
    """Is everything well? Exit code 1 when something is wrong; notes are worth knowing, and no fault."""
    config: Config = current_app.config["DIBS"]
    now = datetime.now(UTC)
    looks = {**machine.looks(config, now, rows.evidence, is_deep=deep), **rows.looks(now, is_deep=deep)}
    wrong = 0
    for answer in wellness.answers(looks):
        click.echo(answer.line)
        wrong += answer.level == "wrong"
    if wrong:
        raise SystemExit(1)
