"""May the account be kept while the form is filled? Soft holds of PRODUCT.md A: few, short, with a place in the order."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import due, lookup, moment, rules
from domain.clash import Asker
from domain.matching import core, registrable_domain
from domain.registrations import moves, order
from domain.rules import Rules
from models import Event, Registration, User
from models.base import serialised


def hold(user: User, draft: Registration) -> Registration:
    """Give a draft its place for some hours if the rules allow; else return it as it is.

    Allowed: free at this moment, a name with web domain or country, not too many holds of this partner, and not
    once more for the same account within `hold_again_days`.
    """
    in_force, now = rules.in_force(), moment.now()
    if draft.status != "draft" or not _may_hold(draft, in_force, now):
        return draft
    today = now.date()
    findings = lookup.find(lookup.company_of(draft), _asker(draft), in_force, today, but=draft.id)
    seen = Registration.highest_seq()
    with serialised("claims"):
        if lookup.verdict_of(findings) or _came_since(draft, seen, in_force) or _too_many(draft, in_force):
            return draft
        held = moves.change(
            draft, "hold", user,
            {"claim_seq": order.next_seq(), "hold_until": now + timedelta(hours=in_force.hold_hours)},
            facts={"account": account_key(draft)},
        )  # fmt: skip
        order.take_place(held)
    return held


def release(claim: Registration, by: User | None = None) -> Registration:
    """End a hold: the draft stays, its place goes, those behind it move up."""
    with serialised("claims"):
        draft = moves.change(claim, "release", by, {"claim_seq": None, "hold_until": None}, to=[] if by else None)
        order.leave(claim)
    return draft


def release_due(now: datetime) -> int:
    """End all holds whose time is over; returns how many."""
    over = Registration.select().where(Registration.status == "held", Registration.hold_until <= now)
    return due.each(over, release)


def account_key(claim: Registration) -> str:
    """What "the same account" means for the rule of once in 30 days: the domain, else the bare name; hashed in events."""
    from domain.events import hashed

    return hashed(registrable_domain(claim.domain) or core(claim.company), "account")[:32]


def _may_hold(draft: Registration, in_force: Rules, now: datetime) -> bool:
    has_enough = bool(draft.company) and bool(registrable_domain(draft.domain) or draft.country)
    return has_enough and in_force.hold_hours > 0 and not _held_lately(draft, in_force, now)


def _held_lately(draft: Registration, in_force: Rules, now: datetime) -> bool:
    """Once per partner and account in 30 days; a colleague cannot renew it."""
    since = now - timedelta(days=in_force.hold_again_days)
    recent = Event.select(Event.facts).where(
        Event.name == "registration.held", Event.partner_id == draft.partner_id, Event.at > since
    )
    return any(event.facts.get("account") == account_key(draft) for event in recent)


def _too_many(draft: Registration, in_force: Rules) -> bool:
    held = Registration.select().where(Registration.partner == draft.partner_id, Registration.status == "held").count()
    return held >= in_force.holds_at_once


def _came_since(draft: Registration, seen: int, in_force: Rules) -> bool:
    return any(
        lookup.by_claim(row, lookup.company_of(row), found, _asker(draft)).clash
        for row in Registration.in_order_after(seen)
        if (found := lookup.likeness(lookup.company_of(draft), lookup.company_of(row), in_force))
    )


def _asker(draft: Registration) -> Asker:
    return Asker(draft.partner_id, draft.product_line, draft.project, draft.relation)
