"""How did a version of the rules come to be, and how did the vendor appear when?"""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.programme import RulesVersion
from models.users import User


class Publication(Model):
    """Why a version was published, and its text as it was written. Apart from the version, which never changes, so
    that the note can be erased."""

    version = ForeignKeyField(RulesVersion, unique=True, backref="+")
    version_id: int
    note = TextField(default="")
    salt = TextField()
    restored = IntegerField(null=True)  # the number of the older version that was published again
    wording = JSONField(default=dict)  # language -> the rules in words, with {names} in place of the numbers

    @classmethod
    def by_version(cls) -> dict[int, Publication]:
        return {row.version_id: row for row in cls.select()}


class BrandVersion(Model):
    """Name, address, colour and logo as they were from a moment on; `Vendor` holds the newest."""

    number = IntegerField(unique=True)
    name = TextField()
    legal_name = TextField()
    address = TextField()
    country = TextField()
    mail = TextField()
    accent = TextField()
    logo = TextField()  # SVG, cleaned when it was set
    note = TextField(default="")
    created_at = UtcDateTime()
    created_by = ForeignKeyField(User, null=True, backref="+")  # null: how it was before anybody changed it
    created_by_id: int | None

    @classmethod
    def newest_first(cls) -> ModelSelect[BrandVersion]:
        return cls.select(cls, User).left_outer_join(User).order_by(cls.number.desc())

    @classmethod
    def highest(cls) -> int:
        """The number of the newest; 0 before the first change."""
        row = cls.select(cls.number).order_by(cls.number.desc()).first()
        return row.number if row else 0
