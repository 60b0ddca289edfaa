"""Do home, list and page of a claim tell the same next move? Each state of an approved claim is held against both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import decisions, home, moment, rules
from domain.decisions import Words
from domain.registrations import course
from models import Registration
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
