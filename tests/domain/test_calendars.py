"""Do a person's deadlines stand in their calendar, changed when they change and cancelled when they are over?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain import calendars, clock, decisions, moment, protection, questions
from domain.calendars import Line
from domain.checks import Prospect, check
from domain.decisions import Words
from domain.registrations import drafts, holds, replies
from models import CalendarEntry, CalendarFeed, Event, Receipt, Registration, Territory, User
from models.base import db
from tests.world import MONDAY, World


def at(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def read(user: User, days: float) -> dict[str, Line]:
    """Kind -> line, of a person's calendar as it is read at that moment."""
    with moment.at(at(days)):
        if CalendarFeed.of(user) is None:
            calendars.subscribe(user)
        feed = CalendarFeed.of(user)
        assert feed is not None
        return {line.entry.kind: line for line in calendars.lines(feed)}


def day(days: float) -> date:
    return clock.local_day(at(days), "Europe/Berlin")


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return world.file(world.ana, "Fjordlaks AS")


def approve(world: World, claim: Registration, days: float) -> Registration:
    with moment.at(at(days)):
        Registration.update(stage_two_at=moment.now()).where(Registration.id == claim.id).execute()
        return decisions.approve(world.max, Registration.get_by_id(claim.id), Words(clause="5.1"))


def test_stage_two_is_a_whole_day_and_over_when_it_is_complete(world: World, claim: Registration) -> None:
    line = read(world.ana, 0)["stage_two"]
    assert (line.entry.due_on, line.entry.due_at, line.entry.sequence) == (day(7), None, 0)
    assert line.entry.path == f"/registrations/{claim.code}/details"
    Registration.update(stage_two_at=at(1)).where(Registration.id == claim.id).execute()
    over = read(world.ana, 1)["stage_two"].entry
    assert (over.uid, over.is_over, over.sequence) == (line.entry.uid, True, 1)


def test_reading_again_changes_and_writes_nothing(world: World, claim: Registration) -> None:
    read(world.ana, 0)
    before = list(CalendarEntry.select().dicts())
    said: list[str] = []
    db.query_hooks.append(lambda sql, *_: said.append(str(sql)))
    try:
        read(world.ana, 0.5)
    finally:
        db.query_hooks.clear()
    assert list(CalendarEntry.select().dicts()) == before
    assert said
    assert not [sql for sql in said if "INSERT" in sql or "UPDATE" in sql]


def test_protection_and_update_move_with_what_happens(world: World, claim: Registration) -> None:
    approve(world, claim, 1)
    first = read(world.ana, 1)
    assert first["protection"].entry.due_on == day(91)
    assert first["update"].entry.due_on == day(29)
    with moment.at(at(80)):
        protection.update(world.ana, Registration.get_by_id(claim.id), "A visit.")
        protection.extend(world.ana, Registration.get_by_id(claim.id), "More time.")
    later = read(world.ana, 80)
    assert later["protection"].entry.due_on == day(121)
    assert (later["protection"].entry.sequence, later["update"].entry.sequence) == (1, 1)
    assert later["protection"].entry.uid == first["protection"].entry.uid
    with moment.at(at(81)):
        protection.win(world.ana, Registration.get_by_id(claim.id))
    assert all(line.entry.is_over for line in read(world.ana, 81).values())


def test_an_update_that_did_not_come_shows_when_the_claim_expires(world: World, claim: Registration) -> None:
    approve(world, claim, 0)
    assert read(world.ana, 27)["update"].entry.due_on == day(28)
    assert read(world.ana, 29)["update"].entry.due_on == day(42)


def test_a_second_question_is_the_same_entry_with_a_higher_sequence(world: World, claim: Registration) -> None:
    def ask(days: float, by: float) -> Registration:
        with moment.at(at(days)):
            said = Words(text="Which plant?", reply_by=day(by))
            return decisions.return_for_information(world.max, Registration.get_by_id(claim.id), said)

    asked = ask(1, 5)
    first = read(world.ana, 1)["reply"].entry
    assert (first.due_on, first.sequence) == (day(5), 0)
    with moment.at(at(2)):
        replies.reply(world.ana, asked, "The northern one.")
    assert read(world.ana, 2)["reply"].entry.is_over
    ask(3, 9)
    again = read(world.ana, 3)["reply"].entry
    assert (again.uid, again.due_on, again.is_over, again.sequence) == (first.uid, day(9), False, 2)


