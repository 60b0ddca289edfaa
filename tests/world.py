"""The cast of all tests: Ana and Ben of Acme, Rita of the rival, Max manages, Dora directs, Ada administers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from domain import moment, rules
from domain.accounts import open_session
from domain.registrations import drafts, filing
from domain.rules import Line, Rules
from models import Partner, Registration, Territory, User, Vendor

MONDAY = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)
"""Monday, 8 March 2027, 10:00 in Berlin: an ordinary working day to begin with."""

RULES = Rules(
    lines=(Line("flow", "Flow sensors"), Line("gas", "Gas analysers"), Line("cal", "Calibration")),
    holiday_country="DE",
)

SILVER = {"tier": "silver", "joined_on": date(2024, 5, 1), "created_at": MONDAY - timedelta(days=900)}


DECLINE = {"reason": "weak_proof", "clause": "4.2", "text": "No named person answers.", "next_step": "register_again"}
"""What is typed to say no."""

STAGE_TWO = {
    "industry": "Water", "employees": "250", "decision_makers": "I. Thoma, head", "how_found": "visit",
    "project": "Pumps", "next_steps": "Offer",
}  # fmt: skip
"""All of stage 2, filled in rightly."""


def build_programme() -> None:
    """Vendor, rules, two partners and their people. Runs once; tests get copies."""
    long_ago = MONDAY - timedelta(days=400)
    with moment.at(long_ago):
        rules.publish(RULES, {"en": "## Protection\n\nFirst to file wins."})
    Vendor.create(
        name="Nordwind Instruments", legal_name="Nordwind Instruments GmbH", country="DE", salt="salt",
        address="Hafenstraße 12, 26721 Emden, Germany",
    )  # fmt: skip
    acme = Partner.create(
        code="P-ACME-1111", name="Acme Systemhaus", country="DE", city="Kassel", domain="acme.example", **SILVER
    )
    rival = Partner.create(
        code="P-RIVA-2222", name="Rival Technik", country="AT", city="Linz", domain="rival.example", **SILVER
    )
    people: list[dict[str, Any]] = [
        {"email": "ana@acme.example", "name": "Ana Novak", "role": "rep", "partner": acme},
        {"email": "ben@acme.example", "name": "Ben Adler", "role": "partner_admin", "partner": acme},
        {"email": "rita@rival.example", "name": "Rita Sommer", "role": "rep", "partner": rival},
        {"email": "max@nordwind.example", "name": "Max Lindner", "role": "channel_manager", "partner": None},
        {"email": "dora@nordwind.example", "name": "Dora Feld", "role": "director", "partner": None},
        {"email": "ada@nordwind.example", "name": "Ada Berg", "role": "administrator", "partner": None},
    ]
    for person in people:
        User.create(**person, created_at=long_ago)
    Territory.create(
        name="Europe", countries=list(RULES.countries), manager=User.get(User.email == "max@nordwind.example")
    )


class World:
    """The cast by name, and short ways to bring a claim into a state."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __getattr__(self, name: str) -> User:
        """`world.ana`, `world.rita` …"""
        return User.get(User.email.startswith(f"{name}@"))  # type: ignore[no-any-return]

    def sign_in(self, user: User) -> FlaskClient:
        """A browser in which this person is signed in."""
        client = self.app.test_client()
        client.set_cookie("dibs", open_session(user, "test browser"))
        return client

    def draft(self, user: User, company: str = "Talsperrenverband Oberwald", **values: Any) -> Registration:
        """A draft with all of stage 1 filled in rightly."""
        today = moment.now().date()
        typed = drafts.StageOne(**{
            "company": company, "domain": f"www.{company.split()[0].lower()}.example", "country": "DE",
            "city": "Oberwald",
            "contact_name": "Irene Thoma", "product_line": "flow", "value_band": "15k_to_40k",
            "expected_close_on": today + timedelta(days=60), "first_contact_on": today - timedelta(days=10), **values,
        })  # fmt: skip
        return drafts.save(user, drafts.fresh_key(), typed)

    def file(self, user: User, company: str = "Talsperrenverband Oberwald", **values: Any) -> Registration:
        """A filed claim: submitted, or refused if somebody was first."""
        return filing.submit(user, self.draft(user, company, **values))
