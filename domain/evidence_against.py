"""What is evidence held against? The claim's names, addresses and days; pure but for reading them off the rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from domain import clock
from domain.matching import registrable_domain
from domain.matching.normalise import fold, words, written_out
from domain.rules import Rules
from models import Evidence, Question, Registration

GOOD, DOUBT, CARE, PLAIN = "good", "doubt", "care", "plain"
OLDEST = date(1995, 1, 1)
"""Nothing that a portal is given was written before."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Finding:
    """One sentence (marked with `N_`) about a file: it speaks for the claim, raises a doubt, or is plain fact;
    `care` says what it cannot prove, which is no doubt about it."""

    tone: str
    says: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Against:
    """The claim, as far as a file can agree or disagree with it."""

    company: str
    contact: str
    domain: str  # registrable; "" when the claim names none of the customer's own
    address: str  # the contact's, where the claim names it
    filed_on: date | None
    first_contact_on: date | None
    uploaded_at: datetime
    zone: ZoneInfo

    def is_theirs(self, address: str) -> bool:
        """Is this an address of the prospect's?"""
        if not address:
            return False
        return address == self.address or (bool(self.domain) and registrable_domain(address) == self.domain)

    def is_contact(self, name: str) -> bool:
        """Is this the person whom the claim names, in whatever order the names stand?"""
        named = set(fold(self.contact).split())
        return len(named) > 1 and named <= set(fold(name).split())

    def is_named_in(self, text: str) -> bool:
        """Does a text name the prospect: its domain, or all words of its name but the legal form?"""
        named, said = words(self.company), _folded(text)
        return (bool(self.domain) and self.domain in text.lower()) or (bool(named) and f" {' '.join(named)} " in said)

    def day(self, iso: str) -> date | None:
        """The day of a moment in ISO form where the programme is at home; a time without zone stays as it is."""
        try:
            moment = datetime.fromisoformat(iso)
        except ValueError:
            return None
        try:
            return moment.astimezone(self.zone).date() if moment.tzinfo else moment.date()
        except OverflowError:
            return moment.date()

    def is_possible(self, day: date) -> bool:
        """Can something that was uploaded then be of this day?"""
        return OLDEST <= day <= self.uploaded_at.astimezone(self.zone).date() + A_DAY

    def when(self, day: date | None) -> tuple[str, dict[str, Any]]:
        """How a day lies to the filing (`before`, `same`, `after`; `unfiled`, `undated`), and the values to say it."""
        if day is None:
            return "undated", {}
        if self.filed_on is None:
            return "unfiled", {"day": day}
        if day == self.filed_on:
            return "same", {"day": day}
        return ("before" if day < self.filed_on else "after"), {"day": day, "span": abs(self.filed_on - day)}


def _folded(text: str) -> str:
    """The words of a long text as those of names are folded, between spaces."""
    return f" {' '.join(written_out(word) for one in text.split()[:800] for word in fold(one).split())} "


def claim(row: Registration, file: Evidence, in_force: Rules) -> Against:
    zone = in_force.zone
    typed = row.domain.strip().lower()
    return Against(
        row.company, row.contact_name, registrable_domain(row.domain), typed if "@" in typed else "",
        clock.local_day(row.filed_at, zone) if row.filed_at else None, row.first_contact_on, _uploaded(file),
        ZoneInfo(zone),
    )  # fmt: skip


def question(row: Question, file: Evidence, in_force: Rules) -> Against:
    """An appeal names a company and no more: of its files, days and people are told."""
    return Against(row.company, "", "", "", None, None, _uploaded(file), ZoneInfo(in_force.zone))


def _uploaded(file: Evidence) -> datetime:
    return cast(datetime, file.uploaded_at)
