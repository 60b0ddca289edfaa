"""Who has a calendar subscribed, and what was written into it?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import BooleanField, Check, DateField, ForeignKeyField, IntegerField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.users import User

KINDS = ("hold", "stage_two", "reply", "update", "protection", "answer", "extension", "appeal")


class CalendarFeed(Model):
    """A person's secret address of a calendar; the row holds its hash, so it is shown once, when it is made."""

    user = ForeignKeyField(User, backref="+", unique=True, on_delete="CASCADE")
    user_id: int
    key_hash = TextField(unique=True)
    names_customers = BooleanField(default=False)  # else the registrations' codes alone
    created_at = UtcDateTime()

    @classmethod
    def of(cls, user: User) -> CalendarFeed | None:
        return cls.get_or_none(cls.user == user)

    @classmethod
    def by_key(cls, key_hash: str) -> CalendarFeed | None:
        """The feed with this key, its person with it; none of a person who was deactivated."""
        living = (cls.key_hash == key_hash, User.is_active == True)  # noqa: E712
        return cls.select(cls, User).join(User).where(*living).get_or_none()


class CalendarEntry(Model):
    """One deadline as it was last written: calendars know it by `uid`, and take a change by its higher sequence."""

    feed = ForeignKeyField(CalendarFeed, backref="+", on_delete="CASCADE")
    feed_id: int
    kind = TextField(constraints=[Check(f"kind IN {KINDS!r}")])
    about = TextField()  # code of the registration or appeal
    uid = TextField(unique=True)
    path = TextField()  # where it is dealt with
    due_at = UtcDateTime(null=True)  # a moment,
    due_on = DateField(null=True)  # or a whole day
    sequence = IntegerField(default=0)
    is_over = BooleanField(default=False)
    changed_at = UtcDateTime()

    class Meta:
        indexes = ((("feed", "kind", "about"), True),)

    @classmethod
    def of(cls, feed: CalendarFeed) -> ModelSelect[CalendarEntry]:
        return cls.select().where(cls.feed == feed).order_by(cls.id)

    @classmethod
    def put(cls, feed: CalendarFeed, kind: str, about: str, uid: str, values: dict[str, Any]) -> None:
        """A deadline that was not in this calendar yet; of two that write it at once, one does."""
        cls.insert(feed=feed, kind=kind, about=about, uid=uid, **values).on_conflict_ignore().execute()

    def change(self, values: dict[str, Any]) -> None:
        """Write it anew with the next sequence, unless somebody did meanwhile."""
        as_read = (CalendarEntry.id == self.id, CalendarEntry.sequence == self.sequence)
        CalendarEntry.update(sequence=CalendarEntry.sequence + 1, **values).where(*as_read).execute()

    @classmethod
    def drop_old(cls, feed: CalendarFeed, before: datetime) -> None:
        """What was cancelled so long ago has reached every calendar."""
        cls.delete().where(cls.feed == feed, cls.is_over == True, cls.changed_at < before).execute()  # noqa: E712
