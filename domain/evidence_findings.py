"""What do the files of a claim or an appeal tell its reader? What was read out of each, held against the claim."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from domain import clock, evidence_against, evidence_letters, evidence_meetings, evidence_papers, evidence_seals
from domain.evidence_against import DOUBT, GOOD, PLAIN, Against, Finding
from domain.rules import Rules
from domain.words import N_
from models import Deletion, Evidence, Question, Rating, Readout, Registration, User

WAITING = N_("Being read. What it says will appear here in a moment")
EMPTY = N_("Nothing could be read out of this file; open it to see what it shows")
UNREAD = N_("This file could not be read; open it to see what it shows")
DELETED = {
    "time": N_("Deleted on %(day)s, as the rules say: %(days)s days after the end"),
    "erasure": N_("Deleted on %(day)s, because the data of a person was erased"),
}
"""What is said of a file that is gone; its hash stands in the dossier."""

WEIGHTS = {"accepted": N_("accepted"), "weak": N_("weak"), "missing": N_("missing")}
"""A decider's word on a file, in words that both sides read."""

WEIGHED = {
    "accepted": N_("Rated accepted: it proves what it should"),
    "weak": N_("Rated weak: it helps, but does not prove it"),
    "missing": N_("Rated missing: what it should prove is not in it"),
}


@dataclass(frozen=True)
class Item:
    """A file with its findings and, where its reader may know it, its rating."""

    file: Evidence
    findings: list[Finding]
    letters: list[dict[str, Any]] = field(default_factory=list)  # of a mail that holds several
    has_picture: bool = False
    is_waiting: bool = False
    rating: Rating | None = None
    is_deleted: bool = False

    @property
    def lead(self) -> list[Finding]:
        """What it shows, then what speaks for the claim or against it."""
        return [*self.findings[:1], *(finding for finding in self.findings[1:] if finding.tone != PLAIN)]

    @property
    def rest(self) -> list[Finding]:
        return [finding for finding in self.findings[1:] if finding.tone == PLAIN]


def of_claim(claim: Registration, in_force: Rules, *, is_rated: bool = False) -> list[Item]:
    """The files of a claim; with their ratings if the reader may know them (`may_know_ratings`)."""
    files = list(Evidence.of_claim(claim))
    read, rated, gone = Readout.of(files), Rating.of(files) if is_rated else {}, Deletion.of(files)
    return [
        _deleted(file, gone[file.id], in_force, rated.get(file.id))
        if file.id in gone
        else _item(file, read.get(file.id), evidence_against.claim(claim, file, in_force), rated.get(file.id))
        for file in files
    ]


def may_know_ratings(claim: Registration, reader: User) -> bool:
    """Staff at once; the partner when the decision is told."""
    return reader.is_staff or claim.decided_at is not None


def of_question(question: Question, in_force: Rules) -> list[Item]:
    files = list(Evidence.of_question(question))
    read, gone = Readout.of(files), Deletion.of(files)
    return [
        _deleted(file, gone[file.id], in_force)
        if file.id in gone
        else _item(file, read.get(file.id), evidence_against.question(question, file, in_force), None)
        for file in files
    ]


def judged(facts: dict[str, Any], against: Against, *, is_asked_again: bool = False) -> list[Finding]:
    """All that a file's facts say, held against the claim, the weightiest first."""
    kind = facts["kind"]
    if kind == "picture":
        return evidence_papers.of_picture(facts, against)
    if kind == "document":
        return evidence_papers.of_document(facts, against)
    found = _of_mail(facts, against, is_asked_again) if facts.get("letters") else []
    for meeting in facts["meetings"]:
        found += evidence_meetings.of(meeting, against, is_file=kind == "meeting")
    return list({(one.says, str(one.values)): one for one in found}.values()) or [Finding(PLAIN, EMPTY)]


def _of_mail(facts: dict[str, Any], against: Against, is_asked_again: bool) -> list[Finding]:
    """A mail that raises a doubt is no good proof, whatever it shows."""
    letters = facts["letters"]
    first, *others = evidence_letters.of(letters, against)
    seals = evidence_seals.of(facts, evidence_letters.key_of(letters, against), is_asked_again=is_asked_again)
    is_doubtful = any(finding.tone == DOUBT for finding in (*seals, *others))
    head = replace(first, tone=PLAIN) if is_doubtful and first.tone == GOOD else first
    spoken, plain = [one for one in seals if one.tone != PLAIN], [one for one in seals if one.tone == PLAIN]
    return [head, *spoken, *others, *plain]


def _deleted(file: Evidence, deletion: Deletion, in_force: Rules, rating: Rating | None = None) -> Item:
    day = clock.local_day(deletion.deleted_at, in_force.zone)
    values = {"day": day, "days": deletion.days}
    return Item(file, [Finding(PLAIN, DELETED[deletion.why], values)], rating=rating, is_deleted=True)


def _item(file: Evidence, read: Readout | None, against: Against, rating: Rating | None) -> Item:
    if read is None or read.state == "waiting":
        return Item(file, [Finding(PLAIN, WAITING)], is_waiting=True, rating=rating)
    if read.state == "failed":
        return Item(file, [Finding(PLAIN, UNREAD)], rating=rating)
    letters = read.facts.get("letters", [])
    findings = judged(read.facts, against, is_asked_again=read.next_at is not None)
    shown = [_line(letter, against) for letter in letters] if len(letters) > 1 else []
    return Item(file, findings, shown, read.has_picture, rating=rating)


def _line(letter: dict[str, Any], against: Against) -> dict[str, Any]:
    """One letter of several, for a list."""
    return {
        "day": against.day(letter["date"]), "who": evidence_letters.named(letter["from"]),
        "whom": ", ".join(filter(None, map(evidence_letters.named, letter["to"][:3]))), "subject": letter["subject"],
    }  # fmt: skip
