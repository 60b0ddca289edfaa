"""Which of several clocks works? The one that holds the lease; safety never rests on it."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from domain import moment
from models import Lease

NAME = "clock"
LENGTH = timedelta(seconds=30)
RENEW_SECONDS = 10
MARGIN = 5.0
"""Seconds before the lease runs out at which its holder stops beginning new work."""

LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


class Hold:
    """What one clock knows of its lease: until when, by a clock that nobody can set, it may begin work."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        self.until = 0.0

    @property
    def is_ours(self) -> bool:
        return time.monotonic() < self.until

    def renew(self) -> bool:
        """Take or keep the lease. Call it every `RENEW_SECONDS`."""
        asked = time.monotonic()
        if take(self.holder, moment.now()):
            self.until = asked + LENGTH.total_seconds() - MARGIN
        else:
            self.until = 0.0
        return self.is_ours

    def give_up(self) -> None:
        """On the way out: the next clock need not wait."""
        self.until = 0.0
        Lease.update(until=LONG_AGO).where(Lease.name == NAME, Lease.holder == self.holder).execute()


def take(holder: str, now: datetime) -> bool:
    """Hold the lease from now on, if it is ours, has run out, or claims a time so late that some clock was wrong."""
    free = (Lease.holder == holder) | (Lease.until < now) | (Lease.until > now + 2 * LENGTH)
    query = Lease.update(holder=holder, until=now + LENGTH).where(Lease.name == NAME, free)
    if query.execute():
        return True
    Lease.insert(name=NAME, holder="", until=LONG_AGO).on_conflict_ignore().execute()
    return bool(query.execute())
