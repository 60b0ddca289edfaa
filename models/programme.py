"""By which rules, in which territories, under whose name does the programme run?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import BooleanField, ForeignKeyField, IntegerField, JSONField, TextField

from models.base import Model, UtcDateTime
from models.users import User


class RulesVersion(Model):
    """One version of the programme rules; never changed once written. `domain.rules` reads the numbers."""

    number: int = IntegerField(unique=True)
    effective_at: datetime = UtcDateTime(index=True)
    numbers: dict[str, Any] = JSONField()
    text: dict[str, str] = JSONField()  # language -> the rules in words
    created_at: datetime = UtcDateTime()
    created_by: User | None = ForeignKeyField(User, null=True, backref="+")

    @classmethod
    def in_force(cls, now: datetime) -> RulesVersion:
        """The newest version whose time has come. Raises `DoesNotExist` before set-up."""
        return cls.select().where(cls.effective_at <= now).order_by(cls.effective_at.desc(), cls.number.desc()).get()


class Vendor(Model):
    """The company that runs the portal: one row."""

    name: str = TextField()
    legal_name: str = TextField()
    address: str = TextField(default="")
    country: str = TextField()
    mail: str = TextField(default="")
    logo: str = TextField(default="")  # SVG, cleaned when it was set
    accent: str = TextField(default="#0f5061")
    locale: str = TextField(default="en")
    is_sample: bool = BooleanField(default=False)
    salt: str = TextField()  # for the hashes of personal data in events

    @classmethod
    def get_current(cls) -> Vendor:
        return cls.select().order_by(cls.id).get()


class Territory(Model):
    """Countries that one channel manager looks after, with a deputy for absences."""

    name: str = TextField(unique=True)
    countries: list[str] = JSONField()
    manager: User = ForeignKeyField(User, backref="+")
    manager_id: int
    deputy: User | None = ForeignKeyField(User, null=True, backref="+")
    deputy_id: int | None
