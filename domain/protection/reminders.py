"""Who must be reminded that protection ends, or that a claim has fallen silent?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from peewee import ModelSelect

from domain import clock, due, events, moment, rules
from domain.protection.closing import close
from domain.rules import Rules
from models import Registration
from models.base import db


def remind_due(now: datetime) -> int:
    """Remind holders some days before the end, as the rules say; returns how many.

    Of several reminders that are overdue at once only the nearest is sent: days that were missed are not made up for.
    """
    return sum(due.each(_ending(numbers, now), partial(_remind, numbers, now)) for numbers in rules.every_version())


def warn_silent(now: datetime) -> int:
    """Warn holders who posted nothing for the days that the rules name; returns how many."""
    return sum(due.each(_silent(numbers, now), partial(_warn, numbers, now)) for numbers in rules.every_version())


def expire_silent(now: datetime) -> int:
    """End claims whose holders were warned and stayed silent to the end of the day that the warning named."""
    return sum(due.each(_mute(numbers, now), _end_silent) for numbers in rules.every_version())


def nearest(numbers: Rules, days: int) -> int | None:
    """The reminder that covers a protection of so many more days; None: it is too early for any."""
    return min((threshold for threshold in numbers.protection_reminders if days <= threshold), default=None)


def last_day_to_speak(numbers: Rules, warned_on: date) -> date:
    """Up to the end of this day an update keeps a claim that was warned."""
    return warned_on + timedelta(days=numbers.silence_end_days - numbers.silence_warning_days)


def _ending(numbers: Rules, now: datetime) -> Iterator[Registration]:
    horizon = _end_of(numbers, now, max(numbers.protection_reminders, default=0))
    return due.found(
        _approved(numbers).where(Registration.protected_until >= now, Registration.protected_until <= horizon)
    )  # fmt: skip


def _silent(numbers: Rules, now: datetime) -> Iterator[Registration]:
    """Approved, and no update in all the days before today."""
    limit = _end_of(numbers, now, -numbers.silence_warning_days)
    return due.found(
        _approved(numbers).where(
            Registration.silence_warned_at.is_null(), Registration.approved_at <= limit,
            Registration.updated_at.is_null() | (Registration.updated_at <= limit),
        )
    )  # fmt: skip


def _mute(numbers: Rules, now: datetime) -> Iterator[Registration]:
    """Warned so long ago that the day named in the warning is over; an update would have taken the warning back."""
    limit = _end_of(numbers, now, numbers.silence_warning_days - numbers.silence_end_days - 1)
    return due.found(_approved(numbers).where(Registration.silence_warned_at <= limit))


def _approved(numbers: Rules) -> ModelSelect[Registration]:
    theirs = Registration.rules_version == numbers.version_id
    return Registration.select().where(Registration.status == "approved", theirs).order_by(Registration.claim_seq)


def _end_of(numbers: Rules, now: datetime, days: int) -> datetime:
    """The end of the day that lies `days` from today, where the programme is at home."""
    return clock.end_of_day(clock.local_day(now, numbers.zone) + timedelta(days=days), numbers.zone)


def _remind(numbers: Rules, now: datetime, claim: Registration) -> bool:
    assert claim.protected_until is not None
    last_day = clock.local_day(claim.protected_until, numbers.zone)
    days = (last_day - clock.local_day(now, numbers.zone)).days
    threshold, reminded = nearest(numbers, days), Registration.protection_reminded
    with db.atomic():
        changed = (
            Registration.update(protection_reminded=threshold)
            .where(
                Registration.id == claim.id, Registration.status == "approved",
                Registration.protected_until == claim.protected_until, reminded.is_null() | (reminded > threshold),
            )
            .execute()
        )  # fmt: skip
        if changed:
            events.record("protection.ending", claim, facts={"days": days, "until": last_day.isoformat()})
    return bool(changed)


def _warn(numbers: Rules, now: datetime, claim: Registration) -> bool:
    last_day = last_day_to_speak(numbers, clock.local_day(now, numbers.zone))
    since = max(at for at in (claim.approved_at, claim.updated_at) if at is not None)
    facts = {"since": clock.local_day(since, numbers.zone).isoformat(), "ends_on": last_day.isoformat()}
    last_update = Registration.updated_at
    with db.atomic():
        changed = (
            Registration.update(silence_warned_at=moment.now())
            .where(
                Registration.id == claim.id, Registration.status == "approved",
                Registration.silence_warned_at.is_null(),
                last_update.is_null() if claim.updated_at is None else last_update == claim.updated_at,
            )
            .execute()
        )  # fmt: skip
        if changed:
            events.record("silence.warned", claim, facts=facts)
    return bool(changed)


def _end_silent(claim: Registration) -> Registration:
    return close(
        claim, "expire", None, facts={"why": "silence"},
        only_if=Registration.silence_warned_at == claim.silence_warned_at,
    )  # fmt: skip
