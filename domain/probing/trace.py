"""What did a partner ask, and what became of it? Receipts, claims and counters, gathered for judging."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain import budgets, lookup
from domain.matching import Company
from domain.probing.judging import Asked, Trace, Typed
from domain.rules import Rules
from models import Budget, Obstacle, Partner, PartnerBudget, Question, Receipt, Registration, User, Watch

FAR_ZONES = {
    "US": "America/Chicago", "CA": "America/Toronto", "MX": "America/Mexico_City", "CO": "America/Bogota",
    "PE": "America/Lima", "CL": "America/Santiago", "AR": "America/Argentina/Buenos_Aires", "BR": "America/Sao_Paulo",
    "IN": "Asia/Kolkata", "AE": "Asia/Dubai", "SG": "Asia/Singapore", "CN": "Asia/Shanghai", "JP": "Asia/Tokyo",
    "KR": "Asia/Seoul", "AU": "Australia/Sydney", "NZ": "Pacific/Auckland", "ZA": "Africa/Johannesburg",
}  # fmt: skip
"""Where the night falls at another time than at the programme's home; all others are near it."""

NOT_FREE = ("taken", "review")
FALLEN = ("refused", "withdrawn", "lapsed", "discarded", "draft", "held")
"""A form in one of these states is no claim that stands."""

TIME_TO_CLAIM = timedelta(days=14)
"""Names of a list come in hours; who sells calls on them in the weeks after."""


def of(partner: Partner, since: datetime, rules: Rules, now: datetime) -> Trace:
    """A handful of statements, however much was asked."""
    zone = ZoneInfo(FAR_ZONES.get(partner.country, rules.zone))
    claims = list(Registration.select().where(Registration.partner == partner, Registration.filed_at.is_null(False)))
    claimed = {key for claim in claims for key in _keys(claim)}
    pursued = {key for claim in claims if claim.status not in FALLEN for key in _keys(claim)} | _asked_for(partner)
    asked = [_asked(row, zone, pursued, claimed, now) for row in Receipt.of_partner_since(partner, since)]
    asked += _filed(claims, since, {one.name for one in asked}, zone)
    allowed = budgets.limits(partner.id, rules, now)
    return Trace(
        tuple(sorted(asked, key=lambda one: one.at)), _typed(partner, since, zone),
        PartnerBudget.typed_since(partner.id, since), max(1.0, allowed.per_month / rules.partner_names_per_month),
    )  # fmt: skip


def _asked(row: Receipt, zone: ZoneInfo, pursued: set[str], claimed: set[str], now: datetime) -> Asked:
    is_pursued = row.core in pursued or row.code in pursued
    from_list = bool(row.from_list)
    return Asked(
        row.at.astimezone(zone), row.user_id, row.core, row.verdict in NOT_FREE, is_pursued, row.core in claimed,
        from_list, is_early=from_list and now - row.at < TIME_TO_CLAIM,
    )  # fmt: skip


def _keys(claim: Registration) -> list[str]:
    return lookup.memory_keys(lookup.company_of(claim))


def _asked_for(partner: Partner) -> set[str]:
    """Receipts that were appealed against, and names that somebody waits to be told of."""
    sent = Question.select(Question.receipt_code).where(Question.partner == partner, Question.state != "draft")
    waits = Watch.select().where(Watch.partner == partner, Watch.ended_at.is_null() | Watch.told_at.is_null(False))
    return {row.receipt_code for row in sent if row.receipt_code} | {
        key for row in waits for key in lookup.memory_keys(Company(row.name, row.domain))
    }


def _filed(claims: list[Registration], since: datetime, known: set[str], zone: ZoneInfo) -> list[Asked]:
    """A filing without a check is a question as well: refused, or behind something, it was not free."""
    new = [claim for claim in claims if claim.filed_at and claim.filed_at >= since and not known & set(_keys(claim))]
    rows = Obstacle.select(Obstacle.registration).where(Obstacle.registration.in_([0, *(claim.id for claim in new)]))
    behind = {row.registration_id for row in rows}
    return [
        Asked(
            claim.filed_at.astimezone(zone), claim.holder_id, _keys(claim)[0],
            claim.status == "refused" or claim.id in behind, claim.status not in FALLEN, is_claimed=True,
        )
        for claim in new
        if claim.filed_at
    ]  # fmt: skip


def _typed(partner: Partner, since: datetime, zone: ZoneInfo) -> tuple[Typed, ...]:
    """Answers by person and day, from the counters of the minutes."""
    people = User.select(User.id).where(User.partner == partner)
    rows = Budget.select().where(Budget.user.in_(people), Budget.window == "minute", Budget.starts_at >= since)
    sums: dict[tuple[int, datetime], int] = {}
    for row in rows:
        key = (row.user_id, row.starts_at.astimezone(zone).date())
        sums[key] = sums.get(key, 0) + row.spent
    return tuple(Typed(user, day, answers) for (user, day), answers in sorted(sums.items()))