def test_a_hold_is_a_moment(world: World) -> None:
    with moment.at(MONDAY):
        answer = check(world.ana, Prospect("Biogas Lahntal", country="DE"), settled=True)
        held = holds.hold(world.ana, drafts.start(world.ana, Receipt.get(Receipt.code == answer.receipt)))
    assert held.status == "held"
    entry = read(world.ana, 0)["hold"].entry
    assert (entry.due_at, entry.due_on) == (held.hold_until, None)
    assert entry.path.endswith("/edit")


def test_a_rep_has_their_own_an_admin_the_companys_a_rival_none(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        world.file(world.ben, "Biogas Lahntal", domain="lahntal.example")
    assert {line.entry.about for line in read(world.ana, 0).values()} == {claim.code}
    with moment.at(MONDAY):
        calendars.subscribe(world.ben)
        assert len(calendars.lines(CalendarFeed.get(CalendarFeed.user == world.ben))) == 2
    assert read(world.rita, 0) == {}


def test_a_manager_has_answers_extensions_and_appeals(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        opened = decisions.opened(world.max, claim)
    line = read(world.max, 0)["answer"]
    assert line.entry.due_at == opened.answer_due_at
    assert line.entry.path == f"/registrations/{claim.code}/decision"
    approve(world, claim, 1)
    Registration.update(extension_asked_at=at(2)).where(Registration.id == claim.id).execute()
    with moment.at(at(2)):
        refused = world.file(world.rita, "Fjordlaks AS")
        question = questions.ask(world.rita, "We were first.", drafts.fresh_key(), claim=refused)
    seen = read(world.max, 2)
    assert seen["answer"].entry.is_over
    assert seen["extension"].entry.due_on == day(91)
    assert (seen["appeal"].entry.due_at, seen["appeal"].entry.about) == (question.due_at, question.code)
    assert read(world.dora, 2) == {}, "it lies with another"
    assert read(world.ada, 2) == {}, "who decides nothing"


def test_a_deputy_has_the_deadlines_of_whom_they_stand_in_for(world: World, claim: Registration) -> None:
    Territory.update(deputy=world.dora).execute()
    with moment.at(MONDAY):
        decisions.opened(world.max, claim)
    assert read(world.dora, 0) == {}
    User.update(away_from=MONDAY, away_until=at(3)).where(User.id == world.max.id).execute()
    assert list(read(world.dora, 0.1)) == ["answer"]
    assert read(world.dora, 4)["answer"].entry.is_over


def test_what_is_over_leaves_after_thirty_days(world: World, claim: Registration) -> None:
    read(world.ana, 0)
    with moment.at(at(1)):
        protection.withdraw(world.ana, claim)
    assert read(world.ana, 1)["stage_two"].entry.is_over
    assert "stage_two" in read(world.ana, 30)
    assert read(world.ana, 32) == {}


def test_customers_are_named_only_for_those_who_want_it(world: World, claim: Registration) -> None:
    assert read(world.ana, 0)["stage_two"].company == ""
    with moment.at(MONDAY):
        calendars.subscribe(world.ana, names_customers=True)
    line = read(world.ana, 0)["stage_two"]
    assert (line.company, line.entry.sequence) == ("Fjordlaks AS", 1)


def test_the_database_holds_no_address(world: World) -> None:
    key = calendars.subscribe(world.ana)
    assert len(key) >= 43
    assert key not in str(list(CalendarFeed.select().dicts()))
    assert key not in str(list(Event.select(Event.facts).dicts()))
    feed = calendars.feed_of(key)
    assert feed is not None
    assert feed.user == world.ana


def test_a_new_address_ends_the_old_one_and_keeps_the_entries(world: World, claim: Registration) -> None:
    old = calendars.subscribe(world.ana)
    before = read(world.ana, 0)["stage_two"].entry.uid
    new = calendars.subscribe(world.ana)
    assert calendars.feed_of(old) is None
    assert calendars.feed_of(new) is not None
    assert read(world.ana, 0)["stage_two"].entry.uid == before
    calendars.end(world.ana)
    assert calendars.feed_of(new) is None
    assert not CalendarEntry.select().exists()
    calendars.end(world.ana)
    named = [event.name for event in Event.about("user", world.ana.id)]
    assert named == ["user.calendar_opened", "user.calendar_opened", "user.calendar_ended"]


def test_whoever_was_let_go_reads_nothing(world: World) -> None:
    key = calendars.subscribe(world.ana)
    User.update(is_active=False).where(User.id == world.ana.id).execute()
    assert calendars.feed_of(key) is None
