"""How does a channel manager bring a CRM export into the mirror? Upload, look at the differences, apply, watch."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from blueprints import forms, pages, web
from blueprints.words import translated
from domain import imports, rules
from domain.imports import columns
from domain.imports.tally import drops_too_much
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from integrations.tables import Files, Unreadable
from models import ImportRun, Mirror, User

bp = Blueprint("imports", __name__, url_prefix="/imports")

READ_AT_ONCE = 2_000_000
"""Bytes of a file that is read while its sender waits, about a second; larger ones are read by the clock."""

UNDER_WAY = ("uploaded", "queued", "running")
NO_FILE = N_("Choose the file that you exported from the CRM.")
TOO_LARGE = N_("The browser can send up to 100 MB. For a larger file use the command on the server, shown below.")

KIND_WORDS = {"accounts": N_("Accounts"), "leads": N_("Leads"), "opportunities": N_("Opportunities")}
STATE_WORDS = {
    "uploaded": N_("Being read"), "previewed": N_("Read, not applied"), "held": N_("Held"), "queued": N_("Waiting"),
    "running": N_("Being applied"), "done": N_("Done"), "failed": N_("Failed"), "discarded": N_("Discarded"),
}  # fmt: skip
FIELD_WORDS = {"is_open": N_("Open or closed"), "account": N_("Account")}
SEPARATORS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab"), "|": N_("bar")}
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32", "cp1252": "Windows-1252"}


@bp.get("")
def index() -> Response:
    return _index(web.me())


@bp.post("")
def create() -> Response:
    """Keep the upload, guess what it is, and show what it would change."""
    person = web.me()
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _index(person, Invalid({"file": NO_FILE}))
    name, kind = web.clean(sent.filename, 200), request.form.get("kind", "")
    try:
        with _files().keeping(sent.stream) as path:
            return _read(imports.receive(person, path, name, _files().open(path), kind))
    except Unreadable as error:
        return _index(person, Invalid({"file": imports.FILE_REASONS[error.code]}))


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> Response:
    """Nothing of the request was read, so nothing can be kept: say what does work."""
    return _index(web.me(), Invalid({"file": TOO_LARGE}), 413)


@bp.get("/<code>")
def show(code: str) -> Response:
    return _page(_found(code))


@bp.get("/<code>/progress")
def progress(code: str) -> Response:
    """How far it is, asked once a second; when it is over the whole page comes anew."""
    run = _found(code)
    if not web.is_htmx() or not _is_under_way(run):
        return web.go(url_for(".show", code=code))
    return web.page("imports/_progress.html", run=run, states=STATE_WORDS)


@bp.post("/<code>/columns")
def correct(code: str) -> Response:
    """Other columns, another kind, or another order of dates: read the file again."""
    person = web.me()
    run = _found(code)
    names, taken = _files().sheets(run.path)
    sheet = request.form.get("sheet", taken)
    if sheet in names and sheet != taken and run.state in ("uploaded", "previewed"):
        return _other_sheet(person, run, sheet)
    chosen = {column.name: request.form.get(column.name, "") for column in columns.COLUMNS[run.kind]}
    run = imports.correct(person, run, request.form.get("kind", ""), chosen, request.form.get("date_order", ""))
    return _read(run)


@bp.post("/<code>/application")
def start(code: str) -> Response:
    person = web.me()
    run = _found(code)
    if run.state in ("queued", "running", "done"):  # a double click
        return web.go(url_for(".show", code=code))
    return web.go(url_for(".show", code=imports.start(person, run, request.form.get("seen")).code))


@bp.post("/<code>/release")
def release(code: str) -> Response:
    person = web.me()
    run, reason = _found(code), web.clean(request.form.get("reason"))
    try:
        imports.release(person, run, reason)
    except Invalid as no:
        return _page(run, no, reason)
    return web.go(url_for(".show", code=code))


@bp.post("/<code>/discard")
def discard(code: str) -> Response:
    person = web.me()
    run = imports.discard(person, _found(code))
    _files().drop(run.path)
    return web.go(url_for(".index"))


def _other_sheet(person: User, run: ImportRun, sheet: str) -> Response:
    """Read another sheet of the workbook; one that is no table, or comes too late, leaves everything as it was."""
    try:
        _files().take_sheet(run.path, sheet, lambda table: imports.reopen(person, run, table))
        return _read(_found(run.code))
    except Unreadable as error:
        return _page(run, Invalid({"sheet": imports.FILE_REASONS[error.code]}))


def _read(run: ImportRun) -> Response:
    """Preview a small file now; a large one waits for the clock. Then on to its page."""
    if run.source["size"] <= READ_AT_ONCE or columns.missing(run.kind, run.mapping):
        run = imports.preview(run, _files())
    if run.error:
        return _page(run, Invalid({_field_of(run): imports.FILE_REASONS[run.error]}))
    return web.go(url_for(".show", code=run.code))


def _field_of(run: ImportRun) -> str:
    """Which field an error of the whole run belongs to."""
    return next(iter(columns.missing(run.kind, run.mapping)), "columns")


def _index(person: User, no: Refused | None = None, status: int = 0) -> Response:
    context: dict[str, Any] = {
        "cut": pages.cut(ImportRun.visible_to(person).order_by(ImportRun.id.desc())),
        "mirror": Mirror.current(), "counts": imports.mirror_counts(), "kinds": _words(KIND_WORDS),
        "kind": request.form.get("kind", "") if status != 413 else "", "states": STATE_WORDS,
    }  # fmt: skip
    return web.page(
        "imports/index.html", status or (no.kind.value if no else 200), errors=forms.told(no) if no else {}, **context
    )  # fmt: skip


def _page(run: ImportRun, no: Refused | None = None, reason: str = "") -> Response:
    """The one page of a run, whatever its state; its parts follow from it."""
    counts = run.differences.get("counts")
    return web.page(
        "imports/show.html", (no.kind if no else Kind.WRONG).value if no else 200,
        errors=forms.told(no) if no else {}, run=run, reason=reason, counts=counts, mark=imports.mark(run),
        is_under_way=_is_under_way(run), columns=_columns(run), kinds=_words(KIND_WORDS), states=STATE_WORDS,
        is_too_much=bool(counts) and drops_too_much(counts, rules.in_force().import_drop_share),
        encoding=ENCODINGS.get(run.source["encoding"], run.source["encoding"].upper()),
        separator=translated(SEPARATORS[run.source["separator"]]),
        file_error=imports.FILE_REASONS.get(run.error, ""), row_reasons=imports.ROW_REASONS,
        as_day=date.fromisoformat,
        labels=FIELD_WORDS | {column.name: column.label for column in columns.COLUMNS[run.kind]},
        heads=_heads(run), sheets=_files().sheets(run.path),
        sheet_options=[(name, name) for name in _files().sheets(run.path)[0]],
        kept_at=datetime.fromisoformat(run.source["kept_at"]) if run.source.get("kept_at") else None,
    )  # fmt: skip


def _is_under_way(run: ImportRun) -> bool:
    """Does the clock work on it, or will it soon? A run with an error waits for a person."""
    return run.state in UNDER_WAY and not run.error


def _columns(run: ImportRun) -> list[tuple[str, str, str]]:
    """Our fields: name, label, and the header that serves it."""
    return [
        (column.name, translated(column.label), run.mapping.get(column.name, ""))
        for column in columns.COLUMNS[run.kind]
    ]


def _heads(run: ImportRun) -> list[tuple[str, str]]:
    """The headers of the file, each with what stands below it in the first filled row."""
    pairs = zip(run.source["headers"], run.source["samples"], strict=True)
    return [(header, f"{header}: {sample}" if sample else header) for header, sample in pairs]


def _words(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, translated(words)) for code, words in table.items()]


def _found(code: str) -> ImportRun:
    return web.found(ImportRun.visible_to(web.me()), code=code)


def _files() -> Files:
    return Files(web.config().import_folder)
