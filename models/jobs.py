"""Which clock process works now, and what did each job do last?"""

from __future__ import annotations

from peewee import IntegerField, TextField

from models.base import Model, UtcDateTime


class Lease(Model):
    """Any number of clocks may run; the holder of this row works. Safety rests on conditional updates, not here."""

    name = TextField(unique=True)
    holder = TextField(default="")
    until = UtcDateTime()


class JobRun(Model):
    name = TextField(unique=True)
    ran_at = UtcDateTime()
    changed = IntegerField(default=0)  # rows moved by the last run
    error = TextField(default="")

    @classmethod
    def last(cls, name: str) -> JobRun | None:
        """What this job did last; None: it never ran."""
        return cls.get_or_none(cls.name == name)
