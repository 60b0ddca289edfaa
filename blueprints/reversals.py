"""Taking a decision back: what it would do, then the act itself."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from blueprints import forms, web
from domain import reversals, rules
from domain.refusals import Kind, Refused
from models import Registration, User

bp = Blueprint("reversals", __name__)


@bp.get("/registrations/<code>/reversal")
def edit(code: str) -> Response:
    """What a reversal would do now. Where there is no decision, on to the claim."""
    person, claim = _to_reverse(code)
    no = reversals.why_not(person, claim)
    if no is not None and no.kind is Kind.MOVED_ON:
        return web.go(url_for("registrations.show", code=code))
    if no is not None:
        raise no
    return web.page("reversals/edit.html", typed={"text": ""}, errors={}, **_seen(claim))


@bp.post("/registrations/<code>/reversal")
def update(code: str) -> Response:
    """Take it back, and go on to decide anew. If the outlook changed meanwhile, it is shown as it is now."""
    person, claim = _to_reverse(code)
    typed = forms.typed("text", "seen", longest=4001)
    try:
        reversals.reverse(person, claim, typed["text"], typed["seen"])
    except Refused as no:
        current = web.found(Registration.visible_to(person), code=code)
        if no.kind is Kind.NOT_YOURS or reversals.reversible(current) is None:
            raise
        return forms.again("reversals/edit.html", no, typed=typed, **_seen(current))
    return web.go(url_for("decisions.edit", code=code))


def _to_reverse(code: str) -> tuple[User, Registration]:
    """404 for whom the claim does not concern, 403 for whom it does but who does not decide."""
    claim = web.found(Registration.visible_to(web.me()), code=code)
    return web.me(), claim


def _seen(claim: Registration) -> dict[str, object]:
    return {"claim": claim, "outlook": reversals.outlook(claim), "in_force": rules.in_force()}
