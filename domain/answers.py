"""When must the vendor answer? The clock of a claim: whose it is, when it starts, pauses and runs out."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import audiences, clock, events
from domain.rules import Rules
from models import Registration, User
from models.base import db


def route(claim: Registration, rules: Rules) -> User | None:
    """The person who answers: the territory's manager or deputy; above the managers' limit, a director."""
    band = rules.band(claim.value_band)
    if band is not None and band.low >= rules.manager_value_limit:
        return audiences.director() or audiences.manager_for(claim.country)
    return audiences.manager_for(claim.country) or next(iter(audiences.owners()), None)


def begin(claim: Registration, rules: Rules, now: datetime) -> Registration:
    """Start the clock if stage 2 is complete already; else it starts with stage 2 or when a manager opens the claim."""
    return start(claim, rules, now) if claim.stage_two_at else claim


def start(claim: Registration, rules: Rules, now: datetime) -> Registration:
    """Start the clock once; a clock that runs is left alone."""
    due = clock.add(clock.of(rules), now, timedelta(hours=rules.answer_hours))
    with db.atomic():
        changed = (
            Registration.update(answer_started_at=now, answer_due_at=due)
            .where(
                Registration.id == claim.id, Registration.status == "submitted",
                Registration.answer_started_at.is_null(),
            )
            .execute()
        )  # fmt: skip
        if changed:
            claim = Registration.get_by_id(claim.id)
            events.record("answer.started", claim, facts={"due": due.isoformat()})
    return claim


def paused(claim: Registration, rules: Rules, now: datetime) -> dict[str, object]:
    """The values of a claim whose clock stops now: what is left of the working time."""
    if claim.answer_due_at is None:
        return {"answer_left_minutes": rules.answer_hours * 60, "answer_started_at": now}
    left = clock.between(clock.of(rules), now, claim.answer_due_at)
    return {"answer_left_minutes": int(left.total_seconds() // 60), "answer_due_at": None}


def resumed(claim: Registration, rules: Rules, now: datetime) -> dict[str, object]:
    """The values of a claim whose clock goes on now with what was left."""
    left = timedelta(minutes=claim.answer_left_minutes or 0)
    return {"answer_due_at": clock.add(clock.of(rules), now, left), "answer_left_minutes": None}


def left(claim: Registration, rules: Rules, now: datetime) -> timedelta:
    """Working time until the answer is due; negative when it is overdue, whole before the clock runs."""
    if claim.answer_due_at is not None:
        return clock.until(clock.of(rules), now, claim.answer_due_at)
    if claim.answer_left_minutes is not None:
        return timedelta(minutes=claim.answer_left_minutes)
    return timedelta(hours=rules.answer_hours)


def used_per_cent(claim: Registration, rules: Rules, now: datetime) -> int:
    """How much of the working time is used, 0 to 100 and beyond; 0 before the clock runs."""
    whole = timedelta(hours=rules.answer_hours)
    return round(100 * (whole - left(claim, rules, now)) / whole)
