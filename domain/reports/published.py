"""What may partners read of how the vendor answers? Coarse figures, out of which no single decision can be read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from domain import clock, rules
from domain.reports.figures import share
from domain.rules import Rules
from models import AnswerFigures, reports
from models.reports import Span

STEP_MINUTES, STEP_SHARE = 30, 5
"""What is published is rounded up to half an hour, and to the nearest 5 of 100."""


def publish(now: datetime) -> int:
    """Publish how the vendor answered up to last midnight, if enough was decided since the last time.

    Enough: so many claims of so many partners in the days that the rules name, and so many new ones since what
    partners read now; for the half, so many that people decided. Whoever compares the figures before and after sees
    the work of many decisions, never of one.
    """
    numbers = rules.in_force()
    today = clock.local_day(now, numbers.zone)
    span, last = _days_before(today, numbers), AnswerFigures.newest()
    decisions, answers = reports.decided_before(span.until)
    if last is not None and (decisions - last.decisions < numbers.figures_new or last.published_on >= today):
        return 0
    found = _figures(reports.decided_lately(span), numbers)
    if found is None:
        return 0
    half_within, approved = found
    if last is not None and answers - last.answers < numbers.figures_new:
        half_within, answers = last.half_within, last.answers
    AnswerFigures.insert(
        published_on=today, half_within=half_within, approved=approved, decisions=decisions, answers=answers
    ).on_conflict_ignore().execute()
    return 1


def newest(now: datetime, numbers: Rules) -> AnswerFigures | None:
    """What partners read now; nothing when it is older than the days that it would speak of."""
    last = AnswerFigures.newest()
    oldest = clock.local_day(now, numbers.zone) - timedelta(days=numbers.figures_days)
    return last if last is not None and last.published_on > oldest else None


def _figures(rows: list[tuple[int, int | None, bool]], numbers: Rules) -> tuple[int | None, int] | None:
    """Half within, and approved of 100; None when there are too few decisions, or of too few partners."""
    if not _is_enough([partner for partner, *_ in rows], numbers):
        return None
    by_people = [(partner, minutes) for partner, minutes, _ in rows if minutes is not None]
    half = None
    if _is_enough([partner for partner, _ in by_people], numbers):
        half = max(1, -(-int(median(minutes for _, minutes in by_people)) // STEP_MINUTES)) * STEP_MINUTES
    per_cent = share(sum(yes for *_, yes in rows), len(rows)) or 0
    return half, STEP_SHARE * round(per_cent / STEP_SHARE)


def _is_enough(partners: list[int], numbers: Rules) -> bool:
    return len(partners) >= numbers.figures_least and len(set(partners)) >= numbers.figures_partners


def _days_before(today: date, numbers: Rules) -> Span:
    until = datetime.combine(today, time(), ZoneInfo(numbers.zone))
    return Span(until - timedelta(days=numbers.figures_days), until)
