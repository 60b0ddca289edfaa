"""How does a company ask to become a partner? A public page, a form, and the applicant's page behind a private link."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, abort, request, session

from blueprints import entry, forms, web, words
from domain import applications, joining_text, programme, rules
from domain.applications import Typed
from domain.refusals import Refused
from models import Application, Vendor

bp = Blueprint("joining", __name__, url_prefix="/join")

TEXTS = ("company", "country", "number", "domain", "contact_name", "email", "locale")


@bp.before_request
def _require_programme() -> None:
    """Before set-up there is nothing to join."""
    if not programme.is_set_up():
        abort(404)


@bp.get("")
def index() -> Response:
    numbers = rules.in_force()
    text, written = joining_text.of(numbers, Vendor.get_current().name, words.locale())
    return web.page("joining/index.html", paragraphs=text.split("\n\n"), written=written, in_force=numbers)


@bp.get("/application")
def new() -> Response:
    if not rules.in_force().takes_applications:
        return web.go("/join")
    return web.page("joining/new.html", errors={}, **_form({}))


@bp.post("/application")
def create() -> Response:
    """The answer says nothing about whether company or address are known."""
    typed = _typed()
    try:
        made = applications.apply(typed, web.clean(request.form.get("key"), 80), entry.network())
    except Refused as no:
        return forms.again("joining/new.html", no, **_form(vars(typed)))
    until = made.created_at + timedelta(days=rules.in_force().application_confirm_days)
    session["applied"] = {"email": made.email, "until": until.isoformat()}
    return web.go("/join/sent")


@bp.get("/sent")
def sent() -> Response:
    """Where the mail has gone, in the browser that applied."""
    applied = session.get("applied")
    if not applied:
        return web.go("/join")
    return web.page("joining/sent.html", email=applied["email"], until=datetime.fromisoformat(applied["until"]))


@bp.get("/<token>")
def show(token: str) -> Response:
    """What was sent and how it stands. Opening confirms nothing: mail scanners open every link."""
    found = _of(token)
    return _page(found, token) if found else _gone()


@bp.post("/<token>/confirmation")
def confirm(token: str) -> Response:
    found = _of(token)
    if found is None:
        return _gone()
    applications.confirm(found)
    return web.go(f"/join/{token}")


@bp.post("/<token>/withdrawal")
def withdraw(token: str) -> Response:
    found = _of(token)
    if found is None:
        return _gone()
    try:
        applications.withdraw(found)
    except Refused as no:
        current = _of(token)
        return _page(current, token, forms.told(no), no.kind.value) if current else _gone()
    return web.go(f"/join/{token}")


def _page(application: Application, token: str, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    return web.page(
        "joining/show.html",
        status,
        application=application,
        token=token,
        in_force=rules.in_force(),
        errors=errors or {},
    )


def _gone() -> Response:
    """Never made, mistyped or deleted: the same page."""
    return web.page("joining/gone.html", 404, in_force=rules.in_force())


def _of(token: str) -> Application | None:
    return applications.of_token(token, web.config().key())


def _typed() -> Typed:
    text = {name: web.clean(request.form.get(name), 300).replace("\n", " ") for name in TEXTS}
    agreed = request.form.get("agreed", "")
    return Typed(
        **text, territories=_ticked(), text=web.clean(request.form.get("text"), 4000),
        agreed=int(agreed) if agreed.isascii() and agreed.isdecimal() and len(agreed) < 10 else 0,
    )  # fmt: skip


def _ticked() -> tuple[str, ...]:
    offered, given = rules.in_force().countries, request.form.getlist("territories")
    return tuple(code for code in offered if code in given)


def _form(typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed, and what there is to choose; a form that was refused keeps its key."""
    numbers = rules.in_force()
    return {
        "typed": {
            **dict.fromkeys((*TEXTS, "text"), ""), "territories": (), "agreed": 0, "locale": words.locale(), **typed,
        },
        "key": web.clean(request.form.get("key"), 80) or applications.fresh_key(),
        "countries": forms.countries(), "offered": forms.countries(numbers.countries), "in_force": numbers,
    }  # fmt: skip
