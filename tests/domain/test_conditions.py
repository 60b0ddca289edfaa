"""Approvals with conditions: what must be said, who ticks off, what the clock tells, and that nothing is told twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain import conditions, decisions, events, moment, protection, reversals
from domain.decisions import Wanted, Words
from domain.refusals import Invalid, Kind, Refused
from models import Condition, Delivery, Event, Registration
from tests.world import MONDAY, World

DUE = date(2027, 4, 1)
PUMPS = Wanted("Send the order of the pumping stations.", DUE)


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return world.file(world.ana)


def approved(world: World, claim: Registration, *wanted: Wanted) -> Registration:
    with moment.at(MONDAY):
        return decisions.approve_with_conditions(world.max, claim, Words(clause="5.3", conditions=wanted))


def told(name: str) -> set[str]:
    """Who got a mail of such an event."""
    rows = Delivery.select().join(Event).where(Event.name == name, Delivery.channel == "mail")
    return {row.recipient.name for row in rows}


def test_the_approval_names_its_conditions_and_their_words_stand_apart(world: World, claim: Registration) -> None:
    done = approved(world, claim, PUMPS, Wanted(), Wanted("Name the buyer.", date(2027, 3, 20)))
    assert done.status == "approved"
    rows = Condition.of_claim(claim.id)
    assert [row.text for row in rows] == ["Name the buyer.", PUMPS.text], "first due first"
    event = Event.get(Event.name == "registration.approved")
    assert {fact["code"] for fact in event.facts["conditions"]} == {row.code for row in rows}
    assert PUMPS.text not in str(event.facts)
    assert event.facts["conditions"][0]["hash"] == events.hashed(PUMPS.text, rows[1].salt)


@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        ((), ["text-1", "due_on-1"]),
        ((Wanted(), Wanted()), ["text-1", "due_on-1"]),
        ((Wanted("", DUE),), ["text-1"]),
        ((Wanted("Say it."),), ["due_on-1"]),
        ((PUMPS, Wanted("Too late.", date(2027, 6, 7))), ["due_on-2"]),
        ((Wanted("Today.", date(2027, 3, 8)),), ["due_on-1"]),
        ((Wanted("x" * 1001, DUE),), ["text-1"]),
    ],
)
def test_each_condition_has_words_and_a_day_within_the_protection(
    world: World, claim: Registration, wanted: tuple[Wanted, ...], wrong: list[str]
) -> None:
    wanted = wanted or (Wanted(),)
    with moment.at(MONDAY), pytest.raises(Invalid) as refusal:
        decisions.approve_with_conditions(world.max, claim, Words(clause="5.3", conditions=wanted))
    assert list(refusal.value.errors) == wrong
    assert Registration.get_by_id(claim.id).status == "submitted"
    assert Condition.select().count() == 0


def test_without_any_slot_it_is_no_approval_with_conditions(world: World, claim: Registration) -> None:
    with moment.at(MONDAY), pytest.raises(Invalid):
        decisions.approve_with_conditions(world.max, claim, Words(clause="5.3"))


def test_a_manager_ticks_it_off_once_and_the_partner_hears_of_it(world: World, claim: Registration) -> None:
    approved(world, claim, PUMPS)
    [condition] = Condition.of_claim(claim.id)
    with moment.at(MONDAY + timedelta(days=2)):
        met = conditions.meet(world.dora, condition)
        assert (met.is_met, met.met_by) == (True, world.dora)
        with pytest.raises(Refused) as refusal:
            conditions.meet(world.max, condition)
    assert refusal.value.kind is Kind.MOVED_ON
    assert told("condition.met") == {"Ana Novak"}
    assert Event.select().where(Event.name == "condition.met").count() == 1


@pytest.mark.parametrize("person", ["ana", "ben", "rita", "ada"])
def test_nobody_else_ticks_off(world: World, claim: Registration, person: str) -> None:
    approved(world, claim, PUMPS)
    with moment.at(MONDAY), pytest.raises(Refused) as refusal:
        conditions.meet(getattr(world, person), Condition.get())
    assert refusal.value.kind is Kind.NOT_YOURS
    assert not Condition.get().is_met


def test_of_a_claim_that_ended_or_an_approval_taken_back_nothing_is_ticked_off(
    world: World, claim: Registration
) -> None:
    done = approved(world, claim, PUMPS)
    with moment.at(MONDAY):
        protection.win(world.ana, done)
        with pytest.raises(Refused):
            conditions.meet(world.max, Condition.get())


def test_conditions_go_with_the_approval_that_asked_for_them(world: World, claim: Registration) -> None:
    done = approved(world, claim, PUMPS)
    with moment.at(MONDAY):
        back = reversals.reverse(world.dora, done, "The proof is of another site.")
        assert Condition.of_claim(claim.id) == []
        decisions.approve(world.dora, back, Words(clause="5.1"))
        assert Condition.of_claim(claim.id) == []
        assert conditions.remind_due(MONDAY + timedelta(days=60)) == 0


def test_the_partner_is_reminded_a_week_before_once(world: World, claim: Registration) -> None:
    approved(world, claim, PUMPS)
    for day, sent in ((15, 0), (17, 1), (18, 0), (23, 0)):
        with moment.at(MONDAY + timedelta(days=day)):
            assert conditions.remind_due(moment.now()) == sent, day
    assert told("condition.due") == {"Ana Novak"}


def test_both_sides_hear_once_that_its_day_has_gone_by(world: World, claim: Registration) -> None:
    approved(world, claim, PUMPS)
    for day, sent in ((25, 1), (26, 0)):
        with moment.at(MONDAY + timedelta(days=day)):
            assert conditions.remind_due(moment.now()) == sent, day
    assert told("condition.missed") == {"Ana Novak", "Max Lindner"}
    assert told("condition.due") == set(), "a day that is over is not still to come"


def test_what_is_met_is_not_reminded_of(world: World, claim: Registration) -> None:
    approved(world, claim, PUMPS)
    with moment.at(MONDAY):
        conditions.meet(world.max, Condition.get())
    assert conditions.remind_due(MONDAY + timedelta(days=40)) == 0


def test_a_stranger_sees_no_condition_and_a_colleague_does(world: World, claim: Registration) -> None:
    approved(world, claim, PUMPS)
    assert Condition.visible_to(world.rita).count() == 0
    assert Condition.visible_to(world.ben).count() == 1
