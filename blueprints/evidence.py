"""How do files get in and out? Upload with a word on each file, removal from a draft, download as attachment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, Response, abort, current_app, request, send_file, url_for
from peewee import InterfaceError, OperationalError
from werkzeug.datastructures import FileStorage

from blueprints import claim_form, web, words
from domain import evidence, evidence_findings, evidence_ratings, questions, rules
from domain.refusals import Refused
from domain.registrations import drafts
from integrations import evidence as store
from integrations import previews, scanner
from integrations.evidence import Stored
from integrations.filetypes import MIME, Unusable
from models import Evidence, Question, Registration, User

bp = Blueprint("evidence", __name__)

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
MEGABYTE = 1024 * 1024
UNSENT = {"status": "draft"}
"""For the list of files of an appeal that is being written: each can be taken away again."""

SENT = {"status": "sent"}
"""And of one that was sent: each stays."""


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not taken: why, and what to do instead, in the reader's words."""

    filename: str
    says: str
    remedy: str


@bp.post("/registrations/evidence")
def add_to_form() -> Response:
    """Files for a form that may not have been saved yet: its key makes the draft."""
    person = web.me()
    claim = drafts.save(person, claim_form.key(), claim_form.from_request().stage_one())
    response = _answer(claim, take(person, registration=claim), url_for("registrations.edit", code=claim.code))
    response.headers["HX-Replace-Url"] = url_for("registrations.edit", code=claim.code)
    return response


@bp.post("/registrations/<code>/evidence")
def add(code: str) -> Response:
    person = web.me()
    claim = web.found(Registration.visible_to(person), code=code)
    drafts.mine(person, claim)
    return _answer(claim, take(person, registration=claim), url_for("registrations.show", code=code) + "#evidence")


@bp.post("/evidence/<code>/removal")
def remove(code: str) -> Response:
    person = web.me()
    file = web.found(Evidence.visible_to(person), code=code)
    evidence.remove(person, file)
    if file.question is not None:
        return _from_appeal(person, file.question)
    claim = cast(Registration, file.registration)
    if "key" in request.form:  # without script the whole form comes along: what was typed is not lost
        drafts.save(person, claim_form.key(), claim_form.from_request().stage_one())
    return _answer(claim, [], url_for("registrations.edit", code=claim.code) + "#evidence")


@bp.get("/registrations/<code>/evidence")
def index(code: str) -> Response:
    """The list of files alone: it is asked for until all have been read."""
    person = web.me()
    claim = web.found(Registration.visible_to(person), code=code)
    is_rated = evidence_findings.may_know_ratings(claim, person)
    files = evidence_findings.of_claim(claim, rules.of(claim.rules_version), is_rated=is_rated)
    return web.page("evidence/_files.html", files=files, claim=claim)


@bp.post("/evidence/<code>/rating")
def rate(code: str) -> Response:
    """A decider weighs a file; the answer is all the proof as it is rated now."""
    file = web.found(Evidence.visible_to(web.me()), code=code)
    person = web.me()
    evidence_ratings.rate(person, file, request.form.get("weight", ""))
    claim = cast(Registration, file.registration)
    back = url_for("decisions.edit", code=claim.code) + "#proof"
    return web.swap("decisions/_proof.html", back, **proof(person, claim))


def proof(person: User, claim: Registration) -> dict[str, Any]:
    """What the proof on the page of a decision shows."""
    weights = [(code, words.translated(word)) for code, word in evidence_findings.WEIGHTS.items()]
    files = evidence_findings.of_claim(claim, rules.in_force(), is_rated=True)
    return {"files": files, "weights": weights, "may_rate": evidence_ratings.may_rate(person, claim)}


