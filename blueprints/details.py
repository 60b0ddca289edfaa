"""How does a partner complete a registration? Stage 2 that saves itself, and the answer to a question."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from blueprints import web, words
from domain import moment, rules
from domain.refusals import Invalid
from domain.registrations import details, drafts, replies
from models import Registration, User

bp = Blueprint("details", __name__, url_prefix="/registrations")


@bp.get("/<code>/details")
def edit(code: str) -> Response:
    claim = _theirs(web.me(), code)
    if not claim.is_open:
        return web.go(url_for("registrations.show", code=code))
    return _form(claim, details.of(claim))


@bp.post("/<code>/details")
def update(code: str) -> Response:
    """Keep the answers. From the form's button: complete stage 2, or say what is missing."""
    person = web.me()
    claim = _theirs(person, code)
    typed = {name: web.clean(value, 1500) for name, value in request.form.items()}
    kept = details.save(person, claim, typed, may_complete=not web.is_htmx())
    if web.is_htmx():
        return web.page("registrations/_saved.html", saved_at=moment.now(), is_filed=True)
    try:
        details.require(kept)
    except Invalid as wrong:
        errors = {name: words.translated(text, wrong.values) for name, text in wrong.errors.items()}
        return _form(kept, details.of(kept) | {n: v for n, v in typed.items() if n in details.ANSWERS}, errors)
    return web.go(url_for("registrations.show", code=code))


@bp.get("/<code>/reply")
def ask(code: str) -> Response:
    claim = _theirs(web.me(), code)
    if claim.status != "returned":
        return web.go(url_for("registrations.show", code=code))
    return _reply(claim)


@bp.post("/<code>/reply")
def reply(code: str) -> Response:
    person = web.me()
    claim = _theirs(person, code)
    text = web.clean(request.form.get("text"), 5000)
    try:
        replies.reply(person, claim, text)
    except Invalid as wrong:
        return _reply(claim, text, {name: words.translated(says) for name, says in wrong.errors.items()})
    return web.go(url_for("registrations.show", code=code))


def _form(claim: Registration, typed: dict[str, str], errors: dict[str, str] | None = None) -> Response:
    numbers = rules.of(claim.rules_version)
    choices = {
        name: _with(words.options(options), typed.get(name, ""))
        for name, options in (("how_found", details.HOW_FOUND), ("buying_stage", details.BUYING_STAGES))
    }
    return web.page(
        "registrations/details.html", 422 if errors else 200, claim=claim, typed=typed, errors=errors or {},
        choices=choices, names=details.ANSWERS, required=numbers.stage_two_required,
        asks=details.asked(numbers, typed),
    )  # fmt: skip


def _with(options: list[tuple[str, str]], value: str) -> list[tuple[str, str]]:
    """An answer from elsewhere that is none of the choices stays choosable: saving must not lose it."""
    return options if not value or value in dict(options) else [*options, (value, value)]


def _reply(claim: Registration, text: str = "", errors: dict[str, str] | None = None) -> Response:
    return web.page(
        "registrations/reply.html", 422 if errors else 200, claim=claim, text=text, errors=errors or {},
        question=replies.question_of(claim), in_force=rules.of(claim.rules_version),
    )  # fmt: skip


def _theirs(person: User, code: str) -> Registration:
    claim: Registration = web.found(Registration.visible_to(person), code=code)
    drafts.mine(person, claim)
    return claim
