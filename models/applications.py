"""Who wants to become a partner, and how far is the answer?"""

from __future__ import annotations

from datetime import datetime

from peewee import Check, ForeignKeyField, JSONField, ModelSelect, TextField, fn

from models.base import Model, UtcDateTime
from models.partners import Partner
from models.programme import RulesVersion
from models.users import User

DECIDED = ("approved", "declined")


class Application(Model):
    """One company that asks to join. Deleted, with all mails to it, when `forget_at` has come."""

    code = TextField(unique=True)
    nonce = TextField(unique=True)  # the private link is derived from it with the server's key
    sent_key = TextField(unique=True)  # SHA-256 of the form's key and content: sent twice, kept once
    status = TextField(
        default="sent", constraints=[Check("status IN ('sent', 'waiting', 'withdrawn', 'approved', 'declined')")]
    )
    company = TextField()
    country = TextField()
    number = TextField()  # register or VAT number
    domain = TextField()
    territories = JSONField(default=list)  # codes of countries in which it wants to sell
    contact_name = TextField()
    email = TextField()  # lower case
    locale = TextField()
    text = TextField()  # what it sells, and why it asks
    salt = TextField()
    rules_version = ForeignKeyField(RulesVersion, backref="+")  # what was agreed to
    rules_version_id: int
    created_at = UtcDateTime()
    confirmed_at = UtcDateTime(null=True)
    due_at = UtcDateTime(null=True)  # by when we answer; fixed when it is confirmed
    reminded_at = UtcDateTime(null=True)
    ended_at = UtcDateTime(null=True)  # decided or withdrawn
    decided_by = ForeignKeyField(User, null=True, backref="+")
    reason = TextField(default="")
    answer = TextField(default="")  # what the decider wrote to the applicant
    answer_salt = TextField(default="")
    user = ForeignKeyField(User, null=True, backref="+")  # the first partner admin, once approved
    user_id: int | None
    partner = ForeignKeyField(Partner, null=True, backref="+")
    partner_id: int | None
    forget_at = UtcDateTime(null=True, index=True)  # null: it stays

    class Meta:
        indexes = ((("status", "due_at"), False),)

    is_staff = False  # what letters ask of whoever reads them

    @property
    def name(self) -> str:
        return self.contact_name

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Application]:
        """Staff see what was confirmed; nobody else sees any but by its private link."""
        return cls.select().where((cls.status != "sent") if user.is_staff else cls.id.is_null())

    @classmethod
    def waiting(cls) -> ModelSelect[Application]:
        """Those that we have to answer, oldest answer date first."""
        return cls.select().where(cls.status == "waiting").order_by(cls.due_at, cls.id)

    @classmethod
    def ended(cls, status: str) -> ModelSelect[Application]:
        """Those that ended so, the last on top."""
        return cls.select().where(cls.status == status).order_by(cls.ended_at.desc(), cls.id.desc())

    @classmethod
    def counts(cls) -> dict[str, int]:
        """State -> how many are in it."""
        rows = cls.select(cls.status, fn.COUNT(cls.id)).where(cls.status != "sent").group_by(cls.status)
        return dict(rows.tuples())  # type: ignore[arg-type]  # tuples() is not in the stubs

    @classmethod
    def due_by(cls, moment: datetime) -> ModelSelect[Application]:
        """Waiting, not reminded of, and to be answered until then."""
        return cls.waiting().where(cls.reminded_at.is_null(), cls.due_at <= moment)
