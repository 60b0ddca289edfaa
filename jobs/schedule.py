"""What happens by itself, and when? One table; every row is safe to run twice, and by hand for any moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain import (
    answers,
    applications,
    bulk,
    conditions,
    deadlines,
    evidence_keeping,
    forgetting,
    precedents,
    probing,
    protection,
    questions,
    retention,
    training_reminders,
    watches,
)
from domain.certificates import due as due_certificates
from domain.registrations import holds
from domain.reports import published
from domain.rules import Rules
from jobs import certificates, duplicates, evidence, imports, mail, papers, readouts, signing_keys, spreadsheets
from jobs import forgetting as forgotten


@dataclass(frozen=True)
class Every:
    """So many seconds after the last run began."""

    seconds: int

    def __str__(self) -> str:
        return f"every {self.seconds} s"


@dataclass(frozen=True)
class Daily:
    """Once a day, at an hour where the programme is at home: a number, or the name of one in the rules."""

    hour: int | str

    def hour_in(self, numbers: Rules) -> int:
        return self.hour if isinstance(self.hour, int) else int(getattr(numbers, self.hour))

    def __str__(self) -> str:
        return f"daily at {self.hour}" + (":00" if isinstance(self.hour, int) else "")


@dataclass(frozen=True)
class Job:
    """`verb(now)` does what is due and returns how many rows it changed.

    A job that reaches outside gets the configuration too. What cannot be rehearsed in a transaction that is taken back
    has `waiting`, which counts what it would do.
    """

    name: str
    when: Every | Daily
    verb: Callable[..., int]
    is_outward: bool = False
    waiting: Callable[[datetime], int] | None = None


def silence(now: datetime) -> int:
    """First those whose time is over, then those who are to be warned: nobody gets both on one day."""
    return protection.expire_silent(now) + protection.warn_silent(now)


def certificates_waiting(now: datetime) -> int:
    return due_certificates(now).count()


SCHEDULE: tuple[Job, ...] = (
    Job("send_mail", Every(2), mail.send_due, is_outward=True, waiting=mail.waiting),
    Job("certificates", Every(5), certificates.prepare_due, is_outward=True, waiting=certificates_waiting),
    Job("papers", Every(2), papers.make_due, is_outward=True, waiting=papers.waiting),
    Job("papers_sweep", Every(600), papers.sweep, is_outward=True, waiting=papers.expired),
    Job("readouts", Every(3), readouts.read_due, is_outward=True, waiting=readouts.waiting),
    Job("imports", Every(3), imports.run_due, is_outward=True, waiting=imports.waiting),
    Job("duplicates", Every(5), duplicates.run_due, is_outward=True, waiting=duplicates.waiting),
    Job("spreadsheets", Every(5), spreadsheets.run_due, is_outward=True, waiting=spreadsheets.waiting),
    Job("lists", Every(2), bulk.run_due, waiting=bulk.waiting),
    Job("holds", Every(30), holds.release_due),
    Job("probing", Every(30), probing.run),
    Job("expiry", Every(60), protection.expire_due),
    Job("answer_reminders", Every(60), deadlines.remind_of_answers),
    Job("stage_two", Every(60), deadlines.lapse_without_stage_two),
    Job("replies", Every(60), deadlines.lapse_without_reply),
    Job("application_reminders", Every(60), applications.remind_due),
    Job("stage_two_reminders", Daily("reminder_hour"), deadlines.remind_of_stage_two),
    Job("reply_reminders", Daily("reminder_hour"), deadlines.remind_of_replies),
    Job("condition_reminders", Daily("reminder_hour"), conditions.remind_due),
    Job("protection_reminders", Daily("reminder_hour"), protection.remind_due),
    Job("training_reminders", Daily("reminder_hour"), training_reminders.remind_due),
    Job("silence", Daily("reminder_hour"), silence),
    Job("signing_key_reminders", Daily("reminder_hour"), signing_keys.remind_due, is_outward=True, waiting=lambda _: 0),
    Job("watches", Daily("watch_hour"), watches.run),
    Job("answer_times", Daily(2), answers.measure_old),
    Job("published_figures", Daily("reminder_hour"), published.publish),
    Job("check_log_purge", Daily(3), retention.purge_check_log, waiting=retention.purgeable),
    Job("lists_purge", Daily(3), bulk.forget_old),
    Job("budgets_purge", Daily(3), retention.forget_spent, waiting=lambda _: 0),
    Job("sign_ins_purge", Daily(3), retention.forget_sign_ins),
    Job("appeal_drafts_purge", Daily(3), questions.forget_drafts),
    Job("applications_purge", Daily(3), applications.forget_due),
    Job("precedents", Daily(3), precedents.fill_missing),
    Job("drafts_purge", Daily(3), forgetting.empty_drafts),
    Job("news_purge", Daily(3), forgotten.forget_news, is_outward=True, waiting=forgetting.news_waiting),
    Job("imports_purge", Daily(3), forgotten.forget_imports, is_outward=True, waiting=forgetting.imports_waiting),
    Job("mirror_purge", Daily(3), forgetting.forget_mirror),
    Job("evidence_purge", Daily(3), evidence.expire, is_outward=True, waiting=evidence_keeping.waiting),
    Job("evidence_sweep", Daily(3), evidence.sweep, is_outward=True),
)


def named(name: str) -> Job:
    """Raises `KeyError` for a job that is not in the table."""
    return {job.name: job for job in SCHEDULE}[name]


def is_due(job: Job, last: datetime | None, now: datetime, numbers: Rules) -> bool:
    """Should it run now, if it ran at `last`? A time that passed while nobody was at work is caught up.

    One that ran later than now ran by a clock that was wrong: it must not wait until then.
    """
    if last is None:
        return True
    if isinstance(job.when, Every):
        return now - last >= timedelta(seconds=job.when.seconds) or last > now
    return last > now or last < latest(job.when, now, numbers)


def latest(when: Daily, now: datetime, numbers: Rules) -> datetime:
    """The last time at or before `now` that the hour struck."""
    zone = ZoneInfo(numbers.zone)
    today = now.astimezone(zone).date()
    struck = datetime.combine(today, time(when.hour_in(numbers)), zone)
    return struck if struck <= now else datetime.combine(today - timedelta(days=1), struck.time(), zone)
