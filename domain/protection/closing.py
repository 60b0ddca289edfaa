"""How does a claim end? The move, the cool-down of its holder, and its place in the order, all in one transaction."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from peewee import Expression

from domain import clock, due, events, lifecycle, moment, rules
from domain.permissions import may, side
from domain.refusals import Kind, Refused
from domain.registrations import drafts, moves, order
from domain.rules import Rules
from models import Note, Registration, User
from models.base import serialised


def win(user: User, claim: Registration) -> Registration:
    """The deal was won. By the partner or by the vendor; final."""
    _theirs(user, claim, "win")
    return close(claim, "win", user)


def lose(user: User, claim: Registration, text: str = "") -> Registration:
    """The deal was lost. By the partner or by the vendor; final."""
    _theirs(user, claim, "lose")
    return close(claim, "lose", user, text=text)


def withdraw(user: User, claim: Registration, text: str = "") -> Registration:
    """The partner takes the claim back, at any time while it is open; a reason is welcome, not required."""
    _theirs(user, claim, "withdraw")
    return close(claim, "withdraw", user, text=text)


def expire_due(now: datetime) -> int:
    """End all claims whose protection is over; returns how many."""
    is_over = Registration.protected_until < now
    over = Registration.select().where(Registration.status == "approved", is_over).order_by(Registration.claim_seq)
    return due.each(due.found(over), lambda claim: close(claim, "expire", None, facts={"why": "time"}, only_if=is_over))


def close(
    claim: Registration,
    action: str,
    by: User | None,
    *,
    text: str = "",
    facts: dict[str, Any] | None = None,
    values: dict[str, Any] | None = None,
    only_if: Expression | None = None,
) -> Registration:
    """Make a move that ends the claim. Those who wait behind it move up; the account is free again for others.

    Raises `Refused` when the claim is no longer in a state from which the move leads, or `only_if` no longer holds:
    what a partner saves in the last moment (an update, an extension) counts.
    """
    now, salt = moment.now(), events.fresh_salt()
    again = cooldown_until(rules.of(claim.rules_version), now)
    ended = {"is_protected": False, "ended_at": now, "cooldown_until": again, **(values or {})}
    with serialised("claims"):
        if only_if is not None:
            _still(claim, only_if)
        if text:
            Note.create(registration=claim, author=by, kind="withdrawal", text=text, salt=salt, created_at=now)
        closed = moves.change(
            claim, action, by, ended, facts={"again_on": again_on(claim, again), **(facts or {})}, text=text, salt=salt
        )
        order.leave(claim)
    return closed


def cooldown_until(numbers: Rules, now: datetime) -> datetime:
    """From this moment on the former holder may register the account again: the beginning of that day."""
    last = clock.local_day(now, numbers.zone) + timedelta(days=numbers.cooldown_days - 1)
    return clock.end_of_day(last, numbers.zone) + timedelta(microseconds=1)


def again_on(claim: Registration, until: datetime | None = None) -> str:
    """The day (ISO) in "You may register again on …"; "" when there is none."""
    until = until or claim.cooldown_until
    return _day(until, rules.of(claim.rules_version).zone).isoformat() if until else ""


def _still(claim: Registration, condition: Expression) -> None:
    """Raises `Refused` unless the row fulfils this now; locks it to the end of the transaction."""
    same = Registration.update(status=claim.status).where(
        Registration.id == claim.id, Registration.status == claim.status, condition
    )
    if same.execute() != 1:
        raise Refused(moves.MOVED_ON)


def _day(until: datetime, zone: str) -> date:
    return clock.local_day(until, zone)


def _theirs(user: User, claim: Registration, action: str) -> None:
    """Raises `Refused` unless this person may end the claim this way."""
    if side(user) not in lifecycle.move(action).who:
        raise Refused(drafts.NOT_YOURS, Kind.NOT_YOURS)
    if not may(user, "registrations:decide"):
        drafts.mine(user, claim)
