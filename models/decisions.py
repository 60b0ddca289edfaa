"""What was decided on a claim, by whom, under which rules, for which reason?"""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, JSONField, TextField

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
