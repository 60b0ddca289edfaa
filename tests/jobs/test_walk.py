"""The clock test: hour by hour through 120 days, with both nights on which the clocks change.

A small cast of claims lives through everything that happens by itself. The whole list of mails (who, what, and when by
the clock on the wall) must equal `mails.txt`, which a channel manager can read. To write it anew after a change that
is meant: `WRITE_MAILS=1 pytest tests/jobs/test_walk.py`, and read the difference.

The vendor of this walk is in Casablanca, whose clocks go back for Ramadan and forth again after it: a night of 25 hours
and one of 23 within 120 days.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config import Config
from domain import answers, decisions, letters, moment, protection, rules, watches
from domain.decisions import Words
from domain.registrations import holds, moves
from integrations import message
from jobs import running
from jobs.schedule import SCHEDULE, is_due
from models import Delivery, Event, Registration, User
from tests.domain.test_watches import receipt
from tests.world import RULES, World

ZONE = ZoneInfo("Africa/Casablanca")
BEGINS = datetime(2027, 1, 18, 9, 0, tzinfo=ZONE)
HOUR = timedelta(hours=1)
DAYS = 120
DEEDS_AT = 11
"""The hour at which people do things."""

MAILS = Path(__file__).with_name("mails.txt")
INWARD = [job for job in SCHEDULE if not job.is_outward]
"""What reaches outside is tested elsewhere: here the outbox is the list."""


class Walk:
    """The claims, and what people do to them on which day."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.claims: dict[str, Registration] = {}
        self.deeds: dict[int, list[Callable[[], object]]] = {}

    def on(self, *days: int) -> Callable[[Callable[[], object]], None]:
        """`walk.on(3)(deed)`: do this on day 3."""
        return lambda deed: [self.deeds.setdefault(day, []).append(deed) for day in days] and None

    def file(self, name: str, user: User, *, is_complete: bool = True, is_approved: bool = False, **typed: str) -> None:
        """A claim; `is_complete`: with stage 2, so that the answer clock runs."""
        claim = self.world.file(user, **{"company": name, **typed})
        if is_complete:
            Registration.update(stage_two_at=moment.now()).where(Registration.id == claim.id).execute()
            claim = answers.start(Registration.get_by_id(claim.id), rules.in_force(), moment.now())
        if is_approved:
            claim = decisions.approve(self.world.max, claim, Words(clause="5.1"))
        self.claims[name] = claim

    def now(self, name: str) -> Registration:
        return Registration.get_by_id(self.claims[name].id)

    def ask(self, name: str, text: str) -> None:
        decisions.return_for_information(self.world.max, self.now(name), Words(text=text))

    def reply(self, name: str, user: User) -> None:
        claim = self.now(name)
        moves.change(claim, "resubmit", user, answers.resumed(claim, rules.in_force(), moment.now()))

    def approve(self, name: str) -> None:
        decisions.approve(self.world.max, self.now(name), Words(clause="5.1"))

    def decline(self, name: str) -> None:
        said = Words(reason="weak_proof", clause="4.2", text="No named person answers.", next_step="register_again")
        decisions.decline(self.world.dora, self.now(name), said)

    def update(self, name: str, user: User) -> None:
        protection.update(user, self.now(name), f"Still on it, {moment.now():%d %B}.")


