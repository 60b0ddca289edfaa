"""How does a partner have a list checked? Upload or paste, look at the columns, start; then answers line by line."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, current_app, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from blueprints import bulk_files, forms, pages, report_files, web, words
from blueprints.words import translated
from config import Config
from domain import budgets, bulk, moment, questions, rules, territories
from domain.bulk import Received
from domain.imports.reasons import FILE_REASONS
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from integrations.tables import Files, Unreadable
from models import BulkCheck, BulkLine, Registration, User

bp = Blueprint("bulk", __name__, url_prefix="/checks/lists")

NOTHING = N_("Choose a file, or paste the names.")
BOTH = N_("Choose a file or paste the names, not both.")
TOO_LARGE = N_("This file is too large. Leave out what is not needed, or split it.")
LONGEST_PASTED = 200_000
SHOWN = 10

ANSWERS = ("all", "free", "own", "review", "taken", "none")


@bp.get("")
def index() -> Response:
    """Begin a list, and those that there are."""
    return _index(web.me())


@bp.post("")
def create() -> Response:
    person = web.me()
    sent, pasted = request.files.get("file"), request.form.get("names", "")[:LONGEST_PASTED]
    try:
        listed = bulk.receive(person, _received(sent, pasted))
    except Unreadable as error:
        return _index(person, Invalid({"file": FILE_REASONS[error.code]}), pasted)
    except Refused as no:
        if no.kind is Kind.NOT_YOURS:
            raise
        return _index(person, no, pasted)
    return web.go(url_for(".show", code=listed.code))


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_: RequestEntityTooLarge) -> Response:
    return _index(web.me(), Invalid({"file": TOO_LARGE}), status=413)


@bp.get("/<code>")
def show(code: str) -> Response:
    return _page(_found(code))


@bp.post("/<code>")
def start(code: str) -> Response:
    """Read it by the columns that were chosen; with `how=start` have it checked, unless it reads otherwise by now."""
    person, listed = web.me(), _found(code)
    shown = (listed.mapping, listed.has_head)
    try:
        listed = bulk.correct(person, listed, **_chosen())
        is_seen = (listed.mapping, listed.has_head) == shown or not listed.mapping
        if request.form.get("how") == "start" and is_seen:
            bulk.start(person, listed)
    except Refused as no:
        if no.kind is Kind.NOT_YOURS:
            raise
        return _page(_found(code), no)
    return web.go(url_for(".show", code=code))


@bp.get("/<code>/progress")
def progress(code: str) -> Response:
    """How far it is, asked every other second; when it is over the whole page comes anew."""
    listed = _found(code)
    if not web.is_htmx() or not listed.is_under_way:
        return web.go(url_for(".show", code=code))
    return web.page("bulk/_progress.html", **_progress(listed))


@bp.post("/<code>/stop")
def stop(code: str) -> Response:
    person, listed = web.me(), _found(code)
    try:
        bulk.stop(listed, person)
    except Refused as no:
        return _page(_found(code), no)
    return web.go(url_for(".show", code=code))


@bp.post("/<code>/deletion")
def delete(code: str) -> Response:
    bulk.delete(web.me(), _found(code))
    return web.go(url_for(".index"))


@bp.get("/<code>/file")
def file(code: str) -> Response:
    """The lines with their answers, as a file; of a list that was not started yet there are none."""
    listed = _found(code)
    if listed.state == "read":
        return web.go(url_for(".show", code=code))
    sheet = bulk_files.of_list(listed, list(BulkLine.answered(listed, _answer())))
    return report_files.sent([sheet], request.args.get("as", ""), f"list-{listed.code}")


def _received(sent: Any, pasted: str) -> Received:
    """What was uploaded or pasted, as rows. An upload is dropped once it is read. Raises `Unreadable`, `Invalid`."""
    is_sent, most = bool(sent and sent.filename), rules.in_force().list_lines
    if is_sent and pasted.strip():
        raise Invalid({"file": BOTH})
    if not is_sent:
        if not pasted.strip():
            raise Invalid({"file": NOTHING})
        return Received("", bulk.from_text(pasted, most))
    files = Files(cast(Config, current_app.config["DIBS"]).import_folder)
    path = files.keep(sent.stream)
    try:
        return Received(web.clean(sent.filename, 200), bulk.from_table(files.open(path), most))
    finally:
        files.drop(path)


def _chosen() -> dict[str, Any]:
    form = request.form
    said = {column.name: form.get(column.name, "") for column in bulk.COLUMNS}
    mapping = {name: int(text) for name, text in said.items() if text.isascii() and text.isdecimal() and len(text) < 4}
    return {
        "mapping": mapping, "is_headed": "head" in form, "line": form.get("line", ""), "country": form.get("home", ""),
    }  # fmt: skip


def _index(person: User, no: Refused | None = None, pasted: str = "", status: int = 0) -> Response:
    cut = pages.cut(BulkCheck.visible_to(person).order_by(BulkCheck.id.desc()))
    in_force = rules.in_force()
    return web.page(
        "bulk/index.html", status or (no.kind.value if no else 200), cut=cut, errors=forms.told(no) if no else {},
        pasted=pasted, in_force=in_force, counts={row.id: BulkLine.counts(row) for row in cut.rows},
        spent=budgets.spent(person, in_force, moment.now()),
    )  # fmt: skip


def _page(listed: BulkCheck, no: Refused | None = None) -> Response:
    """The one page of a list, whatever its state."""
    status, errors = (no.kind.value, forms.told(no)) if no else (200, {})
    if listed.state == "read":
        return web.page("bulk/read.html", status, errors=errors, **_read(listed))
    answer = _answer()
    cut = pages.cut(BulkLine.answered(listed, answer))
    return web.page(
        "bulk/show.html", status, errors=errors, answer=answer, answers=ANSWERS, cut=cut, problems=bulk.PROBLEMS,
        claims=_claims(cut.rows), appeal_until=questions.appeal_until, **_progress(listed),
    )  # fmt: skip


def _read(listed: BulkCheck) -> dict[str, Any]:
    """What the page of a list needs that is not started."""
    person, in_force = web.me(), rules.in_force()
    heads = bulk.headings(listed.rows, listed.has_head)
    return {
        "listed": listed, "look": bulk.look(person, listed), "shown": SHOWN, "problems": bulk.PROBLEMS,
        "columns": [(one.name, translated(one.label), str(listed.mapping.get(one.name, ""))) for one in bulk.COLUMNS],
        "heads": [(str(place), _head(place, name, sample)) for place, (name, sample) in enumerate(heads)],
        "lines": words.options(in_force.lines), "in_force": in_force,
        "countries": forms.countries(territories.where_sold(in_force, person.partner)),
    }  # fmt: skip


def _head(place: int, name: str, sample: str) -> str:
    name = name or translated(N_("Column %(number)s"), {"number": place + 1})
    return f"{name}: {sample[:40]}" if sample else name


def _progress(listed: BulkCheck) -> dict[str, Any]:
    return {
        "listed": listed, "counts": BulkLine.counts(listed), "waits": bulk.WAITS, "ended": bulk.ENDED,
        "in_force": rules.in_force(),
    }  # fmt: skip


def _claims(rows: list[BulkLine]) -> dict[int, Registration]:
    """The own claims behind `own`, as far as this person sees them."""
    refs = [row.registration_id for row in rows if row.registration_id]
    return {claim.id: claim for claim in Registration.visible_to(web.me()).where(Registration.id.in_([*refs, 0]))}


def _answer() -> str:
    said = request.args.get("answer", "")
    return said if said in ANSWERS else "all"


def _found(code: str) -> BulkCheck:
    return web.found(BulkCheck.visible_to(web.me()), code=code)
