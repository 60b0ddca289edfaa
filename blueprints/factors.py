"""What else than mail box and password does this person sign in with? The app, recovery codes, and having to choose."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, request, session, url_for

from blueprints import entry, forms, passkey_place, proofs, web
from domain import accounts
from domain.accounts import apps, recovery, sessions
from domain.refusals import Refused
from integrations import qr
from models import RecoveryCode, User, Vendor

bp = Blueprint("factors", __name__, url_prefix="/account")


@bp.get("/protect")
def protect() -> Response:
    """Passkey or app: for those who may not come in without, and for those who want one."""
    person = entry.coming_in()
    has = accounts.factors.of(person)
    return web.page("account/protect.html", person=person, factors=has, passkeys=passkey_place.here())


@bp.get("/app")
def app() -> Response:
    person = entry.coming_in()
    return proofs.asked(url_for(".app")) or web.page("account/app.html", errors={}, **_app(person))


@bp.post("/app")
def set_up_app() -> Response:
    """It counts once it has shown the right digits."""
    person = entry.coming_in()
    if way := proofs.asked(url_for(".app")):
        return way
    try:
        codes = apps.set_up(person, _nonce(person), request.form.get("code", "")[:40], web.config().key(), entry.key())
    except Refused as no:
        return forms.again("account/app.html", no, **_app(person))
    session.pop("app", None)
    return is_set_up(codes)


@bp.post("/app/end")
def end_app() -> Response:
    person = web.me()
    if way := proofs.asked(url_for(".app")):
        return way
    try:
        accounts.factors.remove_app(person, entry.key())
    except Refused as no:
        return forms.again("account/app.html", no, **_app(person))
    return is_removed("app")


@bp.get("/codes")
def codes() -> Response:
    person = web.me()
    return proofs.asked(url_for(".codes")) or web.page("account/codes.html", left=RecoveryCode.left(person), codes=[])


@bp.post("/codes")
def make_codes() -> Response:
    """Fresh ones; those before are worth nothing. They are on this page once: the database cannot tell them again."""
    person = web.me()
    if way := proofs.asked(url_for(".codes")):
        return way
    if not accounts.factors.is_asked(person):
        return web.go(url_for(".protect"))
    fresh = recovery.make(person, web.config().key())
    return web.page("account/codes.html", left=len(fresh), codes=fresh, to=url_for("account.show"))


def is_set_up(fresh_codes: list[str]) -> Response:
    """A factor was added: on with a fresh key, past the recovery codes if there are any to show.

    They are told here alone, so they are shown even to who has been signed out in this very moment.
    """
    to, fresh = _on()
    session.pop("csrf_token", None)
    page = (
        web.page("account/codes.html", left=len(fresh_codes), codes=fresh_codes, to=to) if fresh_codes else web.go(to)
    )
    return entry.with_key(page, fresh) if fresh else page


def _on() -> tuple[str, str]:
    """Where to, and with which key: to sign in, without one, for whom time ran out after the factor was kept."""
    half = sessions.half_of(entry.key())
    if half is None:
        fresh = sessions.renew(entry.key())
        return (url_for("account.show") if fresh else url_for("signing_in.new")), fresh
    try:
        fresh = sessions.complete(half, "set_up")
    except Refused:
        return url_for("signing_in.new"), ""
    return session.pop("next", "") or entry.HOMES.get(half.user.role, "/"), fresh


def is_removed(what: str) -> Response:
    return entry.with_key(web.go(url_for("account.show", done=what)), sessions.renew(entry.key()))


def _app(person: User) -> dict[str, Any]:
    """The secret as squares and letters. The page tells it until the app is confirmed, and never after."""
    nonce, key, vendor = _nonce(person), web.config().key(), Vendor.get_current().name
    secret = apps.secret_of(person, nonce, key)
    address = apps.address_of(person, nonce, key, vendor)
    return {
        "person": person, "has_app": accounts.factors.of(person).app is not None, "address": address,
        "square": qr.of(address), "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }  # fmt: skip


def _nonce(person: User) -> str:
    """Of the set-up that this browser has begun: a page loaded again shows what the phone has scanned already.

    Never that of the app in use: an old cookie of Flask's may still hold it.
    """
    kept = accounts.factors.of(person).app
    if kept is not None and session.get("app") == kept.nonce:
        session.pop("app")
    return cast(str, session.setdefault("app", apps.fresh_nonce()))
