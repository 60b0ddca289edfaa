"""What do partners ask about a "taken" answer, and what was replied?"""

from __future__ import annotations

from datetime import datetime

from peewee import Check, ForeignKeyField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.partners import Partner
from models.users import User


class Question(Model):
    """An appeal against a `taken` answer or a refused filing, answered by a person."""

    code: str = TextField(unique=True)
    partner: Partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    asked_by: User = ForeignKeyField(User, backref="+")
    asked_by_id: int
    asked_at: datetime = UtcDateTime()
    company: str = TextField()
    receipt_code: str = TextField(default="")
    registration_code: str = TextField(default="")  # of the refused filing, if there was one
    text: str = TextField()
    salt: str = TextField()
    idempotency_key: str = TextField(unique=True)
    state: str = TextField(default="open", constraints=[Check("state IN ('open', 'answered')")])
    assignee: User | None = ForeignKeyField(User, null=True, backref="+")
    assignee_id: int | None
    due_at: datetime = UtcDateTime()
    answer: str = TextField(default="")
    answered_by: User | None = ForeignKeyField(User, null=True, backref="+")
    answered_at: datetime | None = UtcDateTime(null=True)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect:
        if user.is_staff:
            return cls.select()
        mine = cls.select().where(cls.partner == user.partner_id)
        return mine if user.sees == "company" else mine.where(cls.asked_by == user)
