"""Taking the protection of an approved claim away, for a reason on record."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from blueprints import forms, web
from domain import decisions, rules
from domain.decisions import Words
from domain.refusals import Refused
from models import Registration, User

bp = Blueprint("revocations", __name__)

FIELDS = ("reason", "clause", "text", "next_step")


@bp.get("/registrations/<code>/revocation")
def edit(code: str) -> Response:
    """What the partner will read. Where there is nothing to revoke, on to the claim."""
    person, claim = _to_revoke(code)
    decisions.require_decider(person, claim)
    if claim.status != "approved":
        return web.go(url_for("registrations.show", code=code))
    return web.page("revocations/edit.html", typed=dict.fromkeys(FIELDS, ""), errors={}, **_seen(claim))


@bp.post("/registrations/<code>/revocation")
def update(code: str) -> Response:
    person, claim = _to_revoke(code)
    typed = forms.typed(*FIELDS, longest=4001)
    try:
        said = Words(typed["reason"], typed["clause"], typed["text"], typed["next_step"])
        decisions.revoke(person, claim, said)
    except Refused as no:
        current = web.found(Registration.visible_to(person), code=code)
        if current.status != "approved":
            raise
        return forms.again("revocations/edit.html", no, typed=typed, **_seen(current))
    return web.go(url_for("registrations.show", code=code))


def _to_revoke(code: str) -> tuple[User, Registration]:
    """404 for whom the claim does not concern, 403 for whom it does but who does not decide."""
    claim = web.found(Registration.visible_to(web.me()), code=code)
    return web.me(), claim


def _seen(claim: Registration) -> dict[str, object]:
    return {"claim": claim, "in_force": rules.of_claim(claim)}
