"""Which files prove a claim or back a question, and where do they lie?"""

from __future__ import annotations

from datetime import datetime

from peewee import BigIntegerField, Check, ForeignKeyField, IntegerField, ModelSelect, TextField, fn

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
        """What is attached to a claim, oldest first, with who attached it; also what was deleted after its time."""
        return cls._kept().where(cls.registration == claim.id)

    @classmethod
    def kept_of(cls, claim: Registration) -> ModelSelect[Evidence]:
        """What is attached to a claim now and can be opened."""
        gone = Deletion.select(Deletion.evidence)
        return cls.select().where(cls.registration == claim.id, cls.removed_at.is_null(), cls.id.not_in(gone))

    @classmethod
    def claims_with(cls, claims: list[int]) -> set[int]:
        """Those of these claims that have anything attached that can be opened."""
        gone = Deletion.select(Deletion.evidence)
        rows = cls.select(cls.registration).where(cls.removed_at.is_null(), cls.id.not_in(gone)).distinct()
        found = rows.where(cls.registration.in_(claims))
        return {row.registration_id for row in found if row.registration_id is not None}

    @classmethod
    def added_since(cls, partner_id: int, since: datetime) -> int:
        """Bytes that a partner's people added since then, also those of files that were removed again."""
        rows = cls.select(fn.COALESCE(fn.SUM(cls.size), 0)).where(cls.partner == partner_id, cls.uploaded_at >= since)
        return int(rows.scalar())

    @classmethod
    def of_question(cls, question: Question) -> ModelSelect[Evidence]:
        return cls._kept().where(cls.question == question.id)

    @classmethod
    def _kept(cls) -> ModelSelect[Evidence]:
        return cls.select(cls, User).join(User).where(cls.removed_at.is_null()).order_by(cls.id)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Evidence]:
        """Staff see what belongs to filed claims and questions; partner people what belongs to claims they see. Of a
        file that was deleted nothing can be had."""
        kept = cls.select().where(cls.removed_at.is_null(), cls.id.not_in(Deletion.select(Deletion.evidence)))
        claims = Registration.visible_to(user).select(Registration.id)
        questions = Question.visible_to(user).select(Question.id)
        return kept.where(cls.registration.in_(claims) | cls.question.in_(questions))


class Deletion(Model):
    """A file that is gone for good, with its name and what was read out of it. Its row and hash stay on record."""

    evidence = ForeignKeyField(Evidence, unique=True, backref="+", on_delete="CASCADE")
    evidence_id: int
    deleted_at = UtcDateTime()
    why = TextField(constraints=[Check("why IN ('time', 'erasure')")])
    days = IntegerField(null=True)  # that the rules gave it; null: a person was erased

    @classmethod
    def of(cls, files: list[Evidence]) -> dict[int, Deletion]:
        """Those of these files, by the file's id, in one query."""
        rows = cls.select().where(cls.evidence.in_([file.id for file in files])) if files else []
        return {row.evidence_id: row for row in rows}
