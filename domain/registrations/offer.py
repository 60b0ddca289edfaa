"""What does a claim give if it is approved? Shown before the form and beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import clock, moment
from domain.rules import Rules
from models import Partner


@dataclass(frozen=True)
class Offer:
    """What a partner gains; times are those of an approval at this moment."""

    protected_until: datetime
    points: int
    tier: str


def of(partner: Partner, rules: Rules) -> Offer:
    now = moment.now()
    tier = rules.tier(partner.tier)
    last_day = clock.local_day(now, rules.zone) + timedelta(days=rules.protection_days)
    return Offer(
        protected_until=clock.end_of_day(last_day, rules.zone),
        points=tier.discount_points,
        tier=tier.name,
    )
