"""What do partners ask about a "taken" answer, and what was replied?"""

from __future__ import annotations

from peewee import Check, ForeignKeyField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.partners import Partner
from models.users import User


class Question(Model):
    """An appeal against a `taken` answer or a refused filing, answered by a person."""

    code = TextField(unique=True)
    partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    asked_by = ForeignKeyField(User, backref="+")
    asked_by_id: int
    asked_at = UtcDateTime()
    company = TextField()
    receipt_code = TextField(default="")
    registration_code = TextField(default="")  # of the refused filing, if there was one
    text = TextField()
    salt = TextField()
    idempotency_key = TextField(unique=True)
    state = TextField(default="open", constraints=[Check("state IN ('open', 'answered')")])
    assignee = ForeignKeyField(User, null=True, backref="+")
    assignee_id: int | None
    due_at = UtcDateTime()
    answer = TextField(default="")
    answered_by = ForeignKeyField(User, null=True, backref="+")
    answered_at = UtcDateTime(null=True)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Question]:
        if user.is_staff:
            return cls.select()
        mine = cls.select().where(cls.partner == user.partner_id)
        return mine if user.sees == "company" else mine.where(cls.asked_by == user)