def story(walk: Walk) -> None:
    """Who does what: one paragraph for each claim."""
    world, on = walk.world, walk.on
    ana, ben, rita, max_ = world.ana, world.ben, world.rita, world.max

    # nobody says a word: warned, then expired
    on(0)(lambda: walk.file("Abwasserwerk Altensteig", ana, is_approved=True))

    # updates keep it alive to the end of its term
    on(0)(lambda: walk.file("Brauerei Birkenau", ana, is_approved=True))
    on(25, 50, 75)(lambda: walk.update("Brauerei Birkenau", ana))

    # extended by a tap, then by the manager
    on(0)(lambda: walk.file("Chemiepark Cloppenburg", ben, is_approved=True))
    on(20, 45, 70, 95)(lambda: walk.update("Chemiepark Cloppenburg", ben))
    on(80, 100)(lambda: protection.extend(ben, walk.now("Chemiepark Cloppenburg")))
    on(104)(lambda: protection.grant_extension(max_, walk.now("Chemiepark Cloppenburg")))

    # nobody answers: reminders, then the director, who declines it
    on(0)(lambda: walk.file("Druckerei Dornbirn", rita))
    on(30)(lambda: walk.decline("Druckerei Dornbirn"))

    # the second part never comes: lapses, whether waiting or approved by rule
    on(0)(lambda: walk.file("Energiewerk Eisenach", ana, is_complete=False))
    on(16)(lambda: walk.file("Jugendherberge Jever", ana, is_complete=False, is_approved=True))

    # a question is never answered: lapses
    on(0)(lambda: walk.file("Flughafen Friedberg", ana))
    on(1)(lambda: walk.ask("Flughafen Friedberg", "Who is the buyer?"))

    # a question is answered, the claim approved and won
    on(0)(lambda: walk.file("Gießerei Gotha", rita))
    on(0)(lambda: walk.ask("Gießerei Gotha", "Which line?"))
    on(2)(lambda: walk.reply("Gießerei Gotha", rita))
    on(3)(lambda: walk.approve("Gießerei Gotha"))
    on(20)(lambda: protection.win(rita, walk.now("Gießerei Gotha")))

    # only held
    on(0)(lambda: holds.hold(ben, world.draft(ben, "Hafenbetriebe Husum")))

    # withdrawn; Rita has asked to be told
    on(0)(lambda: walk.file("Iserlohner Industriegase", ana, is_approved=True))
    on(1)(lambda: watches.ask(rita, receipt(rita, "Iserlohner Industriegase"), "We built their plant."))
    on(12)(lambda: protection.withdraw(ana, walk.now("Iserlohner Industriegase"), "No budget this year."))

    # Rita stands behind Ana, moves up when Ana withdraws, and lapses for want of a second part
    on(34)(lambda: walk.file("Kraftwerk Kassel", ana, project="Boiler", is_complete=False))
    on(34)(lambda: walk.file("behind", rita, company="Kraftwerk Kassel", project="Turbine", is_complete=False))
    on(36)(lambda: protection.withdraw(ana, walk.now("Kraftwerk Kassel")))


def take(walk: Walk, config: Config) -> None:
    """Hour by hour: what people do, then every job that is due. What changed something is run once more."""
    last: dict[str, datetime] = {}
    numbers = rules.in_force()
    for hour in range(DAYS * 24):
        now = BEGINS.astimezone(UTC) + hour * HOUR
        with moment.at(now):
            local = now.astimezone(ZONE)
            if local.hour == DEEDS_AT:
                for deed in walk.deeds.get((local.date() - BEGINS.date()).days, []):
                    deed()
            for job in INWARD:
                if is_due(job, last.get(job.name), now, numbers):
                    last[job.name] = now
                    if running.run(job, now, config):
                        assert running.run(job, now, config) == 0, f"{job.name} did something twice at {local}"


def mails() -> str:
    """Every mail in order, one a line: when on the wall, to whom, about what."""
    rows = list(Delivery.with_event().where(Delivery.channel == "mail").order_by(Event.at, Delivery.id))
    return "".join(line(row, letter) for row, letter in zip(rows, letters.of_many(rows), strict=True))


def line(row: Delivery, letter: letters.Letter) -> str:
    says = message.write(letter.event, letter.locale, letter.facts).subject
    return f"{row.event.at.astimezone(ZONE):%a %Y-%m-%d %H:%M}  {row.recipient.name:<12}  {says}\n"


@pytest.fixture
def walk(world: World, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """A vendor in Casablanca; days and codes are drawn from no hat, so that the list is the same each time."""
    codes = iter(range(1000, 9999))
    monkeypatch.setattr(watches, "draw", lambda low, high: 2)
    monkeypatch.setattr("domain.codes.fresh", lambda prefix: f"{prefix}-2222-{next(codes)}")
    with moment.at(BEGINS - timedelta(days=30)):
        rules.publish(dataclasses.replace(RULES, zone=ZONE.key, holiday_country="MA"), {"en": "As before."})
    return Walk(world)


@pytest.mark.audit
@pytest.mark.once
def test_the_whole_list_of_mails_is_the_one_that_people_read(walk: Walk, config: Config) -> None:
    with moment.at(BEGINS):
        story(walk)
        take(walk, config)
    with moment.at(BEGINS.astimezone(UTC) + DAYS * 24 * HOUR):
        listed = mails()
        if os.environ.get("WRITE_MAILS"):
            MAILS.write_text(listed)
        assert listed == MAILS.read_text()
        for job in INWARD * 2:
            running.run(job, moment.now(), config)
        assert mails() == listed


def test_the_walk_has_a_night_of_25_and_one_of_23_hours() -> None:
    lengths = [length_of(BEGINS.date() + timedelta(days=day)) for day in range(DAYS)]
    assert (lengths.count(25), lengths.count(23), lengths.count(24)) == (1, 1, DAYS - 2)


def length_of(day: date) -> int:
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    after = midnight + timedelta(days=1)
    return int((after.astimezone(UTC) - midnight.astimezone(UTC)).total_seconds() // 3600)
