"""How do people sign in and out, and what can they set for themselves?"""

from __future__ import annotations

from flask import Blueprint, Flask, Request, Response, current_app, redirect, request, url_for
from flask_login import LoginManager

from domain import accounts
from models import User

bp = Blueprint("account", __name__)


def cookie_name() -> str:
    """`__Host-` binds the cookie to this host and TLS; browsers take it over TLS alone."""
    return "__Host-dibs" if current_app.config["DIBS"].is_secure else "dibs"


def init(app: Flask) -> None:
    """Who makes this request is read from our own session table; nothing about it stands in Flask's cookie."""
    login = LoginManager(app)
    login.request_loader(_person)
    login.unauthorized_handler(_to_sign_in)


def _person(asked: Request) -> User | None:
    return accounts.person_of(asked.cookies.get(cookie_name(), ""))


def _to_sign_in() -> Response:
    """Signed-out people go to sign in and come back; htmx loads the page whole (UI.md, HTMX)."""
    to = url_for("account.sign_in", next=request.full_path.rstrip("?") if request.method == "GET" else None)
    if request.htmx:  # type: ignore[attr-defined]
        return Response(status=401, headers={"HX-Redirect": url_for("account.sign_in")})
    return redirect(to, 303)


@bp.get("/sign-in")
def sign_in() -> str:
    return "sign in"
