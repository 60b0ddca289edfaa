"""Which files prove a claim or back a question, and where do they lie?"""

from __future__ import annotations

from datetime import datetime

from peewee import BigIntegerField, ForeignKeyField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.partners import Partner
from models.questions import Question
from models.registrations import Registration
from models.users import User


class Evidence(Model):
    code: str = TextField(unique=True)
    registration: Registration | None = ForeignKeyField(Registration, null=True, backref="+")
    registration_id: int | None
    question: Question | None = ForeignKeyField(Question, null=True, backref="+")
    question_id: int | None
    partner: Partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    uploaded_by: User = ForeignKeyField(User, backref="+")
    uploaded_at: datetime = UtcDateTime()
    filename: str = TextField()  # cleaned, as shown
    kind: str = TextField()  # pdf, png, jpeg, webp, eml, msg, ics, docx, xlsx, pptx, txt
    size: int = BigIntegerField()  # bytes
    sha256: str = TextField(index=True)
    removed_at: datetime | None = UtcDateTime(null=True)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect:
        """Staff see what belongs to filed claims and questions; partner people what belongs to claims they see."""
        kept = cls.select().where(cls.removed_at.is_null())
        claims = Registration.visible_to(user).select(Registration.id)
        questions = Question.visible_to(user).select(Question.id)
        return kept.where(cls.registration.in_(claims) | cls.question.in_(questions))
