"""How many names may a list ask for now? Less than a person may: something of each budget is left for typing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import budgets
from domain.budgets import Window
from domain.rules import Rules
from models import Budget, CheckPause, User

SOON = timedelta(minutes=5)
"""While a list waits it looks again so often: a manager may have given more names, or let the checks go on."""


@dataclass(frozen=True)
class Wait:
    """Why a list does not go on, until when as far as that is known, and when it looks again."""

    why: str  # "" for the pace of a minute; day, month, paused
    until: datetime | None
    again_at: datetime


def wait(user: User, rules: Rules, now: datetime) -> Wait | None:
    """None: the next name may be asked for."""
    if CheckPause.of(user.partner_id) is not None:
        return Wait("paused", None, now + SOON)
    left, full = names(user, rules, now)
    if left <= 0:
        return Wait(full.name, full.ends_at, min(full.ends_at, now + SOON))
    pace = budgets.minute(rules, now)
    if Budget.spent_in(user, pace.name, pace.starts_at) >= _share(pace.most, rules.list_minute_share):
        return Wait("", pace.ends_at, pace.ends_at)
    return None


def names(user: User, rules: Rules, now: datetime) -> tuple[int, Window]:
    """How many names lists of this person may still ask for, and the window that bounds them."""
    spent = budgets.spent(user, rules, now)
    used = (spent.person, spent.day, spent.month)
    bounds = [
        (_share(window.most, rules.list_share) - so_many, window)
        for window, so_many in zip(budgets.windows(spent.limits, rules, now), used, strict=True)
    ]
    if full := [window for left, window in bounds if left <= 0]:
        return 0, max(full, key=lambda window: window.ends_at)
    return min(bounds, key=lambda bound: bound[0])


def usual(user: User, rules: Rules, now: datetime) -> int:
    """How many names a day lists of this person may ask for at most."""
    own, day, _ = budgets.windows(budgets.limits(user.partner_id, rules, now), rules, now)
    return min(_share(own.most, rules.list_share), _share(day.most, rules.list_share))


def _share(most: int, per_cent: int) -> int:
    return max(1, most * per_cent // 100)
