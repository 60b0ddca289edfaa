"""Personal data: what is kept about somebody, everything of it as one file, where somebody is named, and erasing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, request, url_for

from blueprints import folders, forms, proofs, web, words
from config import Config
from domain import letters, personal
from domain.personal import columns, exporting
from domain.personal.finding import Found
from domain.personal.names import Names
from domain.personal.relations import RELATIONS
from domain.refusals import Invalid
from domain.words import N_
from integrations import evidence as store
from integrations import message, parcels
from models import Erasure, Evidence, User

bp = Blueprint("personal", __name__)

MOST_SHOWN = 25
"""Rows of one kind that the page lists; it says how many more there are."""

PLACES: dict[str, str] = {
    "registration": N_("Registrations"), "note": N_("Texts of registrations"), "evidence": N_("Names of files"),
    "readout": N_("What was read out of files"), "question": N_("Appeals"), "condition": N_("Conditions"),
    "account": N_("CRM accounts"), "lead": N_("CRM leads"), "opportunity": N_("CRM opportunities"),
    "import_run": N_("CRM files uploaded"), "spreadsheet": N_("Spreadsheets uploaded"),
    "spreadsheet_row": N_("Rows of spreadsheets"), "certificate": N_("Certificates"), "partner": N_("Partners"),
    "user": N_("People with an account"), "delivery": N_("Email errors"), "territory": N_("Territories"),
    "files": N_("Files"),
}  # fmt: skip
"""Table -> how the page calls it."""


@bp.get("/account/data")
def mine() -> Response:
    return _overview(web.me(), web.me())


@bp.post("/account/data")
def my_file() -> Response:
    """All of it in one file is what somebody at an open screen would take, so it asks who that is."""
    return proofs.asked(url_for(".mine")) or _exported(web.me(), web.me())


@bp.get("/people/<code>/data")
def of_person(code: str) -> Response:
    return _overview(web.me(), _person(code))


@bp.post("/people/<code>/data")
def file_of_person(code: str) -> Response:
    person = _person(code)
    return proofs.asked(url_for(".of_person", code=code)) or _exported(web.me(), person)


@bp.get("/people/<code>/erasure")
def edit(code: str) -> Response:
    """What erasing this person would do. To somebody who is still active it is not done: first things first."""
    person = _person(code)
    if way := proofs.asked(url_for(".edit", code=code)):
        return way
    if Erasure.of(person) is not None or person.is_active:
        return web.page("personal/first.html", person=person, erasure=Erasure.of(person))
    return web.page("personal/person.html", errors={}, typed=_typed(), **_outlook(person))


@bp.post("/people/<code>/erasure")
def erase(code: str) -> Response:
    person, typed = _person(code), _typed()
    if way := proofs.asked(url_for(".edit", code=code)):
        return way
    try:
        with folders.looking(web.config()) as look:
            erased = personal.erase_person(
                web.me(), person, typed["again"], typed["reason"], request.form.getlist("file"), look
            )
    except Invalid as no:
        return forms.again("personal/person.html", no, typed=typed, **_outlook(person))
    folders.drop(erased, web.config())
    return web.go(url_for(".show", code=erased.erasure.code))


@bp.get("/personal-data")
def index() -> Response:
    """Who could delete from here proves first who they are: what is typed later should not be lost to that."""
    return proofs.asked(url_for(".index")) or _index()


@bp.post("/personal-data")
def search() -> Response:
    """Where somebody is named; what was typed stands in no address and no log."""
    name = web.clean(request.form.get("name"), 300)
    try:
        return web.page("personal/named.html", errors={}, typed=_typed(), **_named(name))
    except Invalid as no:
        return _index(no, name)


@bp.post("/personal-data/erasures")
def create() -> Response:
    name, typed = web.clean(request.form.get("name"), 300), _typed()
    if way := proofs.asked(url_for(".index")):
        return way
    try:
        with folders.looking(web.config()) as look:
            erased = personal.erase_named(
                web.me(), name, typed["again"], typed["reason"], request.form.getlist("file"), look
            )
    except Invalid as no:
        if "name" in no.errors:
            return _index(no, name)
        return forms.again("personal/named.html", no, typed=typed, **_named(name))
    folders.drop(erased, web.config())
    return web.go(url_for(".show", code=erased.erasure.code))


@bp.get("/personal-data/erasures/<code>")
def show(code: str) -> Response:
    """What was deleted, what stays and why; of whom, nobody can say any more."""
    erasure: Erasure = web.found(Erasure.visible_to(web.me()), code=code)
    return web.page(
        "personal/erasure.html", erasure=erasure, reasons=personal.REASON_WORDS, places=PLACES, stays=columns.STAYS
    )


def _person(code: str) -> User:
    """404 for who is not visible; 403 for whom it is not to see, as the verbs say as well."""
    person: User = web.found(User.visible_to(web.me()), code=code)
    exporting.require(web.me(), person)
    return person


def _overview(by: User, person: User) -> Response:
    kept = exporting.overview(by, person)
    return web.page("personal/overview.html", person=person, kept=kept, erasure=Erasure.of(person))


def _index(no: Invalid | None = None, name: str = "") -> Response:
    erasures = list(Erasure.visible_to(web.me()).limit(100))
    context = {"erasures": erasures, "reasons": personal.REASON_WORDS, "name": name}
    if no is not None:
        return forms.again("personal/index.html", no, **context)
    return web.page("personal/index.html", errors={}, **context)


def _named(name: str) -> dict[str, Any]:
    """Raises `Invalid` for what cannot be looked for."""
    names = personal.names_typed(name)
    return {"name": name, "accounts": personal.accounts_named(name), **_found(names)}


def _outlook(person: User) -> dict[str, Any]:
    names = personal.names_of(person)
    return {"person": person, "is_by_name": person.name in names.terms, **_found(names, person)}


def _found(names: Names, but: User | None = None) -> dict[str, Any]:
    with folders.looking(web.config()) as look:
        found: Found = personal.everywhere(names, look, but)
    reasons = [(code, words.translated(says)) for code, says in personal.REASON_WORDS.items()]
    return {
        "found": found, "names": names, "places": PLACES, "stays": columns.STAYS, "reasons": reasons,
        "most": MOST_SHOWN, "link": _link,
    }  # fmt: skip


def _link(row: Any) -> tuple[str, str]:
    """Where a row is seen, and by which name; two empty strings for rows without a page of their own."""
    table = columns.table_of(type(row))
    claim = row if table == "registration" else getattr(row, "registration", None)
    if table in PAGES:
        return f"{PAGES[table]}{row.code}", row.code
    if claim is not None:
        return f"/registrations/{claim.code}", claim.code
    if table == "readout":
        return _link(row.evidence)
    question = getattr(row, "question", None)
    return (f"/questions/{question.code}", question.code) if question is not None else ("", "")


PAGES = {
    "registration": "/registrations/", "question": "/questions/", "user": "/people/", "partner": "/partners/",
    "import_run": "/imports/", "spreadsheet": "/spreadsheets/",
}  # fmt: skip


def _typed() -> dict[str, Any]:
    return {**forms.typed("again", "reason", longest=300), "files": request.form.getlist("file")}


def _exported(by: User, person: User) -> Response:
    exporting.note_taken(by, person)
    packed = parcels.streamed(_entries(person, web.config()))
    response = Response(packed, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="personal-data-{person.code}.zip"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _entries(person: User, config: Config) -> Iterator[tuple[str, Iterator[bytes]]]:
    """One JSON Lines file for each kind, then files and mails."""
    yield "about.json", iter([_json(exporting.facts(person))])
    for relation in RELATIONS:
        yield f"{relation.name}.jsonl", (_json(row) for row in exporting.rows(person, relation))
    for file in exporting.files(person):
        yield f"files/{file.code}-{file.filename}", _content(file, config)
    for row in exporting.mails(person):
        letter = letters.of(row)
        said = message.write(letter.event, letter.locale, letter.facts)  # without the key: no link signs anybody in
        text = f"{said.subject}\n\n{said.text(config.address + letter.path)}"
        yield f"mails/{row.event.at:%Y-%m-%d}-{row.message_id}.txt", iter([text.encode()])


def _content(file: Evidence, config: Config) -> Iterator[bytes]:
    """Empty when the file cannot be read: the rest of the export is worth having."""
    path = store.path_of(config.evidence_folder, file.partner_id, file.sha256)
    return parcels.pieces(path) if path.is_file() else iter(())


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
