"""The time of day is set back by a day, on by a year, or runs thirty times too fast: work goes on, and is done once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers import base
from apscheduler.schedulers.blocking import BlockingScheduler

from domain import decisions, moment, protection
from domain.accounts import throttles
from domain.decisions import Words
from domain.refusals import Refused
from jobs import running, steady
from jobs.schedule import Daily, Job, is_due, named
from jobs.steady import Steady
from models import Delivery, Registration, Throttle
from tests.world import MONDAY, RULES, World

pytestmark = pytest.mark.once

YEAR = timedelta(days=365)


class Moved:
    """A time of day that can be set, and be made to run faster, while the steady clock goes on."""

    def __init__(self) -> None:
        self.by, self.speed, self.began = timedelta(0), 1, time.monotonic()

    def now(self, zone: Any = None) -> datetime:
        faster = timedelta(seconds=(time.monotonic() - self.began) * (self.speed - 1))
        return datetime.now(zone or UTC) + self.by + faster


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Moved:
    found = Moved()
    monkeypatch.setattr(steady, "now", found.now)
    monkeypatch.setattr(base, "datetime", found)
    return found


Begin = Callable[[type[BlockingScheduler]], list[float]]


@pytest.fixture
def begin(moved: Moved) -> Iterator[Begin]:
    """Start a scheduler with one job; its runs are noted by the steady clock."""
    started: list[tuple[BlockingScheduler, threading.Thread]] = []

    def start(kind: type[BlockingScheduler]) -> list[float]:
        runs: list[float] = []
        options = {"look_every": 0.1} if kind is Steady else {}
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        scheduler = kind(executors={"default": ThreadPoolExecutor(1)}, timezone="UTC", job_defaults=defaults, **options)
        scheduler.add_job(lambda: runs.append(time.monotonic()), "interval", seconds=1, next_run_time=moved.now())
        thread = threading.Thread(target=scheduler.start)
        thread.start()
        started.append((scheduler, thread))
        assert eventually(lambda: runs)
        return runs

    yield start
    for scheduler, thread in started:
        scheduler.shutdown(wait=False)
        thread.join(5)


def eventually(holds: Callable[[], object], seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        threading.Event().wait(0.02)
    return True


@pytest.mark.once
@pytest.mark.parametrize(
    "by",
    [-timedelta(days=1), *(pytest.param(by, marks=pytest.mark.audit) for by in (timedelta(days=1), YEAR, -YEAR))],
    ids=str,
)
def test_work_goes_on_whatever_the_time_is_set_to(begin: Begin, moved: Moved, by: timedelta) -> None:
    runs = begin(Steady)
    moved.by, so_far = by, len(runs)
    assert eventually(lambda: len(runs) > so_far + 1, 4)


@pytest.mark.audit
@pytest.mark.once
def test_what_the_scheduler_underneath_would_do(begin: Begin, moved: Moved) -> None:
    """Set back by a day it does nothing for a day: this is what is mended."""
    runs = begin(BlockingScheduler)
    moved.by, so_far = -timedelta(days=1), len(runs)
    assert not eventually(lambda: len(runs) > so_far + 1, 2.5)


@pytest.mark.once
def test_when_time_runs_thirty_times_faster_a_job_is_late_by_what_one_look_takes(begin: Begin, moved: Moved) -> None:
    runs = begin(Steady)
    moved.began, moved.speed = time.monotonic(), 30
    so_far = len(runs)
    assert eventually(lambda: len(runs) > so_far + 4, 5)


def test_a_daily_job_that_ran_by_a_wrong_clock_runs_again() -> None:
    """The clock was wrong by three years for a minute: mornings go on, once each."""
    job, monday = Job("x", Daily(7), lambda _: 0), MONDAY
    assert is_due(job, monday + 3 * YEAR, monday, RULES)
    assert not is_due(job, monday, monday + timedelta(hours=1), RULES)


def test_a_mail_that_was_put_off_by_a_wrong_clock_goes_out(world: World) -> None:
    with moment.at(MONDAY + timedelta(days=1)):
        world.file(world.ana)
    assert Delivery.due(MONDAY)
    Delivery.update(next_at=MONDAY + timedelta(hours=6)).execute()
    assert Delivery.due(MONDAY) == [], "what waits for its next try still waits"


def test_nobody_is_shut_out_until_a_wrong_clock_comes_true(world: World) -> None:
    """Full of tries in the wrong year; back in the right one a try is free, and the bound holds as ever."""
    bound = throttles.PASSWORDS_PER_NETWORK
    with moment.at(MONDAY + YEAR):
        for _ in range(bound.tries):
            throttles.spend(bound, "192.0.2.0/24")
    with moment.at(MONDAY):
        throttles.spend(bound, "192.0.2.0/24")
        with pytest.raises(Refused):
            throttles.spend(bound, "192.0.2.0/24")
    with moment.at(MONDAY + bound.refill):
        throttles.spend(bound, "192.0.2.0/24")
    assert Throttle.select().count() == 1


def test_a_claim_keeps_its_number_and_its_days_when_the_clock_is_set_back(world: World) -> None:
    """Filed first by the order of acknowledgement, though its time says a day later; its days are what was told."""
    with moment.at(MONDAY + timedelta(days=1)):
        first = decisions.approve(world.max, world.file(world.ana), Words(clause="5.1"))
    with moment.at(MONDAY):
        second = world.file(world.rita)
        assert (second.status, first.claim_seq < second.claim_seq) == ("refused", True)
        assert protection.expire_due(moment.now()) == 0
    until = Registration.get_by_id(first.id).protected_until
    assert until == first.protected_until
    assert protection.expire_due(until - timedelta(seconds=1)) == 0
    assert protection.expire_due(until + timedelta(seconds=1)) == 1
    assert protection.expire_due(until - timedelta(days=1)) == 0, "what has ended does not end again"


@pytest.mark.parametrize("step", [timedelta(days=1), -timedelta(days=1)])
def test_reminders_are_sent_once_though_the_days_come_twice(world: World, config: Any, step: timedelta) -> None:
    with moment.at(MONDAY):
        claim = decisions.approve(world.max, world.file(world.ana), Words(clause="5.1"))
        Registration.update(stage_two_at=MONDAY, updated_at=MONDAY + timedelta(days=70)).execute()
    eve = claim.protected_until - timedelta(days=7)
    for now in (eve, eve + step, eve, eve + step):
        running.run_for(named("protection_reminders"), now, config)
    said = [row.event.facts for row in Delivery.with_event() if row.event.name == "protection.ending"]
    assert said
    assert len({str(sorted(facts.items())) for facts in said}) * 2 >= len(said), (
        "one mail and one line in the inbox each"
    )
