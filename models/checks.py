"""Who asked for which name, what was answered, and how much may still be asked?"""

from __future__ import annotations

from datetime import datetime

from peewee import JOIN, Check, DateField, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime, log_db
from models.partners import Partner
from models.programme import RulesVersion
from models.users import User

VERDICTS = "('free', 'own', 'taken', 'review')"


class Receipt(Model):
    """A settled check: numbered, kept 180 days, readable by its own company and by channel managers."""

    code = TextField(unique=True)
    user = ForeignKeyField(User, backref="+")
    user_id: int
    partner = ForeignKeyField(Partner, null=True, backref="+")  # null: a check by staff
    partner_id: int | None
    at = UtcDateTime(index=True)
    name = TextField()
    core = TextField(index=True)  # the normalised name; for a bare address "@" and its domain
    domain = TextField(default="")
    country = TextField(default="")
    city = TextField(default="")
    vat = TextField(default="")
    product_line = TextField(default="")
    verdict = TextField(constraints=[Check(f"verdict IN {VERDICTS}")])
    causes = JSONField(default=list)  # for staff alone: what stood behind the answer
    rules_version = ForeignKeyField(RulesVersion, backref="+")
    from_list = TextField(default="")  # code of the list whose line it answers; "" for what somebody typed

    class Meta:
        database = log_db
        indexes = ((("partner", "at"), False),)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Receipt]:
        """The check log is the partners' deepest fear turned round: channel managers and the partner itself only."""
        if user.role == "channel_manager":
            return cls.select()
        if user.partner_id is None:
            return cls.select().where(cls.user == user)
        mine = cls.select().where(cls.partner == user.partner_id)
        return user.seen(mine, cls.user)

    @classmethod
    def newest_visible_to(cls, user: User, limit: int) -> ModelSelect[Receipt]:
        """With who asked, newest first."""
        return cls.visible_to(user).select(cls, User).join_from(cls, User).order_by(cls.id.desc()).limit(limit)

    @classmethod
    def log_visible_to(cls, user: User) -> ModelSelect[Receipt]:
        """What partners asked, with who it was, newest first; to anyone but channel managers the log is empty."""
        rows = cls.select(cls, User, Partner).join_from(cls, User).join_from(cls, Partner).order_by(cls.id.desc())
        return rows if user.role == "channel_manager" else rows.where(cls.id.is_null())

    @classmethod
    def asked_since(cls, user: User, since: datetime, core: str, domain: str, vat: str, line: str) -> list[Receipt]:
        """What this person asked since then of the same company, domain and product line, newest first."""
        same = (cls.core == core, cls.domain == domain, cls.vat == vat, cls.product_line == line)
        return list(cls.select().where(cls.user == user.id, *same, cls.at >= since).order_by(cls.id.desc()))

    @classmethod
    def of_partner_since(cls, partner: Partner, since: datetime) -> ModelSelect[Receipt]:
        """Only what tells how somebody asks, oldest first: read every half minute."""
        rows = cls.select(cls.id, cls.at, cls.user, cls.core, cls.verdict, cls.code, cls.from_list)
        return rows.where(cls.partner == partner, cls.at >= since).order_by(cls.at, cls.id)

    @classmethod
    def first_of(cls, partner_id: int | None, keys: list[str]) -> datetime | None:
        """Since when this partner has known a company by its receipts under one of these keys."""
        first = cls.select(cls.at).where(cls.core.in_([*keys, "-"]), cls.partner == partner_id).order_by(cls.at).first()
        return first.at if first else None


class Reading(Model):
    """A channel manager looked into the check log: who, when, how far."""

    reader = ForeignKeyField(User, backref="+")
    at = UtcDateTime()
    partner = ForeignKeyField(Partner, null=True, backref="+")
    day = DateField(null=True)
    reason = TextField(default="")  # given when folded names were opened

    class Meta:
        database = log_db

    @classmethod
    def newest_visible_to(cls, user: User, limit: int) -> ModelSelect[Reading]:
        """Readers of the log see each other."""
        rows = cls.select(cls, User, Partner).join_from(cls, User).join_from(cls, Partner, JOIN.LEFT_OUTER)
        rows = rows.order_by(cls.id.desc()).limit(limit)
        return rows if user.role == "channel_manager" else rows.where(cls.id.is_null())


class Budget(Model):
    """How many checks one user made in one minute or one day (`window` says which)."""

    user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
    user_id: int
    window = TextField(constraints=[Check("\"window\" IN ('minute', 'day')")])
    starts_at = UtcDateTime()
    spent = IntegerField(default=0)

    class Meta:
        database = log_db
        indexes = ((("user", "window", "starts_at"), True),)

    @classmethod
    def spent_in(cls, user: User, window: str, starts_at: datetime) -> int:
        row = cls.get_or_none(cls.user == user.id, cls.window == window, cls.starts_at == starts_at)
        return int(row.spent) if row else 0

    @classmethod
    def take(cls, user: User, window: str, starts_at: datetime, most: int) -> bool:
        """Count one more, unless `most` is reached. Safe among processes: one conditional statement each."""
        row = (cls.user == user.id) & (cls.window == window) & (cls.starts_at == starts_at)
        raised = cls.update(spent=cls.spent + 1).where(row, cls.spent < most)
        if raised.execute():
            return True
        first = cls.insert(user=user.id, window=window, starts_at=starts_at, spent=0)
        first.on_conflict_ignore().execute()
        return bool(raised.execute())


class Watch(Model):
    """ "Tell me when it is free": private, delayed, capped, for 90 days."""

    code = TextField(unique=True)
    user = ForeignKeyField(User, backref="+")
    user_id: int
    partner = ForeignKeyField(Partner, backref="+")
    partner_id: int
    name = TextField()
    domain = TextField(default="")
    country = TextField(default="")
    city = TextField(default="")
    product_line = TextField(default="")
    reason = TextField()
    created_at = UtcDateTime()
    expires_at = UtcDateTime()
    tell_at = UtcDateTime(null=True)  # set when the account came free; delayed at random
    told_at = UtcDateTime(null=True)
    ended_at = UtcDateTime(null=True)

    @classmethod
    def living_of(cls, user: User) -> ModelSelect[Watch]:
        """What this person still waits for."""
        return (
            cls.select().where(cls.user == user, cls.ended_at.is_null(), cls.told_at.is_null()).order_by(cls.id.desc())
        )

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Watch]:
        return cls.select().where(cls.user == user)
