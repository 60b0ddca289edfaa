"""`flask --app app users …`: people from the command line: the first link, further ones, who there is."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from domain import accounts, lost_factors, people, programme
from domain.people import Invitation
from domain.refusals import Invalid, Refused
from models import Partner, SigninLink, User
from models.users import PARTNER_ROLES, STAFF_ROLES

users = AppGroup("users", help="People: the first link, invitations, who there is.")


@users.command("first-link")
def first_link() -> None:
    """Print the link of the first set-up. It works once; a new one replaces it."""
    if programme.is_set_up():
        raise click.ClickException("This portal has been set up. Invite people with: users create")
    click.echo(_address(accounts.first_link()))


@users.command("create")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice([*STAFF_ROLES, *PARTNER_ROLES]))
@click.option("--partner", default="", help="The code of the partner, for partner people.")
def create(email: str, name: str, role: str, partner: str) -> None:
    """Make a person, have the invitation mailed, and print its link."""
    if not programme.is_set_up():
        raise click.ClickException("Set up the programme first: users first-link")
    company = Partner.get_or_none(Partner.code == partner.strip().upper()) if partner else None
    if partner and company is None:
        raise click.ClickException(f"There is no partner with the code {partner}. `users list` shows the codes.")
    if (company is None) is (role in PARTNER_ROLES):
        raise click.ClickException("Give --partner with the code of a partner for its people, and for nobody else.")
    try:
        person = people.invite(None, Invitation(email, name, role), company)
    except Invalid as no:
        raise click.ClickException(" ".join(says % no.values for says in no.errors.values())) from no
    click.echo(_address(SigninLink.newest_of(person)))


@users.command("list")
def show() -> None:
    """Print everybody: mail address, role, partner, active or not."""
    for person in User.select().order_by(User.email):
        state = "active" if person.is_active else "inactive"
        company = person.partner.code if person.partner else "-"
        click.echo(f"{person.email}\t{person.role}\t{company}\t{state}\t{person.name}")


@users.command("reset-factors")
@click.argument("address")
def reset_factors(address: str) -> None:
    """Take app, passkeys and recovery codes from the person with this mail ADDRESS, who has lost them all."""
    person = User.get_or_none(User.email == address.strip().lower())
    if person is None:
        raise click.ClickException(f"Nobody has the address {address}. `users list` shows who is here.")
    try:
        lost_factors.reset(None, person)
    except Refused as no:
        raise click.ClickException(no.message) from None
    click.echo(f"{person.email} signs in with a mailed link now, and sets up a new second factor if need be.")


def _address(link: SigninLink) -> str:
    config = current_app.config["DIBS"]
    if not config.base_url:
        click.echo(f"If the portal is not at {config.address}, set PORT or BASE_URL as for the portal.", err=True)
    return f"{config.address}{accounts.link_path(link, config.key())}"
