"""Other thresholds on the screen: shown to staff, saved by an administrator through the usual preview."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from domain import moment, rules
from models import Reading
from tests.domain.settings.test_likeness import PAIR, account
from tests.world import MONDAY, World


def seen(world: World, who: str = "ada", **asked: object) -> TestResponse:
    with moment.at(MONDAY):
        return world.sign_in(getattr(world, who)).get("/settings/likeness", query_string=asked)


@pytest.mark.parametrize(("who", "status"), [("max", 200), ("dora", 200), ("ada", 200), ("ana", 403), ("ben", 403)])
def test_staff_may_look_and_partners_may_not(world: World, who: str, status: int) -> None:
    assert seen(world, who).status_code == status


def test_pairs_that_change_stand_side_by_side_with_their_reasons(world: World) -> None:
    for name in PAIR:
        account(name)
    page = seen(world, same_score=100, similar_score=99).text
    assert "1 pair would be judged otherwise" in page
    assert all(name in page for name in PAIR)
    assert 'data-after="different"' in page
    assert 'class="reasons"' in page
    assert page.count("<svg") > 0
    assert page.count("<rect") >= 1


@pytest.mark.parametrize("asked", [
    {"same_score": "70", "similar_score": "80"}, {"same_score": "x"}, {"similar_score": ""}, {"same_score": "9" * 400},
    {"same_score": "-1"}, {"same_score": "\x00"}, {"similar_score": "99", "same_score": "75"},
])  # fmt: skip
def test_numbers_that_cannot_be_are_told_and_stay_as_typed(world: World, asked: dict[str, str]) -> None:
    answer = seen(world, **asked)
    assert (answer.status_code, "There is a problem" in answer.text) == (422, True)
    assert "pairs-head" not in answer.text


def test_an_administrator_goes_on_to_the_preview_and_publishes(world: World) -> None:
    page = seen(world, same_score=90, similar_score=60).text
    form = re.search(r'<form action="/settings/clashes".*?</form>', page, re.DOTALL)
    assert form is not None
    typed = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    with moment.at(MONDAY):
        data: dict[str, list[str]] = {}
        for name, value in typed:
            data.setdefault(name, []).append(value)
        browser = world.sign_in(world.ada)
        preview = browser.post("/settings/clashes", data=data)
        assert preview.status_code == 200
        assert "Publish version 2" in preview.text
        assert "/settings/likeness?same_score=90&amp;similar_score=60" in preview.text
        assert browser.post("/settings/clashes/publication", data=data).status_code == 303
        assert (rules.in_force().same_score, rules.in_force().similar_score) == (90, 60)


@pytest.mark.parametrize("who", ["max", "dora"])
def test_who_may_not_save_finds_no_button(world: World, who: str) -> None:
    page = seen(world, who, same_score=90, similar_score=60).text
    assert "Go on to save" not in page
    assert "send them the address of this page" in page


def test_the_look_into_the_log_is_asked_for_and_on_record(world: World) -> None:
    assert 'name="checks"' not in seen(world, "ada").text
    assert 'name="checks"' in seen(world, "max").text
    seen(world, "ada", checks="1")
    assert not Reading.select().exists()
    seen(world, "max", checks="1")
    assert Reading.get().reader == world.max
