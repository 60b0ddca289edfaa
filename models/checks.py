"""Who asked for which name, what was answered, and how much may still be asked?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import Check, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime, log_db
from models.partners import Partner
from models.programme import RulesVersion
from models.users import User

VERDICTS = "('free', 'own', 'taken', 'review')"


class Receipt(Model):
    """A settled check: numbered, kept 180 days, readable by its own company and by channel managers."""

    code: str = TextField(unique=True)
    user: User = ForeignKeyField(User, backref="+")
    user_id: int
    partner: Partner | None = ForeignKeyField(Partner, null=True, backref="+")  # null: a check by staff
    partner_id: int | None
    at: datetime = UtcDateTime(index=True)
    name: str = TextField()
    core: str = TextField(index=True)
    domain: str = TextField(default="")
    country: str = TextField(default="")
    city: str = TextField(default="")
    vat: str = TextField(default="")
    product_line: str = TextField(default="")
    verdict: str = TextField(constraints=[Check(f"verdict IN {VERDICTS}")])
    causes: list[dict[str, Any]] = JSONField(default=list)  # for staff alone: what stood behind the answer
    rules_version: RulesVersion = ForeignKeyField(RulesVersion, backref="+")

    class Meta:
        database = log_db

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect:
        """The check log is the partners' deepest fear turned round: channel managers and the partner itself only."""
        if user.role == "channel_manager":
            return cls.select()
        if user.partner_id is None:
            return cls.select().where(cls.user == user)
        return cls.select().where(cls.partner == user.partner_id)


class Reading(Model):
    """A channel manager looked into the check log: who, when, how far."""

    reader: User = ForeignKeyField(User, backref="+")
    at: datetime = UtcDateTime()
    partner: Partner | None = ForeignKeyField(Partner, null=True, backref="+")
    reason: str = TextField(default="")  # given when folded names were opened

    class Meta:
        database = log_db


class Budget(Model):
    """How many checks one user made in one minute or one day (`window` says which)."""

    user: User = ForeignKeyField(User, backref="+", on_delete="CASCADE")
    window: str = TextField(constraints=[Check('"window" IN (\'minute\', \'day\')')])
    starts_at: datetime = UtcDateTime()
    spent: int = IntegerField(default=0)

    class Meta:
        database = log_db
        indexes = ((("user", "window", "starts_at"), True),)


class Watch(Model):
    """"Tell me when it is free": private, delayed, capped, for 90 days."""

    code: str = TextField(unique=True)
    user: User = ForeignKeyField(User, backref="+")
    user_id: int
    partner: Partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    name: str = TextField()
    domain: str = TextField(default="")
    country: str = TextField(default="")
    city: str = TextField(default="")
    product_line: str = TextField(default="")
    reason: str = TextField()
    created_at: datetime = UtcDateTime()
    expires_at: datetime = UtcDateTime()
    tell_at: datetime | None = UtcDateTime(null=True)  # set when the account came free; delayed at random
    told_at: datetime | None = UtcDateTime(null=True)
    ended_at: datetime | None = UtcDateTime(null=True)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect:
        return cls.select().where(cls.user == user)
