"""Short ways to a second factor: the digits that an app would show, and setting one up by verb or by screen."""

from __future__ import annotations

import re

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain import moment
from domain.accounts import apps
from models import AuthenticatorApp, User

KEY = b"for tests only"
"""The server's key in all tests."""


def step(off: int = 0) -> int:
    """The thirty seconds that it is now, or so many later."""
    return int(moment.now().timestamp()) // apps.SECONDS + off


def give_app(user: User, key: bytes = KEY) -> list[str]:
    """An app set up two steps ago, so that the digits of now are unused. Returns the recovery codes."""
    codes = apps.set_up(user, "nonce", apps.digits_at(user, "nonce", key, step()), key, "")
    AuthenticatorApp.update(last_step=step(-2)).where(AuthenticatorApp.user == user).execute()
    return codes


def digits(user: User, off: int = 0, key: bytes = KEY) -> str:
    """What the app of this person shows now, or so many steps later."""
    return apps.digits_at(user, AuthenticatorApp.get(AuthenticatorApp.user == user).nonce, key, step(off))


def fresh_digits(user: User) -> str:
    """Digits that sign this person in now, whatever was used before; an app is set up if there is none."""
    if AuthenticatorApp.of(user) is None:
        give_app(user)
    AuthenticatorApp.update(last_step=step(-2)).where(AuthenticatorApp.user == user).execute()
    return digits(user)


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "000001"


def set_up_app(client: FlaskClient) -> TestResponse:
    """Set up an app as people do: the key from the page into an app, its digits into the form."""
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", client.get("/account/app").text)
    assert found is not None
    shown = pyotp.TOTP(found[1].replace(" ", "")).at(moment.now())
    return client.post("/account/app", data={"code": shown})
