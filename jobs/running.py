"""What does one run of a job do, and what if it fails? By the clock, by hand, or as a rehearsal."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import DatabaseError, InterfaceError, fn

from config import Config
from domain import moment
from jobs.schedule import Daily, Job
from models import Delivery, Event, JobRun
from models.base import close, db

log = logging.getLogger(__name__)

NOTE_EVERY = timedelta(minutes=1)
"""A run that changed nothing is noted at most this often: what runs every two seconds must not write as often."""


@dataclass(frozen=True)
class Rehearsal:
    """What would change: how many rows, and for each event its name, what it is about, and who would be told."""

    changed: int
    lines: tuple[str, ...]


def run(job: Job, now: datetime, config: Config) -> int:
    """Do what is due at `now`. Raises what the job raises."""
    return job.verb(now, config) if job.is_outward else job.verb(now)


def run_for(job: Job, now: datetime, config: Config) -> int:
    """As if it were `now`: every verb inside reads the moved clock."""
    with moment.at(now):
        return run(job, now, config)


def run_safely(job: Job, config: Config, last: JobRun | None) -> None:
    """One run by the clock. Whatever fails is noted and comes round again; a lost database is connected anew."""
    now, changed, error = moment.now(), 0, ""
    try:
        changed = run(job, now, config)
    except (DatabaseError, InterfaceError) as lost:
        error = f"{type(lost).__name__}: {lost}"
        log.warning("%s: %s", job.name, lost)
        close()
    except Exception as failed:
        error = f"{type(failed).__name__}: {failed}"
        log.exception("%s failed", job.name)
    if is_notable(job, now, changed, error, last):
        note(job.name, now, changed, error)


def is_notable(job: Job, now: datetime, changed: int, error: str, last: JobRun | None) -> bool:
    if last is None or isinstance(job.when, Daily) or changed or error != last.error:
        return True
    return bool(abs(now - last.ran_at) >= NOTE_EVERY)


def note(name: str, now: datetime, changed: int, error: str) -> None:
    """What `jobs list` and the administrator's page show."""
    values = {"ran_at": now, "changed": changed, "error": error[:500]}
    JobRun.insert(name=name, **values).on_conflict(conflict_target=[JobRun.name], update=values).execute()


def rehearse(job: Job, now: datetime) -> Rehearsal:
    """Do it in a transaction that is taken back, or count where that cannot be."""
    if job.is_outward and job.waiting is None:
        return Rehearsal(0, ("it works on files, which cannot be rehearsed",))
    with moment.at(now):
        if job.waiting is not None:
            return Rehearsal(job.waiting(now), ())
        with db.atomic() as transaction:
            before = Event.select(fn.COALESCE(fn.MAX(Event.id), 0)).scalar()
            changed = job.verb(now)
            lines = tuple(_line(event) for event in Event.select().where(Event.id > before).order_by(Event.id))
            transaction.rollback()
    return Rehearsal(changed, lines)


def _line(event: Event) -> str:
    mails = Delivery.with_event().where(Delivery.event == event, Delivery.channel == "mail")
    told = [row.reader.email for row in mails]
    return f"{event.name} {event.subject} {event.subject_id} -> {', '.join(told) or 'nobody'}"
