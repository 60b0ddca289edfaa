"""How does an order become a file, whatever dies or runs twice, and when is it forgotten?"""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import moment, rules
from models import PaperOrder

ATTEMPTS = 3
"""After so many the order has failed; whoever wants it orders again."""

PATIENCE = timedelta(minutes=3)
"""A clock that says nothing of its progress for so long has died; another takes over."""

AGAIN = timedelta(seconds=20)
LONGEST_ERROR = 500


def take(order: PaperOrder, now: datetime) -> bool:
    """Begin an attempt; False: another clock has it, or it has had its tries."""
    if order.attempts >= ATTEMPTS:
        _still_mine(order, state="failed", finished_at=now, error=order.error or "the clock ended while it was made")
        return False
    tried = order.attempts + 1
    taken = _still_mine(order, state="running", attempts=tried, next_at=now + PATIENCE, done=0)
    order.attempts += taken
    return bool(taken)


def note_progress(order: PaperOrder, done: int) -> bool:
    """So many are done. False: another clock has taken over, or nobody wants it any more."""
    return bool(_still_mine(order, done=done, next_at=moment.now() + PATIENCE))


def finish(order: PaperOrder, filename: str, sha256: str, size: int, done: int) -> bool:
    """The file is safely stored and can be had for the days that the rules name."""
    now = moment.now()
    return bool(_still_mine(
        order, state="ready", filename=filename, sha256=sha256, size=size, done=done, finished_at=now, error="",
        expires_at=now + timedelta(days=rules.in_force().paper_days),
    ))  # fmt: skip


def note_failure(order: PaperOrder, error: str) -> None:
    """An attempt failed: it is tried again soon, or given up after the last."""
    now = moment.now()
    ended = {"state": "failed", "finished_at": now} if order.attempts >= ATTEMPTS else {"next_at": now + AGAIN}
    _still_mine(order, error=error[:LONGEST_ERROR], **ended)


def forget_expired(now: datetime) -> list[str]:
    """Remove the rows whose time is over; returns their codes, whose files go too."""
    over = [order.code for order in PaperOrder.select(PaperOrder.code).where(PaperOrder.expires_at <= now)]
    PaperOrder.delete().where(PaperOrder.code.in_(over)).execute()
    return over


def _still_mine(order: PaperOrder, **values: object) -> int:
    """Change the row only while it is under way and of the same attempt."""
    query = PaperOrder.update(values).where(
        PaperOrder.id == order.id, PaperOrder.state.in_(("waiting", "running")), PaperOrder.attempts == order.attempts
    )
    return int(query.execute())
