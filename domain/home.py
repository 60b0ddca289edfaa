"""What needs a partner's hand, most urgent first, and where does the partner stand?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain import budgets, moment
from domain.registrations import course, eligibility
from domain.registrations.course import Ball
from domain.rules import Rules
from models import Evidence, Registration, User
from models.registrations import OPEN

NOT_PRESSING = ("", "evidence")
"""Actions that nobody waits for."""

MOST = 8


@dataclass(frozen=True)
class Need:
    claim: Registration
    ball: Ball


@dataclass(frozen=True)
class Stand:
    open_claims: int
    cap: int
    checks: int
    most_checks: int
    tier: str
    points: int


def needs(user: User, rules: Rules) -> list[Need]:
    """Claims whose next move is this person's: their own, and for a partner admin all of the company's."""
    now = moment.now()
    mine = Registration.visible_to(user).where(Registration.status.in_(("draft", "held", *OPEN)))
    if user.role != "partner_admin":
        mine = mine.where(Registration.holder == user)
    claims = list(mine.order_by(Registration.id.desc()).limit(100))
    proven = Evidence.claims_with_any([claim.id for claim in claims])
    found = [Need(claim, _ball(claim, rules, now, claim.id in proven)) for claim in claims]
    pressing = [need for need in found if need.ball.action not in NOT_PRESSING and _is_near(need.ball, now)]
    return sorted(pressing, key=lambda need: need.ball.until or need.claim.saved_at)[:MOST]


def stand(user: User, rules: Rules) -> Stand:
    partner = user.partner
    tier = rules.tier(partner.tier)
    return Stand(
        eligibility.open_claims(partner), eligibility.cap_of(partner, rules),
        budgets.spent_today(user, rules, moment.now()), rules.settled_per_day, tier.name, tier.discount_points,
    )  # fmt: skip


def _ball(claim: Registration, rules: Rules, now: datetime, has_proof: bool) -> Ball:
    if claim.status in ("draft", "held"):
        return course.draft_ball(claim)
    return course.partner_ball(claim, rules, now, has_proof=has_proof, appeal_by=None)


def _is_near(ball: Ball, now: datetime) -> bool:
    """An update that is due in weeks is nobody's need today."""
    return ball.action != "update" or (ball.until is not None and now + course.NEARLY >= ball.until)
