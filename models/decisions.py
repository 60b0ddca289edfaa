"""What was decided on a claim, by whom, under which rules, for which reason?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import BooleanField, Check, ForeignKeyField, JSONField, TextField

from models.base import Model, UtcDateTime
from models.programme import RulesVersion
from models.registrations import Note, Registration
from models.users import User


class Decision(Model):
    registration: Registration = ForeignKeyField(Registration, backref="+")
    registration_id: int
    action: str = TextField(constraints=[Check("action IN ('approve', 'return', 'decline', 'escalate', 'revoke')")])
    decided_at: datetime = UtcDateTime()
    decided_by: User | None = ForeignKeyField(User, null=True, backref="+")  # null: by the rule named in `rule`
    decided_by_id: int | None
    rule: str = TextField(default="")  # name of the approval rule, when no person decided
    rules_version: RulesVersion = ForeignKeyField(RulesVersion, backref="+")
    reason: str = TextField(default="")  # reason code
    clause: str = TextField(default="")
    next_step: str = TextField(default="")
    note: Note | None = ForeignKeyField(Note, null=True, backref="+")
    checklist: dict[str, Any] = JSONField(default=dict)
    is_other_customer: bool = BooleanField(default=False)  # the decider said: lookalikes are other customers
