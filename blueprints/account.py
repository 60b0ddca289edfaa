"""What can people set for themselves? Their name and language, password, absence, sign-ins; and they sign out here."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, request, session, url_for

from blueprints import entry, forms, proofs, speaking, web, words
from blueprints.people import trained
from domain import accounts, moment, people
from domain.accounts import passwords, sessions
from domain.refusals import Invalid, Refused
from domain.words import N_
from models import CalendarFeed, Session, User

bp = Blueprint("account", __name__)

DONE = {
    "profile": N_("Saved."),
    "password": N_("Your password is set. You have been signed out everywhere else."),
    "no_password": N_("Your password is deleted. You have been signed out everywhere else."),
    "app": N_("The app no longer counts. You have been signed out everywhere else."),
    "passkey": N_("The passkey no longer counts. You have been signed out everywhere else."),
    "renamed": N_("Saved."),
    "address": N_("Your email address is changed. You have been signed out everywhere else."),
    "absence": N_("Saved."),
    "session": N_("That sign-in has ended."),
    "sessions": N_("All other sign-ins have ended."),
    "calendar": N_("The calendar has ended. Its address shows nothing any more."),
}


@bp.post("/sign-out")
def sign_out() -> Response:
    accounts.end_session(entry.key())
    session.clear()
    response = entry.without_key(web.go("/sign-in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'  # "cookies" would reach the vendor's other sites
    return response


@bp.get("/account")
def show() -> Response:
    return web.page("account/show.html", errors={}, **_seen(web.me()))


@bp.post("/account")
def update() -> Response:
    person, typed = web.me(), forms.typed("name", "locale", longest=200)
    try:
        people.set_profile(person, typed["name"], typed["locale"])
    except Refused as no:
        return forms.again("account/show.html", no, **_seen(person, **typed))
    return _done("profile")


@bp.get("/account/password")
def edit_password() -> Response:
    person = web.me()
    if way := proofs.asked(url_for(".edit_password")):
        return way
    return web.page("account/new_password.html", errors={}, **_secret(person))


@bp.post("/account/password")
def password() -> Response:
    """Passwords are taken as typed, spaces and all."""
    person, given = web.me(), request.form
    if way := proofs.asked(url_for(".edit_password")):
        return way
    try:
        accounts.change_password(
            person, given.get("current", ""), given.get("password", ""), given.get("again", ""), entry.key()
        )  # fmt: skip
    except Refused as no:
        return forms.again("account/new_password.html", no, **_secret(person))
    return entry.with_key(_done("password"), sessions.renew(entry.key()))


@bp.post("/account/password/end")
def delete_password() -> Response:
    """A mailed link or a passkey stays."""
    person = web.me()
    if way := proofs.asked(url_for(".edit_password")):
        return way
    accounts.delete_password(person, entry.key())
    return entry.with_key(_done("no_password"), sessions.renew(entry.key()))


@bp.post("/account/absence")
def absence() -> Response:
    person, typed = web.me(), forms.typed("away_from", "away_until", longest=40)
    days = {name: web.typed_date(text) for name, text in typed.items()}
    try:
        if wrong := {name: people.DATES_WRONG for name, text in typed.items() if text and not days[name]}:
            raise Invalid(wrong)
        people.set_absence(person, days["away_from"], days["away_until"])
    except Refused as no:
        return forms.again("account/show.html", no, **_seen(person, **typed))
    return _done("absence")


@bp.post("/account/sessions/<handle>/end")
def end(handle: str) -> Response:
    person = web.me()
    if way := proofs.asked(url_for(".show")):
        return way
    one = next((one for one in Session.living_of(person, moment.now()) if one.handle == handle), None) or abort(404)
    accounts.end_one(one)
    return _done("session")


@bp.post("/account/sessions/end")
def end_others() -> Response:
    if way := proofs.asked(url_for(".show")):
        return way
    sessions.end_others(web.me(), entry.key())
    return _done("sessions")


def _secret(person: User) -> dict[str, Any]:
    return {
        "shortest": passwords.shortest_for(person),
        "longest": passwords.LONGEST,
        "feed": CalendarFeed.of(person),
    }


def _signed_in(person: User, here: Session | None) -> list[Session]:
    """This browser first, then where they were last seen."""
    return sorted(Session.living_of(person, moment.now()), key=lambda one: here is None or one.id != here.id)


def _done(what: str) -> Response:
    return web.go(url_for("account.show", done=what))


def _seen(person: User, **typed: str) -> dict[str, Any]:
    here = sessions.session_of(entry.key())
    zone = ZoneInfo(words.zone())
    away = {
        name: moment_.astimezone(zone).date().isoformat() if (moment_ := getattr(person, name)) else ""
        for name in ("away_from", "away_until")
    }
    return {
        "typed": {"name": person.name, "locale": person.locale, **away, **typed},
        "languages": speaking.names(),
        "sessions": [(one, entry.device(one.agent), one == here) for one in _signed_in(person, here)],
        "factors": accounts.factors.of(person),
        "feed": CalendarFeed.of(person),
        "done": DONE.get(request.args.get("done", "")),
        "is_away": person.is_away(moment.now()),
        **trained(person),
    }
