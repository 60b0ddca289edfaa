"""Which days does a report cover? A month, a quarter, a year or any days, as they stand in its address; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.refusals import Invalid
from domain.words import N_
from models.reports import Span

YEARS = range(2000, 2200)
MONTHS = 12
"""So many months make the trend."""

SHAPE = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?", re.ASCII)
DAYS_WRONG = N_("Choose both days. The first must not be after the last.")


@dataclass(frozen=True)
class Period:
    """Whole days where the programme is at home, `last` included. `kind` is month, quarter, year or days."""

    kind: str
    first: date
    last: date

    @property
    def code(self) -> str:
        """How an address names it; "" for any days, which an address gives one by one."""
        return {
            "month": f"{self.first:%Y-%m}", "quarter": f"{self.first.year}-Q{(self.first.month + 2) // 3}",
            "year": str(self.first.year), "days": "",
        }[self.kind]  # fmt: skip

    def span(self, zone: str) -> Span:
        return Span(_begins(self.first, zone), _begins(self.last + timedelta(days=1), zone))


def month(day: date) -> Period:
    first = day.replace(day=1)
    return Period("month", first, next_month(first) - timedelta(days=1))


def quarter(day: date) -> Period:
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    return Period("quarter", first, next_month(first, 3) - timedelta(days=1))


def year(day: date) -> Period:
    return Period("year", date(day.year, 1, 1), date(day.year, 12, 31))


def named(code: str, today: date) -> Period:
    """2027-02, 2027-Q1 or 2027; anything else is the month of today."""
    found = SHAPE.fullmatch(code)
    if found is None or int(found[1]) not in YEARS:
        return month(today)
    if found[2]:
        return month(date(int(found[1]), int(found[2]), 1))
    return quarter(date(int(found[1]), int(found[3]) * 3, 1)) if found[3] else year(date(int(found[1]), 1, 1))


def between(first: date | None, last: date | None) -> Period:
    """Any days. Raises `Invalid`, at one of the two, when one is missing or they stand the wrong way round."""
    if first is None or last is None or first > last or not {first.year, last.year} <= set(YEARS):
        raise Invalid({"to" if first and not last else "from": DAYS_WRONG})
    return Period("days", first, last)


def nearby(period: Period, today: date) -> list[Period]:
    """What a reader may want instead: the months around its end, the quarter and the year; nothing of the future."""
    here = month(min(period.last, today))
    months = [month(next_month(here.first, step)) for step in (-2, -1, 0, 1)]
    return [one for one in [*months, quarter(here.first), year(here.first)] if one.first <= today]


def trend(period: Period, today: date, zone: str) -> tuple[list[date], list[datetime]]:
    """The months up to the period's end, and the moments at which they begin, with that at which the last one ends."""
    end = month(min(period.last, max(today, period.first))).first
    firsts = [next_month(end, step) for step in range(1 - MONTHS, 2)]
    return firsts[:-1], [_begins(first, zone) for first in firsts]


def next_month(first: date, step: int = 1) -> date:
    """The first day of the month `step` after this one; before it when negative."""
    years, place = divmod(first.year * 12 + first.month - 1 + step, 12)
    return date(years, place + 1, 1)


def median(counted: Sequence[tuple[int, int]]) -> int | None:
    """The middle of values that are given with how often each occurs; of two middles the mean, rounded down."""
    ordered, total = sorted(counted), sum(times for _, times in counted)
    if not total:
        return None
    low = high = reached = 0
    for value, times in ordered:
        if reached <= (total - 1) // 2 < reached + times:
            low = value
        if reached <= total // 2 < reached + times:
            high = value
        reached += times
    return (low + high) // 2


def _begins(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
