"""May this claim be filed now? Standing, the holder's training, the cap of open claims, the cool-down of an own one."""

from __future__ import annotations

from datetime import datetime

from domain import clock, lookup, trainings
from domain.judgements import known as judgements
from domain.matching import Company, Level
from domain.refusals import Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import Partner, Registration, User
from models.registrations import OPEN

CAP_REACHED = N_("Your company has reached its limit of open claims. Close one, or ask your channel manager for more.")
COOLING = N_("You may register this account again on %(day)s.")
GONE = N_("%(name)s no longer holds registrations. Choose a colleague first.")
SUSPENDED = N_("Your company cannot register at the moment. Please call your channel manager.")


def require(claim: Registration, in_force: Rules, now: datetime, *, is_carried: bool = False) -> None:
    """Raises `Refused` for a partner not in standing, a holder who left, only reads or lacks the training that the
    rules require, and for a partner at its cap or cooling down on this account. `is_carried`: it was registered before
    there were certificates.

    Called inside `serialised("claims")`, two filings of one partner at once cannot both take its last place.
    """
    partner = claim.partner
    if partner.status != "active":
        raise Refused(SUSPENDED, Kind.NOT_YOURS)
    if not User.who_hold(partner).where(User.id == claim.holder_id).exists():
        raise Refused(GONE, name=claim.holder.name)
    if not is_carried:
        trainings.require(claim.holder, in_force, now)
    if open_claims(partner) >= cap_of(partner, in_force):
        raise Refused(CAP_REACHED)
    cooling = cooling_claim(claim, in_force, now)
    if cooling is not None and cooling.cooldown_until is not None:
        raise Refused(COOLING, day=clock.local_day(cooling.cooldown_until, in_force.zone))


def is_in_good_standing(claim: Registration, in_force: Rules, now: datetime) -> bool:
    """May this claim be approved by rule (PRODUCT.md C): the partner in good standing, the holder trained?"""
    return claim.partner.is_in_good_standing and not trainings.missing(claim.holder_id, in_force, now)


def cap_of(partner: Partner, in_force: Rules) -> int:
    return in_force.open_claim_cap if partner.open_claim_cap is None else partner.open_claim_cap


def open_claims(partner: Partner) -> int:
    return Registration.select().where(Registration.partner == partner, Registration.status.in_(OPEN)).count()


def cooling_claim(claim: Registration, in_force: Rules, now: datetime) -> Registration | None:
    """An ended claim of the same partner on the same account whose cool-down still runs."""
    return _cooling(claim.partner_id, lookup.company_of(claim), in_force, now)


def cooling_until(partner_id: int | None, company: Company, in_force: Rules, now: datetime) -> datetime | None:
    """Until when a partner's own former claim on this company keeps it from registering it again; None: it does not."""
    claim = _cooling(partner_id, company, in_force, now)
    return claim.cooldown_until if claim else None


def _cooling(partner_id: int | None, company: Company, in_force: Rules, now: datetime) -> Registration | None:
    said = judgements.about(company)
    recent = Registration.select_standing().where(Registration.partner == partner_id, Registration.cooldown_until > now)
    for row in recent:
        if lookup.likeness(company, lookup.company_of(row), in_force, said).level is Level.SAME:
            return row
    return None
