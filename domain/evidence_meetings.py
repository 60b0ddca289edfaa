"""What does an invitation say for a claim: who met whom, when, and was it called off? Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.evidence_against import CARE, DOUBT, GOOD, PLAIN, Against, Finding
from domain.evidence_letters import named
from domain.words import N_

Meeting = dict[str, Any]

WITH_THEM = {
    "before": N_("Meeting with the prospect on %(day)s, %(span)s before filing"),
    "same": N_("Meeting with the prospect on %(day)s, the day of filing"),
    "after": N_("Meeting with the prospect on %(day)s, %(span)s after filing"),
    "unfiled": N_("Meeting with the prospect on %(day)s"),
    "undated": N_("Meeting with the prospect, without a usable date"),
}
CANCELLED = N_("The meeting of %(day)s was called off")
CANCELLED_UNDATED = N_("The meeting was called off")
WITHOUT_THEM = N_("Meeting on %(day)s to which nobody of the prospect’s domain is invited")
WITHOUT_THEM_UNDATED = N_("Meeting to which nobody of the prospect’s domain is invited")
UNKNOWN, UNKNOWN_UNDATED = N_("Meeting on %(day)s"), N_("Meeting without a usable date")
SUBJECT = N_("Subject: %(subject)s")
BY = N_("Invited by %(who)s")
THEIRS = N_("Of the prospect: %(people)s")
ACCEPTED = N_("Accepted by: %(people)s")
REPEATS = N_("It is repeated; this is the first day")
NO_SEAL = N_("An invitation carries no signature")
IMPOSSIBLE = N_("It is dated %(day)s, which cannot be right")


def of(meeting: Meeting, against: Against, *, is_file: bool) -> list[Finding]:
    """`is_file`: a calendar file of its own, rather than a part of a mail that may carry a signature."""
    day = against.day(meeting["starts"])
    everyone = [meeting["organizer"], *meeting["people"]]
    theirs = [person for person in everyone if against.is_theirs(person["address"])]
    found = [_headline(meeting, day, bool(theirs), against)]
    written = against.day(meeting["written"])
    if written and not against.is_possible(written):
        found.append(Finding(DOUBT, IMPOSSIBLE, {"day": written}))
    found += [Finding(PLAIN, SUBJECT, {"subject": meeting["subject"]})] if meeting["subject"] else []
    found += _people(meeting, theirs)
    found += [Finding(PLAIN, REPEATS)] if meeting["repeats"] else []
    return found + ([Finding(CARE, NO_SEAL)] if is_file else [])


def _headline(meeting: Meeting, day: date | None, is_with_them: bool, against: Against) -> Finding:
    values = {"day": day} if day else {}
    if meeting["is_cancelled"]:
        return Finding(DOUBT, CANCELLED if day else CANCELLED_UNDATED, values)
    if is_with_them:
        when, values = against.when(day)
        return Finding(GOOD if when in ("before", "same", "unfiled") else PLAIN, WITH_THEM[when], values)
    if against.domain or against.address:
        return Finding(DOUBT, WITHOUT_THEM if day else WITHOUT_THEM_UNDATED, values)
    return Finding(PLAIN, UNKNOWN if day else UNKNOWN_UNDATED, values)


def _people(meeting: Meeting, theirs: list[dict[str, str]]) -> list[Finding]:
    found = []
    if named(meeting["organizer"]):
        found.append(Finding(PLAIN, BY, {"who": named(meeting["organizer"])}))
    if theirs:
        found.append(Finding(PLAIN, THEIRS, {"people": _listed(theirs)}))
    accepted = [person for person in meeting["people"] if person.get("answer") == "accepted"]
    if accepted:
        found.append(Finding(PLAIN, ACCEPTED, {"people": _listed(accepted)}))
    return found


def _listed(people: list[dict[str, str]]) -> str:
    return "; ".join(dict.fromkeys(person["name"] or person["address"] for person in people[:5]))
