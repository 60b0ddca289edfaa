"""Do home, list and page of a claim tell the same next move? Each state of an approved claim is held against both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import answers, decisions, home, moment, questions, queue, rules
from domain.decisions import Words
from domain.registrations import course, lists, standing
from models import Registration, User
from tests.world import MONDAY, World

DAY = timedelta(days=1)


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        made = decisions.approve(world.max, world.file(world.ana, "Biogas Lahntal"), Words(clause="5.1"))
        Registration.update(stage_two_at=MONDAY).where(Registration.id == made.id).execute()
    return Registration.get_by_id(made.id)


def ball(claim: Registration, days: float) -> course.Ball:
    return course.partner_ball(claim, rules.in_force(), MONDAY + days * DAY, has_proof=True, appeal_by=None)


def updated(claim: Registration, days: int) -> Registration:
    claim.updated_at = MONDAY + days * DAY
    claim.save()
    return claim


@pytest.mark.parametrize("days", [1, 20, 22, 29, 41, 62, 70, 80, 88])
def test_home_and_page_name_the_same_move_and_the_same_day(world: World, claim: Registration, days: int) -> None:
    claim = updated(claim, max(0, days - 15))
    with moment.at(MONDAY + days * DAY):
        needs = home.of(world.ana, rules.in_force()).needs
    now = ball(claim, days)
    assert now.is_yours == bool(needs)
    if needs:
        assert needs[0].until == now.until
        assert (needs[0].says == home.TO_KEEP["extend"]) == (now.action == "extend")


def test_near_its_end_the_move_is_to_extend_and_not_that_nothing_is_due(claim: Registration) -> None:
    now = ball(updated(claim, 80), 86)
    assert (now.action, now.until, now.is_yours) == ("extend", claim.protected_until, True)


def test_once_more_time_is_asked_for_the_next_update_is_what_comes(claim: Registration) -> None:
    claim = updated(claim, 80)
    claim.extension_asked_at = MONDAY + 85 * DAY
    assert (ball(claim, 86).action, ball(claim, 86).is_yours) == ("update", False)


def test_an_update_that_is_over_names_the_last_day_and_never_a_day_that_is_past(claim: Registration) -> None:
    due = course.updates_due(claim, rules.in_force())
    assert due is not None
    assert ball(claim, 30).until == due[1]


@pytest.mark.parametrize(("days", "says"), [(0, "expected %(day)s"), (1, "was expected %(day)s")])
def test_a_close_that_did_not_come_on_its_day_was_expected(claim: Registration, days: int, says: str) -> None:
    claim.expected_close_on = MONDAY.date()
    assert course.steps(claim, rules.in_force(), MONDAY + days * DAY)[-1].small == says


def test_who_won_reads_that_nothing_is_left_to_do(claim: Registration) -> None:
    claim.status, claim.ended_at = "won", MONDAY
    assert "Nothing is left" in ball(claim, 3).then


def due(world: World) -> Registration:
    """A claim whose stage 2 is complete: the answer clock runs since Monday, 10:00."""
    with moment.at(MONDAY):
        filed = world.file(world.ana, "Fjordlaks AS")
        Registration.update(stage_two_at=MONDAY).where(Registration.id == filed.id).execute()
        answers.start(Registration.get_by_id(filed.id), rules.in_force(), MONDAY)
    return Registration.get_by_id(filed.id)


@pytest.mark.parametrize("hours", [1.0, 20.0, 30.0, 72.5])
def test_both_sides_and_the_queue_read_one_clock(world: World, hours: float) -> None:
    claim, in_force = due(world), rules.in_force()
    now = MONDAY + timedelta(hours=hours)
    partners = course.partner_ball(claim, in_force, now, has_proof=True, appeal_by=None)
    vendors = course.vendor_ball(claim, in_force, now)
    with moment.at(now):
        listed = lists.of(world.ana, "open").rows[0].ball.working
        row = next(row for row in queue.rows(in_force) if row.code == claim.code)
    assert partners.working == vendors.working == row.left == listed
    assert partners.working != claim.answer_due_at - now or hours == 1.0  # nights are no business hours


def test_a_colleagues_move_is_told_as_theirs(world: World, claim: Registration) -> None:
    """Carl sees what the company holds, Ben looks after it: neither is told that Ana's move is his."""
    now, by = MONDAY + 86 * DAY, updated(claim, 80)
    told = {
        who.name: course.partner_ball(by, rules.in_force(), now, has_proof=True, appeal_by=None, reader=who)
        for who in (world.ana, world.ben)
    }
    assert told["Ana Novak"].says == course.EXTEND
    assert told["Ben Adler"].says == course.COLLEAGUES[course.EXTEND]
    assert told["Ben Adler"].values["name"] == "Ana Novak"
    with moment.at(now):
        assert told["Ben Adler"].is_yours == bool(home.of(world.ben, rules.in_force()).needs)
    reader = User.create(
        email="carl@acme.example", name="Carl", role="rep", sees="company", partner=world.ana.partner, created_at=MONDAY
    )
    read = course.partner_ball(by, rules.in_force(), now, has_proof=True, appeal_by=None, reader=reader)
    assert (read.says, read.is_yours) == (course.COLLEAGUES[course.EXTEND], False)


@pytest.fixture
def declined(world: World) -> Registration:
    with moment.at(MONDAY):
        claim = world.file(world.ana, "Bryggeri Sund")
        said = Words(reason="weak_proof", clause="4.2", text="Too thin.", next_step="appeal")
        return decisions.decline(world.max, claim, said)


def stands(claim: Registration, reader: User, days: float) -> course.Ball:
    with moment.at(MONDAY + days * DAY):
        return standing.of(claim, reader, rules.in_force()).ball


def test_who_has_appealed_is_led_to_the_appeal_and_not_asked_to_appeal(world: World, declined: Registration) -> None:
    assert stands(declined, world.ana, 1).action == "appeal"
    with moment.at(MONDAY + DAY):
        sent = questions.ask(world.ana, "We were there first.", "k", claim=declined)
    now = stands(declined, world.ana, 2)
    assert (now.action, now.until, now.values["until"]) == ("appealed", None, sent.due_at)
    with moment.at(MONDAY + 2 * DAY):
        questions.answer(world.dora, sent, "No.")
    assert stands(declined, world.ana, 3).says == "Your appeal was answered on %(until)s"


@pytest.mark.parametrize(
    ("days", "action", "then"), [(1, "appeal", "You can appeal until"), (30, "", "The time to appeal ended on")]
)
def test_who_lost_a_claim_is_told_whether_an_appeal_is_possible(
    world: World, claim: Registration, days: int, action: str, then: str
) -> None:
    with moment.at(MONDAY + DAY / 24):
        said = Words(reason="weak_proof", clause="4.2", text="Not so.", next_step="appeal")
        revoked = decisions.revoke(world.dora, Registration.get_by_id(claim.id), said)
    now = stands(revoked, world.ana, days)
    assert now.action == action
    assert now.then.startswith(then)


def test_an_ended_claim_says_how_it_ended_and_leads_to_a_new_check(claim: Registration) -> None:
    claim.status, claim.ended_at, claim.protected_until = "expired", MONDAY + 42 * DAY, MONDAY + 90 * DAY
    now = ball(claim, 60)
    assert (now.action, now.says) == ("again", "Expired on %(on)s: no update came in time")
    claim.ended_at = MONDAY + 90 * DAY
    assert "the protection had run out" in ball(claim, 120).says
