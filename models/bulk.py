"""Which lists of names did partners have checked, how far are they, and what came out line by line?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField, fn

from models.base import Model, UtcDateTime, has_come
from models.registrations import Registration
from models.users import User


class BulkCheck(Model):
    """A list of one person: read, looked at, checked line by line by the clock, done; or stopped on the way."""

    code = TextField(unique=True)
    user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
    user_id: int
    name = TextField(default="")  # of the file; "" for what was pasted
    state = TextField(default="read", constraints=[Check("state IN ('read', 'running', 'done', 'stopped')")])
    rows = JSONField()  # [[line, [cells]]] as they came, until it is started; then they are lines
    has_head = BooleanField(default=False)  # the first row names the columns
    mapping = JSONField()  # our field -> number of the column
    product_line = TextField(default="")
    country = TextField(default="")  # of lines that name none
    waits = TextField(default="", constraints=[Check("waits IN ('', 'day', 'month', 'paused')")])
    waits_until = UtcDateTime(null=True)
    why = TextField(default="", constraints=[Check("why IN ('', 'owner', 'role', 'removed', 'suspended')")])  # stopped
    created_at = UtcDateTime()
    started_at = UtcDateTime(null=True)
    next_at = UtcDateTime()  # the clock looks no earlier
    finished_at = UtcDateTime(null=True)

    class Meta:
        indexes = ((("state", "next_at"), False),)

    @property
    def is_under_way(self) -> bool:
        return self.state == "running"

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[BulkCheck]:
        """One's own: neither colleagues nor the vendor see a list (who reads the check log sees its names there)."""
        return cls.select().where(cls.user == user)

    @classmethod
    def due(cls, now: datetime) -> ModelSelect[BulkCheck]:
        """What the clock has to go on with, what waits longest first."""
        return cls.select().where(cls.state == "running", has_come(cls.next_at, now)).order_by(cls.next_at, cls.id)


class BulkLine(Model):
    """One name of a list, and what came out."""

    bulk = ForeignKeyField(BulkCheck, backref="+", on_delete="CASCADE")
    bulk_id: int
    line = IntegerField()  # in the file
    name = TextField(default="")
    domain = TextField(default="")
    country = TextField(default="")
    city = TextField(default="")
    vat = TextField(default="")
    begun_at = UtcDateTime(null=True)  # a clock is at it, or died at it
    tries = IntegerField(default=0)
    verdict = TextField(default="", constraints=[Check("verdict IN ('', 'free', 'own', 'taken', 'review')")])
    problem = TextField(default="")  # a code of `domain.bulk.reading.PROBLEMS`: such a line costs nothing
    receipt = TextField(default="")  # code of the receipt, which goes before the list or after it
    registration = ForeignKeyField(Registration, null=True, backref="+", on_delete="SET NULL")  # of `own`
    registration_id: int | None
    again_on = UtcDateTime(null=True)
    checked_at = UtcDateTime(null=True)

    class Meta:
        indexes = ((("bulk", "line"), True),)

    @classmethod
    def of(cls, bulk: BulkCheck) -> ModelSelect[BulkLine]:
        return cls.select().where(cls.bulk == bulk.id).order_by(cls.line)

    @classmethod
    def open_of(cls, bulk: BulkCheck) -> ModelSelect[BulkLine]:
        """Lines without an answer yet."""
        return cls.of(bulk).where(cls.verdict == "", cls.problem == "")

    @classmethod
    def answered(cls, bulk: BulkCheck, answer: str) -> ModelSelect[BulkLine]:
        """Lines with this answer; `none`: those that could not be judged; anything else: all."""
        rows = cls.of(bulk)
        if answer == "none":
            return rows.where(cls.problem != "")
        return rows.where(cls.verdict == answer) if answer in ("free", "own", "taken", "review") else rows

    @classmethod
    def counts(cls, bulk: BulkCheck) -> dict[str, int]:
        """How many lines there are in `all`, with each verdict, without one (`none`) and not checked yet (`open`)."""
        rows = cls.select(cls.verdict, cls.problem, fn.COUNT(cls.id)).where(cls.bulk == bulk.id)
        told: Any = rows.group_by(cls.verdict, cls.problem).tuples()
        found = dict.fromkeys(("all", "free", "own", "taken", "review", "none", "open"), 0)
        for verdict, problem, number in told:
            found["none" if problem else verdict or "open"] += number
            found["all"] += number
        return found
