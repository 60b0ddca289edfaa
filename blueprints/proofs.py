"""Who is it that wants to change how they sign in? Asked again when the last proof is some minutes old."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, session, url_for

from blueprints import entry, forms, passkey_place, signing_in, web
from domain import accounts
from domain.accounts import passkeys as keys
from domain.accounts import second_step, sessions
from domain.refusals import Refused
from models import User

bp = Blueprint("proofs", __name__, url_prefix="/account/confirm")


def asked(back: str) -> Response | None:
    """The way to prove who one is and come back to the page `back`; None: it was done a few minutes ago."""
    here = sessions.session_of(entry.key())
    if here is None or sessions.is_proved(here):  # no session: coming in, which is proof enough
        return None
    return web.go(url_for("proofs.new", next=back))


@bp.get("")
def new() -> Response:
    return web.page("account/confirm.html", errors={}, **_seen(web.me()))


@bp.post("")
def create() -> Response:
    """With the digits of the app, a recovery code, or, for those who have neither, the password."""
    person, given = web.me(), request.form
    try:
        if "password" in given:
            fresh = second_step.confirm_by_password(person, given["password"], entry.key())
        else:
            fresh = second_step.confirm(
                person, given.get("code", "")[:80], web.config().key(), entry.network(), entry.key()
            )  # fmt: skip
    except Refused as no:
        return forms.again("account/confirm.html", no, **_seen(person))
    return entry.with_key(_back(), fresh)


@bp.post("/passkey")
def passkey() -> Response:
    person, place = web.me(), passkey_place.or_404()
    answer = request.form.get("passkey", "")
    try:
        fresh = keys.confirm(person, answer, place, web.config().key(), entry.network(), entry.key())
    except Refused as no:
        return forms.again("account/confirm.html", no, **_seen(person))
    return entry.with_key(_back(), fresh)


@bp.post("/mail")
def mail() -> Response:
    """Sign in anew by mail; the way that is always there."""
    person = web.me()
    try:
        handle = accounts.ask_for_link(person.email, entry.network())
    except Refused as no:
        return forms.again("account/confirm.html", no, **_seen(person))
    session["asked"] = {"handle": handle, "email": person.email, "next": _next()}
    return web.go(url_for("signing_in.mail"))


def _back() -> Response:
    return web.go(_next() or url_for("account.show"))


def _next() -> str:
    return signing_in.own(request.values.get("next", ""))


def _seen(person: User) -> dict[str, Any]:
    return {"factors": accounts.factors.of(person), "next": _next(), "passkeys": passkey_place.here()}
