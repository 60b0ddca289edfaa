"""Who is told what, and where to go? One letter per delivery, as plain data for those who turn it into words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain import accounts, rules
from domain.accounts import addresses
from domain.applications import links
from domain.letters.gathering import Gathered
from domain.letters.subjects import GATHER
from domain.rules import Rules
from models import Delivery, Event, SigninLink, Vendor

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
SIGN_IN = "/sign-in/link/"
UNPROVEN = frozenset({"application.sent", "user.address_asked"})
"""Mails to addresses that nobody has confirmed: no word in them is the sender's, or we would carry any message."""


@dataclass(frozen=True)
class Letter:
    """Everything that the words may use; moments in `facts` are local to the programme."""

    event: str
    at: datetime
    to_name: str
    to_address: str
    locale: str
    message_id: str
    thread: str  # the registration's code, by which mails are put together; "" for other things
    path: str
    vendor: str
    accent: str
    facts: dict[str, Any]
    useless_from: datetime | None = None  # a sign-in link that has run out need not be sent


def of(delivery: Delivery, key: bytes = b"") -> Letter:
    """The letter of one delivery. `key`, the server's secret, is needed for mails that carry a sign-in link."""
    return of_many([delivery], key)[0]


def of_many(deliveries: Iterable[Delivery], key: bytes = b"") -> list[Letter]:
    """Letters of several deliveries, with a handful of queries however many there are."""
    rows, vendor, numbers = list(deliveries), Vendor.get_current(), rules.in_force()
    found: dict[int, Gathered] = {}
    for subject in {row.event.subject for row in rows}:
        found |= GATHER[subject]([row.event for row in rows if row.event.subject == subject], numbers)
    return [_letter(row, found[row.event_id], vendor, numbers, key) for row in rows]


def _letter(delivery: Delivery, about: Gathered, vendor: Vendor, numbers: Rules, key: bytes) -> Letter:
    event, person = delivery.event, delivery.reader
    facts = {
        "numbers": numbers, "fact": _said(event), **about.facts,
        "pin": accounts.link_code(about.link, key) if about.link and key else "",
        "expires": about.link.expires_at if about.link else about.until, "is_staff": person.is_staff,
        "because": _because(delivery, about), "thread": about.thread, "vendor": vendor.name,
        "vendor_legal": vendor.legal_name, "vendor_address": vendor.address,
    }  # fmt: skip
    return Letter(
        event=event.name, at=event.at, to_name=_name_for(delivery), to_address=about.to or person.email,
        locale=numbers.spoken(person.locale),
        message_id=delivery.message_id, thread=about.thread, path=_path(about, delivery, key), vendor=vendor.name,
        accent=vendor.accent, facts=_local(facts, ZoneInfo(numbers.zone)), useless_from=facts["expires"],
    )  # fmt: skip


def _name_for(delivery: Delivery) -> str:
    """Whom the envelope names; nobody while it goes to an address that anybody may have typed."""
    return "" if delivery.event.name in UNPROVEN else delivery.reader.name


def _said(event: Event) -> dict[str, Any]:
    """What the event itself holds, without what names other claims."""
    return {name: value for name, value in event.facts.items() if name not in ("before", "behind")}


def _path(about: Gathered, delivery: Delivery, key: bytes) -> str:
    """Sign-in and private links are derived from a row and the server's secret; they are stored nowhere."""
    if delivery.application is not None:
        return links.path(delivery.application, key) if key else "/join"
    assert delivery.recipient is not None
    if isinstance(about.link, SigninLink) and key:
        return SIGN_IN + accounts.link_token(about.link, key)
    if about.change is not None and key:
        return addresses.path_of(about.change, delivery.event.name, key)
    return about.path_for(delivery.recipient, delivery.event.name)


def _because(delivery: Delivery, about: Gathered) -> str:
    """Why this person gets it, a word that the footer spells out."""
    if delivery.application is not None:
        return "applicant"
    return "fallback" if delivery.is_fallback else about.because.get(delivery.recipient_id, "role")


def _local(fact: Any, zone: ZoneInfo) -> Any:
    """Dates from JSON become dates again, moments local ones."""
    if isinstance(fact, dict):
        return {name: _local(value, zone) for name, value in fact.items()}
    if isinstance(fact, str):
        return _read(fact, zone)
    return fact.astimezone(zone) if isinstance(fact, datetime) else fact


def _read(fact: str, zone: ZoneInfo) -> Any:
    """A moment, a day, or words: a person may have typed what only looks like a day."""
    try:
        if MOMENT.match(fact):
            return datetime.fromisoformat(fact).astimezone(zone)
        return date.fromisoformat(fact) if DAY.fullmatch(fact) else fact
    except (ValueError, OverflowError):
        return fact
