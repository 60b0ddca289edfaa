"""`flask --app app migrate`: bring the database to this release."""

from __future__ import annotations

import click

from migrations.runner import migrate_all


@click.command()
def migrate() -> None:
    """Create or upgrade the tables; does nothing when they are up to date."""
    done = migrate_all()
    click.echo(f"Database: {', '.join(done)}" if done else "Database: up to date")
