"""The conditions of an approval: a manager ticks one off."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from blueprints import registrations, web, words
from domain import conditions
from domain.refusals import Kind, Refused
from models import Condition, Registration

bp = Blueprint("conditions", __name__, url_prefix="/conditions")


@bp.post("/<code>/met")
def meet(code: str) -> Response:
    condition = web.found(Condition.visible_to(web.me()), code=code)
    person = web.me()
    claim = web.found(Registration.visible_to(person), id=condition.registration_id)
    try:
        conditions.meet(person, condition)
    except Refused as no:
        if no.kind is not Kind.MOVED_ON:
            raise
        return registrations.page_of(person, claim, 409, says=words.translated(no.message, no.values))
    return web.go(url_for("registrations.show", code=claim.code) + "#conditions")
