"""What was read out of a piece of evidence, and how does the decider rate it?"""

from __future__ import annotations

from datetime import datetime

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField, fn

from models.base import Model, UtcDateTime, has_come
from models.evidence import Evidence
from models.users import User

WEIGHTS = ("accepted", "weak", "missing")


class Readout(Model):
    """What the clock read out of a file (`integrations.readers`); made anew at will, so no event is written for it."""

    evidence = ForeignKeyField(Evidence, unique=True, backref="+", on_delete="CASCADE")
    evidence_id: int
    state = TextField(default="waiting", constraints=[Check("state IN ('waiting', 'read', 'failed')")])
    attempts = IntegerField(default=0)
    next_at = UtcDateTime(null=True, index=True)  # null: nothing more to do
    read_at = UtcDateTime(null=True)
    facts = JSONField(default=dict)
    has_picture = BooleanField(default=False)
    error = TextField(default="")

    @classmethod
    def due(cls, now: datetime, limit: int) -> list[Readout]:
        """Files to read now, with their evidence, one of each partner in turn, so that a partner's many (or slow) files
        hold up no other's; what was taken out of its draft is left alone."""
        rows = cls.select(cls, Evidence).join(Evidence).where(has_come(cls.next_at, now), Evidence.removed_at.is_null())
        turn = fn.ROW_NUMBER().over(partition_by=[Evidence.partner], order_by=[cls.next_at, cls.id])
        return list(rows.order_by(turn, cls.next_at, cls.id).limit(limit))

    @classmethod
    def of(cls, files: list[Evidence]) -> dict[int, Readout]:
        """The readouts of these files, by the file's id, in one query."""
        rows = cls.select().where(cls.evidence.in_([file.id for file in files])) if files else []
        return {row.evidence_id: row for row in rows}


class Rating(Model):
    """How a decider weighs a file: the newest word, each change of which is an event."""

    evidence = ForeignKeyField(Evidence, unique=True, backref="+", on_delete="CASCADE")
    evidence_id: int
    weight = TextField(constraints=[Check("weight IN ('accepted', 'weak', 'missing')")])
    rated_by = ForeignKeyField(User, backref="+")
    rated_by_id: int
    rated_at = UtcDateTime()

    @classmethod
    def of(cls, files: list[Evidence]) -> dict[int, Rating]:
        """The ratings of these files with who gave them, by the file's id, in one query."""
        rows: ModelSelect[Rating] = cls.select(cls, User).join(User)
        return (
            {row.evidence_id: row for row in rows.where(cls.evidence.in_([file.id for file in files]))} if files else {}
        )
