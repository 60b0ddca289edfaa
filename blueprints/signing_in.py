"""How does somebody come in? By mailed link or its code, by password, with an invitation."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, session, url_for
from flask_login import current_user

from blueprints import entry, forms, passkey_place, web
from domain import accounts, people, programme
from domain.accounts import sessions
from domain.refusals import Invalid, Refused
from domain.words import N_

bp = Blueprint("signing_in", __name__)

WHY = {
    "idle": N_("You were signed out because nothing was done here for a while."),
    "days": N_("You were signed out because a sign-in lasts only so long."),
    "half": N_("Signing in was not finished in time. Begin again."),
    "address": N_("Your email address was changed, which ends all sign-ins. Sign in with the one that counts now."),
    "elsewhere": N_("This sign-in was ended from another device of yours."),
    "password": N_("You were signed out because your password was changed."),
    "factors": N_("You were signed out because the ways to sign in to your account were changed."),
    "role": N_("You were signed out because your role was changed. Sign in again."),
    "reset": N_("An administrator has taken your second factor away. Sign in and set up a new one."),
    "removed": N_("Your access has ended. Ask whoever looks after the portal in your company."),
}
"""Why somebody who was signed in is not any more."""


@bp.get("/sign-in")
def new() -> Response:
    """Ask for the mail address, or send on who is signed in, or half so. Before set-up: how to begin."""
    if current_user.is_authenticated:
        return web.go(entry.HOMES.get(web.me().role, "/"))
    if half := sessions.half_of(entry.key()):
        return web.go(entry.way_on(half))
    if not programme.is_set_up():
        return web.page("account/not_set_up.html")
    return web.page("account/sign_in.html", errors={}, why=WHY.get(sessions.why_ended(entry.key())), **form())


@bp.post("/sign-in")
def create() -> Response:
    """Have a link mailed. The answer says nothing about whether the address is known."""
    if not programme.is_set_up():
        return new()
    email = forms.typed("email", longest=254)["email"].lower()
    try:
        if says := people.fault_of_address(email):
            raise Invalid({"email": says})
        return _ask(email, own(request.form.get("next", "")))
    except Refused as no:
        return forms.again("account/sign_in.html", no, why=None, **form())


@bp.get("/sign-in/mail")
def mail() -> Response:
    """Where the code of the mail can be typed, in the browser that asked for it."""
    asked = session.get("asked")
    return web.page("account/mail.html", errors={}, asked=asked) if asked else web.go(url_for("signing_in.new"))


@bp.post("/sign-in/mail")
def use_code() -> Response:
    asked = session.get("asked")
    if not asked:
        return web.go(url_for("signing_in.new"))
    digits = "".join(c for c in request.form.get("code", "")[:40] if c.isdecimal())
    try:
        person, key = accounts.use_code(
            asked["handle"], asked["email"], digits, web.config().key(), _agent(), entry.network()
        )
    except Refused as no:
        return forms.again("account/mail.html", no, asked=asked)
    return entry.let_in(person, key, asked["next"])


@bp.get("/sign-in/link/<token>")
def link(token: str) -> Response:
    """A page with one button: mail scanners open every link, and opening signs nobody in."""
    found = accounts.living_link(token, web.config().key())
    if found is None or found.user is None:
        return web.page("account/dead_link.html", 410, token=token, errors={})
    return web.page("account/link.html", link=found, person=found.user, token=token)


@bp.post("/sign-in/link/<token>")
def use_link(token: str) -> Response:
    back = (session.get("asked") or {}).get("next", "")
    try:
        person, key = accounts.use_link(token, web.config().key(), _agent(), entry.network())
    except Refused as no:
        return web.page("account/dead_link.html", no.kind.value, token=token, errors={})
    return entry.let_in(person, key, back)


@bp.post("/sign-in/again")
def again() -> Response:
    """A new mail for whom a dead link was made out to."""
    token = request.form.get("token", "")[:200]
    old = accounts.link_of(token, web.config().key())
    if old is None or old.user is None:
        return web.go(url_for("signing_in.new"))
    try:
        return _ask(old.user.email, "")
    except Refused as no:
        return forms.again("account/dead_link.html", no, token=token)


@bp.get("/sign-in/password")
def password() -> Response:
    return web.page("account/password.html", errors={}, **form())


@bp.post("/sign-in/password")
def use_password() -> Response:
    """Passwords are taken as typed, spaces and all."""
    email = forms.typed("email", longest=254)["email"].lower()
    try:
        person, key = accounts.sign_in_by_password(
            email, request.form.get("password", ""), _agent(), entry.network()
        )  # fmt: skip
    except Refused as no:
        return forms.again("account/password.html", no, **form())
    return entry.let_in(person, key, own(request.form.get("next", "")))


def _ask(email: str, back: str) -> Response:
    handle = accounts.ask_for_link(email, entry.network())
    session["asked"] = {"handle": handle, "email": email, "next": back}
    return web.go(url_for("signing_in.mail"))


def form() -> dict[str, Any]:
    """What was typed, and where to go afterwards."""
    return {
        "email": forms.typed("email", longest=254)["email"], "next": own(request.values.get("next", "")),
        "passkeys": passkey_place.here(),
    }  # fmt: skip


def own(path: str) -> str:
    """A path of our own to go back to; anything that could lead elsewhere is dropped."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and len(path) < 500
    return path if is_own and "\\" not in path else ""


def _agent() -> str:
    return request.user_agent.string
