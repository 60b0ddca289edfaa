"""Which deadlines stand in a person's calendar? All that are theirs, each known to calendars by name and sequence."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain import clock, events, moment, queue, rules
from domain.permissions import may
from domain.registrations import course
from domain.rules import Rules
from domain.words import N_
from models import CalendarEntry, CalendarFeed, Question, Registration, User
from models.base import db

KEPT = timedelta(days=30)
"""What is over stays in the calendar as cancelled for so long: every calendar has asked by then."""

KIND_WORDS = {
    "hold": N_("Hold ends: %(what)s"),
    "stage_two": N_("Stage 2 is due: %(what)s"),
    "reply": N_("Your answer to our question is due: %(what)s"),
    "update": N_("A progress update is due: %(what)s"),
    "protection": N_("Protection ends: %(what)s"),
    "answer": N_("Answer is due: %(what)s"),
    "extension": N_("An extension waits for you: %(what)s"),
    "appeal": N_("An appeal waits for you: %(what)s"),
}


@dataclass(frozen=True)
class Deadline:
    """One deadline as it stands now: a moment, or a whole day where the programme is at home."""

    kind: str
    about: str
    path: str
    company: str
    at: datetime | None = None
    on: date | None = None


@dataclass(frozen=True)
class Line:
    """What is written of a deadline; `company` is empty when it is over or the person wants no names."""

    entry: CalendarEntry
    company: str


def subscribe(user: User, *, names_customers: bool = False) -> str:
    """Make a calendar, or give the one there is a new address; the old one is dead. Returns the secret."""
    key, now = secrets.token_urlsafe(32), moment.now()
    values = {"key_hash": key_hash(key), "names_customers": names_customers, "created_at": now}
    with db.atomic():
        feed = CalendarFeed.of(user)
        if feed is None:
            CalendarFeed.create(user=user, **values)
        else:
            CalendarFeed.update(values).where(CalendarFeed.id == feed.id).execute()
            CalendarEntry.update(sequence=CalendarEntry.sequence + 1).where(CalendarEntry.feed == feed).execute()
        events.record("user.calendar_opened", user, actor=user, facts={"names": names_customers})
    return key


def end(user: User, by: User | None = None) -> None:
    """The address shows nothing any more. `by`: who lets this person go."""
    with db.atomic():
        if CalendarFeed.delete().where(CalendarFeed.user == user).execute():
            events.record("user.calendar_ended", user, actor=by or user)


def feed_of(key: str) -> CalendarFeed | None:
    """The calendar with this secret address, of a person who is still active."""
    return CalendarFeed.by_key(key_hash(key))


def key_hash(key: str) -> str:
    """The key is 256 random bits: a plain SHA-256 cannot be searched back."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def lines(feed: CalendarFeed) -> list[Line]:
    """All that stands in the calendar now. What changed since it was last read gets the next sequence; nothing that
    did not change is written."""
    now = moment.now()
    wanted = {(one.kind, one.about): one for one in _deadlines(feed.user, now)}
    known = {(row.kind, row.about): row for row in CalendarEntry.of(feed)}
    if _differs(known, wanted) or any(_is_old(row, now) for row in known.values()):
        with db.atomic():
            _write(feed, known, wanted, now)
        known = {(row.kind, row.about): row for row in CalendarEntry.of(feed)}
    named = {key: one.company for key, one in wanted.items() if feed.names_customers}
    return [Line(row, "" if row.is_over else named.get(key, "")) for key, row in known.items()]


def _differs(known: dict[tuple[str, str], CalendarEntry], wanted: dict[tuple[str, str], Deadline]) -> bool:
    gone = any(not row.is_over and key not in wanted for key, row in known.items())
    return gone or any(key not in known or _has_changed(known[key], one) for key, one in wanted.items())


def _has_changed(row: CalendarEntry, one: Deadline) -> bool:
    return row.is_over or (row.due_at, row.due_on, row.path) != (one.at, one.on, one.path)


def _is_old(row: CalendarEntry, now: datetime) -> bool:
    return row.is_over and row.changed_at < now - KEPT


def _write(
    feed: CalendarFeed, known: dict[tuple[str, str], CalendarEntry], wanted: dict[tuple[str, str], Deadline],
    now: datetime,
) -> None:  # fmt: skip
    for key, one in wanted.items():
        values = {"due_at": one.at, "due_on": one.on, "path": one.path, "is_over": False, "changed_at": now}
        if key not in known:
            CalendarEntry.put(feed, one.kind, one.about, secrets.token_hex(16), values)
        elif _has_changed(known[key], one):
            known[key].change(values)
    for key, row in known.items():
        if key not in wanted and not row.is_over:
            row.change({"is_over": True, "changed_at": now})
    CalendarEntry.drop_old(feed, now - KEPT)


def _deadlines(user: User, now: datetime) -> Iterator[Deadline]:
    return _of_vendor(user, now) if user.is_staff else _of_partner(user, now)


def _of_partner(user: User, now: datetime) -> Iterator[Deadline]:
    """Their own claims; for a partner admin the company's, as on the home page."""
    mine = Registration.in_order_visible_to(user)
    if user.role != "partner_admin":
        mine = mine.where(Registration.holder == user)
    for claim in mine.order_by(Registration.id):
        yield from _of_claim(claim, rules.of(claim.rules_version), now)


def _of_claim(claim: Registration, numbers: Rules, now: datetime) -> Iterator[Deadline]:
    path = f"/registrations/{claim.code}"
    if claim.status == "held":
        yield Deadline("hold", claim.code, f"{path}/edit", claim.company, at=claim.hold_until)
        return
    days = {}
    if claim.status == "returned":
        days["reply"] = (claim.reply_due_at, f"{path}/reply")
    elif claim.stage_two_at is None:
        days["stage_two"] = (claim.stage_two_due_at, f"{path}/details")
    if claim.status == "approved":
        days["protection"] = (claim.protected_until, path)
        days["update"] = (_update_by(claim, numbers, now), path)
    for kind, (until, where) in days.items():
        if until is not None:
            yield Deadline(kind, claim.code, where, claim.company, on=clock.local_day(until, numbers.zone))


def _update_by(claim: Registration, numbers: Rules, now: datetime) -> datetime | None:
    """When the next update should come; once that has passed, when the claim expires without one."""
    due = course.updates_due(claim, numbers)
    return None if due is None else due[0] if now <= due[0] else due[1]


def _of_vendor(user: User, now: datetime) -> Iterator[Deadline]:
    """What lies with them, and with those whom they stand in for."""
    if not may(user, "registrations:decide"):
        return
    people, zone = {user.id, *queue.covered_by(user, now)}, rules.in_force().zone
    for claim in Registration.waiting_for(people).order_by(Registration.id):
        path = f"/registrations/{claim.code}/decision"
        yield Deadline("answer", claim.code, path, claim.company, at=claim.answer_due_at)
    for claim in Registration.asking_for_extension():
        if claim.assignee_id in people and claim.protected_until is not None:
            until = clock.local_day(claim.protected_until, zone)
            yield Deadline("extension", claim.code, f"/registrations/{claim.code}", claim.company, on=until)
    for question in Question.unanswered():
        if question.assignee_id in people:
            path = f"/questions/{question.code}"
            yield Deadline("appeal", question.code, path, question.company, at=question.due_at)
