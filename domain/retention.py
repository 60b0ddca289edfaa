"""What may be forgotten by now? The check log after its time, and traces of signing in that are of no more use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from domain import rules
from domain.accounts import links, sessions
from models import AddressChange, Budget, PartnerBudget, Peek, Reading, Receipt, SpentChallenge, Throttle

BATCH = 500
"""Rows deleted at once: the lock is given back in between, so that claims go on."""

SPENT_AFTER = timedelta(days=40)
"""Budgets count minutes, days and a month; buckets of tries count less."""


def purge_check_log(now: datetime) -> int:
    """Receipts older than the rules' 180 days, and who read them. A claim that came from one keeps its code."""
    before = now - timedelta(days=rules.in_force(now).check_log_days)
    return _delete(Receipt, Receipt.at < before) + _delete(Reading, Reading.at < before)


def purgeable(now: datetime) -> int:
    """How many receipts would go."""
    before = now - timedelta(days=rules.in_force(now).check_log_days)
    return Receipt.select().where(Receipt.at < before).count()


def forget_spent(now: datetime) -> int:
    """Budgets and buckets of long ago."""
    before = now - SPENT_AFTER
    spent = _delete(Budget, Budget.starts_at < before) + _delete(PartnerBudget, PartnerBudget.starts_at < before)
    return spent + _delete(Throttle, Throttle.full_at < before) + forget_peeks(now)


def forget_peeks(now: datetime) -> int:
    """Marks of names that cost one while they were typed: of yesterday they are of no more use."""
    return _delete(Peek, Peek.starts_at < now - timedelta(days=1))


def forget_sign_ins(now: datetime) -> int:
    """What ended long ago: sessions, links, changes of address; and challenges of passkeys, dead after minutes."""
    spent = _delete(SpentChallenge, SpentChallenge.spent_at < now - timedelta(days=1))
    over = fn.COALESCE(AddressChange.back_until, AddressChange.expires_at) < now - timedelta(days=30)
    moved = _delete(AddressChange, over)
    return sessions.forget_old(now) + links.forget_old(now) + spent + moved


def _delete(model: Any, condition: Any) -> int:
    deleted = 0
    while ids := [row.id for row in _some(model, condition)]:
        deleted += model.delete().where(model.id.in_(ids)).execute()
    return deleted


def _some(model: Any, condition: Any) -> Any:
    return model.select(model.id).where(condition).limit(BATCH)
