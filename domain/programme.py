"""How does a programme begin? The vendor, the first version of its rules and the first administrator, all or none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from zoneinfo import available_timezones

from domain import accounts, events, moment, people, programme_text, rules
from domain.accounts import passwords
from domain.countries import CODES
from domain.people import Invitation
from domain.refusals import Invalid, Refused
from domain.rules import Line, Rules
from domain.words import N_
from models import SigninLink, User, Vendor
from models.base import serialised

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "MXN", "COP", "CLP", "BRL", "PLN", "CZK", "DKK", "NOK", "SEK", "CAD", "AUD")
MOST_LINES = 50

VENDOR_MISSING = N_("Enter the name your partners know you by.")
LEGAL_MISSING = N_("Enter the company’s name as it stands in the register.")
COUNTRY_MISSING = N_("Choose the country you are at home in.")
ZONE_MISSING = N_("Choose the time zone of your working hours.")
CURRENCY_MISSING = N_("Choose the currency of the programme.")
LINES_MISSING = N_("Enter at least one product line, one on each line.")
LINES_MANY = N_("Enter at most 50 product lines of up to 80 characters.")
TOO_LONG = N_("This is too long. Shorten it.")
IS_SET_UP = N_("This portal has been set up. Sign in instead.")


@dataclass(frozen=True)
class Founding:
    """What the first administrator types."""

    vendor: str = ""
    legal_name: str = ""
    country: str = ""
    zone: str = ""
    currency: str = "EUR"
    lines: tuple[str, ...] = field(default=())
    name: str = ""
    email: str = ""
    password: str = field(default="", repr=False)


def is_set_up() -> bool:
    """Is there an administrator? Until then nobody can sign in, and the set-up link works."""
    return User.select().where(User.role == "administrator").exists()


def set_up(token: str, key: bytes, typed: Founding, agent: str) -> tuple[User, str]:
    """Found the programme with the set-up link and sign in. Returns the administrator and the session's key.

    Raises `Refused` (the link is dead, somebody was faster) and `Invalid`.
    """
    link = accounts.living_link(token, key)
    if link is None or link.purpose != "first":
        raise Refused(accounts.DEAD_LINK)
    administrator = found(typed)
    return administrator, accounts.enter(administrator, agent, "set_up")


def found(typed: Founding, numbers: Rules | None = None) -> User:
    """Vendor, rules, administrator: all or none. `numbers` other than this release's, for samples.

    Raises `Refused` when there is an administrator, and `Invalid`.
    """
    if errors := _faults(typed):
        raise Invalid(errors)
    hashed = passwords.hashed_password(typed.password)
    with serialised("set-up"):
        if is_set_up():
            raise Refused(IS_SET_UP)
        administrator = _administrator(typed, hashed)
        complete = _numbers(typed, numbers or Rules())
        Vendor.create(
            name=typed.vendor.strip(), legal_name=typed.legal_name.strip(), country=typed.country,
            mail=administrator.email, salt=events.fresh_salt(),
        )  # fmt: skip
        version = rules.publish(complete, programme_text.text_of(complete, typed.vendor.strip()), administrator)
        events.record("programme.founded", version, actor=administrator)
        SigninLink.end_all(None, "first", moment.now())
    return administrator


def line_code(name: str) -> str:
    """A code for a product line, from its name: `Flow sensors` -> `flow_sensors`."""
    return re.sub(r"\W+", "_", name.casefold()).strip("_")[:40]


def _administrator(typed: Founding, hashed: str) -> User:
    person = people.create(Invitation(typed.email.strip().lower(), typed.name.strip(), "administrator"), None)
    User.update(password_hash=hashed).where(User.id == person.id).execute()
    return User.get_by_id(person.id)


def _numbers(typed: Founding, numbers: Rules) -> Rules:
    """The numbers with what was typed: whose holidays and hours hold, and which lines there are."""
    countries = (typed.country, *(code for code in numbers.countries if code != typed.country))
    return replace(
        numbers, currency=typed.currency, zone=typed.zone, holiday_country=typed.country, countries=countries,
        lines=tuple(Line(line_code(name), name) for name in _tidy(typed.lines)),
    )  # fmt: skip


def _tidy(lines: tuple[str, ...]) -> list[str]:
    """Each line once, spaces closed up, empty ones left out."""
    by_code = {line_code(line): " ".join(line.split()) for line in reversed(lines)}
    return [name for code, name in reversed(by_code.items()) if code]


def _faults(typed: Founding) -> dict[str, str]:
    found = {
        "vendor": _fault(typed.vendor, VENDOR_MISSING),
        "legal_name": _fault(typed.legal_name, LEGAL_MISSING),
        "country": None if typed.country in CODES else COUNTRY_MISSING,
        "zone": None if typed.zone in available_timezones() else ZONE_MISSING,
        "currency": None if typed.currency in CURRENCIES else CURRENCY_MISSING,
        "lines": _fault_of_lines(_tidy(typed.lines)),
        "name": people.fault_of_name(typed.name.strip()),
        "email": people.fault_of_address(typed.email.strip()),
        "password": passwords.fault_of(typed.password, typed.email, typed.name, typed.vendor),
    }
    return {name: says for name, says in found.items() if says}


def _fault(text: str, missing: str) -> str | None:
    if not text.strip():
        return missing
    return TOO_LONG if len(text.strip()) > 200 else None


def _fault_of_lines(lines: list[str]) -> str | None:
    if not lines:
        return LINES_MISSING
    return LINES_MANY if len(lines) > MOST_LINES or max(map(len, lines)) > 80 else None
