"""The queue and the decision page: works, stranger 404, wrong role 403, stale 409, bad form 422."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from domain import decisions, moment
from domain.decisions import Words
from domain.registrations import details
from models import Condition, Registration
from tests.world import DECLINE, MONDAY, STAGE_TWO, World

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


def test_parts_and_product_lines_are_counted_within_each_other(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.return_for_information(world.max, claim, Words(text="Who is your contact?"))
        world.file(world.rita, "Molinos del Ebro", product_line="gas")
        client = world.sign_in(world.max)
        paused, gas = (client.get(f"/queue?{query}").text for query in ("which=paused", "line=gas"))
    assert "Every line <span>1</span>" in paused
    assert "Gas analysers <span>0</span>" in paused
    assert "Paused <span>0</span>" in gas
    assert "All <span>1</span>" in gas


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
        queue = world.sign_in(world.max).get(reply.location).text
    assert reply.status_code == 303
    assert Registration.get_by_id(claim.id).status == "declined"
    assert "Stadtwerke &lt;b&gt;Rhönau&lt;/b&gt; Netz is declined. The partner has been told why." in queue


def test_the_queue_says_nothing_of_a_claim_that_is_not_there(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        queue = world.sign_in(world.max).get("/queue?done=DR-0000-0000").text
    assert 'id="done"' not in queue


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


@pytest.mark.parametrize("person", ["ana", "rita", "ada"])
def test_others_may_not_decide(world: World, claim: Registration, person: str) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(getattr(world, person))
        assert client.get("/queue").status_code == 403
        assert client.get(f"/registrations/{claim.code}/decision").status_code == 403
        assert client.post(f"/registrations/{claim.code}/decision", data=DECLINING).status_code == 403
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


# what was seen


def mark_in(text: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("htmx", [True, False])
def test_a_stale_page_is_told_what_changed_and_keeps_what_was_typed(
    world: World, claim: Registration, htmx: bool
) -> None:
    headers, path = {"HX-Request": "true"} if htmx else {}, f"/registrations/{claim.code}/decision"
    with moment.at(MONDAY):
        max_ = world.sign_in(world.max)
        mark = mark_in(max_.get(path).text)
        details.save(world.ana, claim, STAGE_TWO)
        reply = max_.post(path, data={**DECLINING, "seen": mark}, headers=headers)
        assert reply.status_code == 409
        assert "This claim has changed since you opened it." in reply.text
        assert "Stage 2 completed by Ana Novak." in reply.text
        assert "No named person answers." in reply.text
        assert '<option value="weak_proof" selected>' in reply.text
        assert Registration.get_by_id(claim.id).status == "submitted"
        assert max_.post(path, data={**DECLINING, "seen": mark_in(reply.text)}, headers=headers).status_code in (
            204,
            303,
        )
    assert Registration.get_by_id(claim.id).status == "declined"


def test_errors_stand_in_the_order_of_the_form(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        reply = world.sign_in(world.max).post(f"/registrations/{claim.code}/decision", data={"action": "decline"})
    summary = re.findall(r'href="#decline-(\w+)"', reply.text)
    fields = re.findall(r'<(?:select|textarea) class="input[^"]*" id="decline-(\w+)"', reply.text)
    assert summary == fields == ["reason", "clause", "text", "next_step"]


# conditions


def test_conditions_are_asked_shown_to_the_partner_and_ticked_off(world: World, claim: Registration) -> None:
    form = {
        "action": "conditions", "conditions-text-1": "Send the <b>order</b>.", "conditions-due_on-1": "2027-04-01",
        "conditions-text-2": "Name the buyer.", "conditions-due_on-2": "15.4.2027", "conditions-clause": "5.3",
    }  # fmt: skip
    with moment.at(MONDAY):
        max_, ana = world.sign_in(world.max), world.sign_in(world.ana)
        assert max_.post(f"/registrations/{claim.code}/decision", data=form).status_code == 303
        for page in (f"/registrations/{claim.code}", f"/registrations/{claim.code}/certificate"):
            text = ana.get(page).text
            assert "0 of 2 met" in text
            assert "&lt;b&gt;order&lt;/b&gt;" in text
            assert "Tick off" not in text
        first = Condition.get(Condition.text == "Name the buyer.")
        assert ana.post(f"/conditions/{first.code}/met").status_code == 403
        assert world.sign_in(world.rita).post(f"/conditions/{first.code}/met").status_code == 403
        assert world.sign_in(world.ada).post(f"/conditions/{first.code}/met").status_code == 403
        assert max_.post(f"/conditions/{first.code}/met").status_code == 303
        assert max_.post(f"/conditions/{first.code}/met").status_code == 409
        text = ana.get(f"/registrations/{claim.code}").text
    assert "1 of 2 met" in text
    assert "met, ticked off by Max Lindner" in text


def test_a_condition_without_a_day_is_422_at_its_field(world: World, claim: Registration) -> None:
    form = {
        "action": "conditions",
        "conditions-text-1": "Send it.",
        "conditions-text-3": "And this.",
        "conditions-due_on-3": "soon",
    }
    with moment.at(MONDAY):
        reply = world.sign_in(world.max).post(f"/registrations/{claim.code}/decision", data=form)
    assert reply.status_code == 422
    for name in ("conditions-due_on-1", "conditions-due_on-3"):
        assert f'href="#{name}"' in reply.text
    assert "And this." in reply.text


# earlier cases


def test_earlier_cases_stand_beside_the_form_and_never_on_a_partners_page(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana, "Stadtwerke Rhönau Netz GmbH")
        rival = world.file(world.rita, "Stadtwerke Rhönau Netz", domain="rival-rhoenau.example", product_line="gas")
        decisions.decline(world.dora, rival, Words(**DECLINE))
        page = world.sign_in(world.max).get(f"/registrations/{claim.code}/decision").text
        assert "How we decided before" in page
        assert "1 declined" in page
        assert "No named person answers." in page
        told = world.sign_in(world.ana).get(f"/registrations/{claim.code}").text
    assert "Rival" not in told
    assert "decided before" not in told


def test_reasons_read_as_sentences(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, "Stadtwerke Rhönau Netz")
        rival = world.file(world.rita, "Stadtwerke Rhönau Netz Service", domain="rival-rhoenau.example")
        page = world.sign_in(world.max).get(f"/registrations/{rival.code}/decision").text
    assert "Name close to one we know." in page
    assert "Another partner has a protected claim on" in page


def test_no_clause_is_chosen_before_the_decider_chooses(world: World, claim: Registration) -> None:
    """The partner is told the clause for ever: a claim that is no clear case does not begin as one."""
    page = world.sign_in(world.max).get(f"/registrations/{claim.code}/decision").text
    chosen = page.split('id="approve-clause"', 1)[1].split("</select>", 1)[0]
    assert "selected" not in chosen


def test_a_late_claim_is_told_in_business_hours_as_late(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.opened(world.max, claim)
    with moment.at(claim_due(claim) + timedelta(minutes=17, seconds=40)):
        page = world.sign_in(world.max).get(f"/registrations/{claim.code}/decision").text
        queued = world.sign_in(world.max).get("/queue").text
        listed = world.sign_in(world.max).get("/registrations").text
    assert "was due" in page
    assert "left, due" not in page
    assert all("17 min over" in text for text in (page, queued, listed))


def claim_due(claim: Registration) -> datetime:
    due = Registration.get_by_id(claim.id).answer_due_at
    assert due is not None
    return due
