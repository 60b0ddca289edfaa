"""How many checks may a person, and a partner, still make? Per minute, per day and per month (PRODUCT.md A).

All doors that answer "is it taken?" share these: docs/oracle.md lists them. Nothing here is called inside a transaction
of `db`: budgets are written on the second connection.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain import clock
from domain.refusals import Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import Allowance, Budget, PartnerBudget, User
from models.base import log_db

TOO_FAST = N_("You have made many checks within a minute. Go on at %(until)s.")
TODAY_SPENT = N_("You have used today’s %(most)s checks. Go on on %(until)s, or ask your channel manager for more.")
PARTNER_TODAY_SPENT = N_(
    "Your company has used today’s %(most)s names. Go on on %(until)s, or ask your channel manager for more."
)
MONTH_SPENT = N_(
    "Your company has used this month’s %(most)s names. Go on on %(until)s, or ask your channel manager for more."
)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Window:
    name: str
    starts_at: datetime
    ends_at: datetime
    most: int
    says: str


@dataclass(frozen=True)
class Limits:
    """How many names: those of the rules, or what a manager gave this partner for a time."""

    per_person: int
    per_day: int
    per_month: int
    allowance: Allowance | None = None


@dataclass(frozen=True)
class Spent:
    """What one person and the person's company have used, beside what they have."""

    person: int
    day: int
    month: int
    limits: Limits


def limits(partner: int | None, rules: Rules, now: datetime) -> Limits:
    given = Allowance.living_of(partner, now)
    usual = Limits(rules.settled_per_day, rules.partner_names_per_day, rules.partner_names_per_month)
    if given is None:
        return usual
    return Limits(
        max(usual.per_person, given.per_person), max(usual.per_day, given.per_day),
        max(usual.per_month, given.per_month), given,
    )  # fmt: skip


def spend_minute(user: User, rules: Rules, now: datetime) -> None:
    """Every check by a partner counts here, typed or settled. Raises `Refused` (over budget)."""
    if user.partner_id is None:
        return
    window = minute(rules, now)
    if not Budget.take(user, window.name, window.starts_at, window.most):
        raise _refusal(window, now)


def minute(rules: Rules, now: datetime) -> Window:
    starts = now.replace(second=0, microsecond=0)
    return Window("minute", starts, starts + MINUTE, rules.checks_per_minute, TOO_FAST)


def require_name(user: User, rules: Rules, now: datetime) -> int:
    """Asked before the look, so that what is over the budget is not looked up. Returns how many names the partner used
    today, 0 for staff: they see everything anyway and have no budget. Raises `Refused` (over budget).
    """
    if user.partner_id is None:
        return 0
    used = spent(user, rules, now)
    own, day, month = windows(used.limits, rules, now)
    for window, so_many in ((own, used.person), (day, used.day), (month, used.month)):
        if so_many >= window.most:
            raise _refusal(window, now)
    return used.day


def spend_name(user: User, rules: Rules, now: datetime) -> None:
    """One name of the person, and of the partner's day and month: all three or none. Raises `Refused` (over budget)."""
    if user.partner_id is None:
        return
    own, day, month = windows(limits(user.partner_id, rules, now), rules, now)
    with log_db.atomic():
        if not Budget.take(user, own.name, own.starts_at, own.most):
            raise _refusal(own, now)
        for window in (day, month):
            if not PartnerBudget.take(user.partner_id, window.name, window.starts_at, window.most):
                raise _refusal(window, now)


def spent(user: User, rules: Rules, now: datetime) -> Spent:
    allowed = limits(user.partner_id, rules, now)
    _, day, month = windows(allowed, rules, now)
    used = PartnerBudget.spent_by(user, (day.name, day.starts_at), (month.name, month.starts_at))
    return Spent(used.get("person", 0), used.get("day", 0), used.get("month", 0), allowed)


def today(rules: Rules, now: datetime) -> tuple[datetime, datetime]:
    """Beginning and end of the day where the programme is at home."""
    day = clock.local_day(now, rules.zone)
    starts, ends = (datetime.combine(one, time(), ZoneInfo(rules.zone)) for one in (day, day + timedelta(days=1)))
    return starts, ends


def windows(allowed: Limits, rules: Rules, now: datetime) -> tuple[Window, Window, Window]:
    """The person's day, the partner's day, the partner's month."""
    starts, ends = today(rules, now)
    first = starts.replace(day=1)
    next_first = (first + timedelta(days=32)).replace(day=1)
    return (
        Window("day", starts, ends, allowed.per_person, TODAY_SPENT),
        Window("day", starts, ends, allowed.per_day, PARTNER_TODAY_SPENT),
        Window("month", first, next_first, allowed.per_month, MONTH_SPENT),
    )


def _refusal(window: Window, now: datetime) -> Refused:
    wait = math.ceil((window.ends_at - now).total_seconds())
    return Refused(window.says, Kind.OVER_BUDGET, until=window.ends_at, most=window.most, retry_after=wait)
