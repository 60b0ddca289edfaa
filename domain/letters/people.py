"""Whom is an event about, and what may a mail say of it? People, applicants, and what was set for a partner."""

from __future__ import annotations

from domain import moment, rules, trainings
from domain.letters.gathering import Gathered, actors, ids
from domain.rules import Rules
from models import (
    AddressChange,
    Alarm,
    Allowance,
    Application,
    CheckPause,
    Erasure,
    Event,
    Partner,
    SigninLink,
    Training,
    User,
)


def users(events: list[Event], _: Rules) -> dict[int, Gathered]:
    wanted = [event.facts["link"] for event in events if "link" in event.facts]
    links = {row.id: row for row in SigninLink.select().where(SigninLink.id.in_([*wanted, 0]))}
    joined = {row.user_id: row for row in Application.select().where(Application.user.in_([*ids(events), 0]))}
    moves = {row.id: row for row in AddressChange.select().where(AddressChange.user.in_(ids(events)))}
    people = actors(events)
    return {
        event.id: _moved(event, moves.get(event.facts["change"]))
        if "change" in event.facts
        else _user(
            event, links.get(event.facts.get("link", 0)), people.get(event.actor_id, ""), joined.get(event.subject_id)
        )
        for event in events
    }


def applications(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = {row.id: row for row in Application.select().where(Application.id.in_(ids(events)))}
    return {event.id: _application(event, rows.get(event.subject_id)) for event in events}


def erasures(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Erasure.select().where(Erasure.id.in_(ids(events)))
    found = {row.id: Gathered({"code": row.code}, f"/personal-data/erasures/{row.code}") for row in rows}
    people = actors(events)
    for event in events:
        found[event.subject_id].facts["who"] = people.get(event.actor_id, "")
    return {event.id: found[event.subject_id] for event in events}


def alarms(events: list[Event], _: Rules) -> dict[int, Gathered]:
    rows = Alarm.select(Alarm, Partner).join(Partner).where(Alarm.id.in_(ids(events)))
    found = {row.id: Gathered({"partner": row.partner.name}, f"/alarms/{row.code}") for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def of_partners(events: list[Event], _: Rules) -> dict[int, Gathered]:
    """What a person set for one partner, with the reason that the partner reads."""
    model = Allowance if events[0].subject == "allowance" else CheckPause
    rows = model.select(model, Partner).join(Partner).where(model.id.in_(ids(events)))
    found = {row.id: Gathered({"text": row.reason}, f"/partners/{row.partner.code}") for row in rows}
    return {event.id: found[event.subject_id] for event in events}


def of_training(events: list[Event], numbers: Rules) -> dict[int, Gathered]:
    rows = Training.select(Training, User).join(User, on=(Training.person == User.id))
    found = {row.id: row for row in rows.where(Training.id.in_(ids(events)))}
    who = actors(events)
    return {
        event.id: _training(found[event.subject_id], who.get(event.actor_id, ""), numbers) for event in events
    }  # fmt: skip


def _training(row: Training, who: str, numbers: Rules) -> Gathered:
    is_needed = trainings.is_needed(row, numbers, moment.now())
    facts = {"name": row.person.name, "course": row.course, "who": who, "is_needed": is_needed}
    return Gathered(
        facts, f"/people/{row.person.code}", because={row.person_id: "trained"},
        theirs=(row.person_id, "/account#training"),
    )  # fmt: skip


def _user(event: Event, link: SigninLink | None, who: str, joined: Application | None) -> Gathered:
    """`joined`: what the person was invited upon, if nobody but themselves asked for it."""
    facts = {"who": who, "joined": joined.company if joined else "", "text": joined.answer if joined else ""}
    if link is None:  # what this person may do, or how they sign in, was changed
        return Gathered(facts, "/account", because={event.subject_id: "account"})
    because = "invited" if event.name == "user.invited" else "itself"
    return Gathered(facts, "/sign-in", because={event.subject_id: because}, link=link)


def _moved(event: Event, change: AddressChange | None) -> Gathered:
    """A new address is asked, the old one is told; one that is forgotten by now, as any other."""
    why: dict[int | None, str] = {event.subject_id: "account"}
    if change is None or event.name == "user.address_restored":
        return Gathered({}, "/account", because=why)
    if event.name == "user.address_changed":
        return Gathered({}, "/account", because=why, change=change, to=change.old, until=change.back_until)
    why = {event.subject_id: "moving"}
    return Gathered({}, "/account", because=why, change=change, to=change.new, until=change.expires_at)


def _application(event: Event, row: Application | None) -> Gathered:
    """One that has been forgotten since is told by its code."""
    code = str(event.facts.get("code", ""))
    if row is None:
        gone = {"contact": "", "country": "", "text": "", "reason": None, "answer_due": None, "forget_at": None}
        return Gathered({"company": code, "code": code, **gone}, "/applications")
    reason = rules.in_force().choice(row.reason) if row.reason else None
    facts = {
        "company": row.company, "code": row.code, "contact": row.contact_name, "country": row.country,
        "text": row.answer, "reason": reason, "answer_due": row.due_at, "forget_at": row.forget_at,
    }  # fmt: skip
    return Gathered(facts, f"/applications/{row.code}")
