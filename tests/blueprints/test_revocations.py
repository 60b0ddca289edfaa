"""Revoking an approved claim on the screen: stranger 404, partner 403, bad form 422, too late 409."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import decisions, moment, protection, questions
from domain.decisions import Words
from domain.registrations import drafts
from models import Event, Registration
from tests.world import World

WHY = {"reason": "weak_proof", "clause": "4.2", "text": "The customer says nobody called.", "next_step": "appeal"}


@pytest.fixture
def claim(world: World) -> Registration:
    claim = world.file(world.ana)
    return decisions.approve(world.max, decisions.opened(world.max, claim), Words(clause="5.1"))


def address(claim: Registration) -> str:
    return f"/registrations/{claim.code}/revocation"


def test_from_the_claim_over_the_form_to_the_end_of_protection(world: World, claim: Registration) -> None:
    max_ = world.sign_in(world.max)
    assert f'href="{address(claim)}"' in max_.get(f"/registrations/{claim.code}").text
    assert "Revoke this registration?" in max_.get(address(claim)).text
    answer = max_.post(address(claim), data=WHY)
    assert (answer.status_code, answer.location) == (303, f"/registrations/{claim.code}")
    now = Registration.get_by_id(claim.id)
    assert (now.status, now.is_protected) == ("revoked", False)
    assert Event.select().where(Event.name == "registration.revoked", Event.subject_id == claim.id).count() == 1
    told = world.sign_in(world.ana).get(f"/registrations/{claim.code}").text
    assert "The customer says nobody called." in told
    assert address(claim) not in max_.get(f"/registrations/{claim.code}").text, "once is enough"


def test_an_appeal_is_offered_while_there_is_time_for_one(world: World, claim: Registration) -> None:
    world.sign_in(world.max).post(address(claim), data=WHY)
    ended = Registration.get_by_id(claim.id).ended_at
    for days, is_offered in ((1, True), (40, False)):
        with moment.at(ended + timedelta(days=days)):
            page = world.sign_in(world.ana).get(f"/registrations/{claim.code}").text
            assert ("Appeal; another person decides" in page) is is_offered
            assert "Appeal; another person decides" in world.sign_in(world.max).get(f"/registrations/{claim.code}").text


def test_an_appeal_that_was_made_is_offered_no_more(world: World, claim: Registration) -> None:
    world.sign_in(world.max).post(address(claim), data=WHY)
    ended = Registration.get_by_id(claim.id)
    questions.ask(world.ana, "They called twice.", drafts.fresh_key(), receipt=None, claim=ended)
    page = world.sign_in(world.ana).get(f"/registrations/{claim.code}").text
    assert "You appealed." in page
    assert "Appeal; another person decides" not in page


@pytest.mark.parametrize("days", [1, 40])
def test_any_other_next_step_stays_whenever_it_is_read(world: World, claim: Registration, days: int) -> None:
    world.sign_in(world.max).post(address(claim), data={**WHY, "next_step": "register_again"})
    with moment.at(Registration.get_by_id(claim.id).ended_at + timedelta(days=days)):
        says = [world.sign_in(who).get(f"/registrations/{claim.code}").text for who in (world.ana, world.max)]
    assert all("What you can do" in page for page in says)


@pytest.mark.parametrize("missing", WHY)
def test_without_one_of_its_parts_nothing_is_revoked_and_what_was_typed_stays(
    world: World, claim: Registration, missing: str
) -> None:
    answer = world.sign_in(world.max).post(address(claim), data={**WHY, missing: ""})
    assert answer.status_code == 422
    assert missing == "text" or WHY["text"] in answer.text
    assert Registration.get_by_id(claim.id).status == "approved"


@pytest.mark.parametrize("who", ["rita", "ana", "ada"])
def test_whom_it_is_not_for(world: World, claim: Registration, who: str) -> None:
    client = world.sign_in(getattr(world, who))
    assert client.get(address(claim)).status_code == 403
    assert client.post(address(claim), data=WHY).status_code == 403
    assert Registration.get_by_id(claim.id).status == "approved"


def test_a_claim_that_has_ended_meanwhile_is_not_revoked(world: World, claim: Registration) -> None:
    protection.withdraw(world.ana, claim)
    max_ = world.sign_in(world.max)
    assert max_.get(address(claim)).location == f"/registrations/{claim.code}"
    assert max_.post(address(claim), data=WHY).status_code == 409
    assert Registration.get_by_id(claim.id).status == "withdrawn"
