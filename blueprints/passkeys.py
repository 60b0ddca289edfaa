"""Which passkeys does a person have, and how is one made? static/account.js asks the browser, and it the device."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from blueprints import entry, factors, forms, passkey_place, proofs, web
from domain import accounts
from domain.accounts import passkeys as keys
from domain.refusals import Refused
from models import Passkey

bp = Blueprint("passkeys", __name__, url_prefix="/account/passkeys")


@bp.get("/new")
def new() -> Response:
    person = entry.coming_in()
    if way := proofs.asked(url_for(".new")):
        return way
    return web.page("account/new_passkey.html", errors={}, person=person, passkeys=passkey_place.here(), name=_device())


@bp.post("/challenge")
def challenge() -> Response:
    """What the device is asked, for the script."""
    return passkey_place.asks(keys.to_register(entry.coming_in(), passkey_place.or_404(), web.config().key()))


@bp.post("")
def create() -> Response:
    person, place = entry.coming_in(), passkey_place.or_404()
    if way := proofs.asked(url_for(".new")):
        return way
    name = forms.typed("name", longest=200)["name"]
    try:
        codes = keys.register(person, request.form.get("passkey", ""), name, place, web.config().key(), entry.key())
    except Refused as no:
        return forms.again("account/new_passkey.html", no, person=person, passkeys=passkey_place.here(), name=name)
    return factors.is_set_up(codes)


@bp.get("/<code>")
def show(code: str) -> Response:
    passkey: Passkey = web.found(Passkey.visible_to(web.me()), code=code)
    return web.page("account/passkey.html", errors={}, passkey=passkey, name=passkey.name)


@bp.post("/<code>")
def update(code: str) -> Response:
    passkey: Passkey = web.found(Passkey.visible_to(web.me()), code=code)
    name = forms.typed("name", longest=200)["name"]
    try:
        accounts.factors.rename_passkey(web.me(), passkey, name)
    except Refused as no:
        return forms.again("account/passkey.html", no, passkey=passkey, name=name)
    return web.go(url_for("account.show", done="renamed"))


@bp.post("/<code>/end")
def end(code: str) -> Response:
    passkey: Passkey = web.found(Passkey.visible_to(web.me()), code=code)
    if way := proofs.asked(url_for(".show", code=code)):
        return way
    try:
        accounts.factors.remove_passkey(web.me(), passkey, entry.key())
    except Refused as no:
        return forms.again("account/passkey.html", no, passkey=passkey, name=passkey.name)
    return factors.is_removed("passkey")


def _device() -> str:
    """A name to begin with: the system that this browser runs on."""
    browser, system = entry.device(request.user_agent.string)
    return system or browser
