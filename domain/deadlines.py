"""Whose time is half used, nearly used, over? The answer clock of the vendor, stage 2 and replies of the partner."""

from __future__ import annotations

from datetime import datetime

from peewee import ModelSelect

from domain import answers, clock, due, events, moment, rules
from domain.protection.closing import close
from models import Event, Note, Registration, RulesVersion, User
from models.base import db, serialised

ANSWER_EVENTS = {50: "answer.half_used", 80: "answer.mostly_used", 100: "answer.overdue"}
"""Per cent of the answer time that are used -> what is said then (PRODUCT.md C)."""


def remind_of_answers(now: datetime) -> int:
    """Remind at 50 and 80 per cent, escalate at 100; of several that are overdue at once only the last is sent."""
    running = (
        Registration.select(Registration, RulesVersion)
        .join(RulesVersion)
        .where(
            Registration.status == "submitted", Registration.answer_due_at.is_null(False),
            Registration.answer_reminded < 100,
        )
        .order_by(Registration.claim_seq)
    )  # fmt: skip
    return due.each(list(running), lambda claim: _remind_of_answer(claim, now))


def remind_of_stage_two(now: datetime) -> int:
    """Once, some days before stage 2 is due."""
    waiting = _without_stage_two().where(
        Registration.stage_two_reminded_at.is_null(), Registration.stage_two_due_at >= now
    )
    soon = [claim for claim in due.found(waiting) if _is_soon(claim, now)]
    return due.each(soon, _remind_of_stage_two)


def remind_of_replies(now: datetime) -> int:
    """Once for each question, some days before the answer is due."""
    waiting = Registration.select().where(Registration.status == "returned", Registration.reply_due_at >= now)
    soon = [claim for claim in due.found(waiting.order_by(Registration.claim_seq)) if _reply_is_soon(claim, now)]
    return due.each(soon, _remind_of_reply)


def lapse_without_stage_two(now: datetime) -> int:
    """End claims, approved by rule or not, whose stage 2 did not come in time."""
    missing = Registration.stage_two_at.is_null() & (Registration.stage_two_due_at < now)
    over = _without_stage_two().where(missing)
    return due.each(
        due.found(over), lambda claim: close(claim, "lapse", None, facts={"why": "stage_two"}, only_if=missing)
    )


def lapse_without_reply(now: datetime) -> int:
    """End claims that were returned for information and not answered in time."""
    unanswered = Registration.reply_due_at < now
    over = Registration.select().where(Registration.status == "returned", unanswered).order_by(Registration.claim_seq)
    return due.each(
        due.found(over), lambda claim: close(claim, "lapse", None, facts={"why": "reply"}, only_if=unanswered)
    )


def _without_stage_two() -> ModelSelect[Registration]:
    """In the order of filing, which is the order in which those behind them move up."""
    missing = (Registration.status.in_(("submitted", "approved")), Registration.stage_two_at.is_null())
    return Registration.select().where(*missing).order_by(Registration.claim_seq)


def _is_soon(claim: Registration, now: datetime) -> bool:
    numbers = rules.of(claim.rules_version)
    assert claim.stage_two_due_at is not None
    days = (clock.local_day(claim.stage_two_due_at, numbers.zone) - clock.local_day(now, numbers.zone)).days
    return days <= numbers.stage_two_reminder_days


def _remind_of_stage_two(claim: Registration) -> bool:
    zone = rules.of(claim.rules_version).zone
    assert claim.stage_two_due_at is not None
    with db.atomic():
        changed = (
            Registration.update(stage_two_reminded_at=moment.now())
            .where(
                Registration.id == claim.id, Registration.status == claim.status, Registration.stage_two_at.is_null(),
                Registration.stage_two_reminded_at.is_null(),
            )
            .execute()
        )  # fmt: skip
        if changed:
            last_day = clock.local_day(claim.stage_two_due_at, zone)
            events.record("registration.stage_two_due", claim, facts={"until": last_day.isoformat()})
    return bool(changed)


def _reply_is_soon(claim: Registration, now: datetime) -> bool:
    assert claim.reply_due_at is not None
    numbers = rules.of(claim.rules_version)
    days = (clock.local_day(claim.reply_due_at, numbers.zone) - clock.local_day(now, numbers.zone)).days
    return days <= numbers.reply_reminder_days


def _remind_of_reply(claim: Registration) -> bool:
    """The question is told once more; its event says that it was, so that no clock tells it again."""
    assert claim.reply_due_at is not None
    with serialised("replies"):
        still = Registration.select().where(
            Registration.id == claim.id, Registration.status == "returned",
            Registration.reply_due_at == claim.reply_due_at,
        )  # fmt: skip
        asked = Note.select().where(Note.registration == claim.id, Note.kind == "question")
        question: Note | None = asked.order_by(Note.id.desc()).first()
        if question is None or not still.exists() or _was_reminded(claim, question):
            return False
        last_day = clock.local_day(claim.reply_due_at, rules.of(claim.rules_version).zone)
        events.record(
            "registration.reply_due", claim, facts={"reply_by": last_day.isoformat(), "question": question.id},
            text=question.text, salt=question.salt,
        )  # fmt: skip
    return True


def _was_reminded(claim: Registration, question: Note) -> bool:
    told = Event.about("registration", claim.id).where(Event.name == "registration.reply_due")
    return any(event.facts.get("question") == question.id for event in told)


def _remind_of_answer(claim: Registration, now: datetime) -> bool:
    """A claim that is past its time keeps its provisional protection, and gets a director if nobody has it."""
    level, used = _level(claim, now)
    if level <= claim.answer_reminded or claim.answer_due_at is None:
        return False
    is_nobodys = level == 100 and claim.assignee_id is None  # else whoever it was given to meanwhile keeps it
    values = {"answer_reminded": level, **({"assignee": User.with_role("director").first()} if is_nobodys else {})}
    with db.atomic():
        changed = (
            Registration.update(values)
            .where(
                Registration.id == claim.id, Registration.status == "submitted",
                Registration.answer_due_at == claim.answer_due_at, Registration.answer_reminded < level,
            )
            .execute()
        )  # fmt: skip
        if changed:
            facts = {"due": claim.answer_due_at.isoformat(), "per_cent": used}
            events.record(ANSWER_EVENTS[level], Registration.get_by_id(claim.id), facts=facts)
    return bool(changed)


def _level(claim: Registration, now: datetime) -> tuple[int, int]:
    """The reminder that is due, 0 for none, and the per cent of the time that are used."""
    used = answers.used_per_cent(claim, rules.of(claim.rules_version), now)
    if claim.answer_due_at is not None and now >= claim.answer_due_at:
        return 100, used
    return (80 if used >= 80 else 50 if used >= 50 else 0), used
