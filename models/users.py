"""Who are the people, and how are they signed in?"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, TypeVar

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, ModelSelect, TextField

from models.base import Model, UtcDateTime, log_db
from models.partners import Partner

PARTNER_ROLES = ("rep", "partner_admin", "reader")
SCOPES = ("own", "team", "company")
"""Whose registrations somebody of a partner sees."""

STAFF_ROLES = ("channel_manager", "director", "administrator")

Row = TypeVar("Row", bound=Model)


def _fresh_code() -> str:
    """A person's name in addresses: random, so that it says nothing about how many there are."""
    return secrets.token_hex(6)


class User(Model):
    code = TextField(unique=True, default=_fresh_code)
    email = TextField(unique=True)  # lower case
    name = TextField()
    role = TextField(
        constraints=[
            Check("role IN ('rep', 'partner_admin', 'reader', 'channel_manager', 'director', 'administrator')")
        ]
    )
    partner = ForeignKeyField(Partner, null=True, backref="+")
    partner_id: int | None
    sees = TextField(default="company", constraints=[Check("sees IN ('own', 'team', 'company')")])
    password_hash = TextField(null=True)
    locale = TextField(default="en")
    is_active = BooleanField(default=True)
    away_from = UtcDateTime(null=True)  # a channel manager's absence: the deputy takes over
    away_until = UtcDateTime(null=True)
    last_line = TextField(default="")  # product line of the last check, remembered
    created_at = UtcDateTime()
    team = TextField(default="")  # of a partner's person; "" for none

    class Meta:
        constraints = [Check("(partner_id IS NULL) = (role IN ('channel_manager', 'director', 'administrator'))")]

    is_authenticated, is_anonymous = True, False  # what Flask-Login asks of a person who is signed in

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES

    def is_away(self, now: datetime) -> bool:
        return self.away_from is not None and self.away_from <= now and (
            self.away_until is None or now < self.away_until
        )  # fmt: skip

    def seen(self, rows: ModelSelect[Row], person: ForeignKeyField) -> ModelSelect[Row]:
        """Of rows of one's company those that somebody made whose work one sees: everybody, one's team, oneself."""
        if self.sees == "company":
            return rows
        if self.sees == "team" and self.team:
            team = User.select(User.id).where(User.partner == self.partner_id, User.team == self.team)
            return rows.where(person.in_(team))
        return rows.where(person == self)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[User]:
        """Staff see everyone; partner people see their own company's."""
        if user.is_staff:
            return cls.select()
        return cls.select().where(cls.partner == user.partner_id)

    @classmethod
    def active_with_email(cls, email: str) -> User | None:
        return cls.get_or_none(cls.email == email.lower(), cls.is_active == True)  # noqa: E712

    @classmethod
    def stand_in(cls) -> User:
        """Somebody in whose name work is done and undone when an address is unknown, so that it takes as long."""
        return cls.select().order_by(cls.id).get()

    @classmethod
    def of_partner(cls, partner: Partner) -> ModelSelect[User]:
        """The active people of a partner, by name."""
        return cls.select().where(cls.partner == partner, cls.is_active == True).order_by(cls.name, cls.id)  # noqa: E712

    @classmethod
    def who_hold(cls, partner: Partner | int) -> ModelSelect[User]:
        """The active people of a partner who may hold registrations, by name."""
        rows = cls.select().where(cls.partner == partner, cls.is_active == True, cls.role != "reader")  # noqa: E712
        return rows.order_by(cls.name, cls.id)

    @classmethod
    def teams_of(cls, partner: Partner | int) -> list[str]:
        """The names of a partner's teams."""
        rows = cls.select(cls.team).distinct().where(cls.partner == partner, cls.team != "").order_by(cls.team)
        return [row.team for row in rows]

    @classmethod
    def with_role(cls, *roles: str) -> ModelSelect[User]:
        return cls.select().where(cls.role.in_(roles), cls.is_active == True).order_by(cls.id)  # noqa: E712


