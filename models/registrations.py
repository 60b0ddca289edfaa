"""Which claims are there, in which state, in which order, and who may see them?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    ModelSelect,
    TextField,
    fn,
)

from models.base import Model, UtcDateTime
from models.partners import Partner
from models.programme import RulesVersion
from models.users import User

OPEN = ("submitted", "returned", "approved")
"""A claim in one of these states is open (PRODUCT.md B)."""

IN_ORDER = ("held", *OPEN)
"""These have a place in the order and stand in the index."""

FINAL = ("declined", "refused", "withdrawn", "lapsed", "expired", "revoked", "won", "lost")

STATES = ("draft", *IN_ORDER, *FINAL, "discarded")


class Sequence(Model):
    """The counter behind `claim_seq`: one row, raised inside `serialised("claims")`, so seq order is commit order."""

    last: int = IntegerField(default=0)


class Registration(Model):
    """A claim on an account by a partner, from draft to end. The table of moves is in `domain.lifecycle`."""

    code: str = TextField(unique=True)
    partner: Partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    holder: User = ForeignKeyField(User, backref="+")
    holder_id: int
    status: str = TextField(default="draft", index=True, constraints=[Check(f"status IN {STATES!r}")])
    rules_version: RulesVersion = ForeignKeyField(RulesVersion, backref="+")
    rules_version_id: int
    idempotency_key: str = TextField(unique=True)  # hidden in the form: a double click makes one claim
    created_at: datetime = UtcDateTime()
    saved_at: datetime = UtcDateTime()

    # the order: given at commit, never changed
    claim_seq: int | None = IntegerField(null=True, unique=True)
    filed_at: datetime | None = UtcDateTime(null=True)
    asserted_at: datetime | None = UtcDateTime(null=True)
    is_protected: bool = BooleanField(default=False)  # provisionally since filing, or by approval
    receipt_code: str = TextField(default="")
    hold_until: datetime | None = UtcDateTime(null=True)

    # stage 1
    company: str = TextField(default="")
    domain: str = TextField(default="")  # as typed: web address or the contact's business mail
    country: str = TextField(default="")
    city: str = TextField(default="")
    vat: str = TextField(default="")
    contact_name: str = TextField(default="")
    product_line: str = TextField(default="")
    value_band: str = TextField(default="")
    currency: str = TextField(default="")
    expected_close_on: date | None = DateField(null=True)
    first_contact_on: date | None = DateField(null=True)
    relation: str = TextField(default="new", constraints=[Check("relation IN ('new', 'expansion', 'renewal')")])

    # stage 2, due within days of filing
    project: str = TextField(default="")
    value_minor: int | None = BigIntegerField(null=True)
    details: dict[str, Any] = JSONField(default=dict)  # the other answers of stage 2, by field name
    stage_two_due_at: datetime | None = UtcDateTime(null=True)
    stage_two_at: datetime | None = UtcDateTime(null=True)
    stage_two_reminded_at: datetime | None = UtcDateTime(null=True)

    # the answer clock
    assignee: User | None = ForeignKeyField(User, null=True, backref="+")
    assignee_id: int | None
    review_reasons: list[str] = JSONField(default=list)  # codes: why a person has to look
    answer_started_at: datetime | None = UtcDateTime(null=True)
    answer_due_at: datetime | None = UtcDateTime(null=True)
    answer_left_minutes: int | None = IntegerField(null=True)  # while paused: business minutes that remain
    answer_reminded: int = IntegerField(default=0)  # per cent of the time at the last reminder: 0, 50, 80, 100
    reply_due_at: datetime | None = UtcDateTime(null=True)  # while returned: the partner's answer
    decided_at: datetime | None = UtcDateTime(null=True)

    # protection
    approved_at: datetime | None = UtcDateTime(null=True)
    protected_until: datetime | None = UtcDateTime(null=True)  # end of that day in the programme's zone
    protection_reminded: int | None = IntegerField(null=True)  # days before the end at the last reminder
    extensions: int = IntegerField(default=0)
    extension_asked_at: datetime | None = UtcDateTime(null=True)  # a further one, which a manager grants or not
    updated_at: datetime | None = UtcDateTime(null=True)  # last progress update
    silence_warned_at: datetime | None = UtcDateTime(null=True)
    ended_at: datetime | None = UtcDateTime(null=True)
    cooldown_until: datetime | None = UtcDateTime(null=True)

    class Meta:
        constraints = [
            Check("(claim_seq IS NULL) = (status IN ('draft', 'discarded'))", name="seq_outside_drafts"),
            Check("is_protected = (1 = 0) OR status IN ('submitted', 'returned', 'approved')", name="protected_if_open"),
            Check("status <> 'approved' OR protected_until IS NOT NULL", name="approved_until"),
        ]
        indexes = (
            (("partner", "status"), False),
            (("holder", "status"), False),
            (("status", "answer_due_at"), False),
            (("status", "protected_until"), False),
        )

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_final(self) -> bool:
        return self.status in FINAL

    @property
    def is_waiting(self) -> bool:
        """Filed, but behind a candidate: its place counts, protection does not yet."""
        return self.status in ("submitted", "returned") and not self.is_protected

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect:
        """Staff see what was filed; partner people their company's claims, or their own alone."""
        if user.is_staff:
            return cls.select().where(cls.status.not_in(("draft", "held")))
        mine = cls.select().where(cls.partner == user.partner_id)
        return mine if user.sees == "company" else mine.where(cls.holder == user)

    @classmethod
    def undecided(cls) -> ModelSelect:
        """Filed claims that wait for a decision or for the partner's reply, least time left first."""
        return (
            cls.select(cls, Partner)
            .join(Partner)
            .where(cls.status.in_(("submitted", "returned")))
            .order_by(cls.answer_due_at.is_null(), cls.answer_due_at, cls.claim_seq)
        )

    @classmethod
    def record_of(cls, partner: Partner) -> dict[str, int]:
        """How many filed claims of this partner stand in which state."""
        rows = cls.select(cls.status, fn.COUNT(cls.id)).where(cls.partner == partner, cls.filed_at.is_null(False))
        return dict(rows.group_by(cls.status).tuples())

    @classmethod
    def in_order_after(cls, seq: int) -> ModelSelect:
        """Claims and holds that took their place after `seq`."""
        return cls.select().where(cls.claim_seq > seq, cls.status.in_(IN_ORDER)).order_by(cls.claim_seq)

    @classmethod
    def highest_seq(cls) -> int:
        return cls.select(fn.COALESCE(fn.MAX(cls.claim_seq), 0)).scalar()


