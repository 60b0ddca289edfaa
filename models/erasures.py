"""Which people were erased, when, by whom and for which reason? Never who they were."""

from __future__ import annotations

from peewee import Check, ForeignKeyField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.users import User

REASONS = ("asked", "left", "mistake", "other")


class Erasure(Model):
    """One person's data was deleted for good. Names and addresses are not in it: they are what was deleted."""

    code = TextField(unique=True)
    user = ForeignKeyField(User, null=True, unique=True, backref="+")  # null: somebody without an account
    user_id: int | None
    reason = TextField(constraints=[Check(f"reason IN {REASONS!r}")])
    erased_by = ForeignKeyField(User, backref="+")
    erased_by_id: int
    erased_at = UtcDateTime()
    done = JSONField()  # table -> how many of its rows were changed or deleted
    stays = JSONField()  # "table.column" -> in how many rows the name was left, for a reason

    @classmethod
    def of(cls, user: User) -> Erasure | None:
        return cls.get_or_none(cls.user == user)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Erasure]:
        """Administrators alone, newest first."""
        rows = cls.select(cls, User).join(User, on=(cls.erased_by == User.id)).order_by(cls.id.desc())
        return rows if user.role == "administrator" else rows.where(cls.id.is_null())
