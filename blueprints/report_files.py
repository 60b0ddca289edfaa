"""What stands in the files of a report? The same figures and claims as on the page, in columns for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response
from flask_babel import gettext
from peewee import ModelSelect

from blueprints import words
from domain.reports.figures import Answers, PartnerRow, Report
from domain.rules import Rules
from integrations.workbook import Cell, Sheet, csv_of, xlsx_of
from models import Registration

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent(sheets: Sequence[Sheet], form: str, name: str) -> Response:
    """As XLSX when asked for; else the first sheet as CSV, parted as the reader's spreadsheet expects it."""
    if form == "xlsx":
        response = Response(xlsx_of(sheets), mimetype=XLSX)
    else:
        form = "csv"
        delimiter = "," if words.locale() == "en" else ";"
        response = Response(csv_of(sheets[0], delimiter), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def of_report(report: Report, period: str, currency: str) -> list[Sheet]:
    """Partners first: that is the table which CSV takes."""
    return [_partners(report, currency), _months(report), _summary(report, period, currency)]


def of_claims(claims: ModelSelect[Registration], name: str, in_force: Rules) -> Sheet:
    zone = ZoneInfo(in_force.zone)
    head = (
        gettext("Code"), gettext("Customer"), gettext("Partner"), gettext("Country"), gettext("Product line"),
        gettext("State"), gettext("Registered at"), gettext("Decided at"), gettext("Working hours to the decision"),
        gettext("On time"), gettext("Value"), gettext("Currency"), gettext("Protected until"), gettext("Ended at"),
    )  # fmt: skip
    return Sheet(name, head, (_claim(claim, in_force, zone) for claim in claims))


def _claim(claim: Registration, in_force: Rules, zone: ZoneInfo) -> list[Cell]:
    answer = getattr(claim, "answer", None)
    was_in_time = gettext("yes") if answer and answer.was_in_time else gettext("no") if answer else ""
    return [
        claim.code, claim.company, claim.partner.name, claim.country,
        in_force.line_name(claim.product_line), claim.status, _local(claim.filed_at, zone),
        _local(claim.decided_at, zone), round(answer.minutes / 60, 2) if answer else None, was_in_time,
        None if claim.value_minor is None else claim.value_minor / 100, claim.currency,
        _local(claim.protected_until, zone), _local(claim.ended_at, zone),
    ]  # fmt: skip


def _partners(report: Report, currency: str) -> Sheet:
    head = (
        gettext("Partner"), gettext("Code"), gettext("Claims registered"), gettext("Claims decided"),
        gettext("Claims approved"), gettext("Pipeline, %(currency)s", currency=currency),
        gettext("Claims in the pipeline"), gettext("of these by their band’s middle"),
        gettext("of these in other currencies, not in the sum"),
    )  # fmt: skip
    return Sheet(gettext("Partners"), head, [_partner(row) for row in report.partners])


def _partner(row: PartnerRow) -> list[Cell]:
    money = row.pipeline
    return [
        row.partner.name, row.partner.code, row.filed, row.decided, row.approved,
        money.amount / 100, money.claims, money.estimated, money.elsewhere,
    ]  # fmt: skip


def _months(report: Report) -> Sheet:
    head = (
        gettext("Month"), gettext("Claims registered"), gettext("Claims decided by a person"),
        gettext("Claims decided on time"), gettext("Working hours, half within"),
    )  # fmt: skip
    rows = [
        [one.first, one.filed, one.answers.count, one.answers.in_time, _hours(one.answers)] for one in report.months
    ]
    return Sheet(gettext("Months"), head, rows)


def _summary(report: Report, period: str, currency: str) -> Sheet:
    rows: list[list[Cell]] = [
        [gettext("Period"), period],
        [gettext("From"), report.period.first],
        [gettext("Until"), report.period.last],
        [gettext("Claims registered"), report.filed],
        [gettext("Claims decided"), report.decided],
        [gettext("Claims approved"), report.approved],
        [gettext("Claims decided by a person"), report.answers.count],
        [gettext("Claims decided on time"), report.answers.in_time],
        [gettext("Working hours, half within"), _hours(report.answers)],
        [gettext("Pipeline, %(currency)s", currency=currency), report.pipeline.amount / 100],
    ]
    return Sheet(gettext("Summary"), (gettext("Figure"), gettext("Value")), rows)


def _hours(answers: Answers) -> float | None:
    return None if answers.median is None else round(answers.median / 60, 2)


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if moment is None else moment.astimezone(zone).replace(tzinfo=None)
