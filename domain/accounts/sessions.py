"""Who is signed in, since when, until when? The table behind the cookie."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from domain import events, moment, rules
from models import Session, User
from models.base import db

SEEN_EVERY = timedelta(minutes=1)
"""A session notes that it was used at most this often: one write a minute, not one a page."""

LONGEST_AGENT = 300
"""Characters kept of what the browser says it is."""


def open_session(user: User, agent: str = "", how: str = "link") -> str:
    """Sign a person in and return the key for the cookie; the database keeps its hash alone."""
    key, now = secrets.token_urlsafe(32), moment.now()
    with db.atomic():
        Session.create(
            key_hash=key_hash(key), user=user, created_at=now, last_seen_at=now,
            expires_at=_expiry(user, now, now), agent=agent[:LONGEST_AGENT],
        )  # fmt: skip
        events.record("user.signed_in", user, actor=user, facts={"how": how})
    return key


def person_of(key: str) -> User | None:
    """Whose session this is, if it lives and the person is active. Using it puts off its end."""
    session = session_of(key)
    if session is None:
        return None
    now = moment.now()
    if now - session.last_seen_at >= SEEN_EVERY:
        _touch(session, now)
    return session.user


def session_of(key: str) -> Session | None:
    """The living session behind a cookie's key."""
    return Session.by_key(key_hash(key), moment.now()) if key else None


def end_session(key: str) -> None:
    """Sign out: the key is worth nothing from now on."""
    living = session_of(key)
    if living is None:
        _end(Session.key_hash == key_hash(key))  # run out, perhaps, but not yet ended
    else:
        _signed_out(living, "here")


def end_one(session: Session) -> None:
    """End one session, seen on a page."""
    _signed_out(session, "elsewhere")


def end_sessions(user: User, *, but: str = "") -> int:
    """End all sessions of a person, except the one with the key `but`; returns how many."""
    return _end(Session.user == user, Session.key_hash != key_hash(but))


def forget_old(now: datetime) -> int:
    """Delete sessions that ended or ran out more than 30 days ago; returns how many."""
    return int(Session.delete().where(Session.expires_at < now - timedelta(days=30)).execute())


def key_hash(key: str) -> str:
    """The key is 256 random bits: a plain SHA-256 cannot be searched back."""
    return hashlib.sha256(key.encode()).hexdigest()


def _signed_out(session: Session, where: str) -> None:
    """The person ended it; twice is once."""
    with db.atomic():
        if _end(Session.id == session.id):
            events.record("user.signed_out", session.user, actor=session.user, facts={"where": where})


def _end(*which: object) -> int:
    return int(Session.update(ended_at=moment.now()).where(Session.ended_at.is_null(), *which).execute())


def _touch(session: Session, now: datetime) -> None:
    expiry = _expiry(session.user, session.created_at, now)
    Session.update(last_seen_at=now, expires_at=expiry).where(
        Session.id == session.id, Session.ended_at.is_null()
    ).execute()


def _expiry(user: User, since: datetime, now: datetime) -> datetime:
    """Idle too long or open too long, whichever comes first; staff see everyone's claims, so theirs end sooner."""
    numbers = rules.in_force()
    idle = timedelta(hours=numbers.staff_idle_hours) if user.is_staff else timedelta(days=numbers.partner_idle_days)
    return min(now + idle, since + timedelta(days=numbers.session_days))
