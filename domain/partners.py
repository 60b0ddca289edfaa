"""Which companies sell for us? Adding one with its first person, changing what we know of it, suspending it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from peewee import fn

from domain import codes, events, moment, people, rules
from domain.countries import CODES
from domain.matching import registrable_domain
from domain.people import Invitation
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import Partner, Registration, Territory, User
from models.base import db
from models.registrations import OPEN

LONGEST = {"name": 200, "city": 100, "domain": 200}

NAME_MISSING = N_("Enter the company’s name.")
COUNTRY_MISSING = N_("Choose a country.")
TIER_MISSING = N_("Choose a partner level.")
TERRITORY_UNKNOWN = N_("Choose one of the territories.")
DOMAIN_WRONG = N_("Enter a web address such as company.com; one of an email provider does not tell who they are.")
TOO_LONG = N_("This is too long. Shorten it.")
ALREADY = N_("This has been done already.")


@dataclass(frozen=True)
class Company:
    """What the vendor types about a partner."""

    name: str = ""
    country: str = ""
    city: str = ""
    domain: str = ""
    tier: str = ""
    territory: str = ""


def add(by: User | None, typed: Company, first: Invitation) -> Partner:
    """A new partner and its first partner admin, who is invited; a double click makes one.

    Raises `Refused` (not yours) and `Invalid`, whose fields of the person are `admin_name` and `admin_email`.
    """
    _mine_to_set(by)
    if twin := _just_added(typed, first):
        return twin
    errors, now = _faults(typed), moment.now()
    with db.atomic() as attempt:
        partner = Partner.create(
            code=codes.fresh("PA"), created_at=now, joined_on=now.date(), **_cleaned(typed),
        )  # fmt: skip
        events.record("partner.added", partner, actor=by, facts={"tier": partner.tier})
        try:
            people.invite(by, replace(first, role="partner_admin", sees="company"), partner)
        except Invalid as wrong:
            errors |= {f"admin_{name}": says for name, says in wrong.errors.items()}
        if errors:
            attempt.rollback()
    if errors:
        raise Invalid(errors)
    return partner


def change(by: User, partner: Partner, typed: Company) -> Partner:
    """Change what we know of a partner. Raises `Refused` (not yours) and `Invalid`."""
    _mine_to_set(by)
    if errors := _faults(typed):
        raise Invalid(errors)
    with db.atomic():
        Partner.update(**_cleaned(typed)).where(Partner.id == partner.id).execute()
        events.record("partner.changed", partner, actor=by, facts={"tier": typed.tier})
    return Partner.get_by_id(partner.id)


def suspend(by: User, partner: Partner) -> None:
    """No new claims and no approvals by rule; what is open goes on. Raises `Refused` (not yours, already)."""
    _move(by, partner, "active", "suspended", "partner.suspended")


def restore(by: User, partner: Partner) -> None:
    """The partner may register again. Raises `Refused` (not yours, already)."""
    _move(by, partner, "suspended", "active", "partner.restored")


@dataclass(frozen=True)
class Row:
    """A partner with how many people and open claims it has."""

    partner: Partner
    people: int
    open_claims: int


def overview() -> list[Row]:
    """All partners by name, counted in two statements however many there are."""
    people_of = _per_partner(User, User.is_active == True)  # noqa: E712
    claims_of = _per_partner(Registration, Registration.status.in_(OPEN))
    everyone = Partner.select().order_by(Partner.name, Partner.id)
    return [Row(one, people_of.get(one.id, 0), claims_of.get(one.id, 0)) for one in everyone]


def open_claims(partner: Partner) -> int:
    return _per_partner(Registration, Registration.status.in_(OPEN), Registration.partner == partner).get(partner.id, 0)


def _per_partner(model: Any, *which: Any) -> dict[int, int]:
    counted = model.select(model.partner, fn.COUNT(model.id)).where(*which).group_by(model.partner)
    return dict(counted.tuples())


def _just_added(typed: Company, first: Invitation) -> Partner | None:
    """The partner that the same form has made a moment ago."""
    partner = Partner.get_or_none(
        Partner.name == " ".join(typed.name.split()), Partner.created_at > moment.now() - people.A_MOMENT
    )  # fmt: skip
    person = replace(first, email=first.email.strip().lower(), name=first.name.strip(), role="partner_admin")
    return partner if partner and people.just_made(person, partner) else None


def _move(by: User, partner: Partner, source: str, target: str, event: str) -> None:
    _mine_to_set(by)
    with db.atomic():
        if Partner.update(status=target).where(Partner.id == partner.id, Partner.status == source).execute() != 1:
            raise Refused(ALREADY)
        events.record(event, partner, actor=by)


def _mine_to_set(by: User | None) -> None:
    if by is not None and not may(by, "partners:set"):
        raise Refused(people.NOT_YOURS, Kind.NOT_YOURS)


def _faults(typed: Company) -> dict[str, str]:
    found = {
        "name": None if typed.name.strip() else NAME_MISSING,
        "country": None if typed.country in CODES else COUNTRY_MISSING,
        "domain": DOMAIN_WRONG if typed.domain.strip() and not registrable_domain(typed.domain) else None,
        "tier": None if typed.tier in {tier.code for tier in rules.in_force().tiers} else TIER_MISSING,
        "territory": None if _is_territory(typed.territory) else TERRITORY_UNKNOWN,
    }
    found |= {name: TOO_LONG for name, most in LONGEST.items() if len(getattr(typed, name)) > most}
    return {name: says for name, says in found.items() if says}


def _is_territory(name: str) -> bool:
    return not name or Territory.select().where(Territory.name == name).exists()


def _cleaned(typed: Company) -> dict[str, str]:
    """Spaces closed up; the web domain as it was registered, without scheme and path."""
    return {
        "name": " ".join(typed.name.split()), "country": typed.country, "city": " ".join(typed.city.split()),
        "domain": registrable_domain(typed.domain), "tier": typed.tier, "territory": typed.territory,
    }  # fmt: skip
