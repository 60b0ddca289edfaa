"""Which claims are there, in which state, in which order, and who may see them?"""

from __future__ import annotations

from collections.abc import Iterable

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

SEALED = "over_budget"
"""A reason for a person to look: the partner had no names left, and must not read from the filing what stands there."""

STATES = ("draft", *IN_ORDER, *FINAL, "discarded")


class Sequence(Model):
    """The counters of `domain.registrations.order`, raised inside `serialised("claims")`: seq order is commit order."""

    last = IntegerField(default=0)


class Registration(Model):
    """A claim on an account by a partner, from draft to end. The table of moves is in `domain.lifecycle`."""

    code = TextField(unique=True)
    partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    holder = ForeignKeyField(User, backref="+")
    holder_id: int
    status = TextField(default="draft", index=True, constraints=[Check(f"status IN {STATES!r}")])
    rules_version = ForeignKeyField(RulesVersion, backref="+")
    rules_version_id: int
    idempotency_key = TextField(unique=True)  # hidden in the form: a double click makes one claim
    created_at = UtcDateTime()
    saved_at = UtcDateTime()

    # the order: given at commit, never changed
    claim_seq = IntegerField(null=True, unique=True)
    filed_at = UtcDateTime(null=True)
    asserted_at = UtcDateTime(null=True)
    is_protected = BooleanField(default=False)  # provisionally since filing, or by approval
    receipt_code = TextField(default="")
    hold_until = UtcDateTime(null=True)
    held_as = JSONField(default=dict)  # company and line that a hold was granted for

    # stage 1
    company = TextField(default="")
    domain = TextField(default="")  # as typed: web address or the contact's business mail
    country = TextField(default="")
    city = TextField(default="")
    vat = TextField(default="")
    contact_name = TextField(default="")
    product_line = TextField(default="")
    value_band = TextField(default="")
    currency = TextField(default="")
    expected_close_on = DateField(null=True)
    first_contact_on = DateField(null=True)
    relation = TextField(default="new", constraints=[Check("relation IN ('new', 'expansion', 'renewal')")])

    # stage 2, due within days of filing
    project = TextField(default="")
    value_minor = BigIntegerField(null=True)
    details = JSONField(default=dict)  # the other answers of stage 2, by field name
    stage_two_due_at = UtcDateTime(null=True)
    stage_two_at = UtcDateTime(null=True)
    stage_two_reminded_at = UtcDateTime(null=True)

    # the answer clock
    assignee = ForeignKeyField(User, null=True, backref="+")
    assignee_id: int | None
    review_reasons = JSONField(default=list)  # codes: why a person has to look
    answer_started_at = UtcDateTime(null=True)
    answer_due_at = UtcDateTime(null=True)
    answer_left_minutes = IntegerField(null=True)  # while paused: business minutes that remain
    answer_reminded = IntegerField(default=0)  # per cent of the time at the last reminder: 0, 50, 80, 100
    reply_due_at = UtcDateTime(null=True)  # while returned: the partner's answer
    decided_at = UtcDateTime(null=True)

    # protection
    approved_at = UtcDateTime(null=True)
    protected_until = UtcDateTime(null=True)  # end of that day in the programme's zone
    protection_reminded = IntegerField(null=True)  # days before the end at the last reminder
    extensions = IntegerField(default=0)
    extension_asked_at = UtcDateTime(null=True)  # a further one, which a manager grants or not
    updated_at = UtcDateTime(null=True)  # last progress update
    silence_warned_at = UtcDateTime(null=True)
    ended_at = UtcDateTime(null=True)
    cooldown_until = UtcDateTime(null=True)

    class Meta:
        constraints = [
            Check("(claim_seq IS NULL) = (status IN ('draft', 'discarded'))", name="seq_outside_drafts"),
            Check(
                "is_protected = (1 = 0) OR status IN ('submitted', 'returned', 'approved')", name="protected_if_open"
            ),
            Check("status <> 'approved' OR protected_until IS NOT NULL", name="approved_until"),
        ]
        indexes = (
            (("partner", "status"), False),
            (("holder", "status"), False),
            (("status", "answer_due_at"), False),
            (("status", "protected_until"), False),
            (("decided_at",), False),
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

    @property
    def is_sealed(self) -> bool:
        """Filed over the budget and not decided: its own partner does not read whether something stands before it."""
        return SEALED in self.review_reasons and self.decided_at is None

    @property
    def reads_waiting(self) -> bool:
        """Does its own partner read that it stands in line, kept or not?"""
        return self.is_waiting or (self.is_sealed and self.status in ("submitted", "returned"))

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Registration]:
        """Staff see what was filed; partner people their company's claims, or their own alone."""
        if user.is_staff:
            return cls.select().where(cls.filed_at.is_null(False))
        mine = cls.select().where(cls.partner == user.partner_id, cls.status != "discarded")
        return user.seen(mine, cls.holder)

    @classmethod
    def select_standing(cls) -> ModelSelect[Registration]:
        """Only what tells how a claim stands to a company that is asked for: read with every check."""
        return cls.select(
            cls.id, cls.partner, cls.status, cls.is_protected, cls.product_line, cls.project, cls.held_as, cls.company,
            cls.domain, cls.country, cls.city, cls.vat, cls.cooldown_until,
        )  # fmt: skip

    @classmethod
    def undecided(cls) -> ModelSelect[Registration]:
        """Filed claims that wait for a decision or for the partner's reply, least time left first."""
        return (
            cls.select(cls, Partner)
            .join(Partner)
            .where(cls.status.in_(("submitted", "returned")))
            .order_by(cls.answer_due_at.is_null(), cls.answer_due_at, cls.claim_seq)
        )

    @classmethod
    def asking_for_extension(cls) -> ModelSelect[Registration]:
        """Protected claims whose partner asks for a further extension."""
        return (
            cls.select(cls, Partner)
            .join(Partner)
            .where(cls.status == "approved", cls.extension_asked_at.is_null(False))
        )

    @classmethod
    def record_of(cls, partner: Partner) -> dict[str, int]:
        """How many filed claims of this partner stand in which state."""
        rows = cls.select(cls.status, fn.COUNT(cls.id)).where(cls.partner == partner, cls.filed_at.is_null(False))
        return dict(list(rows.group_by(cls.status).tuples()))  # type: ignore[arg-type]

    @classmethod
    def in_order_visible_to(cls, user: User) -> ModelSelect[Registration]:
        """Open claims and holds, each with its version of the rules."""
        visible = cls.visible_to(user).select(cls, RulesVersion).join_from(cls, RulesVersion)
        return visible.where(cls.status.in_(IN_ORDER))

    @classmethod
    def waiting_for(cls, people: Iterable[int]) -> ModelSelect[Registration]:
        """Submitted claims whose answer clock runs, with any of these people."""
        running = (cls.status == "submitted", cls.answer_due_at.is_null(False))
        return cls.select().where(*running, cls.assignee.in_([*people, 0]))

    @classmethod
    def in_order_after(cls, seq: int) -> ModelSelect[Registration]:
        """Claims and holds that took their place after `seq`."""
        return cls.select().where(cls.claim_seq > seq, cls.status.in_(IN_ORDER)).order_by(cls.claim_seq)

    @classmethod
    def highest_seq(cls) -> int:
        return int(cls.select(fn.COALESCE(fn.MAX(cls.claim_seq), 0)).scalar())


