"""Who wants to be told when an account is free, and when? Late, one by one, and never why (PRODUCT.md D)."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from peewee import ModelSelect

from domain import asking, clock, codes, due, events, lookup, moment, rules
from domain.clash import Asker, Effect, overlaps
from domain.judgements import known as judgements
from domain.judgements.known import Said
from domain.matching import Company, Level
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.registrations.drafts import LONGEST
from domain.rules import Rules
from domain.words import N_
from models import CheckPause, Receipt, Registration, User, Watch
from models.base import db, serialised

NOT_TAKEN = N_("You can register this account now. There is nothing to wait for.")
GIVE_A_REASON = N_("Say why this account matters to you.")
TOO_LONG = N_("This is too long. Shorten it to 500 characters.")
TOO_MANY = N_("Your company already waits for %(cap)s accounts. End one of them first.")
NOT_YOURS = N_("Only partners can ask to be told.")
LONGEST_REASON = 500
HELD = ("declined", "withdrawn", "lapsed", "expired", "revoked", "won", "lost")
"""Ends of a claim that may have made the account free."""


def ask(user: User, receipt: Receipt, reason: str) -> Watch:
    """Wait for an account that a check said is taken; asking twice gives the same entry.

    Raises `Invalid` without a reason, `Refused` when the check said something else or the company waits for too many.
    """
    if not may(user, "claims:file") or user.partner_id != receipt.partner_id:
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    if receipt.verdict != "taken":
        raise Refused(NOT_TAKEN)
    _require_reason(reason)
    asking.require_running(user)
    numbers, now = rules.in_force(), moment.now()
    with serialised("watches"):
        existing = _of_same(user, receipt)
        if existing is not None:
            return existing
        if _living().where(Watch.partner == user.partner_id).count() >= numbers.watch_cap:
            raise Refused(TOO_MANY, Kind.WRONG, cap=numbers.watch_cap)
        watch = Watch.create(
            code=codes.fresh("W"), user=user, partner=user.partner_id, name=receipt.name[: LONGEST["company"]],
            domain=receipt.domain, country=receipt.country, city=receipt.city, product_line=receipt.product_line,
            reason=reason.strip(), created_at=now, expires_at=now + timedelta(days=numbers.watch_days),
        )  # fmt: skip
        events.record("watch.asked", watch, actor=user)
    return watch


def stop(user: User, watch: Watch) -> None:
    """The asker no longer wants to know."""
    if watch.user_id != user.id:
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    with db.atomic():
        ended = Watch.update(ended_at=moment.now()).where(Watch.id == watch.id, Watch.ended_at.is_null())
        if ended.execute():
            events.record("watch.ended", watch, actor=user)


def run(now: datetime) -> int:
    """Once a day at the hour of the rules: end old entries, note what came free, tell whose turn it is."""
    return end_old(now) + notice(now) + tell(now)


def end_old(now: datetime) -> int:
    return int(Watch.update(ended_at=now).where(Watch.ended_at.is_null(), Watch.expires_at <= now).execute())


def notice(now: datetime) -> int:
    """Draw a day for each entry whose account came free: 1 to 3 days after the end, the earliest asker first."""
    waiting = _living().where(Watch.tell_at.is_null(), Watch.expires_at > now).order_by(Watch.created_at, Watch.id)
    return due.each(due.found(waiting), lambda watch: _notice(watch, rules.in_force(now), now))


def tell(now: datetime) -> int:
    """Tell those whose day has come, if the account is still free; the others go on waiting."""
    turn = _living().where(Watch.tell_at <= now).order_by(Watch.tell_at, Watch.created_at, Watch.id)
    return due.each(due.found(turn), lambda watch: _tell(watch, rules.in_force(now), now))


def is_free(watch: Watch, numbers: Rules, now: datetime) -> bool:
    """Could this asker register the account now, without anything living in the way?"""
    findings = lookup.find(_company(watch), Asker(watch.partner_id, watch.product_line), numbers, now.date())
    return lookup.verdict_of(findings) is not Effect.OWN and not lookup.is_behind(findings)


def draw(low: int, high: int) -> int:
    """A number of days that nobody can foresee, both ends included."""
    return low + secrets.randbelow(high - low + 1)


def _notice(watch: Watch, numbers: Rules, now: datetime) -> bool:
    if not is_free(watch, numbers, now):
        return False
    said = judgements.about(_company(watch))
    ended = [claim for claim in _ended_since(watch) if _is_same(watch, claim, numbers, said)]
    if any(claim.status == "won" for claim in ended):
        return False
    told = _living().where(Watch.tell_at.is_null(False))
    before = [other.tell_at for other in told if _alike(watch, other, numbers, said)]
    end = max((claim.ended_at for claim in ended if claim.ended_at), default=now)
    tell_on = clock.local_day(end, numbers.zone) + timedelta(days=draw(*numbers.watch_delay_days))
    if before:
        tell_on = clock.local_day(max(at for at in before if at), numbers.zone) + timedelta(days=1)
    return _set_day(watch, at_hour(tell_on, numbers))


def _tell(watch: Watch, numbers: Rules, now: datetime) -> bool:
    if CheckPause.of(watch.partner_id) is not None:
        return False
    if not is_free(watch, numbers, now):
        Watch.update(tell_at=None).where(Watch.id == watch.id, Watch.told_at.is_null()).execute()
        return False
    with db.atomic():
        told = Watch.update(told_at=now, ended_at=now).where(Watch.id == watch.id, Watch.ended_at.is_null()).execute()
        if told:
            events.record("watch.freed", watch)
    return bool(told)


def at_hour(day: date, numbers: Rules) -> datetime:
    """The hour of that day at which people are told."""
    return datetime.combine(day, time(numbers.watch_hour), ZoneInfo(numbers.zone))


def _living() -> ModelSelect[Watch]:
    return Watch.select().where(Watch.ended_at.is_null())


def _set_day(watch: Watch, at: datetime) -> bool:
    waits = (Watch.id == watch.id) & Watch.ended_at.is_null() & Watch.tell_at.is_null()
    return bool(Watch.update(tell_at=at).where(waits).execute())


def _company(row: Watch | Receipt) -> Company:
    return Company(row.name, row.domain, row.country, row.city)


def _alike(watch: Watch, other: Watch, numbers: Rules, said: Said) -> bool:
    """Do both wait for the same account in the same scope?"""
    likeness = lookup.likeness(_company(watch), _company(other), numbers, said)
    return likeness.level is Level.SAME and overlaps(watch.product_line, other.product_line)


def _is_same(watch: Watch, claim: Registration, numbers: Rules, said: Said) -> bool:
    likeness = lookup.likeness(_company(watch), lookup.company_of(claim), numbers, said)
    return likeness.level is Level.SAME and overlaps(watch.product_line, claim.product_line)


def _ended_since(watch: Watch) -> list[Registration]:
    return list(
        Registration.select().where(Registration.status.in_(HELD), Registration.ended_at >= watch.created_at)
    )  # fmt: skip


def _of_same(user: User, receipt: Receipt) -> Watch | None:
    same = _living().where(
        Watch.user == user, Watch.name == receipt.name, Watch.domain == receipt.domain,
        Watch.product_line == receipt.product_line,
    )  # fmt: skip
    return same.first()  # type: ignore[no-any-return]


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": GIVE_A_REASON})
    if len(reason.strip()) > LONGEST_REASON:
        raise Invalid({"reason": TOO_LONG})
