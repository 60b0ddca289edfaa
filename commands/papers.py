"""`flask --app app papers`: with which key certificates are signed, and making another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
from flask import current_app
from flask.cli import with_appcontext

from config import Config
from integrations.signers import Facts, facts_of
from jobs.certificates import place
from models import Vendor

SOON = timedelta(days=60)
"""A certificate that ends within this time is worth a word."""


@click.group()
def papers() -> None:
    """The key that signs certificates."""


@papers.command("key")
@with_appcontext
def key() -> None:
    """Whose key signs, until when, and its fingerprint. Fails when no paper could be signed now."""
    from integrations import signing  # late: the library is large, and web and clock go without it

    try:
        opened = signing.opened(place(_config()))
    except signing.KeyTrouble as trouble:
        raise click.ClickException(str(trouble)) from None
    _tell(facts_of(_config().signing_folder, opened.fingerprint))


@papers.command("new-key")
@click.confirmation_option(prompt="Certificates issued from now on will bear another signature. Go on?")
@with_appcontext
def new_key() -> None:
    """Make a fresh key in place of the one in the instance folder. Papers signed with the old one stay valid."""
    from integrations import signing

    if _config().signing_file:
        raise click.ClickException("SIGNING_FILE is set: replace that file instead.")
    signing.make(place(_config()))
    opened = signing.opened(place(_config()))
    _tell(facts_of(_config().signing_folder, opened.fingerprint))


def _tell(facts: Facts | None) -> None:
    assert facts is not None, "an opened key is published"
    how = "self-signed" if facts.is_self_signed else "issued by an authority"
    click.echo(f"{facts.name}, {how}, valid until {facts.until:%Y-%m-%d}")
    click.echo(f"SHA-256 {facts.groups}")
    if facts.until < datetime.now(UTC) + SOON:
        click.echo("It ends soon: docs/certificates.md says how to replace it.")


def _config() -> Config:
    """Raises `click.ClickException` before the set-up: keys are made out in the vendor's name."""
    if not Vendor.select().exists():
        raise click.ClickException("The portal is not set up yet: `flask --app app users first-link` gives the way in.")
    config: Config = current_app.config["DIBS"]
    return config
