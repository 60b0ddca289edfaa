"""What must still hold after an approval with conditions? Asked in words with a day each, ticked off by a manager."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain import clock, codes, due, events, moment, rules
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.words import N_
from models import Condition, Decision, Registration, User
from models.base import db

NOT_A_DECIDER = N_("Only channel managers and directors tick conditions off.")
MOVED_ON = N_("This condition has changed in the meantime. Look at how it stands now.")


@dataclass(frozen=True)
class Worded:
    """A condition on its way into an approval: the event names it, its words stand in a row of their own."""

    code: str
    text: str
    salt: str
    due_on: date

    @property
    def fact(self) -> dict[str, str]:
        return {"code": self.code, "due_on": self.due_on.isoformat(), "hash": events.hashed(self.text, self.salt)}


def worded(wanted: Iterable[tuple[str, date | None]]) -> list[Worded]:
    return [Worded(codes.fresh("C"), text.strip(), events.fresh_salt(), day) for text, day in wanted if day]


def attach(approval: Decision, asked: list[Worded]) -> None:
    """Keep the conditions of an approval, in its transaction."""
    for one in asked:
        Condition.create(
            code=one.code, registration=approval.registration_id, decision=approval, text=one.text, salt=one.salt,
            due_on=one.due_on,
        )  # fmt: skip


def meet(by: User, condition: Condition) -> Condition:
    """Tick it off: a manager has seen that it holds. Raises `Refused` (not yours, moved on)."""
    if not may(by, "registrations:decide"):
        raise Refused(NOT_A_DECIDER, Kind.NOT_YOURS)
    with db.atomic():
        claim = Registration.get_by_id(condition.registration_id)
        is_standing = claim.status == "approved" and condition in Condition.of_claim(claim.id)
        ticked = Condition.update(met_at=moment.now(), met_by=by).where(
            Condition.id == condition.id, Condition.met_at.is_null()
        )
        if not is_standing or ticked.execute() != 1:
            raise Refused(MOVED_ON)
        _told("condition.met", condition, by)
    return Condition.get_by_id(condition.id)


def remind_due(now: datetime) -> int:
    """Remind partners of what is due soon; tell both sides once when the day has gone by. Returns how many."""
    in_force = rules.in_force(now)
    today = clock.local_day(now, in_force.zone)
    horizon = today + timedelta(days=in_force.condition_reminder_days)
    over = Condition.unmet().where(Condition.due_on < today, Condition.missed_at.is_null())
    soon = Condition.unmet().where(
        Condition.due_on >= today, Condition.due_on <= horizon, Condition.reminded_at.is_null()
    )
    missed = due.each(list(over), lambda row: _note(row, "missed_at", "condition.missed"))
    return missed + due.each(list(soon), lambda row: _note(row, "reminded_at", "condition.due"))


def _note(condition: Condition, column: str, event: str) -> bool:
    """Say it once, unless it was ticked off in this moment."""
    field = getattr(Condition, column)
    with db.atomic():
        noted = Condition.update({field: moment.now()}).where(
            Condition.id == condition.id, field.is_null(), Condition.met_at.is_null()
        )
        if noted.execute() != 1:
            return False
        _told(event, condition, None)
    return True


def _told(event: str, condition: Condition, by: User | None) -> None:
    claim = Registration.get_by_id(condition.registration_id)
    facts = {"condition": condition.code, "due_on": condition.due_on.isoformat()}
    events.record(event, claim, actor=by, facts=facts, text=condition.text, salt=condition.salt)
