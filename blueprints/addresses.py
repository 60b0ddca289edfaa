"""Another mail address: asked for on the account page, confirmed from the new mail box, taken back from the old one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from blueprints import entry, forms, proofs, web
from domain import moment
from domain.accounts import addresses, sessions
from domain.refusals import Refused
from models import AddressChange, User

bp = Blueprint("addresses", __name__)


@bp.get("/account/address")
def edit() -> Response:
    return proofs.asked(url_for(".edit")) or web.page("account/address.html", errors={}, **_seen(web.me(), ""))


@bp.post("/account/address")
def ask() -> Response:
    """The answer says nothing about whether the address is known."""
    person, typed = web.me(), web.clean(request.form.get("email"), 300)
    if way := proofs.asked(url_for(".edit")):
        return way
    try:
        addresses.ask(person, typed, entry.network())
    except Refused as no:
        return forms.again("account/address.html", no, **_seen(person, typed))
    return web.go(url_for(".edit"))


@bp.get("/account/address/<token>")
def show(token: str) -> Response:
    """Opening confirms nothing: mail scanners open every link. It works where its person is signed in, so that a
    mistyped address gives a stranger nothing."""
    change = _mine(token)
    status = 200 if change.may_confirm(moment.now()) else 410
    return web.page("account/address_confirm.html", status, errors={}, **_living(change, token))


@bp.post("/account/address/<token>")
def confirm(token: str) -> Response:
    change = _mine(token)
    try:
        addresses.confirm(web.me(), change, entry.key())
    except Refused as no:
        return forms.again("account/address_confirm.html", no, **_living(_mine(token), token))
    return entry.with_key(web.go(url_for("account.show", done="address")), sessions.renew(entry.key()))


@bp.get("/address/back/<token>")
def back(token: str) -> Response:
    """From the old mail box, by whoever holds it: perhaps its person can no longer sign in."""
    change = addresses.to_take_back(token, web.config().key()) or abort(404)
    is_living = change.may_go_back(moment.now())
    return web.page("account/address_back.html", 200 if is_living else 410, errors={}, **_past(change, token))


@bp.post("/address/back/<token>")
def take_back(token: str) -> Response:
    change = addresses.to_take_back(token, web.config().key()) or abort(404)
    try:
        addresses.take_back(change)
    except Refused as no:
        return forms.again("account/address_back.html", no, **_past(change, token))
    return web.page("account/address_back.html", errors={}, **_past(change, token) | {"is_done": True})


def _mine(token: str) -> AddressChange:
    return addresses.to_confirm(web.me(), token, web.config().key()) or abort(404)


def _seen(person: User, typed: str) -> dict[str, Any]:
    return {"typed": typed, "pending": AddressChange.pending_of(person, moment.now())}


def _living(change: AddressChange, token: str) -> dict[str, Any]:
    return {"change": change, "token": token, "is_living": change.may_confirm(moment.now())}


def _past(change: AddressChange, token: str) -> dict[str, Any]:
    return {"change": change, "token": token, "is_living": change.may_go_back(moment.now()), "is_done": False}
