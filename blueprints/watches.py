"""Tell me when it is free: asking, listing, ending."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from blueprints import forms, web
from domain import rules, watches
from domain.refusals import Refused
from models import Receipt, User, Watch

bp = Blueprint("watches", __name__, url_prefix="/watches")


@bp.get("")
def index() -> Response:
    person = web.me()
    return web.page("watches/index.html", watches=list(Watch.living_of(person)), in_force=rules.in_force())


@bp.get("/new")
def new() -> Response:
    person = web.me()
    return _form(web.found(Receipt.visible_to(person), code=request.args.get("receipt", "")), {"reason": ""}, {}, 200)


@bp.post("")
def create() -> Response:
    person: User = web.me()
    receipt = web.found(Receipt.visible_to(person), code=request.form.get("receipt", ""))
    typed = forms.typed("reason")
    try:
        watches.ask(person, receipt, typed["reason"])
    except Refused as wrong:
        if wrong.kind.value == 403:
            raise
        return _form(receipt, typed, forms.told(wrong), wrong.kind.value)
    return web.go(url_for(".index"))


@bp.post("/<code>/end")
def end(code: str) -> Response:
    person = web.me()
    watches.stop(person, web.found(Watch.visible_to(person), code=code))
    return web.go(url_for(".index"))


def _form(receipt: Receipt, typed: dict[str, str], errors: dict[str, str], status: int) -> Response:
    return web.page("watches/new.html", status, receipt=receipt, typed=typed, errors=errors, in_force=rules.in_force())
