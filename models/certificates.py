"""Which certificates were issued, what did they say, and do they still hold?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import Check, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.registrations import Registration
from models.users import User


class Certificate(Model):
    """One revision. Immutable once issued: the facts as printed and the SHA-256 of the file are on record."""

    registration: Registration = ForeignKeyField(Registration, backref="+")
    registration_id: int
    revision: int = IntegerField()
    verify_code: str = TextField(unique=True)  # in the QR; says nothing about volume or order
    state: str = TextField(default="preparing", constraints=[Check("state IN ('preparing', 'issued', 'failed')")])
    facts: dict[str, Any] = JSONField()  # as printed
    locale: str = TextField(default="en")
    requested_at: datetime = UtcDateTime()
    attempts: int = IntegerField(default=0)
    next_at: datetime = UtcDateTime()  # not to be tried before
    error: str = TextField(default="")  # of the last attempt, for staff
    issued_at: datetime | None = UtcDateTime(null=True)
    sha256: str | None = TextField(null=True, index=True)
    size: int | None = IntegerField(null=True)
    replaced_at: datetime | None = UtcDateTime(null=True)  # a newer revision exists

    class Meta:
        indexes = ((("registration", "revision"), True), (("state", "next_at"), False))

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect:
        return cls.select().where(cls.registration.in_(Registration.visible_to(user).select(Registration.id)))
