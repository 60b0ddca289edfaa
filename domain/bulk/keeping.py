"""When is a list forgotten? When its owner wants it, or its days are over; receipts are kept as all receipts are."""

from __future__ import annotations

from datetime import datetime, timedelta

from peewee import fn

from domain import events, forgetting, rules
from models import BulkCheck, User
from models.base import db


def delete(by: User, listed: BulkCheck) -> None:
    """Take a list away, whatever its state, with what the inbox said of it."""
    with db.atomic():
        events.record("list.deleted", listed, actor=by)
        forgetting.with_news(BulkCheck, [listed.id])


def forget_old(now: datetime) -> int:
    """Drop lists that ended, or were left standing, long ago."""
    before = now - timedelta(days=rules.in_force(now).list_days)
    over = fn.COALESCE(BulkCheck.finished_at, BulkCheck.created_at) < before
    ids = [row.id for row in BulkCheck.select(BulkCheck.id).where(over).order_by(BulkCheck.id)]
    forgetting.with_news(BulkCheck, ids)
    return len(ids)
