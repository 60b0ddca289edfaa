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
    state = TextField(default="open", constraints=[Check("state IN ('draft', 'open', 'answered')")])
    assignee = ForeignKeyField(User, null=True, backref="+")
    assignee_id: int | None
    due_at = UtcDateTime()
    answer = TextField(default="")
    answered_by = ForeignKeyField(User, null=True, backref="+")
    answered_at = UtcDateTime(null=True)

    @classmethod
    def unanswered(cls) -> ModelSelect[Question]:
        """What waits for an answer, with its partner."""
        return cls.select(cls, Partner).join(Partner).where(cls.state == "open")

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Question]:
        """Staff see what was sent; partner people their company's appeals, or their own alone."""
        if user.is_staff:
            return cls.select().where(cls.state != "draft")
        mine = cls.select().where(cls.partner == user.partner_id)
        return user.seen(mine, cls.asked_by)

    @classmethod
    def open_for(cls, user: User) -> ModelSelect[Question]:
        """Appeals that wait for an answer, least time left first."""
        return cls.visible_to(user).where(cls.state == "open").order_by(cls.due_at, cls.id)

    @classmethod
    def sent_against(cls, registration_code: str) -> Question | None:
        """The appeal against the decision on this claim, if one was sent."""
        sent = cls.select().where(cls.registration_code == registration_code, cls.state != "draft")
        found: Question | None = sent.order_by(cls.id.desc()).first()
        return found

    @classmethod
    def begun(cls, user: User, receipt_code: str, registration_code: str, key: str = "") -> Question | None:
        """The company's appeal against this answer, or this person's draft of one, or what was made with this form."""
        about = (cls.receipt_code == receipt_code) & (cls.registration_code == registration_code)
        theirs = cls.select().where(cls.partner == user.partner_id)
        theirs = theirs.where(about & ((cls.state != "draft") | (cls.asked_by == user)) | (cls.idempotency_key == key))
        found: Question | None = theirs.order_by(cls.id).first()
        return found
