"""What happened to an application? Its events in plain words, newest first."""

from __future__ import annotations

from datetime import datetime

from domain.events import hashed
from domain.registrations.history import SYSTEM, Line
from domain.words import N_
from models import Application, Event, User

WORDS: dict[str, str] = {
    "application.sent": N_("Sent by the applicant, who agreed to the programme rules, version %(rules)s."),
    "application.confirmed": N_("Confirmed from the email address. Answer due %(due)s."),
    "application.due": N_("Reminder: the answer is due."),
    "application.withdrawn": N_("Withdrawn by the applicant."),
    "application.approved": N_("The application was approved by %(who)s."),
    "application.declined": N_("The application was declined by %(who)s."),
}


def of(application: Application) -> list[Line]:
    rows = list(Event.about("application", application.id))
    people = {
        person.id: person.name for person in User.select().where(User.id.in_([*{row.actor_id for row in rows}, 0]))
    }
    answer = {hashed(application.answer, application.answer_salt): application.answer} if application.answer else {}
    return [
        Line(row.at, WORDS[row.name], _values(row, people), answer.get(row.text_hash, ""))
        for row in reversed(rows)
        if row.name in WORDS
    ]


def _values(event: Event, people: dict[int, str]) -> dict[str, object]:
    due = event.facts.get("due")
    return {
        "who": people.get(event.actor_id or 0, SYSTEM), "rules": event.facts.get("rules", ""),
        "due": datetime.fromisoformat(due) if due else "",
    }  # fmt: skip
