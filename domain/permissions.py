"""May this person do this to this thing? Pure; whether they may see it is `visible_to`."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol

Action = Literal[
    "checks:make", "claims:file", "checks:explain", "checks:read_log", "registrations:decide",
    "claims:file_for", "registrations:escalated", "questions:answer", "imports:run", "spreadsheets:prepare",
    "spreadsheets:release", "mails:see", "certificates:prepare", "dossiers:order", "programme:set",
    "programme:see", "people:set", "people:look_after", "partners:see", "partners:set", "colleagues:set",
    "absence:set", "reports:compare", "checks:allow", "claims:change", "applications:see", "applications:decide",
    "health:see", "trainings:note", "aliases:see", "aliases:set",
]  # fmt: skip
"""What may be somebody's to do: thing and verb."""


class Person(Protocol):
    id: int
    role: str
    partner_id: int | None


class Claim(Protocol):
    partner_id: int
    holder_id: int


STAFF = frozenset({"channel_manager", "director", "administrator"})
DECIDERS = frozenset({"channel_manager", "director"})

BY_ROLE: dict[Action, frozenset[str]] = {
    "checks:make": STAFF | {"rep", "partner_admin"},
    "claims:file": frozenset({"rep", "partner_admin"}),
    "checks:explain": STAFF,
    "checks:read_log": frozenset({"channel_manager"}),
    "checks:allow": DECIDERS,
    "registrations:decide": DECIDERS,
    "claims:file_for": DECIDERS,
    "registrations:escalated": frozenset({"director"}),
    "questions:answer": DECIDERS,
    "imports:run": frozenset({"administrator", "channel_manager"}),
    "spreadsheets:prepare": STAFF,
    "spreadsheets:release": frozenset({"director"}),
    "mails:see": frozenset({"administrator"}),
    "certificates:prepare": STAFF,
    "dossiers:order": DECIDERS,
    "programme:set": frozenset({"administrator"}),
    "programme:see": frozenset({"administrator", "director"}),
    "people:set": frozenset({"administrator"}),
    "people:look_after": STAFF | {"partner_admin"},
    "partners:see": STAFF,
    "partners:set": STAFF,
    "colleagues:set": frozenset({"partner_admin"}),
    "absence:set": DECIDERS,
    "reports:compare": STAFF,
    "applications:see": STAFF,
    "applications:decide": DECIDERS,
    "health:see": frozenset({"administrator"}),
    "trainings:note": STAFF,
    "aliases:see": STAFF,
    "aliases:set": DECIDERS,
}
"""What a role may do, whatever the row."""


def may(person: Person, action: Action, claim: Claim | None = None) -> bool:
    """Is `action` this person's to do? For `claims:change` the claim decides: its holder, or the partner's admin."""
    if action == "claims:change":
        return (
            claim is not None
            and person.partner_id == claim.partner_id
            and (person.role == "partner_admin" or (person.role == "rep" and person.id == claim.holder_id))
        )
    return person.role in BY_ROLE[action]


def side(person: Person) -> str:
    """`partner` or `vendor`: whose move a lifecycle action is."""
    return "vendor" if person.role in STAFF else "partner"


def is_present(away_from: datetime | None, away_until: datetime | None, now: datetime) -> bool:
    """Is a person who noted an absence here at `now`?"""
    return away_from is None or now < away_from or (away_until is not None and now >= away_until)
