"""Does work go on when the time of day is set? A scheduler that notices, and begins anew from the time it then is.

The one underneath knows only when each job is next due. Set back by a day, it would do nothing for a day; with a clock
that runs too fast it would sleep too long.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.blocking import BlockingScheduler

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0
"""Seconds after which it looks at the time again, whatever it waits for."""

JUMP = timedelta(seconds=20)
"""What time servers correct in small steps is less."""


class Steady(BlockingScheduler):  # type: ignore[misc]  # APScheduler has no types
    def __init__(self, *given: object, look_every: float = LOOK_EVERY, **options: object) -> None:
        super().__init__(*given, **options)
        self.look_every, self.apart = look_every, apart()

    def _process_jobs(self) -> float:
        """Called by the loop below: runs what is due and says how long to sleep."""
        jumped = apart() - self.apart
        if abs(jumped) > JUMP:
            log.warning("the time of day was set by %s: all jobs begin anew", jumped)
            self.apart += jumped
            for job in self.get_jobs():
                job.modify(next_run_time=now())
        wait: float | None = super()._process_jobs()
        return self.look_every if wait is None else min(wait, self.look_every)


def now() -> datetime:
    return datetime.now(UTC)


def apart() -> timedelta:
    """How far the time of day is from a clock that nobody can set."""
    return timedelta(seconds=now().timestamp() - time.monotonic())
