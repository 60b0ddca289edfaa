"""Which clock process works now, and what did each job do last?"""

from __future__ import annotations

from datetime import datetime

from peewee import IntegerField, TextField

from models.base import Model, UtcDateTime


class Lease(Model):
    """Any number of clocks may run; the holder of this row works. Safety rests on conditional updates, not here."""

    name: str = TextField(unique=True)
    holder: str = TextField(default="")
    until: datetime = UtcDateTime()


class JobRun(Model):
    name: str = TextField(unique=True)
    ran_at: datetime = UtcDateTime()
    changed: int = IntegerField(default=0)  # rows moved by the last run
    error: str = TextField(default="")
