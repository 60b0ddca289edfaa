"""When must the vendor answer? The clock of a claim: whose it is, when it starts, stops, and what it took."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import audiences, clock, due, events
from domain import rules as programme
from domain.rules import Rules
from models import Answer, Event, Registration, User
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


def measure(claim: Registration, now: datetime) -> None:
    """A person decides the claim now: keep how long that took, once. Call it in the transaction of the decision.

    `claim` is the row before the decision, whose clock runs or is paused.
    """
    if claim.answer_due_at is None and claim.answer_left_minutes is None:
        return
    rules = programme.of(claim.rules_version)
    rest = left(claim, rules, now)
    took = timedelta(hours=rules.answer_hours) - rest
    _keep(claim, max(timedelta(), took), was_in_time=rest >= timedelta())


def measure_old(_: datetime) -> int:
    """Measure, from their events, claims that were decided before this was kept; returns how many."""
    return due.each(due.found(Answer.missing()), _measure_old)


def _measure_old(claim: Registration) -> bool:
    rules = programme.of(claim.rules_version)
    took, since = timedelta(), claim.answer_started_at
    for event in Event.about("registration", claim.id):
        if event.name == "registration.returned" and since is not None:
            took, since = took + clock.between(clock.of(rules), since, event.at), None
        elif event.name == "registration.resubmitted":
            since = event.at
    if since is not None and claim.decided_at is not None:
        took += clock.between(clock.of(rules), since, claim.decided_at)
    return _keep(claim, took, was_in_time=took <= timedelta(hours=rules.answer_hours))


def _keep(claim: Registration, took: timedelta, *, was_in_time: bool) -> bool:
    minutes = int(took.total_seconds() // 60)
    Answer.insert(registration=claim.id, minutes=minutes, was_in_time=was_in_time).on_conflict_ignore().execute()
    return True
