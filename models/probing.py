"""How many names may a partner still ask for, who raised that, and whose checks looked like probing?"""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from peewee import SQL, Check, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField, fn

from models.base import Model, UtcDateTime, log_db
from models.checks import Budget
from models.partners import Partner
from models.users import User


class PartnerBudget(Model):
    """How many names the people of one partner asked for: in a day, in a month, and on a day while typing alone."""

    partner = ForeignKeyField(Partner, backref="+", on_delete="CASCADE")
    partner_id: int
    window = TextField(constraints=[Check("\"window\" IN ('day', 'month', 'typed')")])
    starts_at = UtcDateTime()
    spent = IntegerField(default=0)

    class Meta:
        database = log_db
        indexes = ((("partner", "window", "starts_at"), True),)

    @classmethod
    def take(cls, partner: int, window: str, starts_at: datetime, most: int | None = None) -> bool:
        """Count one more, unless `most` is reached. Safe among processes: one conditional statement each."""
        row = (cls.partner == partner) & (cls.window == window) & (cls.starts_at == starts_at)
        raised = cls.update(spent=cls.spent + 1).where(row, *([] if most is None else [cls.spent < most]))
        if raised.execute():
            return True
        first = cls.insert(partner=partner, window=window, starts_at=starts_at, spent=0)
        first.on_conflict_ignore().execute()
        return bool(raised.execute())

    @classmethod
    def give_back(cls, partner: int, window: str, starts_at: datetime) -> None:
        row = (cls.partner == partner) & (cls.window == window) & (cls.starts_at == starts_at) & (cls.spent > 0)
        cls.update(spent=cls.spent - 1).where(row).execute()

    @classmethod
    def typed_since(cls, partner: int, since: datetime) -> int:
        """Names that were answered as not free while typing, and never settled."""
        rows = cls.select(fn.COALESCE(fn.SUM(cls.spent), 0))
        return int(rows.where(cls.partner == partner, cls.window == "typed", cls.starts_at >= since).scalar())

    @classmethod
    def spent_by(cls, user: User, *windows: tuple[str, datetime]) -> dict[str, int]:
        """What the person's company spent in these windows, by their names; as `person` what this one spent, beginning
        with the first of them. One statement.
        """
        company = cls.select(cls.window, cls.spent).where(
            cls.partner == user.partner_id,
            reduce(or_, [(cls.window == name) & (cls.starts_at == starts) for name, starts in windows]),
        )
        own = Budget.select(SQL("'person'"), Budget.spent).where(
            Budget.user == user.id, Budget.window == "day", Budget.starts_at == windows[0][1]
        )
        return dict(company.union_all(own).tuples())


class Peek(Model):
    """A day's mark of a name that cost one: 16 bits of a salted hash, so that it costs once and names nobody."""

    user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
    starts_at = UtcDateTime()  # the day
    mark = IntegerField()

    class Meta:
        database = log_db
        indexes = ((("user", "starts_at", "mark"), True),)

    @classmethod
    def note(cls, user: User, starts_at: datetime, mark: int) -> None:
        cls.insert(user=user.id, starts_at=starts_at, mark=mark).on_conflict_ignore().execute()

    @classmethod
    def is_there(cls, user: User, starts_at: datetime, mark: int) -> bool:
        return cls.select().where(cls.user == user.id, cls.starts_at == starts_at, cls.mark == mark).exists()


class Allowance(Model):
    """More names for one partner, for a time, given by a person with a reason that the partner reads."""

    code = TextField(unique=True)
    partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    per_person = IntegerField()  # names a day
    per_day = IntegerField()
    per_month = IntegerField()
    reason = TextField()
    salt = TextField()
    given_by = ForeignKeyField(User, backref="+")
    given_at = UtcDateTime()
    until = UtcDateTime()
    ended_at = UtcDateTime(null=True)

    @classmethod
    def living_of(cls, partner: int | None, now: datetime) -> Allowance | None:
        living = (cls.partner == partner, cls.ended_at.is_null(), cls.until > now)
        return cls.select().where(*living).order_by(cls.id.desc()).first()  # type: ignore[no-any-return]


class CheckPause(Model):
    """The checks of one partner stand still until a person lets them go on; both have a reason."""

    partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    reason = TextField()  # the partner reads it
    salt = TextField()
    paused_by = ForeignKeyField(User, backref="+")
    paused_at = UtcDateTime()
    ended_by = ForeignKeyField(User, null=True, backref="+")
    ended_at = UtcDateTime(null=True)

    @classmethod
    def of(cls, partner: int | None) -> CheckPause | None:
        """The pause that holds now."""
        return cls.select().where(cls.partner == partner, cls.ended_at.is_null()).first()  # type: ignore[no-any-return]


class Alarm(Model):
    """The checks of a partner look like probing: why, since when, and what a person made of it."""

    code = TextField(unique=True)
    partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    state = TextField(default="open", constraints=[Check("state IN ('open', 'closed')")])
    since = UtcDateTime()  # what was asked from here on was judged
    raised_at = UtcDateTime()
    reasons = JSONField(default=list)  # [{"code": …, figures}]; words: domain.probing.reasons
    note = TextField(default="")  # what the person who closed it found, for staff alone
    salt = TextField()
    closed_by = ForeignKeyField(User, null=True, backref="+")
    closed_at = UtcDateTime(null=True)

    class Meta:
        indexes = ((("partner", "state"), False),)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Alarm]:
        """Whoever reads the check log, newest first; nobody else knows that there are alarms."""
        rows = cls.select(cls, Partner).join(Partner).order_by(cls.id.desc())
        return rows if user.role == "channel_manager" else rows.where(cls.id.is_null())

    @classmethod
    def open_of(cls, partner: int) -> Alarm | None:
        return cls.get_or_none(cls.partner == partner, cls.state == "open")

    @classmethod
    def of_partner(cls, partner: Partner) -> ModelSelect[Alarm]:
        return cls.select().where(cls.partner == partner)

    @classmethod
    def open_count(cls, user: User) -> int:
        return cls.select().where(cls.state == "open").count() if user.role == "channel_manager" else 0

    @classmethod
    def looked_into(cls, partner: int) -> datetime | None:
        """When a person last closed an alarm about this partner: what was asked before is settled."""
        rows = cls.select(cls.closed_at).where(cls.partner == partner, cls.state == "closed")
        last = rows.order_by(cls.closed_at.desc()).first()
        return last.closed_at if last else None
