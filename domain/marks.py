"""What has changed since a person looked at a claim? The mark that a form carries, and what happened after it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.refusals import Refused
from domain.registrations import history
from domain.registrations.history import Line
from domain.words import N_
from models import Event, Obstacle, Registration, User

CHANGED = N_("This claim has changed since you opened it. Nothing was decided; read what is new, then decide.")

QUIET = frozenset({
    "answer.started", "answer.half_used", "answer.mostly_used", "answer.overdue", "registration.stage_two_due",
    "registration.reply_due", "silence.warned", "protection.ending", "condition.due", "certificate.issued",
    "certificate.failed", "certificate.retried",
})  # fmt: skip
"""Events that change nothing about what a decider weighs: reminders, and paper."""


@dataclass(frozen=True)
class Change:
    """One thing that happened since: to the claim itself, or to one that looks like it."""

    claim: Registration
    line: Line
    is_own: bool


def of(claim: Registration) -> str:
    """The mark of what is known of a claim and of those that look like it, for the form that shows them."""
    newest = Event.newest_of("registration", _watched(claim))
    return " ".join(f"{subject}.{event}" for subject, event in sorted(newest.items()))


def require(claim: Registration, mark: str) -> None:
    """Raises `Refused` (moved on) if something happened since. Call it in the transaction of the decision."""
    if _happened(claim, mark):
        raise Refused(CHANGED)


def changes(claim: Registration, mark: str, reader: User) -> list[Change]:
    """What happened since the mark, in words, newest first."""
    found = []
    for subject in {event.subject_id for event in _happened(claim, mark)}:
        about = Registration.get_by_id(subject)
        lines = history.of(about, reader, after=_seen(mark, claim).get(subject, 0))
        found += [Change(about, line, subject == claim.id) for line in lines]
    return sorted(found, key=lambda change: change.line.at, reverse=True)


def _happened(claim: Registration, mark: str) -> list[Event]:
    """Events after the mark; none without a mark."""
    seen = _seen(mark, claim)
    if not seen:
        return []
    newest = Event.newest_of("registration", _watched(claim))
    moved = [subject for subject, event in newest.items() if event > seen.get(subject, 0)]
    rows = Event.select().where(Event.subject == "registration", Event.subject_id.in_([*moved, 0]))
    loud = rows.where(Event.name.not_in(QUIET), Event.id > min(seen.values()))
    return [event for event in loud if event.id > seen.get(event.subject_id, max(seen.values()))]


def _watched(claim: Registration) -> list[int]:
    """The claim, and the claims of others that look like it."""
    alike = Obstacle.select(Obstacle.ref).where(Obstacle.registration == claim.id, Obstacle.kind == "claim")
    return [claim.id, *(row.ref for row in alike)]


def _seen(mark: str, claim: Registration) -> dict[int, int]:
    """Claim -> its last event, as the form showed it; empty for what is no mark of this claim."""
    pairs = [pair.split(".") for pair in mark.split()[:200]]
    read = {
        int(pair[0]): int(pair[1])
        for pair in pairs
        if len(pair) == 2 and all(part.isascii() and part.isdecimal() and len(part) < 10 for part in pair)
    }
    return read if claim.id in read else {}
