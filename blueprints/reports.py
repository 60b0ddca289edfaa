"""How does the programme run? The report of a period, the claims behind each of its figures, and both as files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request
from flask_babel import format_date, gettext

from blueprints import charts, pages, report_files, web, words
from domain import clock, moment, rules
from domain.permissions import may
from domain.refusals import Invalid
from domain.reports import figures, periods, published
from domain.reports.figures import Report
from domain.reports.periods import Period
from domain.rules import Rules
from domain.words import N_
from models import Partner, User
from models.reports import Scope, behind

bp = Blueprint("reports", __name__, url_prefix="/reports")

FIGURE_WORDS = {
    "filed": N_("Claims registered"), "decided": N_("Claims decided"), "approved": N_("Claims approved"),
    "declined": N_("Claims declined"), "answered": N_("Claims decided by a person"),
    "in_time": N_("Claims decided on time"), "late": N_("Claims decided late"),
    "pipeline": N_("Claims in the pipeline"),
}  # fmt: skip
PERIOD_SHAPES = {"month": "MMMM y", "quarter": "QQQQ y", "year": "y"}
SHORT = {"month": "LLLL", "quarter": "QQQQ", "year": "y"}
"""In full, and beside the year that they belong to."""
HOUR = 60


@dataclass(frozen=True)
class Asked:
    """What the address of a report asks for; `kept` are the parts of its query that mean something."""

    reader: User
    scope: Scope
    period: Period
    partner: Partner | None
    kept: dict[str, str]
    errors: dict[str, str]

    @property
    def status(self) -> int:
        return 422 if self.errors else 200

    def to(self, path: str = "/reports", **other: str) -> str:
        """The same at another address or with other parts; an empty part is left out."""
        parts = {name: value for name, value in {**self.kept, **other}.items() if value}
        return f"{path}?{urlencode(parts)}" if parts else path

    def over(self, period: Period, path: str = "/reports", **other: str) -> str:
        if period.code:
            return self.to(path, **{"period": period.code, "from": "", "to": "", **other})
        return self.to(path, **{"period": "", "from": f"{period.first}", "to": f"{period.last}", **other})


@bp.get("")
def index() -> Response:
    person, in_force = web.me(), rules.in_force()
    asked = _asked(person, in_force)
    report = figures.of(asked.scope, asked.period, in_force)
    today = clock.local_day(moment.now(), in_force.zone)
    months = [_month(one.first) for one in report.months]
    return web.page(
        "reports/index.html", asked.status, asked=asked, report=report, in_force=in_force, title=label(asked.period),
        nearby=[(label(one, is_short=True), one) for one in periods.nearby(asked.period, today)], months=months,
        drawn=_drawn(report, in_force, months), published=published.newest(moment.now(), in_force),
        sparks={row.partner.id: charts.spark(row.months) for row in report.partners}, **_choices(person, in_force),
        of_month=lambda first, figure: asked.over(periods.month(first), "/reports/claims", what=figure),
    )  # fmt: skip


@bp.get("/claims")
def claims() -> Response:
    """The list behind one figure: as many rows as the figure says."""
    person, in_force = web.me(), rules.in_force()
    asked, figure = _asked(person, in_force), _figure()
    cut = pages.cut(behind(figure, asked.scope, asked.period.span(in_force.zone)))
    return web.page(
        "reports/claims.html", asked.status, asked=asked, figure=figure, cut=cut, in_force=in_force,
        title=words.translated(FIGURE_WORDS[figure]), period=label(asked.period),
    )  # fmt: skip


@bp.get("/file")
def report_file() -> Response:
    """The report as a file: the table of partners as CSV, or everything as XLSX."""
    asked, in_force = _whole(), rules.in_force()
    report = figures.of(asked.scope, asked.period, in_force)
    sheets = report_files.of_report(report, label(asked.period), in_force.currency)
    return report_files.sent(sheets, request.args.get("as", ""), f"report-{_name(asked.period)}")


@bp.get("/claims/file")
def claims_file() -> Response:
    asked, in_force, figure = _whole(), rules.in_force(), _figure()
    found = behind(figure, asked.scope, asked.period.span(in_force.zone))
    sheet = report_files.of_claims(found, words.translated(FIGURE_WORDS[figure]), in_force)
    return report_files.sent([sheet], request.args.get("as", ""), f"{figure.replace('_', '-')}-{_name(asked.period)}")


def label(period: Period, *, is_short: bool = False) -> str:
    """February 2027; 1st quarter 2027; 1 January 2027 to 10 February 2027."""
    if period.kind == "days":
        first, last = words.written(period.first, "d MMMM y"), words.written(period.last, "d MMMM y")
        return str(gettext("%(first)s to %(last)s", first=first, last=last))
    return words.written(period.first, (SHORT if is_short else PERIOD_SHAPES)[period.kind])


def _asked(person: User, in_force: Rules) -> Asked:
    """Read the address. Another's partner is 404; what means nothing is left out; wrong days are said at the field."""
    partner = web.found(Partner.visible_to(person), code=request.args["partner"]) if _has("partner") else None
    line, country = request.args.get("line", ""), request.args.get("country", "")
    scope = Scope(
        person, partner.id if partner else None,
        line if line in {one.code for one in in_force.lines} else "", country if country in in_force.countries else "",
    )  # fmt: skip
    period, errors = _period(clock.local_day(moment.now(), in_force.zone))
    kept = {"partner": partner.code if partner else "", "line": scope.line, "country": scope.country}
    kept |= {"period": period.code} if period.code else {"from": f"{period.first}", "to": f"{period.last}"}
    return Asked(person, scope, period, partner, kept, errors)


