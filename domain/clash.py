"""Does something we know stand in the way of a claim? The claim rules of PRODUCT.md A and B; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.matching import Level
from domain.rules import Rules
from domain.words import N_

CLASH_WORDS: dict[str, str] = {
    "own_claim": N_("This is the partner’s own claim."),
    "open_claim": N_("Another partner has a protected claim on this customer."),
    "similar_claim": N_("Another partner has a protected claim on a similar name."),
    "waiting_claim": N_("A claim of another partner waits for a decision."),
    "hold": N_("Another partner is filling in a form for this account."),
    "other_project": N_("It is the same account, for another project."),
    "known_account": N_("The account stands in the CRM, with nothing open."),
    "existing_customer": N_("It is an existing customer on this product line."),
    "renewal_of_other": N_("This is a renewal, and the account has a partner of record."),
    "living_opportunity": N_("Direct sales has an open opportunity."),
    "later_opportunity": N_("The opportunity was made after the partner’s first contact."),
    "stale_opportunity": N_("The open opportunity has no recent activity."),
    "living_lead": N_("Direct sales has an active lead."),
    "later_lead": N_("The lead was made after the partner’s first contact."),
    "stale_lead": N_("The lead has no recent activity."),
}
"""Why something clashes: code -> words for staff alone."""


class Effect(StrEnum):
    """What a lookalike does to the asker, strongest first: the verdict is the strongest of all."""

    OWN = "own"
    TAKEN = "taken"
    REVIEW = "review"


STRENGTH = (Effect.OWN, Effect.TAKEN, Effect.REVIEW)


@dataclass(frozen=True)
class Clash:
    """An effect, why (a code that staff read in words), and whether it keeps a new filing from protection."""

    effect: Effect
    why: str
    is_living: bool = True


@dataclass(frozen=True)
class Asker:
    """Who asks, for which scope: what the rules need to know of a check or a filing."""

    partner_id: int | None
    line: str = ""
    project: str = ""
    relation: str = "new"
    known_since: date | None = None  # first contact or receipt: a CRM record made later does not win by default


@dataclass(frozen=True)
class KnownClaim:
    partner_id: int
    status: str
    is_protected: bool
    line: str
    project: str


@dataclass(frozen=True)
class KnownAccount:
    partner_of_record_id: int | None
    products: tuple[str, ...]


@dataclass(frozen=True)
class KnownRecord:
    """A lead or an opportunity of the CRM mirror."""

    is_open: bool
    stage: str
    line: str
    partner_id: int | None
    created_on: date
    last_activity_on: date


def overlaps(one: str, other: str) -> bool:
    """Do two product lines overlap? An unknown line overlaps all (PRODUCT.md A)."""
    return not one or not other or one == other


def by_claim(asker: Asker, level: Level, claim: KnownClaim) -> Clash | None:
    """What another claim or hold does. Another line never clashes; similar claims of one's own are no matter."""
    if level is Level.DIFFERENT or not overlaps(asker.line, claim.line):
        return None
    if claim.partner_id == asker.partner_id:
        return Clash(Effect.OWN, "own_claim") if level is Level.SAME else None
    if claim.status == "held":
        return Clash(Effect.REVIEW, "hold")
    if not claim.is_protected:
        return Clash(Effect.REVIEW, "waiting_claim")
    if level is Level.SIMILAR:
        return Clash(Effect.REVIEW, "similar_claim")
    if asker.project and claim.project and asker.project.casefold() != claim.project.casefold():
        return Clash(Effect.REVIEW, "other_project")
    return Clash(Effect.TAKEN, "open_claim")


def by_account(asker: Asker, level: Level, account: KnownAccount, rules: Rules) -> Clash | None:
    """Installed base: a renewal is the incumbent's, another product line is free, the same line is looked at."""
    if level is Level.DIFFERENT:
        return None
    is_incumbent = asker.partner_id is not None and asker.partner_id == account.partner_of_record_id
    if not account.products:
        return None if is_incumbent else _set(rules.clash_accounts, level, "known_account", is_living=False)
    if asker.relation == "renewal":
        return None if is_incumbent and level is Level.SAME else Clash(Effect.REVIEW, "renewal_of_other")
    if asker.line and asker.line not in account.products:
        return None
    return _set(rules.clash_customers, level, "existing_customer")


def by_opportunity(asker: Asker, level: Level, record: KnownRecord, rules: Rules, today: date) -> Clash | None:
    alive = _is_alive(record, today, rules.opportunity_alive_days, rules.opportunity_stages)
    return _by_record(asker, level, record, alive, rules.clash_opportunities, "opportunity")


def by_lead(asker: Asker, level: Level, record: KnownRecord, rules: Rules, today: date) -> Clash | None:
    alive = _is_alive(record, today, rules.lead_alive_days, rules.lead_stages)
    return _by_record(asker, level, record, alive, rules.clash_leads, "lead")


def _by_record(asker: Asker, level: Level, record: KnownRecord, alive: bool, setting: str, word: str) -> Clash | None:
    """An open record clashes while it is alive, else a person looks; a later one does not beat the partner."""
    is_theirs = asker.partner_id is not None and record.partner_id == asker.partner_id
    if level is Level.DIFFERENT or not record.is_open or is_theirs or not overlaps(asker.line, record.line):
        return None
    if not alive:
        return _set(setting, Level.SIMILAR, f"stale_{word}", is_living=False) if level is Level.SAME else None
    if asker.known_since is not None and record.created_on > asker.known_since:
        return _set(setting, Level.SIMILAR, f"later_{word}")
    return _set(setting, level, f"living_{word}")


def _is_alive(record: KnownRecord, today: date, days: int, stages: tuple[str, ...]) -> bool:
    """Activity within `days`, and in one of the named stages (the first and all past it)."""
    is_fresh = today - record.last_activity_on <= timedelta(days=days)
    return is_fresh and (not stages or record.stage.casefold() in {stage.casefold() for stage in stages})


def _set(setting: str, level: Level, why: str, *, is_living: bool = True) -> Clash | None:
    """What the vendor set for this kind of record; only the same company can be `taken`."""
    if setting == "none":
        return None
    effect = Effect.TAKEN if setting == "taken" and level is Level.SAME else Effect.REVIEW
    return Clash(effect, why, is_living)
