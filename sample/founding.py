"""How does the sample programme begin? The vendor, its staff and territories, and the partners as they join."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from domain import accounts, branding, moment, partners, people, programme, territories
from domain.branding import Brand
from domain.people import Invitation
from domain.programme import Founding
from domain.rules import Rules
from domain.territories import Area
from models import Partner, User
from sample.cast import FIRMS, HOME, LINES, LOGO, PASSWORD, STAFF, TERRITORIES, Firm


def found(now: datetime) -> User:
    """Vendor, rules, staff and territories, 400 days ago. Returns the administrator."""
    ada = STAFF[0]
    with moment.at(now - timedelta(days=400)):
        administrator = programme.found(
            Founding(
                vendor="Nordwind Instruments", legal_name="Nordwind Instruments GmbH", country="DE", zone="Europe/Berlin",
                lines=LINES, name=ada.name, email=ada.address(HOME), password=PASSWORD,
            ),
            Rules(),
        )  # fmt: skip
        branding.mark_sample(administrator)
        branding.set_brand(
            administrator,
            Brand(
                "Nordwind Instruments", "Nordwind Instruments GmbH", "Hafenstraße 12, 26721 Emden, Germany", "DE",
                f"partners@{HOME}", "#0f5061", LOGO,
            ),
        )  # fmt: skip
        for person in STAFF[1:]:
            people.invite(administrator, Invitation(person.address(HOME), person.name, person.role))
        for name, countries, manager, deputy in TERRITORIES:
            territories.add(administrator, Area(name, countries, person_code(manager), person_code(deputy)))
    return administrator


def join(administrator: User, now: datetime) -> None:
    """The partners, one after the other between 380 and 250 days ago."""
    for number, firm in enumerate(FIRMS):
        with moment.at(now - timedelta(days=380 - 18 * number)):
            _join(administrator, firm)


def give_passwords(now: datetime) -> None:
    """The same password for everyone: hashed once, since each hash is meant to cost time."""
    with moment.at(now - timedelta(days=240)):
        for user in User.select().where(User.password_hash.is_null()):
            accounts.set_password(user, PASSWORD)


def person_code(name: str) -> str:
    return User.get(User.name == name).code


def _join(administrator: User, firm: Firm) -> None:
    admin, *others = firm.people
    company = partners.Company(firm.name, firm.country, firm.city, firm.domain, firm.tier)
    first = Invitation(admin.address(firm.domain), admin.name, "partner_admin")
    partner: Partner = partners.add(administrator, company, first)
    boss = User.get(User.email == first.email)
    for person in others:
        people.invite(
            boss, replace(first, email=person.address(firm.domain), name=person.name, role=person.role), partner
        )
    if firm.country == "ES":
        for user in User.of_partner(partner):
            people.set_profile(user, user.name, "es")
