"""What does the clock say of certificates? That one ends soon, and that it has ended; once each."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import clock, due, events, moment, rules
from domain.trainings import facts_of, is_outlasted
from models import Training
from models.base import db


def remind_due(now: datetime) -> int:
    """Tell people and their admins, once each, that a certificate ends soon and that it has ended. Returns how many.

    Nothing is told of a certificate while another of the same course lasts longer.
    """
    in_force = rules.in_force(now)
    today = clock.local_day(now, in_force.zone)
    horizon = today + timedelta(days=in_force.training_reminder_days)
    over = Training.dated().where(Training.valid_until < today, Training.over_at.is_null())
    soon = Training.dated().where(Training.valid_until.between(today, horizon), Training.reminded_at.is_null())
    told = due.each(list(over), lambda row: _tell(row, "over_at", "training.over"))
    return told + due.each(list(soon), lambda row: _tell(row, "reminded_at", "training.ending"))


def _tell(training: Training, column: str, event: str) -> bool:
    """Say it once, unless it was withdrawn or is outlasted in this moment."""
    field, is_outlasted_ = getattr(Training, column), is_outlasted(training)
    if is_outlasted_ and column == "reminded_at":
        return False  # the other one may be withdrawn before this one ends
    with db.atomic():
        noted = Training.update({field: moment.now()}).where(
            Training.id == training.id, field.is_null(), Training.ended_at.is_null()
        )
        if noted.execute() != 1:
            return False
        if not is_outlasted_:
            events.record(event, training, facts=facts_of(training))
    return True
