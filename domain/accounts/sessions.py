"""Who is signed in, since when, until when? The table behind the cookie."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from domain import events, moment, rules
from domain.refusals import Refused
from domain.words import N_
from models import Session, User
from models.base import db

SEEN_EVERY = timedelta(minutes=1)
"""A session notes that it was used at most this often: one write a minute, not one a page."""

LONGEST_AGENT = 300
"""Characters kept of what the browser says it is."""

TOO_LATE = N_("Signing in took too long, or was finished elsewhere. Begin again.")


def open_session(user: User, agent: str = "", how: str = "link", *, network: str = "", awaits: str = "") -> str:
    """Sign a person in and return the key for the cookie; the database keeps its hash alone.

    A session that `awaits` something (`factor`, `set_up`) signs nobody in: it lasts some minutes, and is good for
    bringing that alone.
    """
    key, now = secrets.token_urlsafe(32), moment.now()
    expires = now + timedelta(minutes=rules.in_force().link_minutes) if awaits else _expiry(user, now, now)
    with db.atomic():
        Session.create(
            key_hash=key_hash(key), user=user, created_at=now, last_seen_at=now, proved_at=now, expires_at=expires,
            agent=agent[:LONGEST_AGENT], network=network, awaits=awaits,
        )  # fmt: skip
        if not awaits:
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
    """The living session behind a cookie's key, of somebody who is signed in."""
    return Session.by_key(key_hash(key), moment.now()) if key else None


def half_of(key: str) -> Session | None:
    """The living session behind a cookie's key that waits for a second factor."""
    return Session.half_by_key(key_hash(key), moment.now()) if key else None


def complete(half: Session, how: str) -> str:
    """What was awaited is there: sign in, with a fresh key. Once. Raises `Refused` (too late)."""
    with db.atomic():
        if not _end("completed", Session.id == half.id, Session.expires_at > moment.now()):
            raise Refused(TOO_LATE)
        return open_session(half.user, half.agent, how, network=half.network)


def renew(key: str) -> str:
    """The same session under a fresh key; the old one is worth nothing. "" when there is none."""
    fresh = secrets.token_urlsafe(32)
    living = (Session.key_hash == key_hash(key), Session.ended_at.is_null())
    return fresh if Session.update(key_hash=key_hash(fresh)).where(*living).execute() else ""


def prove(key: str) -> str:
    """Its person has just proved once more who they are. Returns a fresh key."""
    with db.atomic():
        Session.update(proved_at=moment.now()).where(Session.key_hash == key_hash(key)).execute()
        return renew(key)


def is_proved(session: Session) -> bool:
    """Has its person proved a short while ago who they are? Else they do so before they change how they sign in."""
    until: datetime = session.proved_at + timedelta(minutes=rules.in_force().proof_minutes)
    return moment.now() < until


def end_session(key: str) -> None:
    """Sign out: the key is worth nothing from now on."""
    living = session_of(key)
    if living is None:
        _end("here", Session.key_hash == key_hash(key))  # run out, perhaps, but not yet ended
    else:
        _signed_out(living, "here")


def end_one(session: Session) -> None:
    """End one session, seen on a page."""
    _signed_out(session, "elsewhere")


def end_others(user: User, key: str) -> int:
    """End all sessions of a person but the one that asks for it; returns how many."""
    with db.atomic():
        ended = end_sessions(user, but=key, by="elsewhere")
        events.record("user.sessions_ended", user, actor=user, facts={"sessions_ended": ended})
    return ended


def end_sessions(user: User, *, but: str = "", by: str = "") -> int:
    """End all sessions of a person, half ones as well, except the one with the key `but`; returns how many."""
    return _end(by, Session.user == user, Session.key_hash != key_hash(but))


def why_ended(key: str) -> str:
    """Why a cookie's key no longer signs in, in one word; "" when there is nothing to tell."""
    gone = Session.get_or_none(Session.key_hash == key_hash(key)) if key else None
    if gone is None or gone.ended_by in ("here", "completed"):
        return ""
    if gone.ended_at or not gone.user.is_active:
        return gone.ended_by or "removed"
    if gone.expires_at > moment.now():
        return ""
    if gone.awaits:
        return "half"
    return "days" if gone.expires_at - gone.created_at >= timedelta(days=rules.in_force().session_days) else "idle"


def forget_old(now: datetime) -> int:
    """Delete sessions that ended or ran out more than 30 days ago; returns how many."""
    return int(Session.delete().where(Session.expires_at < now - timedelta(days=30)).execute())


def key_hash(key: str) -> str:
    """The key is 256 random bits: a plain SHA-256 cannot be searched back."""
    return hashlib.sha256(key.encode()).hexdigest()


def _signed_out(session: Session, where: str) -> None:
    """The person ended it; twice is once."""
    with db.atomic():
        if _end(where, Session.id == session.id):
            events.record("user.signed_out", session.user, actor=session.user, facts={"where": where})


def _end(by: str, *which: object) -> int:
    ended = Session.update(ended_at=moment.now(), ended_by=by)
    return int(ended.where(Session.ended_at.is_null(), *which).execute())


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
