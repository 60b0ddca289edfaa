"""How long is proof kept, and what stays of a file that was deleted? Clause 4.3 of the rules, made true at night.

A file is counted by the rules that its claim was filed under. What stays is its row without a name: kind, size, hash,
when it came, how it was rated; so the record of the decision can still be followed, and the file, wherever else it is
kept, be told to be the one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain import events, moment, rules
from domain.rules import Rules
from models import Deletion, Evidence, Question, Readout, Registration, User
from models.base import serialised
from models.registrations import FINAL

REFUSED = ("refused", "declined")
ENDED = tuple(state for state in FINAL if state not in REFUSED)

REMOVED_KEPT = timedelta(days=30)
"""What was taken out of a draft again is no part of any record; so long it can be asked for."""


@dataclass(frozen=True)
class Over:
    """A file whose time is over, and how many days the rules gave it."""

    file: Evidence
    days: int


def due(now: datetime) -> list[Over]:
    """Files to delete: of claims and appeals that ended long ago, and what was taken out of a draft."""
    return _due(now, _undeleted())


def waiting(now: datetime) -> int:
    return len(due(now))


def expire(over: Over) -> bool:
    """Delete one file because its time is over; False: something hangs on it again."""
    with serialised("claims"):  # the claim must not be reversed, or appealed against, in this moment
        is_due = over.file.id in {one.file.id for one in _due_with(over.file)}
        return is_due and delete(over.file, "time", over.days)


def delete(file: Evidence, why: str, days: int | None = None, by: User | None = None) -> bool:
    """Note that a file is gone, with its name and what was read out of it; once. The caller drops the file after."""
    with serialised("claims"):
        if Deletion.of([file]):
            return False
        Deletion.create(evidence=file, deleted_at=moment.now(), why=why, days=days)
        Evidence.update(filename="").where(Evidence.id == file.id).execute()
        Readout.delete().where(Readout.evidence == file.id).execute()
        facts = {"evidence": file.code, "sha256": file.sha256, "why": why, "days": days}
        events.record("evidence.deleted", _about(file), actor=by, facts=facts)
    return True


def _about(file: Evidence) -> Registration | Question:
    about = file.registration or file.question
    assert about is not None, "a file belongs to a claim or to a question"
    return about


def _due(now: datetime, files: Any) -> list[Over]:
    kept = files.where(Evidence.removed_at.is_null())
    found = [*_of_claims(now, kept), *_of_questions(now, kept), *_discarded(now, kept), *_removed(now, files)]
    return list({over.file.id: over for over in found}.values())


def _due_with(file: Evidence) -> list[Over]:
    """This file alone, if it is due as things stand in this transaction."""
    return _due(moment.now(), _undeleted().where(Evidence.id == file.id))


def _of_claims(now: datetime, files: Any) -> Iterator[Over]:
    """By the version that each claim was filed under; not while an appeal is open, or was answered since."""
    for numbers in rules.every_version():
        for states, days in ((REFUSED, numbers.evidence_refused_days), (ENDED, numbers.evidence_days)):
            before = now - timedelta(days=days)
            ended = (Registration.status.in_(states), Registration.ended_at <= before)
            rows = files.join(Registration).where(Registration.rules_version == numbers.version_id, *ended)
            yield from (Over(file, days) for file in rows.where(Registration.code.not_in(_appealed(before))))


def _appealed(before: datetime) -> Any:
    """Codes of claims on which an appeal hangs: one that waits, or that was answered after `before`."""
    hangs = (Question.state != "answered") | (Question.answered_at > before)
    return Question.select(Question.registration_code).where(hangs)


def _of_questions(now: datetime, files: Any) -> Iterator[Over]:
    """What backed an appeal is kept as long after its answer; by the rules of its claim, or as it was sent."""
    for file in files.join(Question).where(Question.state == "answered"):
        days = _promised(file.question).evidence_days
        if file.question.answered_at <= now - timedelta(days=days):
            yield Over(file, days)


def _promised(question: Question) -> Rules:
    claim = Registration.get_or_none(Registration.code == question.registration_code)
    return rules.of_claim(claim) if claim is not None else rules.in_force(question.asked_at)


def _discarded(now: datetime, files: Any) -> Iterator[Over]:
    """A draft that was thrown away takes its files with it when it is emptied."""
    days = rules.in_force(now).draft_days
    old = (Registration.status == "discarded", Registration.saved_at < now - timedelta(days=days))
    return (Over(file, days) for file in files.join(Registration).where(*old))


def _removed(now: datetime, files: Any) -> Iterator[Over]:
    rows = files.where(Evidence.removed_at <= now - REMOVED_KEPT)
    return (Over(file, REMOVED_KEPT.days) for file in rows)


def _undeleted() -> Any:
    return Evidence.select().where(Evidence.id.not_in(Deletion.select(Deletion.evidence))).order_by(Evidence.id)
