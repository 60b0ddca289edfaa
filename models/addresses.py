"""Which mail address does somebody move to, from which, and how long can it be taken back?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import ForeignKeyField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.users import User


class AddressChange(Model):
    """One change of a mail address: asked for, confirmed from the new address, perhaps taken back from the old one.

    Neither link stands here: both are derived from `nonce` with the server's key (`domain.accounts.addresses`).
    """

    user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
    user_id: int
    nonce = TextField(unique=True)
    old = TextField()  # lower case, as that of the person
    new = TextField()
    asked_at = UtcDateTime()
    expires_at = UtcDateTime()  # until then it can be confirmed
    confirmed_at = UtcDateTime(null=True)
    back_until = UtcDateTime(null=True)  # until then it can be taken back
    ended_at = UtcDateTime(null=True)  # replaced by a newer one, or taken back: no link of it works any more

    @classmethod
    def pending_of(cls, user: User, now: datetime) -> AddressChange | None:
        """What waits to be confirmed; there is one at most."""
        waiting = (cls.user == user, cls.confirmed_at.is_null(), cls.ended_at.is_null(), cls.expires_at > now)
        found: AddressChange | None = cls.select().where(*waiting).order_by(cls.id.desc()).first()
        return found

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[AddressChange]:
        """One's own."""
        return cls.select().where(cls.user == user)

    def may_confirm(self, now: datetime) -> bool:
        return self.confirmed_at is None and self.ended_at is None and now < self.expires_at

    def may_go_back(self, now: datetime) -> bool:
        return self.back_until is not None and self.ended_at is None and now < self.back_until

    def confirm(self, now: datetime, back_until: datetime) -> bool:
        """Of any number of uses at once, one is told True."""
        living = (AddressChange.confirmed_at.is_null(), AddressChange.expires_at > now)
        return self._change(*living, confirmed_at=now, back_until=back_until)

    def take_back(self, now: datetime) -> bool:
        """Of any number of uses at once, one is told True."""
        return self._change(AddressChange.confirmed_at.is_null(False), AddressChange.back_until > now, ended_at=now)

    @classmethod
    def end_others(cls, user: User, now: datetime, *which: Any) -> None:
        """No link of these works any more."""
        cls.update(ended_at=now).where(cls.user == user, cls.ended_at.is_null(), *which).execute()

    def _change(self, *which: Any, **values: Any) -> bool:
        same = (AddressChange.id == self.id, AddressChange.ended_at.is_null())
        return bool(AddressChange.update(**values).where(*same, *which).execute())
