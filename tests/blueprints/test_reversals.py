"""Taking a decision back on the screen: stated before; stranger 404, wrong role 403, stale 409, bad form 422."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from domain import decisions, moment
from domain.decisions import Words
from models import Registration
from tests.world import MONDAY, World

NO = Words(reason="weak_proof", clause="4.2", text="No named person answers.", next_step="register_again")
WHY = "The proof names a person <b>after all</b>."
ALIKE = {"company": "Talsperrenverband Oberwald Netz", "domain": "oberwald-netz.example"}


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return world.file(world.ana)


@pytest.fixture
def declined(world: World, claim: Registration) -> Registration:
    with moment.at(MONDAY):
        return decisions.decline(world.max, claim, NO)


def opened(world: World, claim: Registration, who: str = "dora") -> TestResponse:
    with moment.at(MONDAY):
        return world.sign_in(getattr(world, who)).get(f"/registrations/{claim.code}/reversal")


def sent(world: World, claim: Registration, who: str = "dora", **form: str) -> TestResponse:
    with moment.at(MONDAY):
        return world.sign_in(getattr(world, who)).post(f"/registrations/{claim.code}/reversal", data=form)


def mark_in(page: TestResponse) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page.text)
    assert found is not None
    return found[1]


def test_the_page_says_what_happens_and_then_it_does(world: World, declined: Registration) -> None:
    page = opened(world, declined)
    assert page.status_code == 200
    assert 'data-place="old" data-protected="yes"' in page.text
    assert "No named person answers." in page.text
    answer = sent(world, declined, text=WHY, seen=mark_in(page))
    assert (answer.status_code, answer.location) == (303, f"/registrations/{declined.code}/decision")
    assert Registration.get_by_id(declined.id).is_protected
    with moment.at(MONDAY):
        told = world.sign_in(world.ana).get(f"/registrations/{declined.code}").text
    assert "took the decision back" in told
    assert "<b>after all" not in told
    assert "Our decision" not in told, "the decision no longer stands"


def test_who_moved_up_meanwhile_is_named_before_anything_is_confirmed(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        rival = world.file(world.rita, **ALIKE)
        decisions.decline(world.max, claim, NO)
    page = opened(world, claim).text
    assert 'data-place="behind" data-protected="no"' in page
    assert rival.code in page
    assert "The old place is gone" in page
    assert f"/registrations/{rival.code}/decision" in page
    assert "What is possible" in page


def test_an_outlook_that_changed_comes_back_with_409_and_what_was_typed(world: World, declined: Registration) -> None:
    mark = mark_in(opened(world, declined))
    with moment.at(MONDAY):
        rival = world.file(world.rita, **ALIKE)
    answer = sent(world, declined, text=WHY, seen=mark)
    assert answer.status_code == 409
    assert "has changed since you opened" in answer.text
    assert rival.code in answer.text
    assert "The proof names a person" in answer.text
    assert Registration.get_by_id(declined.id).status == "declined"
    assert sent(world, declined, text=WHY, seen=mark_in(answer)).status_code == 303


def test_without_a_reason_it_is_422(world: World, declined: Registration) -> None:
    answer = sent(world, declined, text=" ")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert 'href="#text"' in answer.text


@pytest.mark.parametrize("who", ["ana", "ben", "rita", "ada", "max"])
def test_strangers_others_and_the_decider_do_not(world: World, declined: Registration, who: str) -> None:
    assert opened(world, declined, who).status_code == 403
    assert sent(world, declined, who, text=WHY).status_code == 403
    assert Registration.get_by_id(declined.id).status == "declined"


def test_where_nothing_is_decided_the_page_leads_to_the_claim_and_a_click_is_stale(
    world: World, claim: Registration
) -> None:
    assert opened(world, claim).location == f"/registrations/{claim.code}"
    assert sent(world, claim, text=WHY).status_code == 409


def test_whoever_may_finds_the_way_there_and_whoever_decided_is_told_who_may(
    world: World, declined: Registration
) -> None:
    with moment.at(MONDAY):
        link = f'href="/registrations/{declined.code}/reversal"'
        assert link in world.sign_in(world.dora).get(f"/registrations/{declined.code}").text
        assert link in world.sign_in(world.dora).get(f"/registrations/{declined.code}/decision").text
        mine = world.sign_in(world.max).get(f"/registrations/{declined.code}").text
        assert link not in mine
        assert "Someone else has to take this decision back." in mine
        assert "reversal" not in world.sign_in(world.ana).get(f"/registrations/{declined.code}").text


def test_whose_decision_was_reversed_sees_that_another_decides(world: World, declined: Registration) -> None:
    sent(world, declined, text=WHY)
    with moment.at(MONDAY + timedelta(hours=1)):
        page = world.sign_in(world.max).get(f"/registrations/{declined.code}/decision")
        assert "Your decision on this claim was reversed" in page.text
        assert 'value="approve"' not in page.text
        answer = world.sign_in(world.max).post(
            f"/registrations/{declined.code}/decision", data={"action": "approve", "approve-clause": "5.1"}
        )
    assert answer.status_code == 403
