"""Who keeps the schedule? A process of its own: APScheduler ticks, the lease says whether it is ours to work."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
import time
from contextlib import suppress

from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers import SchedulerNotRunningError
from peewee import PeeweeException

from config import Config
from domain import moment, rules
from jobs import lease, running
from jobs.schedule import SCHEDULE, Every, Job, is_due
from jobs.steady import Steady
from models import JobRun, RulesVersion
from models.base import close

log = logging.getLogger(__name__)

THREADS = 4
"""Jobs at work at once: a slow mail server must not hold up the rest."""

LOOK_EVERY = 30
"""Seconds between looks at whether a daily job's hour has struck."""

PATIENCE = 3.0
"""Seconds that work in hand gets to end after SIGTERM. What is cut off then is found due again by the next clock."""


class Clock:
    def __init__(self, config: Config, schedule: tuple[Job, ...] = SCHEDULE) -> None:
        self.config, self.schedule = config, schedule
        self.hold = lease.Hold(f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}")
        self.at_work: set[str] = set()
        self.has_begun = threading.Event()
        self.scheduler = Steady(
            executors={"default": ThreadPoolExecutor(THREADS)}, timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )  # fmt: skip
        self.scheduler.add_listener(lambda _: self.has_begun.set(), EVENT_SCHEDULER_STARTED)

    def run(self) -> None:
        """Work until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: threading.Thread(target=self.stop, daemon=True).start())
        self.renew()
        self.scheduler.add_job(self.renew, "interval", seconds=lease.RENEW_SECONDS, id="lease")
        for job in self.schedule:
            seconds = job.when.seconds if isinstance(job.when, Every) else LOOK_EVERY
            self.scheduler.add_job(self.tick, "interval", [job], seconds=seconds, id=job.name)
        log.info("the clock is running as %s", self.hold.holder)
        self.scheduler.start()
        self.finish()

    def stop(self) -> None:
        """Begin nothing more. Called from a thread: a signal may have come in the middle of the scheduler's locks, or
        before it begins, when it cannot be told yet."""
        self.has_begun.wait()
        with suppress(SchedulerNotRunningError):  # told twice
            self.scheduler.shutdown(wait=False)

    def finish(self) -> None:
        """Let work in hand end, give up the lease, and be gone."""
        until = time.monotonic() + PATIENCE
        while self.at_work and time.monotonic() < until:
            time.sleep(0.02)
        try:
            self.hold.give_up()
            close()
        except PeeweeException as error:
            log.warning("the lease could not be given up: %s", error)
        log.info("the clock has stopped")

    def renew(self) -> None:
        try:
            self.hold.renew()
        except PeeweeException as error:  # the hold runs out by itself
            log.warning("the lease could not be renewed: %s", error)
            close()

    def tick(self, job: Job) -> None:
        """Run the job if the work is ours and its time has come."""
        if not self.hold.is_ours or not _has_rules():
            return
        self.at_work.add(job.name)
        try:
            last = JobRun.get_or_none(JobRun.name == job.name)
            now = moment.now()
            if isinstance(job.when, Every) or is_due(job, last.ran_at if last else None, now, rules.in_force(now)):
                running.run_safely(job, self.config, last)
        except PeeweeException as error:
            log.warning("%s: %s", job.name, error)
            close()
        finally:
            self.at_work.discard(job.name)


def _has_rules() -> bool:
    """Without rules the portal is not set up yet, and there is nothing to do. Raises `PeeweeException`."""
    return RulesVersion.select().exists()
