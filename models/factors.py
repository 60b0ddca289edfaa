"""By what, beside mail box and password, do people prove who they are? Apps, passkeys, recovery codes.

No secret stands here: that of an app is derived from `nonce` with the server's key, of codes there is a keyed hash.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import BooleanField, ForeignKeyField, IntegerField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.users import User


class AuthenticatorApp(Model):
    """The app that shows a person six digits, fresh every thirty seconds; one each."""

    user = ForeignKeyField(User, unique=True, backref="+", on_delete="CASCADE")
    user_id: int
    nonce = TextField()
    last_step = IntegerField()  # of the thirty seconds whose digits were used last: none of before is taken again
    created_at = UtcDateTime()
    last_used_at = UtcDateTime(null=True)

    @classmethod
    def of(cls, user: User) -> AuthenticatorApp | None:
        return cls.get_or_none(cls.user == user)

    def use(self, step: int, now: datetime) -> bool:
        """Of any number of uses of the same digits at once, one is told True."""
        unused = (AuthenticatorApp.id == self.id, AuthenticatorApp.nonce == self.nonce)
        used = AuthenticatorApp.update(last_step=step, last_used_at=now)
        return bool(used.where(*unused, AuthenticatorApp.last_step < step).execute())


class RecoveryCode(Model):
    """One of ten codes on paper, for when everything else is lost."""

    user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
    user_id: int
    code_hash = TextField(unique=True)
    created_at = UtcDateTime()
    used_at = UtcDateTime(null=True)

    @classmethod
    def left(cls, user: User) -> int:
        return cls.select().where(cls.user == user, cls.used_at.is_null()).count()

    @classmethod
    def use(cls, user: User, code_hash: str, now: datetime) -> bool:
        """Of any number of uses at once, one is told True."""
        unused = (cls.user == user, cls.code_hash == code_hash, cls.used_at.is_null())
        return bool(cls.update(used_at=now).where(*unused).execute())


class Passkey(Model):
    """A key that a device or a password manager keeps; it opens only after a finger, a face or a PIN."""

    code = TextField(unique=True)
    user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
    user_id: int
    credential = TextField(unique=True)  # what the device calls it, base64url
    public_key = TextField()  # COSE, base64url
    sign_count = IntegerField()  # 0: this device does not count
    name = TextField()
    is_synced = BooleanField()  # kept by more than one device
    created_at = UtcDateTime()
    last_used_at = UtcDateTime(null=True)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Passkey]:
        """One's own, oldest first."""
        return cls.select().where(cls.user == user).order_by(cls.id)

    @classmethod
    def by_credential(cls, credential: str) -> Passkey | None:
        """With its person; none of a person who was deactivated."""
        living = (cls.credential == credential, User.is_active == True)  # noqa: E712
        return cls.select(cls, User).join(User).where(*living).get_or_none()

    def use(self, count: int, now: datetime) -> bool:
        """Note a use. False when the count does not go up: somebody has a copy of the key, or was faster."""
        rises: Any = (Passkey.sign_count < count) | ((Passkey.sign_count == 0) & (count == 0))
        used = Passkey.update(sign_count=count, last_used_at=now)
        return bool(used.where(Passkey.id == self.id, rises).execute())


class SpentChallenge(Model):
    """A question that was answered with a passkey; it is not asked twice."""

    challenge_hash = TextField(unique=True)
    spent_at = UtcDateTime(index=True)

    @classmethod
    def spend(cls, challenge_hash: str, now: datetime) -> bool:
        """Of any number of answers to the same question, one is told True."""
        row = cls.insert(challenge_hash=challenge_hash, spent_at=now).on_conflict_ignore()
        return bool(row.as_rowcount().execute())


class ShortPassword(Model):
    """Whose password is good enough beside a second factor, and too short to stand alone."""

    user = ForeignKeyField(User, unique=True, backref="+", on_delete="CASCADE")
    user_id: int

    @classmethod
    def is_of(cls, user: User) -> bool:
        return cls.select().where(cls.user == user).exists()
