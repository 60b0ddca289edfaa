"""What stands on a partner's home beside the check? What needs a hand, where one stands, how the vendor answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from domain import budgets, moment, trainings
from domain import rules as programme
from domain.budgets import Spent
from domain.registrations import course, eligibility, holds
from domain.reports import published
from domain.rules import Rules
from domain.trainings import Missing
from domain.words import N_
from models import AnswerFigures, CheckPause, Partner, Registration, User

SOON = timedelta(days=2)
MOST_NEEDS = 8
TO_KEEP = {"update": N_("Post a progress update"), "extend": N_("Extend the protection, one tap with an update")}


@dataclass(frozen=True)
class Need:
    """What one claim needs from this person, by when."""

    claim: Registration
    says: str
    until: datetime
    look: str  # "", review (soon) or taken (over)


@dataclass(frozen=True)
class Stand:
    open_claims: int
    cap: int
    spent: Spent
    paused: CheckPause | None
    holds: holds.Standing
    tier: str
    points: int


@dataclass(frozen=True)
class Home:
    needs: list[Need]
    stand: Stand
    lacks: list[Missing]  # training without which this person cannot register
    figures: (
        AnswerFigures | None
    )  # how the vendor answers (PRODUCT.md N: published to partners); None: too little to tell


def of(user: User, rules: Rules) -> Home:
    """As many statements however many claims there are."""
    now = moment.now()
    lacks = trainings.missing(user, rules, now)
    return Home(_needs(user, now), _stand(user, rules, now), lacks, published.newest(now, rules))


def _needs(user: User, now: datetime) -> list[Need]:
    """Claims whose next move is this person's, least time left first: their own; for a partner admin the company's."""
    mine = Registration.in_order_visible_to(user)
    if user.role != "partner_admin":
        mine = mine.where(Registration.holder == user)
    found = [need for claim in mine if (need := _need(claim, programme.of(claim.rules_version), now))]
    return sorted(found, key=lambda need: need.until)[:MOST_NEEDS]


def _need(claim: Registration, rules: Rules, now: datetime) -> Need | None:
    """The most urgent thing that a claim needs; None: nothing is the partner's move."""
    wanted = [(until, says) for until, says in _wants(claim, rules, now) if until is not None]
    if not wanted:
        return None
    until, says = min(wanted)
    return Need(claim, says, until, "taken" if until < now else "review" if until - now < SOON else "")


def _wants(claim: Registration, rules: Rules, now: datetime) -> list[tuple[datetime | None, str]]:
    if claim.status == "held":
        return [(claim.hold_until, N_("Finish the form; the account is held for you until then"))]
    if claim.status == "returned":
        return [(claim.reply_due_at, N_("Answer our question; the clock is paused"))]
    wants = []
    if claim.stage_two_at is None:
        wants.append((claim.stage_two_due_at, N_("Complete stage 2")))
    if claim.status == "approved":
        wants += _to_keep(claim, rules, now)
    return wants


def _to_keep(claim: Registration, rules: Rules, now: datetime) -> list[tuple[datetime | None, str]]:
    """What keeps an approved claim alive, as its own page says it."""
    return [(until, TO_KEEP[what]) for until, what in course.wants(claim, rules, now)]


def _stand(user: User, rules: Rules, now: datetime) -> Stand:
    partner = cast(Partner, user.partner)
    tier = rules.tier(partner.tier)
    return Stand(
        eligibility.open_claims(partner), eligibility.cap_of(partner, rules),
        budgets.spent(user, rules, now), CheckPause.of(user.partner_id), holds.standing(user.partner_id, rules, now),
        tier.name, tier.discount_points,
    )  # fmt: skip
