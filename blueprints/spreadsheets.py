"""How does a vendor bring today's registrations in? Upload, columns, twins, a director's release, outcomes."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from blueprints import forms, pages, web
from blueprints.words import translated
from domain import rules, spreadsheets
from domain.imports.columns import missing
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from integrations.tables import Files, Unreadable
from models import Spreadsheet, SpreadsheetRow, User

bp = Blueprint("spreadsheets", __name__, url_prefix="/spreadsheets")

NO_FILE = N_("Choose the workbook or CSV file in which you keep your registrations.")
TOO_LARGE = N_("This file is too large. Leave out what is over, or split it.")
SHOWN = 50


@bp.get("")
def index() -> Response:
    return _index(web.me())


@bp.post("")
def create() -> Response:
    person = web.me()
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _index(person, Invalid({"file": NO_FILE}))
    try:
        with _files().keeping(sent.stream) as path:
            sheet = spreadsheets.receive(person, path, web.clean(sent.filename, 200), _files().open(path))
    except Unreadable as error:
        return _index(person, Invalid({"file": spreadsheets.FAILURES[error.code]}))
    return web.go(url_for(".show", code=sheet.code))


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> Response:
    return _index(web.me(), Invalid({"file": TOO_LARGE}), 413)


@bp.get("/<code>")
def show(code: str) -> Response:
    return _page(_found(code))


@bp.post("/<code>/columns")
def correct(code: str) -> Response:
    person, sheet = web.me(), _found(code)
    names, taken = _files().sheets(sheet.path) if sheet.is_open else ([], "")
    wanted = request.form.get("sheet", taken)
    chosen = {column.name: request.form.get(column.name, "") for column in spreadsheets.COLUMNS}
    try:
        if wanted in names and wanted != taken and sheet.state == "read":
            return _other_sheet(person, sheet, wanted)
        spreadsheets.correct(person, sheet, chosen, request.form.get("date_order", ""), _files())
    except Refused as no:
        return _again(code, no)
    return web.go(url_for(".show", code=code))


@bp.post("/<code>/twins")
def choose(code: str) -> Response:
    """Which of the rows on one customer are carried over."""
    person, sheet = web.me(), _found(code)
    said = request.form.getlist("line")
    lines = [int(text) for text in said if text.isascii() and text.isdecimal() and len(text) < 8]
    try:
        spreadsheets.choose(person, sheet, lines)
    except Refused as no:
        return _again(code, no)
    return web.go(url_for(".show", code=code) + "#twins")


@bp.post("/<code>/move")
def move(code: str) -> Response:
    """On to the director, back again, or given up."""
    person, sheet = web.me(), _found(code)
    verbs = {"hold": spreadsheets.hold, "back": spreadsheets.back, "discard": spreadsheets.discard}
    verb = verbs.get(request.form.get("how", ""))
    try:
        moved = verb(person, sheet) if verb else sheet
    except Refused as no:
        return _again(code, no)
    if moved.state == "discarded":
        _files().drop(moved.path)
        return web.go(url_for(".index"))
    return web.go(url_for(".show", code=code))


@bp.post("/<code>/release")
def release(code: str) -> Response:
    sheet = _found(code, web.me())
    person, reason = web.me(), web.clean(request.form.get("reason"))
    try:
        spreadsheets.release(person, sheet, reason, request.form.get("seen", ""))
    except Refused as no:
        return _again(code, no, reason)
    return web.go(url_for(".show", code=code))


def _other_sheet(person: User, sheet: Spreadsheet, wanted: str) -> Response:
    """Another sheet of the workbook is another upload: the old one is given up."""
    files = _files()
    try:
        files.take_sheet(sheet.path, wanted)
        table = files.open(sheet.path)
    except Unreadable as error:
        return _page(sheet, Invalid({"sheet": spreadsheets.FAILURES[error.code]}))
    spreadsheets.discard(person, sheet)
    return web.go(url_for(".show", code=spreadsheets.receive(person, sheet.path, sheet.filename, table).code))


def _again(code: str, no: Refused, reason: str = "") -> Response:
    if no.kind is Kind.NOT_YOURS:
        raise no
    return _page(_found(code), no, reason)


def _index(person: User, no: Refused | None = None, status: int = 0) -> Response:
    cut = pages.cut(Spreadsheet.visible_to(person).order_by(Spreadsheet.id.desc()))
    return web.page(
        "spreadsheets/index.html", status or (no.kind.value if no else 200), cut=cut,
        errors=forms.told(no) if no else {},
    )  # fmt: skip


def _page(sheet: Spreadsheet, no: Refused | None = None, reason: str = "") -> Response:
    """The one page of a spreadsheet, whatever its state."""
    rows = list(SpreadsheetRow.of(sheet))
    errors = forms.told(no) if no else {}
    if sheet.error and sheet.state == "read" and not errors:
        field = next(iter(missing(spreadsheets.KIND, sheet.mapping)), "columns")
        errors = {field: translated(spreadsheets.FAILURES[sheet.error])}
    return web.page(
        "spreadsheets/show.html", no.kind.value if no else 200, sheet=sheet, errors=errors, reason=reason,
        in_force=rules.in_force(), as_day=date.fromisoformat, shown=SHOWN, problems=spreadsheets.PROBLEMS,
        mark=spreadsheets.mark(sheet), **_parts(rows),
        columns=[(c.name, translated(c.label), sheet.mapping.get(c.name, "")) for c in spreadsheets.COLUMNS],
        heads=_heads(sheet), sheets=_sheets(sheet), counts=spreadsheets.counts(sheet),
    )  # fmt: skip


def _parts(rows: list[SpreadsheetRow]) -> dict[str, Any]:
    """Rows that are wrong, rows that speak of one customer, group by group, and those that will be carried over."""
    numbers = sorted({row.twin for row in rows if row.twin is not None})
    return {
        "rows": rows,
        "wrong": [row for row in rows if row.problem],
        "twins": [[row for row in rows if row.twin == number] for number in numbers],
        "taken": [row for row in rows if not row.problem and row.is_taken],
    }


def _heads(sheet: Spreadsheet) -> list[tuple[str, str]]:
    pairs = zip(sheet.source["headers"], sheet.source["samples"], strict=True)
    return [(header, f"{header}: {sample}" if sample else header) for header, sample in pairs]


def _sheets(sheet: Spreadsheet) -> tuple[list[tuple[str, str]], str]:
    names, taken = _files().sheets(sheet.path) if sheet.is_open else ([], "")
    return [(name, name) for name in names], taken


def _found(code: str, person: User | None = None) -> Spreadsheet:
    return web.found(Spreadsheet.visible_to(person or web.me()), code=code)


def _files() -> Files:
    return Files(web.config().import_folder)
