"""The clock's part in accounts that look alike: it searches a little at a time, after imports and when asked."""

from __future__ import annotations

from datetime import datetime

from config import Config
from domain import moment
from domain.duplicates import searching


def run_due(now: datetime, _: Config | None = None) -> int:
    """Returns how many accounts were searched."""
    with moment.at(now):
        return searching.run_due()


def waiting(_: datetime) -> int:
    """1 if there is something to search."""
    return int(searching.is_due())
