"""Who makes this request, and what can people set for themselves? The cookie, and the account page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Request, Response, abort, current_app, request, session, url_for
from flask_login import LoginManager, current_user

from blueprints import forms, proofs, speaking, web, words
from blueprints.people import trained
from domain import accounts, moment, people
from domain.accounts import passwords, sessions, throttles
from domain.languages import follow
from domain.refusals import Invalid, Refused
from domain.words import N_
from models import CalendarFeed, Session, User

bp = Blueprint("account", __name__)

COOKIE_LASTS = timedelta(days=30)
"""No session is longer; the row behind it ends sooner by the rules."""

HOMES = {"channel_manager": "/queue", "director": "/queue", "administrator": "/people", "reader": "/registrations"}
"""Where people begin; partner people who register with the check."""

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux",
}  # fmt: skip
"""Marks in what browsers say of themselves, those first that others imitate."""

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


def init(app: Flask) -> None:
    """Who makes this request is read from our own session table; nothing about it stands in Flask's cookie."""
    login = LoginManager(app)
    login.session_protection = None
    login.request_loader(_person)
    login.unauthorized_handler(_to_sign_in)
    app.jinja_env.filters["role"] = lambda role: words.translated(people.ROLE_WORDS[role])


def cookie_name() -> str:
    """`__Host-` binds the cookie to this host and TLS; browsers take it over TLS alone."""
    return "__Host-dibs" if current_app.config["DIBS"].is_secure else "dibs"


def key() -> str:
    """The session key that this browser shows."""
    return request.cookies.get(cookie_name(), "")


def network() -> str:
    return throttles.network_of(request.remote_addr or "")


def coming_in() -> User:
    """Who is signed in, or will be once they have a second factor. Sends others to the sign-in page.

    Who has one by now shows it instead: half a sign-in is good for bringing the first one, not for adding to it.
    """
    half = None if current_user.is_authenticated else sessions.half_of(key())
    if half is None or half.awaits != "set_up" or accounts.factors.is_asked(half.user):
        return web.me()
    return half.user


def let_in(person: User, fresh: str, to: str = "") -> Response:
    """Give the browser its fresh key. What it had before is worth nothing: the session ends, the form token changes.

    Who still has to show or set up a second factor is led there, and to `to` afterwards.
    """
    if key():
        accounts.end_session(key())
    follow(person, speaking.asked())
    session.clear()
    half = sessions.half_of(fresh)
    if half is None:
        return with_key(web.go(to or HOMES.get(person.role, "/")), fresh)
    session["next"] = to
    return with_key(web.go(way_on(half)), fresh)


def way_on(half: Session) -> str:
    """Where half a sign-in is finished."""
    return url_for("second_step.new" if half.awaits == "factor" else "factors.protect")


def let_on(fresh: str) -> Response:
    """The second factor is there: a fresh key, and on to where they wanted to go."""
    to = session.pop("next", "")
    person = accounts.person_of(fresh)
    return let_in(person, fresh, to) if person else web.go(url_for("signing_in.new"))


def with_key(response: Response, fresh: str) -> Response:
    """The answer gives the browser this key from now on."""
    response.set_cookie(
        cookie_name(), fresh, max_age=COOKIE_LASTS, secure=current_app.config["DIBS"].is_secure,
        httponly=True, samesite="Lax", path="/",
    )  # fmt: skip
    return response


@bp.post("/sign-out")
def sign_out() -> Response:
    accounts.end_session(key())
    session.clear()
    response = web.go("/sign-in")
    response.delete_cookie(cookie_name(), secure=current_app.config["DIBS"].is_secure, httponly=True, samesite="Lax")
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
            person, given.get("current", ""), given.get("password", ""), given.get("again", ""), key()
        )  # fmt: skip
    except Refused as no:
        return forms.again("account/new_password.html", no, **_secret(person))
    return with_key(_done("password"), sessions.renew(key()))


@bp.post("/account/password/end")
def delete_password() -> Response:
    """A mailed link or a passkey stays."""
    person = web.me()
    if way := proofs.asked(url_for(".edit_password")):
        return way
    accounts.delete_password(person, key())
    return with_key(_done("no_password"), sessions.renew(key()))


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
    sessions.end_others(web.me(), key())
    return _done("sessions")


def device(agent: str) -> tuple[str, str]:
    """Browser and system as a person knows them; empty where the browser keeps it to itself."""
    browser = next((name for mark, name in BROWSERS.items() if f"{mark}/" in agent), "")
    return browser, next((name for mark, name in SYSTEMS.items() if mark in agent), "")


def _person(_: Request) -> User | None:
    return accounts.person_of(key())


def _to_sign_in() -> Response:
    """Signed-out people go to sign in and come back; htmx loads the page whole."""
    to = url_for("signing_in.new", next=_back() or None)
    return Response(status=401, headers={"HX-Redirect": to}) if web.is_htmx() else web.go(to)


def _back() -> str:
    """The page that this person was on: what is asked for, or the one that holds the form."""
    if request.method == "GET" and not web.is_htmx():
        path = request.full_path.rstrip("?")
    else:
        path = web.came_from()
    return "" if path == "/" else path


def _secret(person: User) -> dict[str, Any]:
    return {
        "shortest": passwords.shortest_for(person),
        "longest": passwords.LONGEST,
        "feed": CalendarFeed.of(person),
    }


def _done(what: str) -> Response:
    return web.go(url_for("account.show", done=what))


def _seen(person: User, **typed: str) -> dict[str, Any]:
    here = sessions.session_of(key())
    zone = ZoneInfo(words.zone())
    away = {
        name: moment_.astimezone(zone).date().isoformat() if (moment_ := getattr(person, name)) else ""
        for name in ("away_from", "away_until")
    }
    return {
        "typed": {"name": person.name, "locale": person.locale, **away, **typed},
        "languages": speaking.names(),
        "sessions": [(one, device(one.agent), one == here) for one in Session.living_of(person, moment.now())],
        "factors": accounts.factors.of(person),
        "feed": CalendarFeed.of(person),
        "done": DONE.get(request.args.get("done", "")),
        "is_away": person.is_away(moment.now()),
        **trained(person),
    }
