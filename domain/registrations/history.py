"""What happened to a claim, as this reader may know it? Events in plain words; what is ours alone stays ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain import clock, rules
from domain.events import hashed
from domain.words import N_
from models import Condition, Event, Note, Registration, User

BOTH: dict[str, str] = {
    "registration.drafted": N_("Draft begun by %(who)s."),
    "registration.held": N_("Account held while the form is filled in."),
    "registration.hold_ended": N_("The hold ended; the draft stayed."),
    "registration.submitted": N_("Registered by %(who)s. Entry in the register %(entry)s."),
    "registration.refused": N_("Filed by %(who)s; somebody was first. Entry in the register %(entry)s."),
    "registration.moved_up": N_("What stood before this claim has ended: it is protected now."),
    "registration.detailed": N_("Stage 2 completed by %(who)s."),
    "registration.amended": N_("Answers of stage 2 changed by %(who)s."),
    "registration.handed_over": N_("Handed over to a colleague."),
    "registration.asserted": N_("An earlier time was noted by %(who)s: %(asserted)s. It does not move the order."),
    "answer.started": N_("The answer clock started; answer due %(due)s."),
    "registration.approved": N_("Approved by %(who)s. Protected until %(until)s."),
    "registration.returned": N_("More information asked by %(who)s."),
    "registration.resubmitted": N_("Answered by %(who)s."),
    "registration.declined": N_("Declined by %(who)s."),
    "registration.withdrawn": N_("Withdrawn by %(who)s."),
    "registration.lapsed": N_("Lapsed: what was due did not come."),
    "registration.expired": N_("Expired."),
    "registration.revoked": N_("Revoked by %(who)s."),
    "registration.reversed": N_("%(who)s took the decision back. The claim is decided anew."),
    "registration.reply_due": N_("Reminder: an answer is due."),
    "condition.met": N_("%(who)s ticked a condition off."),
    "condition.due": N_("Reminder: a condition is due."),
    "condition.missed": N_("The day of a condition has gone by."),
    "registration.won": N_("Closed as won by %(who)s."),
    "registration.lost": N_("Closed as lost by %(who)s."),
    "registration.updated": N_("Update by %(who)s."),
    "evidence.added": N_("%(who)s added a file as evidence."),
    "evidence.removed": N_("%(who)s removed a file."),
    "evidence.deleted": N_("A file of evidence was deleted for good."),
    "protection.extended": N_("Protection extended until %(until)s."),
    "protection.ending": N_("Reminder: protection is about to end."),
    "extension.requested": N_("%(who)s asked for a longer protection."),
    "extension.declined": N_("A longer protection was declined by %(who)s."),
    "silence.warned": N_("Reminder: no update for some weeks."),
    "registration.stage_two_due": N_("Reminder: stage 2 is due."),
    "certificate.issued": N_("Certificate issued."),
}
"""What both sides read. An event that stands in neither table is not told."""

STAFF: dict[str, str] = {
    "evidence.rated": N_("%(who)s rated a file."),
    "registration.escalated": N_("Escalated by %(who)s."),
    "answer.half_used": N_("Half of the answer time was used."),
    "answer.mostly_used": N_("Most of the answer time was used."),
    "answer.overdue": N_("The answer was overdue."),
    "certificate.failed": N_("The certificate could not be made."),
    "certificate.requested": N_("Certificate requested."),
    "dossier.ordered": N_("%(who)s took out the dossier."),
    "certificate.retried": N_("%(who)s asked for the certificate once more."),
}

SYSTEM = N_("the programme’s rules")
INTERNAL = "internal"


@dataclass(frozen=True)
class Line:
    """One entry of the history, newest first on the page; `text` is what a person wrote with it."""

    at: datetime
    says: str
    values: dict[str, Any]
    text: str = ""
    is_precise: bool = False


def of(claim: Registration, reader: User, after: int = 0) -> list[Line]:
    """The history of a claim as `reader` may know it, newest first; only what came after the event `after`."""
    words = BOTH | STAFF if reader.is_staff else BOTH
    if claim.is_sealed and not reader.is_staff:
        words = {name: says for name, says in words.items() if name != "registration.moved_up"}
    texts = _texts(claim, reader)
    zone = rules.of(claim.rules_version).zone
    events = list(Event.about("registration", claim.id).where(Event.id > after))
    people = _names({event.actor_id for event in events})
    return [_line(event, words[event.name], people, texts, zone) for event in reversed(events) if event.name in words]


def _line(event: Event, says: str, people: dict[int | None, str], texts: dict[str, str], zone: str) -> Line:
    values = {name: _read(name, value, zone) for name, value in event.facts.items() if isinstance(value, str)}
    values |= {"who": people.get(event.actor_id, SYSTEM), "entry": event.entry[:12]}
    is_filing = event.name in ("registration.submitted", "registration.refused")
    return Line(event.at, says, values, texts.get(event.text_hash, ""), is_filing)


def _texts(claim: Registration, reader: User) -> dict[str, str]:
    """What people wrote, by the hash that stands in the event; internal notes for staff alone."""
    notes = Note.select().where(Note.registration == claim.id)
    shown = [note for note in notes if reader.is_staff or note.kind != INTERNAL]
    asked = Condition.select().where(Condition.registration == claim)
    return {hashed(row.text, row.salt): row.text for row in (*shown, *asked)}


def _names(ids: set[int | None]) -> dict[int | None, str]:
    people = User.select(User.id, User.name).where(User.id.in_([*ids, 0]))
    return {person.id: person.name for person in people}


def _read(name: str, value: str, zone: str) -> datetime | date | str:
    """A moment if the fact is one; of `until` the day, since protection holds to its end."""
    try:
        moment = datetime.fromisoformat(value) if "T" in value else value
        return clock.local_day(moment, zone) if name == "until" and isinstance(moment, datetime) else moment
    except (ValueError, OverflowError):
        return value
