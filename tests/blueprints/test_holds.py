"""What does the form of a held account say: until when the place is kept, and nothing once that is over?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from domain import moment
from models import Registration, User
from tests.blueprints.test_registrations import receipt
from tests.world import MONDAY, World

LATE = MONDAY.replace(hour=21)
"""So late in the day that the place is kept until the next."""


@pytest.fixture
def held(world: World) -> Registration:
    with moment.at(LATE):
        receipt(world)
        world.sign_in(world.ana).post("/registrations/drafts", data={"receipt": "R-5RJK-2M81"})
        return Registration.get(Registration.status == "held")


def page_of(world: World, claim: Registration) -> str:
    page = world.sign_in(world.ana).get(f"/registrations/{claim.code}/edit").text
    return re.sub(r"<(?!/?section)[^>]+>", "", page)


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "Your place is kept while you finish the form, until Tue 9 March, 02:00."),
        ("es", "Su lugar se conserva mientras termina el formulario, hasta el mar. 9 de marzo, 02:00."),
    ],
)
def test_both_places_say_until_when_in_the_same_words(
    world: World, held: Registration, language: str, says: str
) -> None:
    User.update(locale=language).where(User.id == world.ana.id).execute()
    with moment.at(LATE):
        page = page_of(world, held).replace("\u00a0", " ")
    assert page.count(says) == 2, re.findall(r"[^.\n]*(?:place|lugar)[^\n]*", page)


def test_a_hold_that_is_over_is_not_said_to_run_before_the_clock_has_ended_it(world: World, held: Registration) -> None:
    assert held.hold_until is not None
    for moved, is_kept in ((-1, True), (0, False), (60, False)):
        with moment.at(held.hold_until + timedelta(seconds=moved)):
            page = page_of(world, held)
        assert Registration.get_by_id(held.id).status == "held", "the clock has not ended it"
        assert ("Your place is kept" in page, "Held for you" in page) == (is_kept, is_kept), moved
