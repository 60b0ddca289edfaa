"""Which rows is an event about, and what of them may a mail say? One gatherer per kind of thing, a few queries each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from domain import clock, rules
from domain.events import hashed
from domain.letters import people
from domain.letters.gathering import Gathered, actors, ids
from domain.rules import Choice, Rules
from models import (
    BrandVersion,
    BulkCheck,
    BulkLine,
    Condition,
    Decision,
    Event,
    ImportRun,
    Note,
    Partner,
    Publication,
    Question,
    Registration,
    Spreadsheet,
    User,
    Watch,
)

APPEAL = "appeal"
"""The next step that a refusal names by itself, with its last day."""


def registrations(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Registration.select(Registration, Partner, User).join(Partner).switch(Registration)
    rows = rows.join(User, on=(Registration.holder == User.id)).where(Registration.id.in_(ids(events)))
    claims = {row.id: row for row in rows}
    texts, decisions, asked = _texts(events), _decisions(events), _conditions(events)
    return {
        event.id: _registration(
            claims[key], event.at, texts.get(event.text_hash, ""), decisions.get(key), asked.get(event.id, [])
        )
        for event in events
        if (key := event.subject_id)
    }


def questions(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Question.select(Question, Partner).join(Partner).where(Question.id.in_(ids(events)))
    found = {row.id: _question(row) for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def watches(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Watch.select().where(Watch.id.in_(ids(events)))
    found = {row.id: Gathered({"company": row.name}, "/", because={row.user_id: "watched"}) for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def imports(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = ImportRun.select().where(ImportRun.id.in_(ids(events)))
    found = {row.id: Gathered({"file": row.filename, "error": row.error}, f"/imports/{row.code}") for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def versions(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Publication.select().where(Publication.version.in_(ids(events)))
    notes, who = {row.version_id: row.note for row in rows}, actors(events)
    return {
        event.id: Gathered(
            {"who": who.get(event.actor_id, ""), "note": notes.get(event.subject_id, "")}, "/rules",
            settings=f"/settings/versions/{event.facts.get('number', '')}",
        )
        for event in events
    }  # fmt: skip


def vendors(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = BrandVersion.select(BrandVersion.number, BrandVersion.note)
    notes, who = {row.number: row.note for row in rows}, actors(events)
    return {
        event.id: Gathered(
            {"who": who.get(event.actor_id, ""), "note": notes.get(event.facts.get("number"), "")}, "/",
            settings="/settings/brand",
        )
        if event.name == "vendor.branded"
        else Gathered({}, "/verify/signature")
        for event in events
    }  # fmt: skip


def spreadsheets(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Spreadsheet.select().where(Spreadsheet.id.in_(ids(events)))
    found = {row.id: Gathered({"file": row.filename}, f"/spreadsheets/{row.code}") for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def lists(events: list[Event], _: Rules) -> dict[int, Gathered]:
    """A list goes with its owner's data or after its days; a mail about it may be looked at later."""
    rows = {row.id: row for row in BulkCheck.select().where(BulkCheck.id.in_(ids(events)))}
    return {event.id: _list(rows.get(event.subject_id)) for event in events}


def _list(row: BulkCheck | None) -> Gathered:
    if row is None:
        return Gathered({"file": "", "free": 0, "lines": 0}, "/checks/lists")
    counts = BulkLine.counts(row)
    facts = {"file": row.name, "free": counts["free"], "lines": counts["all"]}
    return Gathered(facts, f"/checks/lists/{row.code}", because={row.user_id: "asked"})


def _chosen(decision: Decision | None, numbers: Rules) -> dict[str, Choice | None]:
    """What a decision names; that one can appeal stands in every mail of a refusal already."""
    codes = {name: getattr(decision, name, "") for name in CHOSEN}
    return {name: numbers.choice(code) if code and code != APPEAL else None for name, code in codes.items()}


CHOSEN = ("reason", "clause", "next_step")
"""What a decision names of the programme's lists."""


def _registration(
    claim: Registration, at: datetime, text: str, decision: Decision | None, asked: list[Condition]
) -> Gathered:  # fmt: skip
    numbers = rules.of_claim(claim)
    facts = {
        "company": claim.company, "code": claim.code, "partner": claim.partner.name, "holder": claim.holder.name,
        "text": text, "answer_due": claim.answer_due_at, "numbers": numbers,
        "stage_two_due": _day(None if claim.stage_two_at else claim.stage_two_due_at, numbers.zone),
        **_chosen(decision, numbers),
        "appeal_until": clock.local_day(at, numbers.zone) + timedelta(days=numbers.appeal_days),
        "conditions": [{"text": row.text, "due_on": row.due_on} for row in asked],
        "is_protected": claim.is_protected and not claim.reads_waiting,
    }  # fmt: skip
    because = {claim.assignee_id: "assignee", claim.holder_id: "holder"}
    return Gathered(facts, f"/registrations/{claim.code}", claim.code, because)


def _question(row: Question) -> Gathered:
    facts = {
        "company": row.company, "partner": row.partner.name, "text": row.text, "answer": row.answer,
        "answer_due": row.due_at,
    }  # fmt: skip
    return Gathered(facts, f"/questions/{row.code}", because={row.assignee_id: "assignee", row.asked_by_id: "asked"})


def _texts(events: Iterable[Event]) -> dict[str, str]:
    """The words behind the hashes of these events, unless they were erased."""
    ids = [event.subject_id for event in events if event.text_hash]
    notes = Note.select().where(Note.registration.in_(ids)) if ids else []
    return {hashed(note.text, note.salt): note.text for note in notes}


def _decisions(events: Iterable[Event]) -> dict[int, Decision]:
    """The last refusal on each claim that was declined."""
    ids = [event.subject_id for event in events if event.name == "registration.declined"]
    if not ids:
        return {}
    rows = Decision.select().where(Decision.registration.in_(ids), Decision.action == "decline").order_by(Decision.id)
    return {row.registration_id: row for row in rows}


def _conditions(events: Iterable[Event]) -> dict[int, list[Condition]]:
    """Event -> the conditions that it names, in their order."""
    named = {event.id: _codes(event) for event in events}
    wanted = [code for codes in named.values() for code in codes]
    if not wanted:
        return {}
    rows = {row.code: row for row in Condition.select().where(Condition.code.in_(wanted))}
    return {key: [rows[code] for code in codes if code in rows] for key, codes in named.items()}


def _codes(event: Event) -> list[str]:
    """Conditions asked with an approval, or the one that an event is about."""
    if "condition" in event.facts:
        return [str(event.facts["condition"])]
    return [str(one["code"]) for one in event.facts.get("conditions", [])]


def _day(moment: datetime | None, zone: str) -> date | None:
    return clock.local_day(moment, zone) if moment is not None else None


GATHER: dict[str, Callable[[list[Event], Rules], dict[int, Gathered]]] = {
    "registration": registrations,
    "question": questions,
    "watch": watches,
    "user": people.users,
    "import_run": imports,
    "rules_version": versions,
    "vendor": vendors,
    "spreadsheet": spreadsheets,
    "bulk_check": lists,
    "application": people.applications,
    "erasure": people.erasures,
    "alarm": people.alarms,
    "allowance": people.of_partners,
    "check_pause": people.of_partners,
    "training": people.of_training,
}
"""Table that an event is about -> how to gather its facts."""