@bp.get("/evidence/<code>/picture")
def picture(code: str) -> Response:
    """The file as a small picture, drawn by us: nothing of the file itself reaches the browser."""
    file = web.found(Evidence.visible_to(web.me()), code=code)
    path = previews.path_of(web.config().preview_folder, file.partner_id, file.sha256)
    if not path.is_file():
        abort(404)
    response = send_file(
        path, "image/jpeg", etag=f"{file.sha256}-picture", last_modified=cast(datetime, file.uploaded_at)
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _from_appeal(person: User, question: Question) -> Response:
    """Back to the form of the appeal, with what was typed into it."""
    if "text" in request.form:
        question = questions.keep(person, question, web.clean(request.form["text"], 20_000))
    if web.is_htmx():
        return web.page(
            "evidence/_files.html", files=evidence_findings.of_question(question, rules.in_force()), claim=UNSENT
        )
    receipt, claim = question.receipt_code or None, question.registration_code or None
    return web.go(url_for("questions.new", receipt=receipt, registration=claim))


@bp.get("/evidence/<code>")
def show(code: str) -> Response:
    """The file, as attachment in a sandbox: whatever it contains, no browser runs it on our address."""
    file = web.found(Evidence.visible_to(web.me()), code=code)
    path = store.path_of(web.config().evidence_folder, file.partner_id, file.sha256)
    if not path.is_file():
        current_app.logger.error("evidence %s is not on disk", file.code)
        abort(404)
    response = send_file(
        path, MIME[file.kind], as_attachment=True, download_name=file.filename, etag=file.sha256,
        last_modified=cast(datetime, file.uploaded_at),
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def take(
    person: User, *, registration: Registration | None = None, question: Question | None = None
) -> list[RefusedFile]:
    """Keep all files of this request that can be kept; returns those that cannot. One does not lose the others."""
    refused, limit = [], evidence.limits()["file"]
    about = cast(Registration | Question, registration or question)  # one of them is given
    for file in request.files.getlist("files"):
        if not file.filename:
            continue
        try:
            if (size := _size(file)) > limit:
                raise Unusable("too_large")
            evidence.require_room(person, about, size)
            with _kept(about.partner_id, file, limit) as (kept, ensure):
                evidence.attach(person, kept, registration=registration, question=question, ensure=ensure)
        except Unusable as unusable:
            _note(unusable)
            refused.append(_refused(file, *evidence.REFUSED_FILES[unusable.code]))
        except Refused as full:
            refused.append(_refused(file, words.translated(full.message, full.values), ""))
    return refused


@contextmanager
def _kept(partner_id: int, file: FileStorage, limit: int) -> Iterator[tuple[Stored, Callable[[], None]]]:
    """Keep the file while it is put on record. If that fails it goes again, or a full disk would stay full of it.

    With it comes how to ensure that it lies there: the same content may be sent twice at once, and whose record failed
    takes it away before the other's stands.
    """
    folder, look = web.config().evidence_folder, scanner.asking(web.config().clamav)
    kept = store.keep(folder, partner_id, file.filename or "", file.stream, limit, look)
    try:
        yield kept, partial(_ensure, folder, kept, file)
    except Exception:
        with suppress(OSError, OperationalError, InterfaceError):  # then the sweep takes it away, in a day
            evidence.drop(partner_id, kept.sha256, partial(store.drop, folder, partner_id, kept.sha256))
        raise


def _ensure(folder: Path, kept: Stored, file: FileStorage) -> None:
    """Keep it once more if it is gone; the scanner has seen it, and must not be waited for while others wait."""
    if not store.path_of(folder, kept.partner_id, kept.sha256).is_file():
        file.stream.seek(0)
        store.keep(folder, kept.partner_id, kept.filename, file.stream)


def _size(file: FileStorage) -> int:
    """It has come whole, and lies in memory or in a temporary file."""
    size = file.stream.seek(0, os.SEEK_END)
    file.stream.seek(0)
    return size


def _note(unusable: Unusable) -> None:
    """For whoever looks after the portal: neither the file nor its sender is named."""
    if unusable.code in ("infected", "unscanned"):
        current_app.logger.warning("a file was not taken: %s (%s)", unusable.code, unusable.__cause__ or "it was found")


def _refused(file: FileStorage, says: str, remedy: str) -> RefusedFile:
    values = {"megabytes": evidence.limits()["file"] // MEGABYTE}
    name = store.cleaned(file.filename or "")
    return RefusedFile(name, words.translated(says, values), words.translated(remedy) if remedy else "")


def _answer(claim: Registration, refused: list[RefusedFile], back: str) -> Response:
    """The list of files for the script; without it on to the claim, or a page that says what was refused."""
    files = evidence_findings.of_claim(claim, rules.in_force())
    if web.is_htmx():
        return web.page("evidence/_files.html", files=files, refused=refused, claim=claim)
    if refused:
        return web.page("evidence/refused.html", 422, files=files, refused=refused, claim=claim, back=back)
    return web.go(back)
