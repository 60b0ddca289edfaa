"""When is a person alarmed, and what does that person do? An alarm per partner at a time, closed with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from peewee import fn

from domain import check_log, clock, codes, due, events, moment, pauses
from domain import rules as programme
from domain.permissions import may
from domain.probing import trace
from domain.probing.judging import Reason, judge
from domain.refusals import Invalid, Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import Alarm, Budget, Partner, PartnerBudget, Receipt, Registration, User
from models.base import db, serialised

NOT_YOURS = N_("Only channel managers look into alarms.")
CLOSED = N_("This alarm has been closed in the meantime. Here is how it stands now.")
NOTE_MISSING = N_("Say in a few words what you found, or whom you asked.")
TOO_LONG = N_("Shorten this to 500 characters.")

EVERY = 10
"""With so many names of a partner in a day it is judged at once, so that nobody learns much between two runs."""

FEW = 20
"""Whoever got fewer answers while typing since yesterday, and paid for no name, is not worth a look."""


def watch(user: User, names_today: int, rules: Rules, now: datetime) -> None:
    """After a check that cost a name. Depends on how many there were, never on what was answered."""
    if user.partner is not None and (names_today + 1) % EVERY == 0:
        look(user.partner, rules, now)


def run(now: datetime) -> int:
    """Judge every partner that asked for much lately; returns how many new alarms there are."""
    rules = programme.in_force(now)
    return due.each(due.found(_busy(rules, now)), lambda partner: look(partner, rules, now))


def look(partner: Partner, rules: Rules, now: datetime) -> bool:
    """Judge one partner, from where a person last looked into an alarm about it. True: there is a new alarm."""
    since = max(
        now - timedelta(days=rules.alarm_days), Alarm.looked_into(partner.id) or datetime.min.replace(tzinfo=now.tzinfo)
    )
    found = judge(trace.of(partner, since, rules, now), rules)
    return _raise(partner, found, since, now) if found else False


def close(by: User, alarm: Alarm, note: str) -> None:
    """A person looked and lets the partner go on; a pause that runs ends with it. Raises `Refused` and `Invalid`."""
    _mine(by)
    if not note.strip():
        raise Invalid({"note": NOTE_MISSING})
    if len(note.strip()) > check_log.LONGEST_REASON:
        raise Invalid({"note": TOO_LONG})
    with db.atomic():
        values = {"state": "closed", "note": note.strip(), "closed_by": by, "closed_at": moment.now()}
        if Alarm.update(values).where(Alarm.id == alarm.id, Alarm.state == "open").execute() != 1:
            raise Refused(CLOSED)
        events.record("alarm.closed", alarm, actor=by, text=note.strip(), salt=alarm.salt)
        pauses.end_if_any(by, alarm.partner)


def open_names(by: User, alarm: Alarm) -> list[Receipt]:
    """The names behind an alarm; the look is on record with the alarm's code. Raises `Refused`."""
    _mine(by)
    part = check_log.Part(None, alarm.partner)
    check_log.note_look(by, part, f"alarm: {alarm.code}")
    before = alarm.closed_at or moment.now()
    log = Receipt.log_visible_to(by).where(Receipt.partner == alarm.partner_id, Receipt.at >= alarm.since)
    return list(log.where(Receipt.at <= before).limit(check_log.MOST))


def _raise(partner: Partner, found: list[Reason], since: datetime, now: datetime) -> bool:
    """A new alarm, or more reasons for the one that is open."""
    reasons: list[dict[str, Any]] = [{"code": one.code, **one.values} for one in found]
    with serialised("alarms"):
        alarm = Alarm.open_of(partner.id)
        if alarm is None:
            alarm = Alarm.create(
                code=codes.fresh("AL"), partner=partner, since=since, raised_at=now, reasons=reasons,
                salt=events.fresh_salt(),
            )  # fmt: skip
            events.record("alarm.raised", alarm, facts={"reasons": [one.code for one in found]})
            return True
        known = {one["code"] for one in alarm.reasons}
        if new := [one for one in reasons if one["code"] not in known]:
            Alarm.update(reasons=[*alarm.reasons, *new]).where(Alarm.id == alarm.id).execute()
            events.record("alarm.grew", alarm, facts={"reasons": [one["code"] for one in new]})
    return False


def _busy(rules: Rules, now: datetime) -> Any:
    """Partners that asked, filed or read much while typing since yesterday."""
    yesterday = clock.end_of_day(clock.local_day(now, rules.zone) - timedelta(days=2), rules.zone)
    asked = Receipt.select(Receipt.partner).where(Receipt.at > yesterday, Receipt.partner.is_null(False))
    filed = Registration.select(Registration.partner).where(Registration.filed_at > yesterday)
    read = PartnerBudget.select(PartnerBudget.partner).where(PartnerBudget.starts_at >= yesterday)
    typed = User.select(User.partner).join(Budget, on=(Budget.user == User.id))
    typed = typed.where(Budget.window == "minute", Budget.starts_at > yesterday)
    typed = typed.group_by(User.partner).having(fn.SUM(Budget.spent) >= FEW)
    active = [Partner.id.in_(each) for each in (asked, filed, read, typed)]
    return Partner.select().where(reduce(or_, active)).order_by(Partner.id)


def _mine(by: User) -> None:
    if not may(by, "checks:read_log"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
