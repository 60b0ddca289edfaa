"""One clock works, a dead one is replaced, a failing job stops no other, and doing a job by hand is safe."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from peewee import OperationalError

from config import ROOT, Config
from domain import decisions, moment
from domain.decisions import Words
from jobs import lease, running
from jobs.schedule import SCHEDULE, Daily, Every, Job, is_due, latest, named
from models import Delivery, Event, JobRun, Lease, Receipt, Registration, SigninLink, Vendor
from tests.world import MONDAY, RULES, World


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return decisions.approve(world.max, world.file(world.ana), Words(clause="5.1"))


def seconds(count: float) -> datetime:
    return MONDAY + timedelta(seconds=count)


def test_one_of_two_clocks_holds_the_lease(world: World) -> None:
    assert lease.take("one", seconds(0))
    assert not lease.take("two", seconds(29))
    assert lease.take("one", seconds(10))
    assert not lease.take("two", seconds(39))


def test_a_dead_clock_is_replaced_within_a_minute(world: World) -> None:
    """It renewed at second 0 and died; the other asks every ten seconds."""
    lease.take("dead", seconds(0))
    taken = next(second for second in range(10, 120, lease.RENEW_SECONDS) if lease.take("next", seconds(second)))
    assert taken <= 60
    assert not lease.take("dead", seconds(taken + 5)), "and it does not come back to a lease that is gone"


def test_a_lease_from_a_clock_that_was_wrong_by_years_does_not_block_the_rest(world: World) -> None:
    lease.take("wrong", MONDAY + timedelta(days=3650))
    assert lease.take("right", MONDAY)


def test_a_clock_that_ends_gives_up_its_lease_at_once(world: World) -> None:
    hold = lease.Hold("one")
    assert hold.renew()
    hold.give_up()
    assert not hold.is_ours
    assert lease.take("two", datetime.now(UTC))


def test_a_clock_that_cannot_renew_stops_working_before_its_lease_runs_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: ticking[0])
    hold = lease.Hold("one")
    hold.renew()
    ticking[0] += lease.LENGTH.total_seconds() - lease.MARGIN - 0.1
    assert hold.is_ours
    ticking[0] += 0.2
    assert not hold.is_ours


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("day", ["2026-10-25", "2027-03-28", "2027-03-08"])
def test_a_daily_job_runs_once_a_day_also_on_days_of_23_and_25_hours(day: str) -> None:
    job, last = (
        Job("x", Daily(7), lambda _: 0),
        datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=BERLIN).astimezone(UTC),
    )
    start, runs = last, []
    for minutes in range(0, 60 * 25, 10):
        now = start + timedelta(minutes=minutes)
        if is_due(job, last, now, RULES):
            runs.append(now.astimezone(BERLIN).hour)
            last = now
    assert runs == [7]


def test_a_missed_hour_is_caught_up_once() -> None:
    job, monday = Job("x", Daily(7), lambda _: 0), datetime(2027, 3, 8, 7, 0, tzinfo=BERLIN)
    late = monday + timedelta(days=3, hours=5)
    assert is_due(job, monday, late, RULES)
    assert not is_due(job, late, late + timedelta(hours=1), RULES)
    assert is_due(job, late, monday + timedelta(days=4), RULES)
    assert is_due(job, None, monday, RULES), "never ran"


def test_the_hour_is_the_rules() -> None:
    assert latest(Daily("watch_hour"), MONDAY, RULES).astimezone(BERLIN).hour == 10


def test_a_job_that_fails_is_noted_and_stops_no_other(world: World, config: Config) -> None:
    def broken(_: datetime) -> int:
        raise ValueError("no good")

    running.run_safely(Job("broken", Every(2), broken), config, None)
    running.run_safely(Job("fine", Every(2), lambda _: 3), config, None)
    assert JobRun.get(JobRun.name == "broken").error == "ValueError: no good"
    assert JobRun.get(JobRun.name == "fine").changed == 3


def test_a_lost_database_is_connected_anew(world: World, config: Config) -> None:
    def lost(_: datetime) -> int:
        raise OperationalError("the connection is gone")

    running.run_safely(Job("lost", Every(2), lost), config, None)
    assert "connection is gone" in JobRun.get(JobRun.name == "lost").error


def test_a_job_of_every_two_seconds_does_not_write_every_two_seconds(world: World, config: Config) -> None:
    job = Job("idle", Every(2), lambda _: 0)
    for second in range(0, 60, 2):
        with moment.at(seconds(second)):
            running.run_safely(job, config, JobRun.get_or_none(JobRun.name == "idle"))
    assert JobRun.get(JobRun.name == "idle").ran_at == MONDAY


@pytest.mark.parametrize("job", SCHEDULE, ids=lambda job: job.name)
def test_every_job_runs_on_an_untouched_programme_and_changes_nothing_the_second_time(
    world: World, config: Config, job: Job
) -> None:
    with moment.at(MONDAY):
        running.run(job, MONDAY, config)
        assert running.run(job, MONDAY, config) == 0


@pytest.mark.parametrize("job", SCHEDULE, ids=lambda job: job.name)
def test_a_rehearsal_changes_nothing(world: World, claim: Registration, job: Job) -> None:
    before = everything()
    running.rehearse(job, MONDAY + timedelta(days=200))
    assert everything() == before


def everything() -> list[object]:
    models = (Registration, Event, Delivery, Receipt, JobRun, SigninLink)
    return [list(model.select().order_by(model.id).dicts()) for model in models]


def test_a_rehearsal_says_what_would_happen(world: World, claim: Registration) -> None:
    said = running.rehearse(named("expiry"), MONDAY + timedelta(days=91))
    assert said.changed == 1
    assert said.lines == (f"registration.expired registration {claim.id} -> ana@acme.example",)
    assert running.rehearse(named("send_mail"), MONDAY + timedelta(days=1)).changed == Delivery.select().where(
        Delivery.channel == "mail", Delivery.state == "pending"
    ).count() > 0  # fmt: skip


def command(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["jobs", *words])
    return result.exit_code, result.output


def test_the_command_runs_a_job_for_a_moment_in_the_sample_alone(app: Flask, world: World, claim: Registration) -> None:
    code, output = command(app, "run", "expiry", "--now", "2037-06-07T10:00")
    assert code != 0
    assert "--dry-run" in output
    assert Registration.get_by_id(claim.id).status == "approved"
    assert command(app, "run", "expiry", "--now", "2037-06-07T10:00", "--dry-run")[0] == 0
    assert Registration.get_by_id(claim.id).status == "approved"
    Vendor.update(is_sample=True).execute()
    assert command(app, "run", "expiry", "--now", "2037-06-07T10:00") == (0, "expiry: 1 changed\n")
    assert Registration.get_by_id(claim.id).status == "expired"
    assert Event.get(Event.name == "registration.expired").at.year == 2037


@pytest.mark.parametrize(
    ("words", "says"), [(("run", "nothing"), "send_mail"), (("run", "expiry", "--now", "soon"), "2027-03-09")]
)
def test_the_command_says_what_it_takes(app: Flask, world: World, words: tuple[str, ...], says: str) -> None:
    code, output = command(app, *words)
    assert code == 1
    assert says in output


def test_the_list_shows_every_job(app: Flask, world: World) -> None:
    code, output = command(app, "list")
    assert code == 0
    assert [line.split()[0] for line in output.splitlines()] == [job.name for job in SCHEDULE]


@pytest.fixture
def process(claim: Registration, config: Config) -> Iterator[subprocess.Popen[bytes]]:
    """The real clock on this test's database, where mails made in March wait since long."""
    Delivery.update(next_at=datetime(2026, 1, 1, tzinfo=UTC)).execute()
    started = clock_on(config)
    yield started
    started.kill()
    started.wait()


