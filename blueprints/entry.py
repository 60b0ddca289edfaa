"""Who makes this request, and how do they come in? The browser's key, its person, and where it leads them."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Request, Response, request, session, url_for
from flask_login import LoginManager, current_user

from blueprints import speaking, web, words
from domain import accounts, people
from domain.accounts import sessions, throttles
from domain.languages import follow
from models import Session, User

COOKIE_LASTS = timedelta(days=30)
"""No session is longer; the row behind it ends sooner by the rules."""

HOMES = {"channel_manager": "/queue", "director": "/queue", "administrator": "/people", "reader": "/registrations"}
"""Where people begin; partner people who register with the check."""

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux",
}  # fmt: skip
"""Marks in what browsers say of themselves, those first that others imitate."""


def init(app: Flask) -> None:
    """Who makes this request is read from our own session table; nothing about it stands in Flask's cookie."""
    login = LoginManager(app)
    login.session_protection = None
    login.request_loader(_person)
    login.unauthorized_handler(_to_sign_in)
    app.jinja_env.filters["role"] = lambda role: words.translated(people.ROLE_WORDS[role])


def cookie_name() -> str:
    """`__Host-` binds the cookie to this host and TLS; browsers take it over TLS alone."""
    return "__Host-dibs" if web.config().is_secure else "dibs"


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
        cookie_name(), fresh, max_age=COOKIE_LASTS, secure=web.config().is_secure,
        httponly=True, samesite="Lax", path="/",
    )  # fmt: skip
    return response


def without_key(response: Response) -> Response:
    """The answer takes the browser's key away."""
    response.delete_cookie(cookie_name(), secure=web.config().is_secure, httponly=True, samesite="Lax")
    return response


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
