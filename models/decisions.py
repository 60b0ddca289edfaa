"""What was decided on a claim, by whom, under which rules, for which reason?"""

from __future__ import annotations

from datetime import date

from peewee import BooleanField, Check, DateField, ForeignKeyField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.programme import RulesVersion
from models.registrations import Note, Registration
from models.users import User


class Decision(Model):
    registration = ForeignKeyField(Registration, backref="+")
    registration_id: int
    action = TextField(constraints=[Check("action IN ('approve', 'return', 'decline', 'escalate', 'revoke')")])
    decided_at = UtcDateTime()
    decided_by = ForeignKeyField(User, null=True, backref="+")  # null: by the rule named in `rule`
    decided_by_id: int | None
    rule = TextField(default="")  # name of the approval rule, when no person decided
    rules_version = ForeignKeyField(RulesVersion, backref="+")
    reason = TextField(default="")  # reason code
    clause = TextField(default="")
    next_step = TextField(default="")
    note = ForeignKeyField(Note, null=True, backref="+")
    checklist = JSONField(default=dict)
    is_other_customer = BooleanField(default=False)  # the decider said: lookalikes are other customers

    @classmethod
    def standing_on(cls, registration_id: int, *actions: str) -> Decision | None:
        """The last of these decisions on a claim, unless it was reversed."""
        made = cls.select().where(cls.registration == registration_id, cls.action.in_(actions))
        last: Decision | None = made.order_by(cls.id.desc()).first()
        return None if last is None or Reversal.of(last) else last


class Reversal(Model):
    """A decision that a second person took back, once; the claim was to be decided anew from then on."""

    decision = ForeignKeyField(Decision, unique=True, backref="+")
    decision_id: int
    registration = ForeignKeyField(Registration, backref="+")
    registration_id: int
    reversed_at = UtcDateTime()
    reversed_by = ForeignKeyField(User, backref="+")
    reversed_by_id: int
    note = ForeignKeyField(Note, backref="+")
    takes_old_place = BooleanField()  # else somebody was protected since: it waits
    rules_version = ForeignKeyField(RulesVersion, backref="+")

    @classmethod
    def of(cls, decision: Decision) -> Reversal | None:
        return cls.get_or_none(cls.decision == decision.id)

    @classmethod
    def last_on(cls, registration_id: int) -> Reversal | None:
        """The newest reversal on a claim."""
        rows = cls.select().where(cls.registration == registration_id)
        found: Reversal | None = rows.order_by(cls.id.desc()).first()
        return found


class Condition(Model):
    """What an approval asks for, in words that the partner reads, by a day; a manager ticks it off."""

    code = TextField(unique=True)
    registration = ForeignKeyField(Registration, backref="+")
    registration_id: int
    decision = ForeignKeyField(Decision, backref="+")
    text = TextField()
    salt = TextField()
    due_on = DateField(index=True)
    met_at = UtcDateTime(null=True)
    met_by = ForeignKeyField(User, null=True, backref="+")
    reminded_at = UtcDateTime(null=True)
    missed_at = UtcDateTime(null=True)  # when it was told that the day is over

    @property
    def is_met(self) -> bool:
        return self.met_at is not None

    def is_over(self, today: date) -> bool:
        """Has its day gone by without it?"""
        return not self.is_met and bool(self.due_on < today)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Condition]:
        return cls.select().where(cls.registration.in_(Registration.visible_to(user).select(Registration.id)))

    @classmethod
    def of_claim(cls, registration_id: int) -> list[Condition]:
        """Those of the approval that stands, first due first."""
        approval = Decision.standing_on(registration_id, "approve")
        return cls.of(approval) if approval else []

    @classmethod
    def of(cls, approval: Decision) -> list[Condition]:
        return list(cls.select().where(cls.decision == approval.id).order_by(cls.due_on, cls.id))

    @classmethod
    def unmet(cls) -> ModelSelect[Condition]:
        """Those of approved claims that nobody ticked off, of approvals that stand."""
        reversed_ = Reversal.select(Reversal.decision)
        waiting = cls.select(cls, Registration).join(Registration).where(Registration.status == "approved")
        return waiting.where(cls.met_at.is_null(), cls.decision.not_in(reversed_)).order_by(cls.due_on, cls.id)


class CaseKey(Model):
    """By what a decided claim is found again: name and domain of the customer, why it was looked at, why declined."""

    registration = ForeignKeyField(Registration, backref="+", on_delete="CASCADE")
    registration_id: int
    kind = TextField(constraints=[Check("kind IN ('name', 'domain', 'review', 'declined')")])
    key = TextField()

    class Meta:
        indexes = ((("registration", "kind", "key"), True), (("kind", "key"), False))
