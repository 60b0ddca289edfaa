"""May the account be kept while the form is filled? Soft holds (PRODUCT.md A): few, short, with a place in order."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from peewee import ModelSelect

from domain import asking, budgets, due, lookup, moment, rules
from domain.asking import Price
from domain.clash import Asker
from domain.events import hashed
from domain.judgements import known as judgements
from domain.matching import Company, Level, core, registrable_domain
from domain.refusals import Refused
from domain.registrations import eligibility, moves, order
from domain.rules import Rules
from models import Event, Receipt, Registration, User
from models.base import serialised


def hold(user: User, draft: Registration) -> Registration:
    """Give a draft its place for some hours if the rules allow; else return it as it is.

    Allowed: free at this moment and by the receipt it was begun from, which must be about this account; a name with
    web domain or country, not too many holds of this partner, and not once more for the same account within
    `hold_again_days`; not for a partner whose holds mostly end without a claim. It tells whether the account is still
    free, so it costs a name: that of the form as it stands, which is paid if it is what was checked today.
    """
    in_force, now = rules.in_force(), moment.now()
    if draft.status != "draft" or not _may_hold(draft, in_force, now):
        return draft
    price = _paid(user, draft, in_force, now)
    if price is None:
        return draft
    hours = standing(draft.partner_id, in_force, now).hours
    seen = Registration.highest_seq()  # before the look: what comes later is looked at again under the lock
    findings = lookup.find(lookup.company_of(draft), _asker(draft), in_force, now.date(), but=draft.id)
    if lookup.verdict_of(findings):
        if not price.is_paid:
            asking.note_told(user, in_force, now)
        return draft
    with serialised("claims"):
        if _came_since(draft, seen, in_force) or not _may_hold(draft, in_force, now):
            return draft
        held = moves.change(
            draft, "hold", user,
            {
                "claim_seq": order.next_seq(), "hold_until": now + timedelta(hours=hours),
                "held_as": {"company": list(astuple(lookup.company_of(draft)))[:5], "line": draft.product_line},
            },
            facts={"account": account_key(draft)},
        )  # fmt: skip
        order.take_place(held)
    return held


@dataclass(frozen=True)
class Standing:
    """How long the next hold of a partner lasts, in hours (0: none), and how many of the last ones were left."""

    hours: float
    usual: int
    abandoned: int


def standing(partner: int | None, in_force: Rules, now: datetime) -> Standing:
    """Whoever holds accounts and does not claim them gets shorter holds, then none, until those days have passed."""
    abandoned, usual = _abandoned(partner, in_force, now), in_force.hold_hours
    if abandoned >= in_force.hold_abandons_stop:
        return Standing(0, usual, abandoned)
    return Standing(usual / 2 if abandoned >= in_force.hold_abandons_short else usual, usual, abandoned)


def settled(claim: Registration, by: User, in_force: Rules) -> Registration:
    """A hold that is filed must be what was held, and still run; else its place goes, and the claim is filed anew.

    Otherwise one could hold one account and file another from its place in the order.
    """
    if claim.status != "held" or _covers(claim, in_force):
        return claim
    return release(claim, by)


def release(claim: Registration, by: User | None = None) -> Registration:
    """End a hold: the draft stays, its place goes, those behind it move up."""
    with serialised("claims"):
        draft = moves.change(claim, "release", by, {"claim_seq": None, "hold_until": None}, to=[] if by else None)
        order.leave(claim)
    return draft


def release_due(now: datetime) -> int:
    """End all holds whose time is over; returns how many. One that was filed or ended meanwhile is left alone."""
    over = Registration.select().where(Registration.status == "held", Registration.hold_until <= now)
    return due.each(due.found(over), release)


def kept_until(claim: Registration) -> datetime | None:
    """Until when the place is kept; None without a hold, and once its time is over, also before the clock ends it."""
    until: datetime | None = claim.hold_until if claim.status == "held" else None
    return until if until is not None and until > moment.now() else None


def used_per_cent(claim: Registration, rules: Rules) -> int:
    """How much of the time of a hold is used, 0 to 100; 0 without one that runs."""
    until = kept_until(claim)
    if until is None:
        return 0
    used: float = 100 - 100 * ((until - moment.now()) / timedelta(hours=rules.hold_hours))
    return round(max(0.0, used))


def account_key(claim: Registration) -> str:
    """What "the same account" means for the rule of once in 30 days: the domain, else the bare name; hashed."""
    return hashed(registrable_domain(claim.domain) or core(claim.company), "account")[:32]


def _covers(claim: Registration, in_force: Rules) -> bool:
    """Does the hold still run, and is the form still about the company and the line it was granted for?"""
    alike = lookup.likeness(lookup.company_of(claim), lookup.place_of(claim), in_force)
    is_same_line = claim.held_as["line"] in ("", claim.product_line)
    return kept_until(claim) is not None and is_same_line and alike.level is Level.SAME


def _may_hold(draft: Registration, in_force: Rules, now: datetime) -> bool:
    has_enough = bool(draft.company) and bool(registrable_domain(draft.domain) or draft.country)
    if not has_enough or not _is_of_receipt(draft, in_force):
        return False
    if standing(draft.partner_id, in_force, now).hours <= 0:
        return False
    if _too_many(draft, in_force) or _held_lately(draft, in_force, now):
        return False
    try:
        eligibility.require(draft, in_force, now)
    except Refused:
        return False
    return True


def _is_of_receipt(draft: Registration, in_force: Rules) -> bool:
    """A form that was retyped for another company is no check of that one: holding must not tell what is free."""
    receipt = Receipt.get_or_none(Receipt.code == draft.receipt_code) if draft.receipt_code else None
    if receipt is None:
        return not draft.receipt_code
    is_same = lookup.likeness(lookup.company_of(draft), asking.asked_of(receipt), in_force).level is Level.SAME
    return receipt.verdict == "free" and is_same


def _held_lately(draft: Registration, in_force: Rules, now: datetime) -> bool:
    """Once per partner and account in 30 days: not by a colleague, under another spelling, line or domain either."""
    held = list(_held_since(draft.partner_id, now - timedelta(days=in_force.hold_again_days)))
    if any(event.facts.get("account") == account_key(draft) for event in held):
        return True
    rows = Registration.select_standing().where(Registration.id.in_([0, *(event.subject_id for event in held)]))
    wanted = lookup.company_of(draft)
    said = judgements.about(wanted)
    return any(
        lookup.likeness(wanted, Company(*row.held_as["company"]), in_force, said).level is not Level.DIFFERENT
        for row in rows
        if row.held_as
    )


def _held_since(partner: int | None, since: datetime) -> ModelSelect[Event]:
    return Event.select(Event.subject_id, Event.facts).where(
        Event.name == "registration.held", Event.partner_id == partner, Event.at > since
    )


def _abandoned(partner: int | None, in_force: Rules, now: datetime) -> int:
    """Forms that held an account and were not filed; one whose hold still runs is not left yet."""
    held = _held_since(partner, now - timedelta(days=in_force.hold_again_days)).select(Event.subject_id)
    left = Registration.select().where(Registration.id.in_(held), Registration.status.in_(("draft", "discarded")))
    return left.count()


def _paid(user: User, draft: Registration, in_force: Rules, now: datetime) -> Price | None:
    """One of the minute's checks and the name, of what is held: not of what was checked. None: there is no budget."""
    try:
        budgets.spend_minute(user, in_force, now)
    except Refused:
        return None
    return asking.take(user, asking.question(lookup.company_of(draft), draft.product_line), in_force, now)


def _too_many(draft: Registration, in_force: Rules) -> bool:
    held = Registration.select().where(Registration.partner == draft.partner_id, Registration.status == "held").count()
    return held >= in_force.holds_at_once


def _came_since(draft: Registration, seen: int, in_force: Rules) -> bool:
    wanted = lookup.company_of(draft)
    said = judgements.about(wanted)
    return any(
        lookup.by_claim(row, lookup.place_of(row), found, _asker(draft)).clash
        for row in Registration.in_order_after(seen)
        if (found := lookup.likeness(wanted, lookup.place_of(row), in_force, said))
    )


def _asker(draft: Registration) -> Asker:
    return Asker(draft.partner_id, draft.product_line, draft.project, draft.relation)
