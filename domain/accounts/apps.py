"""Do these six digits come from the person's authenticator app? RFC 6238: SHA-1, thirty seconds, one step either way.

The secret that phone and portal share stands nowhere: it is derived from a nonce with the server's key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

import pyotp

from domain import moment
from domain.accounts import factors
from domain.refusals import Invalid
from domain.words import N_
from models import AuthenticatorApp, User
from models.base import serialised

SECONDS = 30
ALLOWED = (0, -1, 1)
"""Steps by which a phone's clock may differ, and that somebody may take to type."""

WRONG_SET_UP = N_("The app does not show these digits now. Type the newest ones; the phone’s clock must be right.")


def fresh_nonce() -> str:
    """Of a set-up that has begun; it is kept once the app has shown the right digits."""
    return secrets.token_urlsafe(18)


def secret_of(user: User, nonce: str, key: bytes) -> str:
    """160 bits in base32, as apps take it."""
    derived = hmac.new(key, f"app\n{user.id}\n{nonce}".encode(), hashlib.sha256).digest()
    return base64.b32encode(derived[:20]).decode()


def address_of(user: User, nonce: str, key: bytes, vendor: str) -> str:
    """What the QR code says: `otpauth://totp/…`."""
    return pyotp.TOTP(secret_of(user, nonce, key)).provisioning_uri(name=user.email, issuer_name=vendor)


def set_up(user: User, nonce: str, typed: str, key: bytes, here: str) -> list[str]:
    """The app shows the right digits: from now on it counts, in place of any before. Every session but `here` ends.

    Returns recovery codes to be shown once, when there were none. Raises `Invalid`, `Refused` (moved on).
    """
    step = _step(secret_of(user, nonce, key), typed)
    if step is None:
        raise Invalid({"code": WRONG_SET_UP})
    with serialised("factors"):
        factors.check_first(user, here)
        AuthenticatorApp.delete().where(AuthenticatorApp.user == user).execute()
        AuthenticatorApp.create(user=user, nonce=nonce, last_step=step, created_at=moment.now())
        return factors.added(user, "app", key, here)


def use(user: User, typed: str, key: bytes) -> bool:
    """Are these the digits of now? Then they are used up: they, and any before them, are not taken again."""
    app = AuthenticatorApp.of(user)
    step = _step(secret_of(user, app.nonce, key), typed) if app else None
    return app is not None and step is not None and app.use(step, moment.now())


def digits_at(user: User, nonce: str, key: bytes, step: int) -> str:
    """What the app shows in a step of thirty seconds since 1970."""
    return pyotp.HOTP(secret_of(user, nonce, key)).at(step)


def _step(secret: str, typed: str) -> int | None:
    """The step to which digits belong; None: to none near now."""
    now, app = int(moment.now().timestamp()) // SECONDS, pyotp.HOTP(secret)
    digits = "".join(letter for letter in typed if letter.isdecimal()).encode()
    fitting = [now + off for off in ALLOWED if hmac.compare_digest(app.at(now + off).encode(), digits)]
    return fitting[0] if fitting else None
