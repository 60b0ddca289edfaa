"""Who needs more names than the rules give? A manager raises them for one partner, for a time, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from domain import budgets, check_log, clock, codes, events, moment, rules
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import Allowance, Partner, User
from models.base import serialised

NOT_YOURS = N_("Only channel managers and directors raise the budget of a partner.")
NUMBER = N_("Enter a whole number between %(low)s and %(high)s.")
UNTIL_WRONG = N_("Choose a day within the next %(days)s days.")
REASON_MISSING = N_("Say why in a few words; the partner reads it.")
TOO_LONG = N_("Shorten this to 500 characters.")
NOT_RAISED = N_("The budget of this partner is not raised.")

LONGEST_DAYS = 90
MOST = {"per_person": 5000, "per_day": 20000, "per_month": 200000}


@dataclass(frozen=True)
class Wanted:
    """What was typed: numbers that were understood (None: they were not), the last day, and why."""

    per_person: int | None
    per_day: int | None
    per_month: int | None
    until: date | None
    reason: str


def give(by: User, partner: Partner, wanted: Wanted) -> Allowance:
    """Raise the budget until the end of a day; one that runs ends. Raises `Refused` (not yours) and `Invalid`."""
    _mine(by)
    in_force, now = rules.in_force(), moment.now()
    today = clock.local_day(now, in_force.zone)
    _require(wanted, budgets.limits(None, in_force, now), today)
    assert wanted.until is not None, "judged before"
    with serialised("allowances"):
        _end(partner)
        given = Allowance.create(
            code=codes.fresh("AW"), partner=partner, per_person=wanted.per_person, per_day=wanted.per_day,
            per_month=wanted.per_month, reason=wanted.reason.strip(), salt=events.fresh_salt(), given_by=by,
            given_at=now, until=clock.end_of_day(wanted.until, in_force.zone),
        )  # fmt: skip
        facts = {"day": given.per_day, "month": given.per_month, "until": wanted.until.isoformat()}
        events.record("allowance.given", given, actor=by, facts=facts, text=given.reason, salt=given.salt)
    return given


def end(by: User, partner: Partner) -> None:
    """Back to the rules' numbers. Raises `Refused`."""
    _mine(by)
    with serialised("allowances"):
        given = Allowance.living_of(partner.id, moment.now())
        if given is None:
            raise Refused(NOT_RAISED)
        _end(partner)
        events.record("allowance.ended", given, actor=by)


def _end(partner: Partner) -> None:
    Allowance.update(ended_at=moment.now()).where(Allowance.partner == partner, Allowance.ended_at.is_null()).execute()


def _require(wanted: Wanted, usual: budgets.Limits, today: date) -> None:
    """Raises `Invalid`; each number may be told its own bounds, so the first that is wrong is told."""
    for name, most in MOST.items():
        number, least = getattr(wanted, name), getattr(usual, name)
        if number is None or not least <= number <= most:
            raise Invalid({name: NUMBER}, low=least, high=most)
    if wanted.until is None or not today <= wanted.until <= today + timedelta(days=LONGEST_DAYS):
        raise Invalid({"until": UNTIL_WRONG}, days=LONGEST_DAYS)
    if not wanted.reason.strip():
        raise Invalid({"reason": REASON_MISSING})
    if len(wanted.reason.strip()) > check_log.LONGEST_REASON:
        raise Invalid({"reason": TOO_LONG})


def _mine(by: User) -> None:
    if not may(by, "checks:allow"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
