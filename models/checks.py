"""Who asked for which name, what was answered, and how much may still be asked?"""

from __future__ import annotations

from peewee import Check, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime, log_db
from models.partners import Partner
from models.programme import RulesVersion
from models.users import User

VERDICTS = "('free', 'own', 'taken', 'review')"


class Receipt(Model):
    """A settled check: numbered, kept 180 days, readable by its own company and by channel managers."""

    code = TextField(unique=True)
    user = ForeignKeyField(User, backref="+")
    user_id: int
    partner = ForeignKeyField(Partner, null=True, backref="+")  # null: a check by staff
    partner_id: int | None
    at = UtcDateTime(index=True)
    name = TextField()
    core = TextField(index=True)
    domain = TextField(default="")
    country = TextField(default="")
    city = TextField(default="")
    vat = TextField(default="")
    product_line = TextField(default="")
    verdict = TextField(constraints=[Check(f"verdict IN {VERDICTS}")])
    causes = JSONField(default=list)  # for staff alone: what stood behind the answer
    rules_version = ForeignKeyField(RulesVersion, backref="+")

    class Meta:
        database = log_db

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Receipt]:
        """The check log is the partners' deepest fear turned round: channel managers and the partner itself only."""
        if user.role == "channel_manager":
            return cls.select()
        if user.partner_id is None:
            return cls.select().where(cls.user == user)
        return cls.select().where(cls.partner == user.partner_id)


class Reading(Model):
    """A channel manager looked into the check log: who, when, how far."""

    reader = ForeignKeyField(User, backref="+")
    at = UtcDateTime()
    partner = ForeignKeyField(Partner, null=True, backref="+")
    reason = TextField(default="")  # given when folded names were opened

    class Meta:
        database = log_db


class Budget(Model):
    """How many checks one user made in one minute or one day (`window` says which)."""

    user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
    window = TextField(constraints=[Check("\"window\" IN ('minute', 'day')")])
    starts_at = UtcDateTime()
    spent = IntegerField(default=0)

    class Meta:
        database = log_db
        indexes = ((("user", "window", "starts_at"), True),)


class Watch(Model):
    """ "Tell me when it is free": private, delayed, capped, for 90 days."""

    code = TextField(unique=True)
    user = ForeignKeyField(User, backref="+")
    user_id: int
    partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    name = TextField()
    domain = TextField(default="")
    country = TextField(default="")
    city = TextField(default="")
    product_line = TextField(default="")
    reason = TextField()
    created_at = UtcDateTime()
    expires_at = UtcDateTime()
    tell_at = UtcDateTime(null=True)  # set when the account came free; delayed at random
    told_at = UtcDateTime(null=True)
    ended_at = UtcDateTime(null=True)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Watch]:
        return cls.select().where(cls.user == user)