class Session(Model):
    """A sign-in that can be seen and ended; the cookie holds only a random key, the row its hash."""

    key_hash = TextField(unique=True)
    user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
    user_id: int
    created_at = UtcDateTime()
    last_seen_at = UtcDateTime()
    expires_at = UtcDateTime()
    ended_at = UtcDateTime(null=True)
    agent = TextField(default="")
    network = TextField(default="")  # roughly where: 192.0.2.0/24
    awaits = TextField(default="", constraints=[Check("awaits IN ('', 'factor', 'set_up')")])  # "": nothing, signed in
    proved_at = UtcDateTime()  # when its person last proved who they are
    ended_by = TextField(default="")  # what ended it, a word

    @property
    def handle(self) -> str:
        """What its page calls it."""
        return self.key_hash[:16]

    @classmethod
    def by_key(cls, key_hash: str, now: datetime) -> Session | None:
        """The living session with this key, its person with it; none of a person who was deactivated, and none that
        waits for a second factor."""
        return cls._by_key(key_hash, now, cls.awaits == "")

    @classmethod
    def half_by_key(cls, key_hash: str, now: datetime) -> Session | None:
        """The living session with this key that waits for a second factor: it is good for giving that, nothing else."""
        return cls._by_key(key_hash, now, cls.awaits != "")

    @classmethod
    def _by_key(cls, key_hash: str, now: datetime, which: Any) -> Session | None:
        living = (cls.key_hash == key_hash, cls.ended_at.is_null(), cls.expires_at > now, User.is_active == True)  # noqa: E712
        return cls.select(cls, User).join(User).where(*living, which).get_or_none()

    @classmethod
    def living_of(cls, user: User, now: datetime) -> ModelSelect[Session]:
        """Where this person is signed in, last seen first."""
        living = (cls.user == user, cls.ended_at.is_null(), cls.expires_at > now, cls.awaits == "")
        return cls.select().where(*living).order_by(cls.last_seen_at.desc(), cls.id.desc())


class SigninLink(Model):
    """A mailed link with its 6-digit code, an invitation, or the link of the first set-up; works once.

    Neither link nor code stands here: both are derived from `nonce` with the server's secret (`domain.accounts.links`).
    """

    user = ForeignKeyField(User, null=True, backref="+", on_delete="CASCADE")  # null: nobody has it
    user_id: int | None
    purpose = TextField(constraints=[Check("purpose IN ('sign_in', 'set_up', 'first')")])
    nonce = TextField(unique=True)
    attempts = IntegerField(default=0)  # codes typed
    created_at = UtcDateTime()
    expires_at = UtcDateTime(null=True)  # null: until used or replaced
    used_at = UtcDateTime(null=True)

    def is_living(self, now: datetime) -> bool:
        return self.used_at is None and (self.expires_at is None or now < self.expires_at)

    def use_up(self, now: datetime) -> bool:
        """Of any number of uses at once, one is told True."""
        return self._while_living(now, used_at=now)

    def try_code(self, most: int, now: datetime) -> bool:
        """Count one code typed; False when the link is dead or has had its tries."""
        return self._while_living(now, SigninLink.attempts < most, attempts=SigninLink.attempts + 1)

    def _while_living(self, now: datetime, *which: Any, **values: Any) -> bool:
        living = (SigninLink.id == self.id, SigninLink.used_at.is_null(), _lasts_beyond(now))
        return bool(SigninLink.update(**values).where(*living, *which).execute())

    @classmethod
    def newest_of(cls, user: User) -> SigninLink:
        return cls.select().where(cls.user == user).order_by(cls.id.desc()).get()

    @classmethod
    def invited(cls) -> set[int]:
        """Who was invited and has not come yet."""
        links = cls.select(cls.user).where(cls.purpose == "set_up", cls.used_at.is_null())
        return {link.user_id for link in links if link.user_id}

    @classmethod
    def end_all(cls, user: User | None, purpose: str, now: datetime) -> None:
        """A newer link takes the place of these."""
        whose = cls.user.is_null() if user is None else cls.user == user
        cls.update(used_at=now).where(whose, cls.purpose == purpose, cls.used_at.is_null()).execute()


def _lasts_beyond(now: datetime) -> Any:
    return SigninLink.expires_at.is_null() | (SigninLink.expires_at > now)


GRACE = timedelta(seconds=5)
"""Between reading the time and the row: much less than any bucket takes to gain a try."""

SKEW = timedelta(minutes=10)
"""What clocks of several hosts may differ by."""


class Throttle(Model):
    """A bucket of tries in the database, so that restarts and processes share it."""

    key = TextField(unique=True)  # what is bounded, hashed: an address, a network
    full_at = UtcDateTime(index=True)  # when the bucket is full again if nothing is taken from it

    class Meta:
        database = log_db

    @classmethod
    def take(cls, key: str, refill: timedelta, per: timedelta, now: datetime) -> datetime | None:
        """Take one try from the bucket, or say when there is one again. Safe among threads, processes, hosts:
        the row is changed only from the state in which it was read."""
        cls.insert(key=key, full_at=now).on_conflict_ignore().execute()
        while True:
            bucket = cls.get(cls.key == key)
            is_wrong = bucket.full_at > now + per + SKEW  # by a clock that was ahead: nobody waits until it is so late
            then: datetime = now + per if is_wrong else max(bucket.full_at, now) + refill
            if then - now > per + GRACE:
                return then - per
            taken = cls.update(full_at=then).where(cls.key == key, cls.full_at == bucket.full_at)
            if taken.execute():
                return None

    @classmethod
    def give_back(cls, key: str, refill: timedelta) -> None:
        bucket = cls.get_or_none(cls.key == key)
        if bucket is not None:
            cls.update(full_at=bucket.full_at - refill).where(cls.key == key, cls.full_at == bucket.full_at).execute()
