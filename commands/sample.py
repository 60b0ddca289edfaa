"""`flask --app app sample`: fill a new database with a made-up programme, or say who is in it."""

from __future__ import annotations

import sys

import click
from flask import current_app

from domain import programme
from models import User, Vendor
from sample.cast import PASSWORD


@click.command()
@click.option("--who", is_flag=True, help="Only say how to sign in as each of the sample people.")
def sample(who: bool) -> None:
    """Make the sample programme in a new database. Exit status 3 if this database is not the sample's."""
    if not who:
        _make()
    vendor = Vendor.select().order_by(Vendor.id).first()
    if vendor is None or not vendor.is_sample:
        sys.exit(3)
    _say_who()


def _make() -> None:
    if programme.is_set_up():
        raise click.ClickException("This database holds a programme already. Use an empty INSTANCE folder.")
    from sample.build import build  # only here: what draws its pictures has no place in a web process

    build(current_app.config["DIBS"], click.echo)


def _say_who() -> None:
    click.echo(f"\nSign in with any of these addresses and the password: {PASSWORD}")
    people = User.select().where(User.is_active).order_by(User.partner.is_null(False), User.partner, User.id)
    for person in people:
        company = person.partner.name if person.partner else "Nordwind Instruments"
        click.echo(f"  {person.email:34} {person.name:20} {person.role.replace('_', ' '):17} {company}")
