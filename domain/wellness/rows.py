"""What do the rows say of how things are? Schema, clock, jobs, mails, certificates, sealed histories, time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from peewee import fn

from domain import events, rules
from domain.wellness import Found, Look
from models import Certificate, Delivery, Event, Evidence, JobRun, Lease, RulesVersion, standing

LATE_MAIL, LATE_CERTIFICATE = timedelta(hours=1), timedelta(minutes=10)
SAMPLE = 50
"""Histories that are verified without being asked for all: those of the newest events."""

FAST = 5.0
"""Seconds that two clocks may differ before deadlines and leases do."""


def looks(now: datetime, *, is_deep: bool = False) -> dict[str, Look]:
    return {
        "database": _database,
        "schema": _schema,
        "clock": partial(_clock, now),
        "jobs": _jobs,
        "mails": partial(_mails, now),
        "certificates": partial(_certificates, now),
        "chains": partial(_chains, None if is_deep else SAMPLE),
        "zones": _zones,
        "time": partial(_time, now),
    }


def evidence() -> set[tuple[int, str]]:
    """Partner and SHA-256 of every file that a row names."""
    pairs = Evidence.select(Evidence.partner, Evidence.sha256).distinct().tuples()
    return set(pairs)  # type: ignore[arg-type]  # tuples() is not in the stubs


def _database() -> Iterator[Found]:
    for name, value in standing.careless().items():
        yield "careless", {"name": name, "value": value}


def _schema() -> Iterator[Found]:
    known, applied = standing.known_migrations(), standing.applied_migrations()
    if missing := sorted(set(known) - set(applied)):
        yield "behind", {"count": len(missing), "name": missing[0]}
    if strange := sorted(set(applied) - set(known)):
        yield "ahead", {"name": strange[-1]}


def _clock(now: datetime) -> Iterator[Found]:
    """Before the set-up there is nothing to do; a clock looks again every ten seconds."""
    if RulesVersion.select().exists() and not Lease.select().where(Lease.until > now).exists():
        yield "clock_still", {}


def _jobs() -> Iterator[Found]:
    for row in JobRun.select().where(JobRun.error != "").order_by(JobRun.name):
        yield "job_failed", {"name": row.name, "error": row.error}


def _mails(now: datetime) -> Iterator[Found]:
    mails = Delivery.select().where(Delivery.channel == "mail")
    if count := mails.where(Delivery.state == "failed").count():
        yield "mails_failed", {"count": count}
    if count := mails.where(Delivery.state == "pending", Delivery.pending_since < now - LATE_MAIL).count():
        yield "mails_late", {"count": count}


def _certificates(now: datetime) -> Iterator[Found]:
    if count := Certificate.select().where(Certificate.state == "failed").count():
        yield "certificates_failed", {"count": count}
    late = (Certificate.state == "preparing", Certificate.requested_at < now - LATE_CERTIFICATE)
    if count := Certificate.select().where(*late).count():
        yield "certificates_late", {"count": count}


def _chains(limit: int | None) -> Iterator[Found]:
    newest = Event.select(Event.subject, Event.subject_id).group_by(Event.subject, Event.subject_id)
    rows: Any = newest.order_by(fn.MAX(Event.id).desc()).limit(limit).tuples()
    for subject, number in rows:
        if broken := events.first_broken(subject, number):
            yield "chain_broken", {"name": f"{subject} {number}", "event": broken.id}


def _zones() -> Iterator[Found]:
    name = rules.in_force().zone if RulesVersion.select().exists() else "Europe/Berlin"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        yield "zone_unknown", {"name": name}


def _time(now: datetime) -> Iterator[Found]:
    theirs = standing.now()
    apart = abs((theirs - now).total_seconds()) if theirs else 0.0
    if apart > FAST:
        yield "skewed", {"seconds": round(apart)}
