"""What is known of a claim? All of it, for the vendor: facts, history, proof, decisions, lookalikes, entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain import casefile, certificates, events, evidence_findings, rules, seal
from domain.casefile import Casefile
from domain.evidence_findings import Item
from domain.registrations import details, history
from domain.registrations.ends import END_WORDS
from domain.registrations.history import Line
from domain.rules import Rules
from domain.words import N_
from models import Certificate, Condition, Decision, Event, Evidence, Registration, Reversal, User, Vendor

STATE_WORDS: dict[str, str] = {
    "submitted": N_("In review"), "returned": N_("More information needed"), "approved": N_("Approved"), **END_WORDS,
}  # fmt: skip
ACTION_WORDS: dict[str, str] = {
    "approve": N_("Approved"), "return": N_("More information asked"), "decline": N_("Declined"),
    "escalate": N_("Escalated"), "revoke": N_("Revoked"),
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line of the register: what happened, and the hash that seals it with all before it."""

    at: datetime
    name: str
    entry: str


@dataclass(frozen=True)
class Made:
    """A decision with what it asked for, and how it was taken back, if it was."""

    decision: Decision
    conditions: list[Condition]
    reversal: Reversal | None


@dataclass(frozen=True)
class Dossier:
    claim: Registration
    vendor: Vendor
    numbers: Rules
    case: Casefile
    answers: dict[str, str]  # stage 2: name of the question, answer
    history: list[Line]  # oldest first
    decisions: list[Made]
    kept: list[Item]  # with what was read out of each, and its rating
    removed: list[Evidence]  # files that were taken away again: their hash stays
    papers: list[Certificate]
    entries: list[Entry]
    is_whole: bool  # each entry follows from the one before
    made_at: datetime
    made_by: User

    @property
    def rings(self) -> list[seal.Ring]:
        """The seal of the last entry stands for all: it follows from every one before."""
        return seal.rings(self.entries[-1].entry)


def of(claim: Registration, reader: User, now: datetime) -> Dossier:
    """Gathered once, as a decider may know it."""
    numbers = rules.of(claim.rules_version)
    entries = [Entry(row.at, row.name, row.entry) for row in Event.about("registration", claim.id)]
    papers = certificates.of(claim)
    return Dossier(
        claim, Vendor.get_current(), numbers, casefile.of(claim, numbers), _answers(claim),
        list(reversed(history.of(claim, reader))), _decisions(claim),
        evidence_findings.of_claim(claim, numbers, is_rated=True), _removed(claim),
        [row for row in (papers.issued, *papers.earlier) if row], entries,
        events.first_broken("registration", claim.id) is None, now, reader,
    )  # fmt: skip


def record_of(claim: Registration) -> dict[str, Any]:
    """The lines of the register about this claim, so that anyone can follow the hashes without us."""
    lines = [{"line": events.line_of(row), "entry": row.entry} for row in Event.about("registration", claim.id)]
    how = "entry = SHA-256 of the entry before, a line feed, and the line as JSON with sorted keys and no spaces"
    return {"record": "history", "format": 1, "code": claim.code, "how": how, "entries": lines}


def _answers(claim: Registration) -> dict[str, str]:
    named = {choice.code: choice.name for choice in (*details.HOW_FOUND, *details.BUYING_STAGES)}
    given = details.of(claim)
    asked = {name: given.get(name, "") for name in details.ANSWERS if name != "value"}
    return {details.ANSWERS[name]: named.get(answer, answer) for name, answer in asked.items() if answer}


def _decisions(claim: Registration) -> list[Made]:
    made = Decision.select().where(Decision.registration == claim.id).order_by(Decision.id)
    return [Made(one, Condition.of(one), Reversal.of(one)) for one in made]


def _removed(claim: Registration) -> list[Evidence]:
    gone = Evidence.select().where(Evidence.registration == claim.id, Evidence.removed_at.is_null(False))
    return list(gone.order_by(Evidence.id))
