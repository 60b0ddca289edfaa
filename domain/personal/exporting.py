"""What does a person get who asks for their data? Rows that are theirs as plain values, their files, their mails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain import events, moment, rules
from domain.people import NOT_YOURS
from domain.permissions import may
from domain.personal.relations import RELATIONS, Relation
from domain.refusals import Kind, Refused
from models import Deletion, Delivery, Erasure, Evidence, User
from models.base import db

MOST_AT_ONCE = 500
"""Rows read together: a long history is never whole in memory."""


@dataclass(frozen=True)
class Kept:
    """One line of "What is kept about me"."""

    relation: Relation
    count: int
    days: int | None  # how long, when the rules name a number


def require(by: User, person: User) -> None:
    """One's own data, or anybody's for an administrator. Raises `Refused` (not yours)."""
    if by != person and not may(by, "people:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)


def overview(by: User, person: User) -> list[Kept]:
    """What there is, how much, and for how long. Raises `Refused`."""
    require(by, person)
    numbers = rules.in_force()
    counted = [(one, one.rows(person).count()) for one in RELATIONS]
    return [Kept(one, count, getattr(numbers, one.kept, None)) for one, count in counted if count]


def note_taken(by: User, person: User) -> None:
    """That the data was handed out stands on record. Raises `Refused`."""
    require(by, person)
    with db.atomic():
        events.record("user.exported", person, actor=by)


def rows(person: User, relation: Relation) -> Iterator[dict[str, Any]]:
    """Rows of one kind as JSON can hold them, read some at a time."""
    last, key = 0, relation.model._meta.primary_key
    while some := list(relation.rows(person).where(key > last).limit(MOST_AT_ONCE)):
        last = some[-1].id
        yield from ({name: plain(getattr(row, name)) for name in relation.columns} for row in some)


def files(person: User) -> Iterator[Evidence]:
    """What this person uploaded and is still there."""
    gone = Deletion.select(Deletion.evidence)
    yield from Evidence.select().where(Evidence.uploaded_by == person, Evidence.id.not_in(gone)).order_by(Evidence.id)


def mails(person: User) -> Iterator[Delivery]:
    """What was mailed to this person, oldest first."""
    theirs = Delivery.with_event().where(Delivery.recipient == person, Delivery.channel == "mail")
    yield from theirs.order_by(Delivery.id)


def plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def facts(person: User) -> dict[str, Any]:
    """What stands at the head of the export."""
    erasure = Erasure.of(person)
    company = person.partner.name if person.partner else ""
    return {
        "person": person.code, "company": company, "made_at": moment.now().isoformat(timespec="seconds"),
        "erased_at": plain(erasure.erased_at) if erasure else None,
        "kinds": {one.name: one.says for one in RELATIONS},
    }  # fmt: skip
