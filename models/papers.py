"""Which papers were ordered, by whom, and how far are they?"""

from __future__ import annotations

from datetime import datetime

from peewee import BigIntegerField, Check, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime, has_come
from models.registrations import Registration
from models.users import User


class PaperOrder(Model):
    """Work that takes longer than an answer may: the clock makes it, and keeps the file for a while."""

    code = TextField(unique=True)
    kind = TextField(constraints=[Check("kind IN ('certificates', 'benefits', 'dossier')")])
    ordered_by = ForeignKeyField(User, backref="+", on_delete="CASCADE")
    ordered_by_id: int
    claims = JSONField()  # ids of the registrations it is about
    locale = TextField()
    state = TextField(default="waiting", constraints=[Check("state IN ('waiting', 'running', 'ready', 'failed')")])
    total = IntegerField()
    done = IntegerField(default=0)
    attempts = IntegerField(default=0)
    next_at = UtcDateTime()  # not to be tried before
    error = TextField(default="")  # of the last attempt, for staff
    created_at = UtcDateTime()
    finished_at = UtcDateTime(null=True)
    expires_at = UtcDateTime(index=True)  # row and file go then
    filename = TextField(default="")  # as downloaded
    sha256 = TextField(default="")
    size = BigIntegerField(default=0)  # bytes

    class Meta:
        indexes = ((("state", "next_at"), False),)

    @property
    def is_under_way(self) -> bool:
        return self.state in ("waiting", "running")

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[PaperOrder]:
        """What this person ordered: nobody else sees it, whatever their role."""
        return cls.select().where(cls.ordered_by == user)

    def registrations(self) -> ModelSelect[Registration]:
        """The claims it is about, as far as whoever ordered it sees them now, oldest first."""
        visible = Registration.visible_to(self.ordered_by)
        return visible.where(Registration.id.in_([*self.claims, 0])).order_by(Registration.claim_seq)

    @classmethod
    def due(cls, now: datetime) -> ModelSelect[PaperOrder]:
        """What is to be made or was left standing, what waits longest first."""
        waiting = cls.state.in_(("waiting", "running"))
        return cls.select().where(waiting, has_come(cls.next_at, now)).order_by(cls.next_at, cls.id)
