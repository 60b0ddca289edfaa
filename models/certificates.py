"""Which certificates were issued, what did they say, and do they still hold?"""

from __future__ import annotations

from datetime import date, datetime

from peewee import Check, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.partners import Partner
from models.registrations import Registration
from models.users import User


class Certificate(Model):
    """One revision. Immutable once issued: the facts as printed and the SHA-256 of the file are on record."""

    registration = ForeignKeyField(Registration, backref="+")
    registration_id: int
    revision = IntegerField()
    verify_code = TextField(unique=True)  # in the QR; says nothing about volume or order
    state = TextField(default="preparing", constraints=[Check("state IN ('preparing', 'issued', 'failed')")])
    facts = JSONField()  # as printed
    protected_until = UtcDateTime()  # as printed
    locale = TextField(default="en")
    requested_at = UtcDateTime()
    attempts = IntegerField(default=0)
    next_at = UtcDateTime()  # not to be tried before
    error = TextField(default="")  # of the last attempt, for staff
    issued_at = UtcDateTime(null=True)
    sha256 = TextField(null=True, index=True)
    size = IntegerField(null=True)
    replaced_at = UtcDateTime(null=True)  # a newer revision exists

    class Meta:
        indexes = ((("registration", "revision"), True), (("state", "next_at"), False))

    @property
    def printed_on(self) -> date:
        """The day of issue as the paper says it: the one that the portal names as well, however late it was made."""
        return datetime.fromisoformat(self.facts["made_at"]).date()

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Certificate]:
        return cls.select().where(cls.registration.in_(Registration.visible_to(user).select(Registration.id)))

    @classmethod
    def newest_signer(cls) -> str:
        """Fingerprint of the key that signed the last one issued; "" before the first."""
        last = cls.select(cls.facts).where(cls.state == "issued").order_by(cls.issued_at.desc(), cls.id.desc()).first()
        return str(last.facts.get("signer", "")) if last else ""

    @classmethod
    def current_visible_to(cls, user: User) -> ModelSelect[Certificate]:
        """The revision of each claim that was issued last, with claim and partner: one query for a list."""
        rows = cls.visible_to(user).select(cls, Registration, Partner)
        return rows.join_from(cls, Registration).join(Partner).where(cls.state == "issued", cls.replaced_at.is_null())
