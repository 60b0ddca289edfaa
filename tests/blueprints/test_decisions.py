"""The queue and the decision page: works, stranger 404, wrong role 403, stale 409, bad form 422."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import decisions, moment
from domain.decisions import Words
from models import Registration
from tests.world import MONDAY, World

DECLINING = {
    "action": "decline", "decline-reason": "weak_proof", "decline-clause": "4.2",
    "decline-text": "No named person answers.",
    "decline-next_step": "register_again",
}  # fmt: skip


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return world.file(world.ana, "Stadtwerke <b>Rhönau</b> Netz")


def test_the_queue_shows_what_waits_least_time_left_first(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        other = world.file(world.rita, "Molinos del Ebro")
        decisions.opened(world.max, other)
        body = world.sign_in(world.max).get("/queue").text
    assert body.index("Molinos del Ebro") < body.index("Rhönau")
    assert "<b>Rhönau" not in body


def test_counts_in_the_filters_are_true(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.return_for_information(world.max, claim, Words(text="Who is your contact?"))
        body = world.sign_in(world.max).get("/queue?which=paused").text
    assert "Paused <span>1</span>" in body
    assert claim.code in body


def test_an_empty_queue_says_what_belongs_here(world: World) -> None:
    with moment.at(MONDAY):
        assert "Nothing waits for you" in world.sign_in(world.max).get("/queue").text


def test_opening_the_page_starts_the_clock(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        assert world.sign_in(world.max).get(f"/registrations/{claim.code}/decision").status_code == 200
    assert Registration.get_by_id(claim.id).answer_started_at == MONDAY


def test_a_decision_is_carried_out_and_leads_back_to_the_queue(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        reply = world.sign_in(world.max).post(f"/registrations/{claim.code}/decision", data=DECLINING)
    assert reply.status_code == 303
    assert Registration.get_by_id(claim.id).status == "declined"


def test_a_stale_click_gets_409_and_the_state_as_it_is(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.approve(world.dora, claim, Words(clause="5.1"))
        reply = world.sign_in(world.max).post(
            f"/registrations/{claim.code}/decision", data=DECLINING, headers={"HX-Request": "true"}
        )
    assert reply.status_code == 409
    assert 'id="decision"' in reply.text
    assert "Approved" in reply.text


def test_a_form_without_its_mandatory_parts_gets_422_and_keeps_what_was_typed(
    world: World, claim: Registration
) -> None:
    with moment.at(MONDAY):
        reply = world.sign_in(world.max).post(
            f"/registrations/{claim.code}/decision",
            data={**DECLINING, "decline-reason": "", "decline-next_step": "nonsense"},
        )
    assert reply.status_code == 422
    assert "There is a problem" in reply.text
    assert "No named person answers." in reply.text
    assert 'href="#decline-next_step"' in reply.text


@pytest.mark.parametrize(("person", "status"), [("ana", 403), ("rita", 404), ("ada", 403)])
def test_others_may_not_decide(world: World, claim: Registration, person: str, status: int) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(getattr(world, person))
        assert client.get("/queue").status_code == 403
        assert client.get(f"/registrations/{claim.code}/decision").status_code == status
        assert client.post(f"/registrations/{claim.code}/decision", data=DECLINING).status_code == status
    assert Registration.get_by_id(claim.id).status == "submitted"


def test_drafts_are_not_visible_to_the_vendor(world: World) -> None:
    with moment.at(MONDAY):
        draft = world.draft(world.ana)
        client = world.sign_in(world.max)
        assert client.get(f"/registrations/{draft.code}/decision").status_code == 404
        assert client.get("/registrations/DR-1111-1111/decision").status_code == 404


def test_a_late_row_says_so_in_words(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.opened(world.max, claim)
    with moment.at(MONDAY + timedelta(days=3)):
        assert "over</b>" in world.sign_in(world.max).get("/queue?which=overdue").text


@pytest.mark.parametrize("action", ["", "explode", "decline\x00"])
def test_an_unknown_action_changes_nothing(world: World, claim: Registration, action: str) -> None:
    with moment.at(MONDAY):
        reply = world.sign_in(world.max).post(f"/registrations/{claim.code}/decision", data={"action": action})
    assert reply.status_code in (200, 422)
    assert Registration.get_by_id(claim.id).status == "submitted"
