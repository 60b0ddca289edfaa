"""Which companies are the same, as people said: beside a claim that looks alike, beside a check, all in one list."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from blueprints import forms, pages, web
from domain import casefile, lookup, rules
from domain.judgements import saying
from domain.matching import Company, core
from models import Judgement, Registration, User

bp = Blueprint("judgements", __name__)


@bp.get("/aliases")
def index() -> Response:
    """All that was said, newest first; `q` looks for letters of a name."""
    sought = web.clean(request.args.get("q"), 100)
    cut = pages.cut(Judgement.listed(web.me(), sought, core(sought)))
    return web.page("judgements/index.html", here="/queue", cut=cut, sought=sought, in_force=rules.in_force())


@bp.post("/aliases")
def create() -> Response:
    """Said beside a check: what was typed there, and one of the things that looked alike."""
    typed = Company(**forms.typed("name", "domain", "country", longest=300))  # type: ignore[arg-type]
    row = saying.say(web.me(), typed, casefile.company_of(_known()), request.form.get("verdict", ""))
    return web.go(url_for("judgements.index") + f"#{row.code}")


@bp.post("/aliases/<code>/end")
def end(code: str) -> Response:
    """Take it back; on to the page where the button was pressed."""
    judgement: Judgement = web.found(Judgement.visible_to(web.me()), code=code)
    saying.take_back(web.me(), judgement)
    claim: Registration | None = Registration.visible_to(web.me()).where(
        Registration.code == web.clean(request.form.get("claim"), 40)
    ).first()  # fmt: skip
    return _beside(web.me(), claim) if claim else web.go(url_for("judgements.index"))


@bp.post("/registrations/<code>/alike")
def update(code: str) -> Response:
    """Said beside a claim: it and one of the things that looked like it at filing."""
    person, claim = web.me(), web.found(Registration.visible_to(web.me()), code=code)
    kind, ref = request.form.get("kind", ""), request.form.get("ref", "")
    thing = casefile.lookalike(claim, kind, int(ref)) if _is_id(ref) else None
    if thing is None:
        abort(404)
    verdict = request.form.get("verdict", "")
    saying.say(person, lookup.company_of(claim), casefile.company_of(thing), verdict, claim=claim)
    return _beside(person, claim)


def _beside(person: User, claim: Registration) -> Response:
    """What looks alike, as it is judged now: as fragment, or the page of the decision."""
    to = url_for("decisions.edit", code=claim.code) + "#alike"
    if not web.is_htmx():
        return web.go(to)
    case = casefile.of(claim, rules.of_claim(claim))
    return web.page("decisions/_alike.html", case=case, claim=claim, me=person)


def _known() -> Any:
    """The thing that looked alike; 404 if there is none such."""
    ref = request.form.get("ref", "")
    thing = casefile.record(request.form.get("kind", ""), int(ref)) if _is_id(ref) else None
    return thing or abort(404)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
