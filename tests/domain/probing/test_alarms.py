"""Does an alarm reach a person within a minute, once, and what may that person do?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain import checks, moment, pauses, probing, rules
from domain.checks import Prospect
from domain.probing import trace
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import filing
from domain.rules import Rules
from jobs.schedule import SCHEDULE, Every
from models import Alarm, CheckPause, Delivery, Event, Reading, User
from tests.world import MONDAY, RULES, World

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXY"


def sweep(user: User, hour: float = 0, letters: str = LETTERS[:22]) -> None:
    for number, letter in enumerate(letters):
        with moment.at(MONDAY + timedelta(hours=hour, minutes=number)):
            checks.check(user, Prospect(f"{letter}hrental Werke"), settled=True)


def run(hours: float) -> int:
    with moment.at(MONDAY + timedelta(hours=hours)):
        return probing.run(moment.now())


def test_the_clock_judges_twice_a_minute() -> None:
    assert [job.when for job in SCHEDULE if job.name == "probing"] == [Every(30)]


def test_a_sweep_is_an_alarm_for_every_channel_manager_once(world: World) -> None:
    with moment.at(MONDAY - timedelta(minutes=1)):
        rules.publish(replace(rules.in_force(), alarm_run=15), {"en": "."})
    sweep(world.rita, letters=LETTERS[:16])
    assert not Alarm.select().exists()
    assert run(0.27) == 1
    assert run(0.28) == run(1) == 0
    alarm = Alarm.get()
    assert (alarm.partner_id, alarm.state) == (world.rita.partner_id, "open")
    assert "sorted" in {one["code"] for one in alarm.reasons}
    told = Delivery.with_event().where(Event.name == "alarm.raised")
    assert {(row.recipient_id, row.channel) for row in told} == {(world.max.id, "inbox"), (world.max.id, "mail")}
    assert "hrental" not in str(Event.get(Event.name == "alarm.raised").facts) + str(alarm.reasons)


def test_every_tenth_name_is_judged_without_the_clock(world: World) -> None:
    """Nobody learns much more between two runs, however fast."""
    sweep(world.rita, letters=LETTERS[:20])
    assert Alarm.select().count() == 1


def test_more_reasons_come_to_the_open_alarm(world: World) -> None:
    sweep(world.rita)
    run(0.5)
    sweep(world.rita, hour=14.1, letters="zyx")
    for number in range(14):
        with moment.at(MONDAY + timedelta(hours=15, minutes=3 * number)):
            checks.check(world.rita, Prospect(f"Company {number * 7919 % 83} of the night"), settled=True)
    run(16)
    assert Alarm.select().count() == 1


def test_what_a_person_looked_into_rings_no_more_and_new_things_do(world: World) -> None:
    sweep(world.rita)
    run(0.5)
    with moment.at(MONDAY + timedelta(hours=1)):
        pauses.begin(world.max, world.rita.partner, "Please call.")
        probing.close(world.max, Alarm.get(), "Cards from a fair.")
    assert CheckPause.of(world.rita.partner_id) is None
    assert run(1.1) == 0
    sweep(world.rita, hour=24)
    run(25)
    assert [row.state for row in Alarm.select().order_by(Alarm.id)] == ["closed", "open"]


@pytest.mark.parametrize("note", ["", "  ", "x" * 501])
def test_an_alarm_is_closed_with_a_word(world: World, note: str) -> None:
    sweep(world.rita)
    run(0.5)
    with moment.at(MONDAY + timedelta(hours=1)), pytest.raises(Invalid):
        probing.close(world.max, Alarm.get(), note)
    assert Alarm.get().state == "open"


@pytest.mark.parametrize("who", ["dora", "ada", "rita", "ana"])
def test_nobody_but_channel_managers_touches_it(world: World, who: str) -> None:
    sweep(world.rita)
    run(0.5)
    person, alarm = getattr(world, who), Alarm.get()
    assert not list(Alarm.visible_to(person))
    for verb in (lambda: probing.close(person, alarm, "Fine."), lambda: probing.open_names(person, alarm)):
        with pytest.raises(Refused) as told:
            verb()
        assert told.value.kind is Kind.NOT_YOURS


def test_names_are_opened_for_the_alarm_and_that_is_on_record(world: World) -> None:
    sweep(world.rita)
    run(0.5)
    with moment.at(MONDAY + timedelta(hours=1)):
        rows = probing.open_names(world.max, Alarm.get())
    assert {row.name for row in rows} == {f"{letter}hrental Werke" for letter in LETTERS[:22]}
    assert Reading.get().reason == f"alarm: {Alarm.get().code}"


def test_a_claim_that_stands_is_no_probing_and_one_that_was_taken_back_is(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana)
        lost = world.file(world.rita)
        kept = world.file(world.rita, "Molinos del Ebro")
        seen = trace.of(world.rita.partner, MONDAY - timedelta(days=1), RULES, moment.now())
    assert lost.status == "refused"
    known = {(one.is_hit, one.is_pursued, one.is_claimed) for one in seen.asked}
    assert known == {(True, False, True), (False, True, True)}
    with moment.at(MONDAY):
        assert filing.submit(world.rita, kept).id == kept.id


def test_names_read_while_typing_count_without_leaving_a_name(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana)
        checks.check(world.rita, Prospect("Talsperrenverband Oberwald"), settled=False)
        seen = trace.of(world.rita.partner, MONDAY - timedelta(days=1), Rules(), moment.now())
    assert (seen.asked, seen.in_the_air) == ((), 1)
