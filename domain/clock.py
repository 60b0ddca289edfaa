"""When is an answer due? Working hours, holidays and deadlines; pure calculation, UTC in and out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from domain.rules import Rules

DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingTime:
    """The vendor's week: hours of the day, days of the week, zone, and the country whose holidays are free."""

    zone: str
    starts: time
    ends: time
    days: tuple[int, ...]
    holiday_country: str = ""
    holiday_region: str = ""

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.days and not is_holiday(day, self.holiday_country, self.holiday_region)

    def spans(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working spans from `since` on, in UTC. Local wall times: a clock change does not move office hours."""
        local = ZoneInfo(self.zone)
        day = since.astimezone(local).date()
        while True:
            if self.is_working_day(day):
                opens, closes = (datetime.combine(day, t, local).astimezone(UTC) for t in (self.starts, self.ends))
                if closes > since:
                    yield max(opens, since), closes
            day += DAY


def of(rules: Rules) -> WorkingTime:
    return WorkingTime(
        rules.zone, time.fromisoformat(rules.work_starts), time.fromisoformat(rules.work_ends), rules.work_days,
        rules.holiday_country, rules.holiday_region,
    )  # fmt: skip


def add(working: WorkingTime, since: datetime, span: timedelta) -> datetime:
    """The moment at which `span` of working time after `since` has passed."""
    left = span
    for opens, closes in working.spans(since):
        if opens + left <= closes:
            return opens + left
        left -= closes - opens
    raise AssertionError("spans never end")


def days(working: WorkingTime, count: int) -> timedelta:
    """So many working days, as working time."""
    day = date(2000, 1, 1)
    return count * (datetime.combine(day, working.ends) - datetime.combine(day, working.starts))


def between(working: WorkingTime, since: datetime, until: datetime) -> timedelta:
    """How much working time lies between two moments; nothing when `until` is earlier."""
    total = timedelta()
    for opens, closes in working.spans(since):
        if opens >= until:
            return total
        total += min(closes, until) - opens
    raise AssertionError("spans never end")


def until(working: WorkingTime, now: datetime, due: datetime) -> timedelta:
    """Working time from now to `due`; negative, by as much as it is over, when that has passed."""
    return between(working, now, due) if now <= due else -between(working, due, now)


def end_of_day(day: date, zone: str) -> datetime:
    """The last moment of that day where the programme is at home, in UTC: a date people see holds to its end."""
    return (datetime.combine(day + DAY, time(), ZoneInfo(zone)) - timedelta(microseconds=1)).astimezone(UTC)


def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=4096)
def is_holiday(day: date, country: str, region: str) -> bool:
    return bool(country) and day in _calendar(country, region, day.year)


@lru_cache(maxsize=64)
def _calendar(country: str, region: str, year: int) -> holidays.HolidayBase:
    try:
        return holidays.country_holidays(country, subdiv=region or None, years=year)
    except NotImplementedError:  # a country the package does not know has no holidays rather than no clock
        return holidays.HolidayBase()
