"""PRODUCT.md B and C: the vendor is reminded, then escalated; the partner's own time runs out; nobody hears twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain import answers, deadlines, decisions, events, moment, rules
from domain.decisions import Words
from domain.registrations import holds, replies
from models import Delivery, Event, Registration, Territory, User
from models.base import db
from tests.world import MONDAY, World

NOON = MONDAY + timedelta(hours=2)


@pytest.fixture
def claim(world: World) -> Registration:
    """Filed on Monday at 10:00 with stage 2: the 16 business hours end on Wednesday at 10:00."""
    with moment.at(MONDAY):
        return started(world.file(world.ana))


def started(filed: Registration) -> Registration:
    Registration.update(stage_two_at=moment.now()).where(Registration.id == filed.id).execute()
    return answers.start(Registration.get_by_id(filed.id), rules.in_force(), moment.now())


def remind(when: datetime) -> int:
    with moment.at(when):
        return deadlines.remind_of_answers(when)


def told(name: str) -> list[str]:
    rows = Delivery.select().join(Event).where(Event.name == name, Delivery.channel == "mail").order_by(Delivery.id)
    return [row.recipient.name for row in rows]


def test_reminders_come_at_half_and_four_fifths_and_the_director_hears_at_the_end(claim: Registration) -> None:
    hours = [hour for hour in range(0, 100) if remind(MONDAY + timedelta(hours=hour))]
    assert hours == [24, 29, 48]
    assert told("answer.half_used") == told("answer.mostly_used") == ["Max Lindner"]
    assert told("answer.overdue") == ["Dora Feld", "Max Lindner"]
    assert all(remind(MONDAY + timedelta(hours=hour)) == 0 for hour in range(0, 100))


def test_of_several_overdue_reminders_only_the_last_is_sent(claim: Registration) -> None:
    assert remind(MONDAY + timedelta(days=9)) == 1
    assert (told("answer.half_used"), told("answer.mostly_used")) == ([], [])
    assert told("answer.overdue") == ["Dora Feld", "Max Lindner"]


def test_a_breached_claim_keeps_its_provisional_protection(claim: Registration) -> None:
    remind(MONDAY + timedelta(days=9))
    assert Registration.get_by_id(claim.id).is_protected


def test_a_claim_that_nobody_has_becomes_the_directors(world: World, claim: Registration) -> None:
    Registration.update(assignee=None).where(Registration.id == claim.id).execute()
    remind(MONDAY + timedelta(days=9))
    assert Registration.get_by_id(claim.id).assignee == world.dora


def test_the_deputy_is_reminded_while_the_manager_is_away(world: World, claim: Registration) -> None:
    dep = User.create(email="deputy@nordwind.example", name="Dep Uty", role="channel_manager", created_at=MONDAY)
    Territory.update(deputy=dep).execute()
    User.update(away_from=MONDAY, away_until=MONDAY + timedelta(days=7)).where(User.id == world.max.id).execute()
    remind(MONDAY + timedelta(hours=24))
    assert told("answer.half_used") == ["Dep Uty"]


def test_while_the_partner_owes_a_reply_nobody_is_reminded(world: World, claim: Registration) -> None:
    with moment.at(MONDAY + timedelta(hours=3)):
        decisions.return_for_information(world.max, claim, Words(text="Who is the buyer?"))
    assert all(remind(MONDAY + timedelta(hours=hour)) == 0 for hour in range(3, 100))


def test_before_the_clock_has_started_nobody_is_reminded(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana)
    assert remind(MONDAY + timedelta(days=5)) == 0


def lapse(when: datetime) -> int:
    with moment.at(when):
        return deadlines.lapse_without_stage_two(when)


@pytest.mark.parametrize("is_approved", [False, True])
def test_without_stage_two_a_claim_lapses_after_the_seventh_day(world: World, is_approved: bool) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana)
        if is_approved:
            decisions.approve(world.max, claim, Words(clause="5.1"))
    due = Registration.get_by_id(claim.id).stage_two_due_at
    assert due is not None
    assert [lapse(due), lapse(due + timedelta(seconds=1)), lapse(due + timedelta(days=1))] == [0, 1, 0]
    row = Registration.get_by_id(claim.id)
    assert (row.status, row.is_protected) == ("lapsed", False)
    assert Event.get(Event.name == "registration.lapsed").facts["why"] == "stage_two"


def test_with_stage_two_nothing_lapses_and_nobody_is_reminded(claim: Registration) -> None:
    with moment.at(MONDAY + timedelta(days=6)):
        assert deadlines.remind_of_stage_two(moment.now()) == 0
    assert lapse(MONDAY + timedelta(days=30)) == 0


def test_stage_two_is_reminded_of_once_two_days_before(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana)
    days = []
    for day in range(8):
        with moment.at(MONDAY + timedelta(days=day)):
            days += [day] if deadlines.remind_of_stage_two(moment.now()) else []
    assert days == [5]
    assert told("registration.stage_two_due") == ["Ana Novak"]


def test_an_unanswered_question_ends_the_claim_and_lets_those_behind_move_up(world: World) -> None:
    with moment.at(MONDAY):
        claim, behind = world.file(world.ana, project="one"), world.file(world.rita, project="two")
        decisions.return_for_information(world.max, claim, Words(text="Who is the buyer?"))
    assert behind.is_waiting
    for days, count in ((9, 0), (11, 1), (12, 0)):
        with moment.at(MONDAY + timedelta(days=days)):
            assert deadlines.lapse_without_reply(moment.now()) == count
    assert Registration.get_by_id(claim.id).status == "lapsed"
    assert Registration.get_by_id(behind.id).is_protected


def test_a_hold_ends_after_four_hours_and_the_draft_stays(world: World) -> None:
    with moment.at(MONDAY):
        held = holds.hold(world.ana, world.draft(world.ana))
        assert held.status == "held"
    for hours, count in ((3.9, 0), (4, 1), (5, 0)):
        with moment.at(MONDAY + timedelta(hours=hours)):
            assert holds.release_due(moment.now()) == count
    assert Registration.get_by_id(held.id).status == "draft"
    assert told("registration.hold_ended") == ["Ana Novak"]


def test_two_clocks_at_once_remind_once(claim: Registration) -> None:
    """Both read the row as due before either has written."""
    when = MONDAY + timedelta(hours=24)
    stale = Registration.get_by_id(claim.id)
    with moment.at(when), db.atomic():
        assert deadlines._remind_of_answer(stale, when)
        assert not deadlines._remind_of_answer(stale, when)
    assert told("answer.half_used") == ["Max Lindner"]


def test_an_overdue_claim_stays_with_whom_it_was_given_meanwhile(world: World, claim: Registration) -> None:
    """The clock read the claim before it was escalated."""
    stale = Registration.get_by_id(claim.id)
    assert stale.assignee == world.max
    with moment.at(MONDAY + timedelta(days=3)):
        decisions.escalate(world.max, claim, Words(text="No rule fits."))
        assert deadlines._remind_of_answer(stale, moment.now())
    assert Registration.get_by_id(claim.id).assignee == world.dora


# the partner's reply


def test_a_reply_is_reminded_of_two_days_before_once_for_each_question(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana)
        decisions.return_for_information(world.max, claim, Words(text="Which site?", reply_by=date(2027, 3, 15)))
    for day, sent in ((3, 0), (5, 1), (5, 0), (6, 0)):
        with moment.at(MONDAY + timedelta(days=day)):
            assert deadlines.remind_of_replies(moment.now()) == sent, day
    event = Event.get(Event.name == "registration.reply_due")
    assert event.facts["reply_by"] == "2027-03-15"
    told = Delivery.select().where(Delivery.event == event, Delivery.channel == "mail")
    assert [row.recipient.name for row in told] == ["Ana Novak"]
    with moment.at(MONDAY + timedelta(days=6)):
        answered = replies.reply(world.ana, Registration.get_by_id(claim.id), "Site 2.")
        decisions.return_for_information(world.max, answered, Words(text="Which pump?", reply_by=date(2027, 3, 16)))
        assert deadlines.remind_of_replies(moment.now()) == 1
        assert events.first_broken("registration", claim.id) is None
