"""What does the clock do with applications? Reminds us of an answer that is due, and forgets what came of nothing."""

from __future__ import annotations

from datetime import datetime

from domain import clock, due, events, rules
from models import Application
from models.base import db


def remind_due(now: datetime) -> int:
    """Tell staff once, a business day or more before an answer is due; of one that is late already as well."""
    numbers = rules.in_force()
    working = clock.of(numbers)
    soon = clock.add(working, now, clock.days(working, numbers.application_reminder_days))
    return due.each(due.found(Application.due_by(soon)), lambda one: _remind(one, now))


def forget_due(now: datetime) -> int:
    """Delete what nobody confirmed, and what was declined or withdrawn long ago, with the mails to the applicant."""
    over = Application.select().where(Application.forget_at <= now).order_by(Application.id)
    return due.each(due.found(over), lambda one: _forget(one, now))


def _remind(application: Application, now: datetime) -> bool:
    assert application.due_at is not None
    unchanged = (
        Application.id == application.id, Application.status == "waiting", Application.reminded_at.is_null(),
    )  # fmt: skip
    with db.atomic():
        changed = Application.update(reminded_at=now).where(*unchanged).execute()
        if changed:
            facts = {"code": application.code, "due": application.due_at.isoformat()}
            events.record("application.due", application, facts=facts)
    return bool(changed)


def _forget(application: Application, now: datetime) -> bool:
    """The history stays with its codes; names, addresses and texts are gone."""
    with db.atomic():
        gone = Application.delete().where(Application.id == application.id, Application.forget_at <= now).execute()
        if gone:
            events.record("application.forgotten", application, facts={"code": application.code})
    return bool(gone)
