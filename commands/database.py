"""`flask --app app migrate` and `reindex`: bring the database to this release, and its index of names."""

from __future__ import annotations

from itertools import groupby

import click

from domain import reindexing
from migrations.runner import migrate_all

STAGES = {
    "accounts": "Accounts filed", "leads": "Leads filed", "claims": "Claims filed",
    "surplus": "Entries looked through", "keys": "Keys looked through",
}  # fmt: skip


@click.command()
def migrate() -> None:
    """Create or upgrade the tables, and file the names anew where this release files them otherwise.

    Does nothing when all is up to date. Killed at any moment, it goes on where it was.
    """
    done = migrate_all()
    click.echo(f"Database: {', '.join(done)}" if done else "Database: up to date")
    if not reindexing.is_current():
        _reindex(afresh=False)


@click.command()
@click.option("--check", is_flag=True, help="Change nothing, only say what is wrong.")
@click.option("--resume", is_flag=True, help="Go on where the last one was stopped.")
def reindex(*, check: bool, resume: bool) -> None:
    """File all names of accounts, leads and claims anew, beside a portal that is in use."""
    if not check:
        _reindex(afresh=not resume)
    faults = list(reindexing.faults())
    for fault in faults:
        click.echo(f"  {fault}", err=True)
    if faults:
        raise click.ClickException(f"{len(faults)} faults in the index. Run this command without --check to mend them.")
    click.echo("The index and what it is made of agree.")


def _reindex(*, afresh: bool) -> None:
    """With a line for each stage, that counts while it goes on."""
    for stage, steps in groupby(reindexing.reindex(afresh=afresh), key=lambda step: step.stage):
        for step in steps:
            click.echo(f"\rIndex: {STAGES[stage]}: {step.done:,}", nl=False)
        click.echo()
