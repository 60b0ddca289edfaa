"""Who has chosen a language? Until then a person's language follows the browser at each sign-in."""

from __future__ import annotations

from datetime import datetime

from peewee import ForeignKeyField

from models.base import Model, UtcDateTime
from models.users import User


class LanguageChoice(Model):
    """One row for each person who chose; the language itself is `User.locale`."""

    user = ForeignKeyField(User, unique=True, backref="+", on_delete="CASCADE")
    user_id: int
    chosen_at = UtcDateTime()

    @classmethod
    def is_made_by(cls, user: User) -> bool:
        return cls.select().where(cls.user == user).exists()

    @classmethod
    def note(cls, user: User, now: datetime) -> None:
        """The first choice counts; later ones change nothing here."""
        cls.insert(user=user, chosen_at=now).on_conflict_ignore().execute()
