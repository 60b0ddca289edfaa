"""Which files prove a claim or back a question, and where do they lie?"""

from __future__ import annotations

from peewee import BigIntegerField, ForeignKeyField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.partners import Partner
from models.questions import Question
from models.registrations import Registration
from models.users import User


class Evidence(Model):
    code = TextField(unique=True)
    registration = ForeignKeyField(Registration, null=True, backref="+")
    registration_id: int | None
    question = ForeignKeyField(Question, null=True, backref="+")
    question_id: int | None
    partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    uploaded_by = ForeignKeyField(User, backref="+")
    uploaded_at = UtcDateTime()
    filename = TextField()  # cleaned, as shown
    kind = TextField()  # pdf, png, jpeg, webp, eml, msg, ics, docx, xlsx, pptx, txt
    size = BigIntegerField()  # bytes
    sha256 = TextField(index=True)
    removed_at = UtcDateTime(null=True)

    @classmethod
    def of_claim(cls, claim: Registration) -> ModelSelect[Evidence]:
        """What is attached to a claim now, oldest first, with who attached it."""
        return cls._kept().where(cls.registration == claim.id)

    @classmethod
    def of_question(cls, question: Question) -> ModelSelect[Evidence]:
        return cls._kept().where(cls.question == question.id)

    @classmethod
    def _kept(cls) -> ModelSelect[Evidence]:
        return cls.select(cls, User).join(User).where(cls.removed_at.is_null()).order_by(cls.id)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Evidence]:
        """Staff see what belongs to filed claims and questions; partner people what belongs to claims they see."""
        kept = cls.select().where(cls.removed_at.is_null())
        claims = Registration.visible_to(user).select(Registration.id)
        questions = Question.visible_to(user).select(Question.id)
        return kept.where(cls.registration.in_(claims) | cls.question.in_(questions))