class Obstacle(Model):
    """Something that looked alike when a claim was filed: what it waits behind, and what the decider sees."""

    registration = ForeignKeyField(Registration, backref="+", on_delete="CASCADE")
    registration_id: int
    kind = TextField(constraints=[Check("kind IN ('claim', 'account', 'lead', 'opportunity')")])
    ref = IntegerField()  # primary key of that row
    score = IntegerField()
    level = TextField()
    effect = TextField(constraints=[Check("effect IN ('taken', 'review')")])
    is_living = BooleanField(default=True)  # keeps the claim from protection until resolved
    reasons = JSONField(default=list)
    resolved_at = UtcDateTime(null=True)  # it ended, or a person said: another customer

    class Meta:
        indexes = ((("registration", "kind", "ref"), True), (("kind", "ref"), False))


class Note(Model):
    """Free text of a person, apart from the event that holds its hash, so that it can be erased."""

    registration = ForeignKeyField(Registration, backref="+", on_delete="CASCADE")
    registration_id: int
    author = ForeignKeyField(User, null=True, backref="+")
    author_id: int | None
    kind = TextField(
        constraints=[Check("kind IN ('update', 'question', 'reply', 'decision', 'withdrawal', 'internal')")]
    )
    text = TextField()
    salt = TextField()
    created_at = UtcDateTime()
