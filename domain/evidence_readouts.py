"""Which files are still to be read, and what came of it? Taken, kept or given up by conditional updates; no events."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from models import Evidence, Readout
from models.base import has_come

BATCH = 40
"""Files of one run: the clock comes round again in seconds."""

AGAIN_AFTER = (timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=12))
"""How long to wait after each try. The last one ends the trying."""


def ask_for(file: Evidence) -> Readout:
    """Note that a file is to be read; inside the transaction that attaches it."""
    return Readout.create(evidence=file, next_at=file.uploaded_at)


def due(now: datetime) -> list[Readout]:
    return Readout.due(now, BATCH)


def waiting(now: datetime) -> int:
    """How many files would be tried."""
    return Readout.select().where(has_come(Readout.next_at, now)).count()


def take(row: Readout, now: datetime) -> bool:
    """Is this file ours to read? It counts as a try even if reading it ends this process."""
    again = now + AGAIN_AFTER[min(row.attempts, len(AGAIN_AFTER) - 1)]
    taken = (
        Readout.update(attempts=Readout.attempts + 1, next_at=again)
        .where(Readout.id == row.id, Readout.attempts == row.attempts, has_come(Readout.next_at, now))
        .execute()
    )
    return bool(taken == 1)


def keep(
    row: Readout, facts: dict[str, Any], now: datetime, *, has_picture: bool, is_unreachable: bool = False
) -> None:
    """Store what was read. `is_unreachable`: a key could not be asked for, so it is read again, a few times."""
    values = {"state": "read", "facts": facts, "has_picture": has_picture, "read_at": now, "error": ""}
    Readout.update({**values, **_ended(row, is_over=not is_unreachable)}).where(Readout.id == row.id).execute()


def give_up(row: Readout, error: str) -> None:
    """Note what went wrong; after the last try the file stays unread. What was read before stays."""
    values = {"error": error[:500], **_ended(row, is_over=False)}
    if row.state == "waiting" and _is_last(row):
        values["state"] = "failed"
    Readout.update(values).where(Readout.id == row.id).execute()


def _ended(row: Readout, *, is_over: bool) -> dict[str, Any]:
    return {"next_at": None} if is_over or _is_last(row) else {}


def _is_last(row: Readout) -> bool:
    """Was the try just made the last? `row` is as it was before it was taken."""
    return row.attempts + 1 >= len(AGAIN_AFTER)
