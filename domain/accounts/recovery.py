"""What if phone and keys are lost? Ten codes on paper, each good once; the database holds keyed hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from domain import events, moment
from models import RecoveryCode, User
from models.base import db

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that look alike on paper. Twenty-four of them: 118 bits, so that a quick hash with a key is enough."""

HOW_MANY, LONG, GROUP = 10, 24, 4


def make(user: User, key: bytes) -> list[str]:
    """Fresh codes in place of all before. They are told here, and never again."""
    with db.atomic():
        codes = replaced(user, key)
        events.record("user.codes_made", user, actor=user)
    return codes


def replaced(user: User, key: bytes) -> list[str]:
    """Fresh codes, in the transaction of a change that tells of them."""
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LONG)) for _ in range(HOW_MANY)]
    RecoveryCode.delete().where(RecoveryCode.user == user).execute()
    now = moment.now()
    RecoveryCode.insert_many(
        [{"user": user.id, "code_hash": _hashed(user, code, key), "created_at": now} for code in codes]
    ).execute()
    return ["-".join(code[at : at + GROUP] for at in range(0, LONG, GROUP)) for code in codes]


def use(user: User, typed: str, key: bytes) -> bool:
    """Is this one of the codes that are left? Then it is used up, and the person is told by mail."""
    code = "".join(letter for letter in typed.casefold() if letter.isalnum())
    if len(code) != LONG:
        return False
    with db.atomic():
        if not RecoveryCode.use(user, _hashed(user, code, key), moment.now()):
            return False
        events.record("user.code_used", user, actor=user, facts={"left": RecoveryCode.left(user)})
    return True


def _hashed(user: User, code: str, key: bytes) -> str:
    """With the server's key: whoever has the database alone cannot try codes against it."""
    return hmac.new(key, f"recovery\n{user.id}\n{code}".encode(), hashlib.sha256).hexdigest()
