"""What does the holder do with a claim that lives? Updates, extensions, closing; and the answer to an extension."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for

from blueprints import registrations, web, words
from domain import protection
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import Registration, User

bp = Blueprint("protection", __name__, url_prefix="/registrations")

Verb = Callable[[User, Registration], object]
CHOOSE = N_("Choose how it ended.")


@bp.post("/<code>/updates")
def update(code: str) -> Response:
    text, stage, next_step = (_typed(name) for name in ("text", "stage", "next_step"))
    return _do(code, "update", lambda person, claim: protection.update(person, claim, text, stage, next_step))


@bp.post("/<code>/extension")
def extend(code: str) -> Response:
    seen = request.form.get("seen", "")
    shown = int(seen) if seen.isdecimal() and len(seen) < 6 else None
    return _do(code, "extend", lambda person, claim: protection.extend(person, claim, _typed("text"), seen=shown))


@bp.post("/<code>/extension/answer")
def answer_extension(code: str) -> Response:
    """A manager grants or declines a further extension."""
    verb = protection.grant_extension if request.form.get("answer") == "grant" else protection.decline_extension
    return _do(code, "extension", verb)


@bp.post("/<code>/closing")
def close(code: str) -> Response:
    verbs: dict[str, Verb] = {
        "win": protection.win,
        "lose": lambda person, claim: protection.lose(person, claim, _typed("text")),
        "withdraw": lambda person, claim: protection.withdraw(person, claim, _typed("text")),
    }
    return _do(code, "close", verbs.get(request.form.get("how", ""), _unsaid))


def _do(code: str, form: str, verb: Verb) -> Response:
    """Carry it out and show the claim; what is wrong, or has moved on, is said on the claim as it stands now."""
    person = web.me()
    claim = web.found(Registration.visible_to(person), code=code)
    try:
        verb(person, claim)
    except Invalid as wrong:
        errors = {f"{form}-{name}": words.translated(text, wrong.values) for name, text in wrong.errors.items()}
        return registrations.page_of(person, claim, 422, errors=errors)
    except Refused as no:
        if no.kind is not Kind.MOVED_ON:
            raise
        current = web.found(Registration.visible_to(person), code=code)
        return registrations.page_of(person, current, 409, says=words.translated(no.message, no.values))
    return web.go(url_for("registrations.show", code=code))


def _unsaid(_: User, __: Registration) -> None:
    raise Invalid({"how": CHOOSE})


def _typed(name: str) -> str:
    return web.clean(request.form.get(name), 2500)
