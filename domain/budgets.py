"""How many checks may a person still make? Per minute and, for settled ones, per day (PRODUCT.md A)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain import clock
from domain.refusals import Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import Budget, User

TOO_FAST = N_("You have made many checks within a minute. Go on at %(until)s.")
TODAY_SPENT = N_("You have used today’s %(most)s checks. Go on on %(until)s, or ask your channel manager for more.")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Window:
    name: str
    starts_at: datetime
    ends_at: datetime
    most: int
    says: str


def spend_minute(user: User, rules: Rules, now: datetime) -> None:
    """Every check by a partner counts here, typed or settled. Raises `Refused` (over budget)."""
    starts = now.replace(second=0, microsecond=0)
    _spend(user, Window("minute", starts, starts + MINUTE, rules.checks_per_minute, TOO_FAST), now)


def spend_day(user: User, rules: Rules, now: datetime) -> None:
    """A settled check of a name. Raises `Refused` (over budget)."""
    _spend(user, today(rules, now), now)


def spent_today(user: User, rules: Rules, now: datetime) -> int:
    return Budget.spent_in(user, "day", today(rules, now).starts_at)


def _spend(user: User, window: Window, now: datetime) -> None:
    """Staff see everything anyway and have no budget. Call it outside any transaction of `db`."""
    if user.partner_id is None:
        return
    if not Budget.take(user, window.name, window.starts_at, window.most):
        wait = math.ceil((window.ends_at - now).total_seconds())
        raise Refused(window.says, Kind.OVER_BUDGET, until=window.ends_at, most=window.most, retry_after=wait)


def today(rules: Rules, now: datetime) -> Window:
    """The day where the programme is at home."""
    day, zone = clock.local_day(now, rules.zone), ZoneInfo(rules.zone)
    starts, ends = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    return Window("day", starts, ends, rules.settled_per_day, TODAY_SPENT)