def _period(today: date) -> tuple[Period, dict[str, str]]:
    if not (_has("from") or _has("to")):
        return periods.named(request.args.get("period", ""), today), {}
    try:
        first, last = (web.typed_date(request.args.get(name, "")) for name in ("from", "to"))
        return periods.between(first, last), {}
    except Invalid as wrong:
        return periods.month(today), {name: words.translated(says) for name, says in wrong.errors.items()}


def _has(name: str) -> bool:
    return bool(request.args.get(name, "").strip())


def _whole() -> Asked:
    """A file is of what was asked for, or there is none."""
    asked = _asked(web.me(), rules.in_force())
    if asked.errors:
        abort(404)
    return asked


def _figure() -> str:
    """Which figure; the first one when the address names none, 404 for one that there is not."""
    figure = request.args.get("what", "filed")
    if figure not in FIGURE_WORDS:
        abort(404)
    return figure


def _name(period: Period) -> str:
    return period.code or f"{period.first}-{period.last}"


def _choices(person: User, in_force: Rules) -> dict[str, Any]:
    """What the filters offer."""
    partners = Partner.visible_to(person).order_by(Partner.name, Partner.id) if may(person, "reports:compare") else []
    return {
        "partners": [(one.code, one.name) for one in partners],
        "lines": [(one.code, one.name) for one in in_force.lines],
        "countries": sorted(((code, words.country(code)) for code in in_force.countries), key=lambda one: one[1]),
    }


def _drawn(report: Report, in_force: Rules, names: list[str]) -> dict[str, Any]:
    """The charts: hours to a decision, decisions in time and late, claims; one place for each month."""
    hours = [None if one.answers.median is None else one.answers.median / HOUR for one in report.months]
    return {
        "time": charts.line(hours, names, float(in_force.answer_hours)),
        "kept": charts.columns(
            [(one.answers.in_time, one.answers.count - one.answers.in_time) for one in report.months], names
        ),
        "filed": charts.columns([(one.filed,) for one in report.months], names),
    }


def _month(first: date) -> str:
    return str(format_date(first, "LLL"))
