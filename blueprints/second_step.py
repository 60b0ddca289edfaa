"""How does somebody finish signing in: with the digits of the app, a recovery code, or by passkey alone?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from blueprints import entry, forms, passkey_place, signing_in, web
from domain import accounts
from domain.accounts import passkeys as keys
from domain.accounts import second_step, sessions
from domain.refusals import Kind, Refused
from models import Session

bp = Blueprint("second_step", __name__, url_prefix="/sign-in")


@bp.get("/second")
def new() -> Response:
    half = sessions.half_of(entry.key())
    if half is None or half.awaits != "factor":
        return web.go(url_for("signing_in.new"))
    return web.page("account/second.html", errors={}, **_seen(half))


@bp.post("/second")
def create() -> Response:
    half = sessions.half_of(entry.key())
    if half is None or half.awaits != "factor":
        return web.go(url_for("signing_in.new"))
    try:
        fresh = second_step.finish(half, request.form.get("code", "")[:80], web.config().key(), entry.network())
    except Refused as no:
        if no.kind is Kind.MOVED_ON:
            return web.go(url_for("signing_in.new"))
        return forms.again("account/second.html", no, **_seen(half))
    return entry.let_on(fresh)


@bp.post("/passkey/challenge")
def challenge() -> Response:
    """What the device is asked, for the script. It is the same for everybody."""
    return passkey_place.asks(keys.to_sign_in(passkey_place.or_404(), web.config().key()))


@bp.post("/passkey")
def passkey() -> Response:
    """By passkey alone. It has checked finger, face or PIN, so nothing more is asked."""
    answer, place, to = request.form.get("passkey", ""), passkey_place.or_404(), request.form.get("next", "")
    try:
        person, fresh = keys.sign_in(answer, place, web.config().key(), request.user_agent.string, entry.network())
    except Refused as no:
        return forms.again("account/sign_in.html", no, why=None, **signing_in.form())
    return entry.let_in(person, fresh, signing_in.own(to))


def _seen(half: Session) -> dict[str, Any]:
    return {"factors": accounts.factors.of(half.user), "person": half.user, "passkeys": passkey_place.here()}
