"""By which rules, in which territories, under whose name does the programme run?"""

from __future__ import annotations

import zlib
from datetime import datetime

from peewee import JOIN, BooleanField, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.users import User


class RulesVersion(Model):
    """One version of the programme rules; never changed once written. `domain.rules` reads the numbers."""

    number = IntegerField(unique=True)
    effective_at = UtcDateTime(index=True)
    numbers = JSONField()
    text = JSONField()  # language -> the rules in words
    created_at = UtcDateTime()
    created_by = ForeignKeyField(User, null=True, backref="+")

    @classmethod
    def number_in_force(cls, now: datetime) -> tuple[int, int]:
        """Id and number of that version alone: what is read with every request. Raises `DoesNotExist`."""
        row = cls.select(cls.id, cls.number).where(cls.effective_at <= now)
        found = row.order_by(cls.effective_at.desc(), cls.number.desc()).get()
        return found.id, found.number

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[RulesVersion]:
        """All versions with who published them, newest first: the vendor's own matter; partners read the text."""
        everything = cls.select(cls, User).left_outer_join(User).order_by(cls.number.desc())
        return everything if user.is_staff else everything.where(cls.id.is_null())

    @classmethod
    def in_force(cls, now: datetime) -> RulesVersion:
        """The newest version whose time has come. Raises `DoesNotExist` before set-up."""
        return cls.select().where(cls.effective_at <= now).order_by(cls.effective_at.desc(), cls.number.desc()).get()


class Vendor(Model):
    """The company that runs the portal: one row."""

    name = TextField()
    legal_name = TextField()
    address = TextField(default="")
    country = TextField()
    mail = TextField(default="")
    logo = TextField(default="")  # SVG, cleaned when it was set
    accent = TextField(default="#0f5061")
    locale = TextField(default="en")
    is_sample = BooleanField(default=False)
    salt = TextField()  # for the hashes of personal data in events

    @property
    def logo_mark(self) -> str:
        """Another one for another logo: part of its address, since browsers keep what they have."""
        return f"{zlib.crc32(self.logo.encode()):08x}"

    @classmethod
    def get_current(cls) -> Vendor:
        return cls.select().order_by(cls.id).get()


class Territory(Model):
    """Countries that one channel manager looks after, with a deputy for absences."""

    name = TextField(unique=True)
    countries = JSONField()
    manager = ForeignKeyField(User, backref="+")
    manager_id: int
    deputy = ForeignKeyField(User, null=True, backref="+")
    deputy_id: int | None

    @classmethod
    def with_people(cls) -> ModelSelect[Territory]:
        """With manager and deputy, in one query."""
        deputy = User.alias()
        rows = cls.select(cls, User, deputy).join_from(cls, User, on=cls.manager)
        return rows.join_from(cls, deputy, JOIN.LEFT_OUTER, on=cls.deputy, attr="deputy")

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Territory]:
        """Who looks after what is the vendor's own matter."""
        everything = cls.with_people().order_by(cls.name, cls.id)
        return everything if user.is_staff else everything.where(cls.id.is_null())