def clock_on(config: Config, *command: str) -> subprocess.Popen[bytes]:
    settings = {"INSTANCE": str(config.instance), "DATABASE_URL": config.database_url, "SECRET_KEY": "for tests only"}
    environ = {**os.environ, "MAIL_URL": "", **settings}
    words = command or ("-m", "jobs")
    return subprocess.Popen([sys.executable, *words], cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)


def eventually(holds, timeout: float = 20) -> bool:  # type: ignore[no-untyped-def]
    until = time.monotonic() + timeout
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_the_process_works_and_is_gone_soon_after_sigterm(
    world: World, config: Config, claim: Registration, process: subprocess.Popen[bytes]
) -> None:
    """It sends what waits, holds the lease, and on SIGTERM gives it up and ends."""
    assert eventually(lambda: not Delivery.select().where(Delivery.state == "pending").exists())
    assert (
        len(list(Path(config.mail_folder).glob("*.eml")))
        == Delivery.select().where(Delivery.channel == "mail").count()
        > 0
    )
    assert Lease.get().until > datetime.now(UTC)
    process.send_signal(signal.SIGTERM)
    assert process.wait(6) == 0
    assert Lease.get().until < datetime.now(UTC)


TOLD_EARLY = """
import os, signal
from config import from_environment
from jobs.clock import Clock
from models.base import connect

class Told(Clock):
    def renew(self):
        super().renew()
        if not self.scheduler.running:
            os.kill(os.getpid(), signal.SIGTERM)

config = from_environment()
connect(config.database)
Told(config).run()
"""


def test_a_word_to_end_that_comes_while_it_starts_is_not_lost(world: World, config: Config) -> None:
    """It has taken the lease, and does not yet turn: it ends, and gives the lease up, too."""
    told = clock_on(config, "-c", TOLD_EARLY)
    try:
        assert told.wait(20) == 0
        assert Lease.get().until < datetime.now(UTC)
    finally:
        told.kill()
        told.wait()


@pytest.mark.audit
def test_a_clock_killed_with_kill_9_is_replaced_within_a_minute(
    process: subprocess.Popen[bytes], config: Config
) -> None:
    assert eventually(lambda: Lease.select().where(Lease.holder != "").exists())
    first = Lease.get().holder
    process.kill()
    killed = time.monotonic()
    second = clock_on(config)
    try:
        assert eventually(lambda: Lease.get().holder != first, 60)
        assert time.monotonic() - killed < 60
    finally:
        second.kill()
        second.wait()
