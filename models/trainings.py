"""Who has passed which course, and until when does that count?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from peewee import DateField, ForeignKeyField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.users import User


class Training(Model):
    """A certificate of one course. `valid_until` is its whole last day; none: it does not end."""

    code = TextField(unique=True)
    person = ForeignKeyField(User, backref="+")
    person_id: int
    course = TextField()
    passed_on = DateField()
    valid_until = DateField(null=True, index=True)
    noted_by = ForeignKeyField(User, backref="+")
    noted_at = UtcDateTime()
    ended_at = UtcDateTime(null=True)  # withdrawn
    ended_by = ForeignKeyField(User, null=True, backref="+")
    reminded_at = UtcDateTime(null=True)  # when it was told that the last day is near
    over_at = UtcDateTime(null=True)  # when it was told that the last day has gone by

    @property
    def partner_id(self) -> int | None:
        return self.person.partner_id

    @property
    def is_withdrawn(self) -> bool:
        return self.ended_at is not None

    def is_over(self, today: date) -> bool:
        """Has its last day gone by?"""
        return self.valid_until is not None and bool(self.valid_until < today)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Training]:
        """Staff see all, a partner admin those of the company, everybody else their own."""
        if user.is_staff:
            return cls.select()
        if user.role == "partner_admin":
            return cls.select().where(cls.person.in_(User.select(User.id).where(User.partner == user.partner_id)))
        return cls.select().where(cls.person == user)

    @classmethod
    def of(cls, person: User | int) -> ModelSelect[Training]:
        """All of a person, the newest first."""
        return cls.select().where(cls.person == person).order_by(cls.passed_on.desc(), cls.id.desc())

    @classmethod
    def standing(cls, people: Iterable[int] | ModelSelect[Any]) -> ModelSelect[Training]:
        """Those of these people that were not withdrawn, whether their last day has gone by or not."""
        return cls.select().where(cls.person.in_(people), cls.ended_at.is_null()).order_by(cls.id)

    @classmethod
    def dated(cls) -> ModelSelect[Training]:
        """Those with a last day that nobody withdrew, of people who are active."""
        rows = cls.select(cls, User).join(User, on=(cls.person == User.id))
        dated = (cls.ended_at.is_null(), cls.valid_until.is_null(False), User.is_active == True)  # noqa: E712
        return rows.where(*dated).order_by(cls.valid_until, cls.id)

    @classmethod
    def courses(cls) -> list[str]:
        """The names of all courses that somebody has passed."""
        return [row.course for row in cls.select(cls.course).distinct().order_by(cls.course)]
