"""Which rows is an event about, and what of them may a mail say? One gatherer per kind of thing, a few queries each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain import clock, moment, rules, trainings
from domain.events import hashed
from domain.permissions import may
from domain.rules import Rules
from models import (
    Alarm,
    Allowance,
    Application,
    BrandVersion,
    CheckPause,
    Condition,
    Decision,
    Erasure,
    Event,
    ImportRun,
    Note,
    Partner,
    Publication,
    Question,
    Registration,
    SigninLink,
    Spreadsheet,
    Training,
    User,
    Watch,
)

TO_DECIDE = frozenset({
    "registration.submitted", "registration.moved_up", "registration.resubmitted", "registration.escalated",
    "answer.half_used", "answer.mostly_used", "answer.overdue", "registration.reversed",
})  # fmt: skip
"""Events after which staff go to the decision rather than to the registration."""


@dataclass(frozen=True)
class Gathered:
    """The facts of one thing; where its page is; who is told for which reason (user id -> word)."""

    facts: dict[str, Any]
    path: str
    thread: str = ""
    because: dict[int | None, str] = field(default_factory=dict)
    link: SigninLink | None = None
    settings: str = ""  # the page of those who may see the settings; the others go to `path`
    theirs: tuple[int, str] = (0, "")  # whom it is about, and where that person finds it

    def path_for(self, person: User, event: str) -> str:
        if self.settings and may(person, "programme:see"):
            return self.settings
        if person.id == self.theirs[0]:
            return self.theirs[1]
        return f"{self.path}/decision" if self.thread and person.is_staff and event in TO_DECIDE else self.path


def registrations(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Registration.select(Registration, Partner, User).join(Partner).switch(Registration)
    rows = rows.join(User, on=(Registration.holder == User.id)).where(Registration.id.in_(_ids(events)))
    claims = {row.id: row for row in rows}
    texts, decisions, asked = _texts(events), _decisions(events), _conditions(events)
    return {
        event.id: _registration(
            claims[key], texts.get(event.text_hash, ""), decisions.get(key), asked.get(event.id, [])
        )
        for event in events
        if (key := event.subject_id)
    }


def questions(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Question.select(Question, Partner).join(Partner).where(Question.id.in_(_ids(events)))
    found = {row.id: _question(row) for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def watches(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Watch.select().where(Watch.id.in_(_ids(events)))
    found = {row.id: Gathered({"company": row.name}, "/", because={row.user_id: "watched"}) for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def users(events: list[Event], _: Rules) -> dict[int, Gathered]:
    ids = [event.facts["link"] for event in events if "link" in event.facts]
    links = {row.id: row for row in SigninLink.select().where(SigninLink.id.in_([*ids, 0]))}
    joined = {row.user_id: row for row in Application.select().where(Application.user.in_([*_ids(events), 0]))}
    people = _actors(events)
    return {
        event.id: _user(
            event, links.get(event.facts.get("link", 0)), people.get(event.actor_id, ""), joined.get(event.subject_id)
        )
        for event in events
    }


def applications(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = {row.id: row for row in Application.select().where(Application.id.in_(_ids(events)))}
    return {event.id: _application(event, rows.get(event.subject_id)) for event in events}


def imports(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = ImportRun.select().where(ImportRun.id.in_(_ids(events)))
    found = {row.id: Gathered({"file": row.filename, "error": row.error}, f"/imports/{row.code}") for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def versions(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Publication.select().where(Publication.version.in_(_ids(events)))
    notes, people = {row.version_id: row.note for row in rows}, _actors(events)
    return {
        event.id: Gathered(
            {"who": people.get(event.actor_id, ""), "note": notes.get(event.subject_id, "")}, "/rules",
            settings=f"/settings/versions/{event.facts.get('number', '')}",
        )
        for event in events
    }  # fmt: skip


def vendors(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = BrandVersion.select(BrandVersion.number, BrandVersion.note)
    notes, people = {row.number: row.note for row in rows}, _actors(events)
    return {
        event.id: Gathered(
            {"who": people.get(event.actor_id, ""), "note": notes.get(event.facts.get("number"), "")}, "/",
            settings="/settings/brand",
        )
        if event.name == "vendor.branded"
        else Gathered({}, "/verify/signature")
        for event in events
    }  # fmt: skip


def erasures(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Erasure.select().where(Erasure.id.in_(_ids(events)))
    found = {row.id: Gathered({"code": row.code}, f"/personal-data/erasures/{row.code}") for row in rows}
    people = _actors(events)
    for event in events:
        found[event.subject_id].facts["who"] = people.get(event.actor_id, "")
    return {event.id: found[event.subject_id] for event in events}


def spreadsheets(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Spreadsheet.select().where(Spreadsheet.id.in_(_ids(events)))
    found = {row.id: Gathered({"file": row.filename}, f"/spreadsheets/{row.code}") for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def alarms(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Alarm.select(Alarm, Partner).join(Partner).where(Alarm.id.in_(_ids(events)))
    found = {row.id: Gathered({"partner": row.partner.name}, f"/alarms/{row.code}") for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def of_partners(events: list[Event], _: Rules) -> dict[int, Gathered]:
    """What a person set for one partner, with the reason that the partner reads."""
    model = Allowance if events[0].subject == "allowance" else CheckPause
    rows = model.select(model, Partner).join(Partner).where(model.id.in_(_ids(events)))
    found = {row.id: Gathered({"text": row.reason}, f"/partners/{row.partner.code}") for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def certificates(events: list[Event], numbers: Rules) -> dict[int, Gathered]:
    rows = Training.select(Training, User).join(User, on=(Training.person == User.id))
    found = {row.id: row for row in rows.where(Training.id.in_(_ids(events)))}
    who = _actors(events)
    return {
        event.id: _certificate(found[event.subject_id], who.get(event.actor_id, ""), numbers) for event in events
    }  # fmt: skip


def _certificate(row: Training, who: str, numbers: Rules) -> Gathered:
    is_needed = trainings.is_needed(row, numbers, moment.now())
    facts = {"name": row.person.name, "course": row.course, "who": who, "is_needed": is_needed}
    return Gathered(
        facts, f"/people/{row.person.code}", because={row.person_id: "trained"},
        theirs=(row.person_id, "/account#training"),
    )  # fmt: skip


def _registration(claim: Registration, text: str, decision: Decision | None, asked: list[Condition]) -> Gathered:
    numbers = rules.of_claim(claim)
    choice = numbers.choice_name
    facts = {
        "company": claim.company, "code": claim.code, "partner": claim.partner.name, "holder": claim.holder.name,
        "text": text, "answer_due": claim.answer_due_at, "numbers": numbers,
        "stage_two_due": _day(None if claim.stage_two_at else claim.stage_two_due_at, numbers.zone),
        "reason": choice(decision.reason) if decision else "", "clause": choice(decision.clause) if decision else "",
        "next_step": choice(decision.next_step) if decision else "",
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


def _user(event: Event, link: SigninLink | None, who: str, joined: Application | None) -> Gathered:
    """`joined`: what the person was invited upon, if nobody but themselves asked for it."""
    facts = {"who": who, "joined": joined.company if joined else "", "text": joined.answer if joined else ""}
    if link is None:  # what this person may do, or how they sign in, was changed
        return Gathered(facts, "/account", because={event.subject_id: "account"})
    because = "invited" if event.name == "user.invited" else "itself"
    return Gathered(facts, "/sign-in", because={event.subject_id: because}, link=link)


def _application(event: Event, row: Application | None) -> Gathered:
    """One that has been forgotten since is told by its code."""
    code = str(event.facts.get("code", ""))
    if row is None:
        gone = {"contact": "", "country": "", "text": "", "reason": "", "answer_due": None, "forget_at": None}
        return Gathered({"company": code, "code": code, **gone}, "/applications")
    reason = rules.in_force().choice_name(row.reason) if row.reason else ""
    facts = {
        "company": row.company, "code": row.code, "contact": row.contact_name, "country": row.country,
        "text": row.answer, "reason": reason, "answer_due": row.due_at, "forget_at": row.forget_at,
    }  # fmt: skip
    return Gathered(facts, f"/applications/{row.code}")


def _actors(events: Iterable[Event]) -> dict[int | None, str]:
    people = User.select(User.id, User.name).where(User.id.in_([*{event.actor_id for event in events}, 0]))
    return {person.id: person.name for person in people}


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


def _ids(events: Iterable[Event]) -> list[int]:
    return list({event.subject_id for event in events})


def _day(moment: datetime | None, zone: str) -> date | None:
    return clock.local_day(moment, zone) if moment is not None else None


GATHER: dict[str, Callable[[list[Event], Rules], dict[int, Gathered]]] = {
    "registration": registrations,
    "question": questions,
    "watch": watches,
    "user": users,
    "import_run": imports,
    "rules_version": versions,
    "vendor": vendors,
    "spreadsheet": spreadsheets,
    "application": applications,
    "erasure": erasures,
    "alarm": alarms,
    "allowance": of_partners,
    "check_pause": of_partners,
    "training": certificates,
}
"""Table that an event is about -> how to gather its facts."""