class Obstacle(Model):
    """Something that looked alike when a claim was filed: what it waits behind, and what the decider sees."""

    registration: Registration = ForeignKeyField(Registration, backref="+", on_delete="CASCADE")
    registration_id: int
    kind: str = TextField(constraints=[Check("kind IN ('claim', 'account', 'lead', 'opportunity')")])
    ref: int = IntegerField()  # primary key of that row
    score: int = IntegerField()
    level: str = TextField()
    effect: str = TextField(constraints=[Check("effect IN ('taken', 'review')")])
    is_living: bool = BooleanField(default=True)  # keeps the claim from protection until resolved
    reasons: list[dict[str, Any]] = JSONField(default=list)
    resolved_at: datetime | None = UtcDateTime(null=True)  # it ended, or a person said: another customer

    class Meta:
        indexes = ((("registration", "kind", "ref"), True), (("kind", "ref"), False))


class Note(Model):
    """Free text of a person, apart from the event that holds its hash, so that it can be erased."""

    registration: Registration = ForeignKeyField(Registration, backref="+", on_delete="CASCADE")
    registration_id: int
    author: User | None = ForeignKeyField(User, null=True, backref="+")
    author_id: int | None
    kind: str = TextField(
        constraints=[Check("kind IN ('update', 'question', 'reply', 'decision', 'withdrawal', 'internal')")]
    )
    text: str = TextField()
    salt: str = TextField()
    created_at: datetime = UtcDateTime()
