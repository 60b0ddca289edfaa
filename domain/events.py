"""What happened? `record` writes the audit line and, in the same transaction, whom it must reach."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from domain import audiences, moment
from models import Delivery, Event, RulesVersion, User
from models.base import Model, db

CHANNELS = ("inbox", "mail")


def record(
    name: str,
    about: Model,
    *,
    actor: User | None = None,
    facts: dict[str, Any] | None = None,
    text: str = "",
    salt: str = "",
    to: list[User] | None = None,
) -> Event:
    """Write one event on `about` and fan it out. Call it inside the transaction that changed `about`.

    `name` is past tense (`registration.approved`). `facts` are ids, codes, dates and numbers, never personal data;
    free text goes into a row of its own and here as its salted hash. `to` replaces the audience of the table.
    """
    assert db.transaction_depth() > 0, "an event belongs to the transaction of its change"
    event = _written(name, about, actor, facts or {}, hashed(text, salt) if text else "")
    people, is_fallback = (to, False) if to is not None else audiences.of(name, about)
    _fan_out(event, people, is_fallback)
    if name in audiences.TO_APPLICANT:
        _mail_to_applicant(event, about)
    return event


def hashed(text: str, salt: str) -> str:
    """What stands in an event in place of free text: erasing the text leaves no trace of it, keeping it proves it."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def fresh_salt() -> str:
    return secrets.token_hex(16)


def entry_of(previous: str, line: dict[str, Any]) -> str:
    """SHA-256 over the entry before and this line in canonical JSON."""
    canonical = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def line_of(event: Event) -> dict[str, Any]:
    """The part of an event that its entry seals."""
    return {
        "at": event.at.isoformat(timespec="microseconds"), "name": event.name, "subject": event.subject,
        "subject_id": event.subject_id, "actor": event.actor_id, "partner": event.partner_id,
        "rules": event.rules_version_id, "facts": event.facts, "text": event.text_hash,
    }  # fmt: skip


def first_broken(subject: str, subject_id: int) -> Event | None:
    """The first event of this history that does not follow from the one before; None: all in order."""
    previous = ""
    for event in Event.about(subject, subject_id):
        if event.entry != entry_of(previous, line_of(event)):
            return event
        previous = event.entry
    return None


def _written(name: str, about: Model, actor: User | None, facts: dict[str, Any], text_hash: str) -> Event:
    subject, now = about._meta.table_name, moment.now()
    rules_id = getattr(about, "rules_version_id", None) or RulesVersion.number_in_force(now)[0]
    event = Event(
        at=now, name=name, subject=subject, subject_id=about.id, actor=actor, facts=facts, text_hash=text_hash,
        partner_id=getattr(about, "partner_id", None), rules_version=rules_id,
    )  # fmt: skip
    event.entry = entry_of(Event.last_entry(subject, about.id), line_of(event))
    event.save(force_insert=True)
    return event


def _mail_to_applicant(event: Event, application: Model) -> None:
    Delivery.create(
        event=event, channel="mail", application=application, next_at=event.at, pending_since=event.at,
        message_id=hashed("application", event.entry)[:32],
    )  # fmt: skip


def _channels(name: str) -> tuple[str, ...]:
    if name in audiences.MAIL_ONLY:
        return ("mail",)
    return ("inbox",) if name in audiences.INBOX_ONLY else CHANNELS


def _fan_out(event: Event, people: list[User], is_fallback: bool) -> None:
    rows = [
        {
            "event": event.id, "channel": channel, "recipient": person.id, "next_at": event.at,
            "pending_since": event.at, "state": "sent" if channel == "inbox" else "pending", "is_fallback": is_fallback,
            "message_id": hashed(str(person.id), event.entry)[:32],
        }
        for person in people
        for channel in _channels(event.name)
    ]  # fmt: skip
    if rows:
        Delivery.insert_many(rows).execute()
