"""What does a report say? Claims, decisions, answer times and pipeline of a period, by partner and by month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from domain import clock, moment
from domain import rules as programme
from domain.reports import periods
from domain.reports.periods import Period
from domain.rules import Rules
from models import Partner, User, reports
from models.reports import Scope, Span

FIGURES = ("filed", "decided", "approved", "declined", "answered", "in_time", "late", "pipeline")
"""Every figure that has a list of claims behind it."""


@dataclass(frozen=True)
class Pipeline:
    """Minor units of the programme's currency. `estimated`: claims counted with the middle of their band;
    `elsewhere`: claims in another currency, which the sum leaves out."""

    amount: int = 0
    claims: int = 0
    estimated: int = 0
    elsewhere: int = 0

    def __add__(self, other: Pipeline) -> Pipeline:
        return Pipeline(
            self.amount + other.amount, self.claims + other.claims,
            self.estimated + other.estimated, self.elsewhere + other.elsewhere,
        )  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """Decisions by people, and the working minutes within which half of them came; None without any."""

    count: int = 0
    in_time: int = 0
    median: int | None = None

    @property
    def span(self) -> timedelta | None:
        return None if self.median is None else timedelta(minutes=self.median)

    @property
    def per_cent(self) -> int | None:
        return share(self.in_time, self.count)


@dataclass(frozen=True)
class PartnerRow:
    partner: Partner
    filed: int
    decided: int
    approved: int
    pipeline: Pipeline
    months: tuple[int, ...]  # claims filed, one number for each month of the trend


@dataclass(frozen=True)
class Month:
    first: date
    filed: int
    answers: Answers


@dataclass(frozen=True)
class Report:
    period: Period
    filed: int
    decided: int
    approved: int
    answers: Answers
    pipeline: Pipeline
    partners: list[PartnerRow]
    months: list[Month]

    @property
    def approved_per_cent(self) -> int | None:
        return share(self.approved, self.decided)

    @property
    def is_empty(self) -> bool:
        return not self.partners


def share(part: int, whole: int) -> int | None:
    """Per cent; None of nothing."""
    return round(100 * part / whole) if whole else None


def of(scope: Scope, period: Period, rules: Rules) -> Report:
    """Five statements, however many claims and partners there are."""
    today = clock.local_day(moment.now(), rules.zone)
    months, edges = periods.trend(period, today, rules.zone)
    span = period.span(rules.zone)
    filed = reports.filed(scope, span, edges)
    decided = {partner: (count, yes) for partner, count, yes in reports.decided(scope, span)}
    rows = reports.answers(scope, span, edges)
    money = _pipelines(scope, span, rules)
    return Report(
        period, sum(row[3] for row in filed), sum(count for count, _ in decided.values()),
        sum(yes for _, yes in decided.values()), _answers(row for row in rows if row[1]),
        sum(money.values(), Pipeline()), _partners(scope.reader, filed, decided, money, len(months)),
        _months(months, filed, rows),
    )  # fmt: skip


def _partners(
    reader: User, filed: list[tuple[int, int, int, int]], decided: dict[int, tuple[int, int]],
    money: dict[int, Pipeline], months: int,
) -> list[PartnerRow]:  # fmt: skip
    """One row for each partner with anything in the period, those with most claims first."""
    inside: Counter[int] = Counter()
    trend: defaultdict[int, list[int]] = defaultdict(lambda: [0] * months)
    for partner, place, count, in_span in filed:
        inside[partner] += in_span
        if 0 <= place < months:
            trend[partner][place] += count
    shown = {partner for partner, count in inside.items() if count} | decided.keys() | money.keys()
    rows = [
        PartnerRow(
            one, inside[one.id], *decided.get(one.id, (0, 0)), money.get(one.id, Pipeline()), tuple(trend[one.id])
        )
        for one in Partner.visible_to(reader).where(Partner.id.in_([*shown, 0]))
    ]
    return sorted(rows, key=lambda row: (-row.filed, -row.decided, -row.pipeline.amount, row.partner.name))


def _months(
    months: list[date], filed: list[tuple[int, int, int, int]], rows: list[tuple[int, int, int, bool, int]]
) -> list[Month]:
    counted: Counter[int] = Counter()
    for _, place, count, _ in filed:
        counted[place] += count
    return [
        Month(first, counted[place], _answers(row for row in rows if row[0] == place))
        for place, first in enumerate(months)
    ]


def _answers(rows: Iterable[tuple[int, int, int, bool, int]]) -> Answers:
    kept = list(rows)
    return Answers(
        sum(count for *_, count in kept), sum(count for *_, was_in_time, count in kept if was_in_time),
        periods.median([(minutes, count) for _, _, minutes, _, count in kept]),
    )  # fmt: skip


def _pipelines(scope: Scope, span: Span, rules: Rules) -> dict[int, Pipeline]:
    """The value stated in stage 2, else the middle of the band, marked (PRODUCT.md B, Money)."""
    found = reports.pipeline(scope, span)
    versions = {rules.version_id: rules}
    if any(version not in versions and unstated for _, version, *_, unstated in found):
        versions |= {one.version_id: one for one in programme.every_version()}
    total: defaultdict[int, Pipeline] = defaultdict(Pipeline)
    for partner, version, currency, code, count, stated, unstated in found:
        if currency not in ("", rules.currency):
            total[partner] += Pipeline(0, count, 0, count)
            continue
        band = versions.get(version, rules).band(code)
        middle = band.middle if band else 0
        total[partner] += Pipeline(stated + unstated * middle, count, unstated)
    return dict(total)
