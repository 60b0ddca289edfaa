"""What may become of an application? Confirmed, withdrawn, approved, declined: each once, whoever is faster."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NoReturn

from domain import clock, events, moment, partners, rules
from domain.partners import Company
from domain.people import NOT_YOURS, Invitation
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import Application, Partner, User
from models.base import db

LONGEST_ANSWER = 2000
ANSWERED = N_("This application has been answered already. Here is how it stands now.")
NOT_WAITING = N_("This application is no longer waiting. Here is how it stands now.")
DELETED = N_("This application has been deleted: nobody confirmed it in time. Send the form again.")
REASON_MISSING = N_("Choose a reason.")
TEXT_MISSING = N_("Write to the applicant: what was missing, and what they can do.")
TEXT_LONG = N_("Use at most 2,000 characters.")


def confirm(application: Application) -> Application:
    """The mail address is the applicant's: from now on we owe an answer. Pressed twice it counts once.

    Raises `Refused` (moved on) when it has just been deleted.
    """
    numbers, now = rules.in_force(), moment.now()
    working = clock.of(numbers)
    due_at = clock.add(working, now, clock.days(working, numbers.application_days))
    with db.atomic():
        if _moved(application, "sent", status="waiting", confirmed_at=now, due_at=due_at, forget_at=None):
            fresh = Application.get_by_id(application.id)
            events.record("application.confirmed", fresh, facts={"code": fresh.code, "due": due_at.isoformat()})
    return Application.get_or_none(Application.id == application.id) or _deleted()


def withdraw(application: Application) -> Application:
    """The applicant changed their mind. Raises `Refused` (moved on)."""
    with db.atomic():
        if not _moved(application, "waiting", status="withdrawn", **_ended()):
            raise Refused(NOT_WAITING)
        events.record("application.withdrawn", application, facts={"code": application.code})
    return Application.get_by_id(application.id)


def approve(by: User, application: Application, tier: str, territory: str, text: str = "") -> Partner:
    """Make the partner, with the applicant as its first partner admin, whose invitation says so: all or nothing.

    Raises `Refused` (not yours, moved on) and `Invalid`: `tier`, `territory`, `text`, and what speaks against the
    company or the person, such as an address that somebody has already (`admin_email`).
    """
    _mine(by)
    if len(text) > LONGEST_ANSWER:
        raise Invalid({"text": TEXT_LONG})
    first = Invitation(application.email, application.contact_name, "partner_admin", locale=application.locale)
    company = Company(application.company, application.country, "", application.domain, tier, territory)
    with db.atomic():
        values = {**_ended(), **_said(by, "", text), "forget_at": None}
        if not _moved(application, "waiting", status="approved", **values):
            raise Refused(ANSWERED)
        partner = partners.add(by, company, first)
        user = User.get(User.partner == partner, User.email == application.email)
        Application.update(partner=partner, user=user).where(Application.id == application.id).execute()
        facts = {"code": application.code, "partner": partner.code, "tier": tier}
        _record("application.approved", application, by, facts)
    return partner


def decline(by: User, application: Application, reason: str, text: str) -> Application:
    """Say no, with a reason of the rules and words of one's own.

    Raises `Refused` (not yours, moved on) and `Invalid`.
    """
    _mine(by)
    numbers = rules.in_force()
    faults = {
        "reason": None if reason in {one.code for one in numbers.application_reasons} else REASON_MISSING,
        "text": TEXT_MISSING if not text else TEXT_LONG if len(text) > LONGEST_ANSWER else None,
    }
    if errors := {name: says for name, says in faults.items() if says}:
        raise Invalid(errors)
    with db.atomic():
        if not _moved(application, "waiting", status="declined", **_ended(), **_said(by, reason, text)):
            raise Refused(ANSWERED)
        _record("application.declined", application, by, {"code": application.code, "reason": reason})
    return Application.get_by_id(application.id)


def _moved(application: Application, source: str, **values: Any) -> bool:
    """Of any number of moves at once, one is told True."""
    same = (Application.id == application.id, Application.status == source)
    return bool(Application.update(values).where(*same).execute())


def _deleted() -> NoReturn:
    raise Refused(DELETED)


def _record(name: str, application: Application, by: User, facts: dict[str, Any]) -> None:
    fresh = Application.get_by_id(application.id)
    events.record(name, fresh, actor=by, facts=facts, text=fresh.answer, salt=fresh.answer_salt)


def _ended() -> dict[str, datetime]:
    """The end of it, and the day on which it is forgotten."""
    now = moment.now()
    return {"ended_at": now, "forget_at": now + timedelta(days=rules.in_force().application_keep_days)}


def _said(by: User, reason: str, text: str) -> dict[str, Any]:
    return {"decided_by": by, "reason": reason, "answer": text, "answer_salt": events.fresh_salt()}


def _mine(by: User) -> None:
    if not may(by, "applications:decide"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
