"""The living claim on screen: updates, extensions, closing; each says what is wrong where it was typed."""

from __future__ import annotations

from datetime import timedelta

from domain import decisions, moment, protection
from domain.decisions import Words
from models import Note, Registration
from tests.world import MONDAY, World


def approved(world: World, company: str = "Talsperrenverband Oberwald") -> Registration:
    return decisions.approve(world.max, world.file(world.ana, company), Words())


def now(claim: Registration) -> Registration:
    return Registration.get_by_id(claim.id)


def test_an_update_is_posted_and_read_in_the_history(world: World) -> None:
    claim = approved(world)
    ana = world.sign_in(world.ana)
    answer = ana.post(
        f"/registrations/{claim.code}/updates", data={"text": "Demo agreed", "next_step": "Visit on the 24th"}
    )
    assert answer.status_code == 303
    page = ana.get(f"/registrations/{claim.code}").text
    assert "Update by Ana Novak" in page
    assert "Demo agreed" in page


def test_an_empty_update_is_told_at_its_field_with_the_rest_kept(world: World) -> None:
    claim = approved(world)
    answer = world.sign_in(world.ana).post(
        f"/registrations/{claim.code}/updates", data={"text": "", "next_step": "Visit soon"}
    )
    assert answer.status_code == 422
    assert 'href="#update-text"' in answer.text
    assert "Visit soon" in answer.text


def test_an_extension_needs_an_update_then_it_is_one_tap(world: World) -> None:
    with moment.at(MONDAY):
        claim = approved(world)
    with moment.at(MONDAY + timedelta(days=60)):
        ana = world.sign_in(world.ana)
        assert ana.post(f"/registrations/{claim.code}/extension", data={"seen": "0"}).status_code == 422
        assert (
            ana.post(f"/registrations/{claim.code}/extension", data={"seen": "0", "text": "Offer is out"}).status_code
            == 303
        )
        ana.post(f"/registrations/{claim.code}/extension", data={"seen": "0", "text": "Offer is out"})
    assert now(claim).extensions == 1
    assert now(claim).protected_until == claim.protected_until + timedelta(days=30)


def test_a_second_extension_is_asked_for_and_a_manager_answers_on_the_same_page(world: World) -> None:
    with moment.at(MONDAY):
        claim = approved(world)
    with moment.at(MONDAY + timedelta(days=60)):
        protection.extend(world.ana, now(claim), "Offer is out")
        ana, max_ = world.sign_in(world.ana), world.sign_in(world.max)
        ana.post(f"/registrations/{claim.code}/extension", data={"seen": "1"})
        assert "A person decides" in ana.get(f"/registrations/{claim.code}").text
        assert ana.post(f"/registrations/{claim.code}/extension/answer", data={"answer": "grant"}).status_code == 403
        assert "/extension/answer" in max_.get(f"/registrations/{claim.code}").text
        assert max_.post(f"/registrations/{claim.code}/extension/answer", data={"answer": "grant"}).status_code == 303
        assert max_.post(f"/registrations/{claim.code}/extension/answer", data={"answer": "grant"}).status_code == 409
    assert now(claim).extensions == 2


def test_a_claim_is_closed_as_won_and_a_stale_second_click_shows_how_it_stands(world: World) -> None:
    claim = approved(world)
    ana = world.sign_in(world.ana)
    assert ana.post(f"/registrations/{claim.code}/closing", data={"how": "win"}).status_code == 303
    again = ana.post(f"/registrations/{claim.code}/closing", data={"how": "lose"})
    assert again.status_code == 409
    assert 'data-status="won"' in again.text


def test_withdrawing_takes_a_reason_and_needs_none(world: World) -> None:
    one, other = world.file(world.ana), world.file(world.ana, "Käserei Brunnthal eG")
    ana = world.sign_in(world.ana)
    ana.post(f"/registrations/{one.code}/closing", data={"how": "withdraw", "text": "No budget"})
    ana.post(f"/registrations/{other.code}/closing", data={"how": "withdraw"})
    assert now(one).status == now(other).status == "withdrawn"
    assert [note.text for note in Note.select().where(Note.kind == "withdrawal")] == ["No budget"]
    assert "You may register this account again on" in ana.get(f"/registrations/{one.code}").text


def test_closing_without_saying_how_is_told(world: World) -> None:
    claim = approved(world)
    answer = world.sign_in(world.ana).post(f"/registrations/{claim.code}/closing", data={"how": "explode"})
    assert answer.status_code == 422
    assert "Choose how it ended" in answer.text


def test_strangers_get_404_and_colleagues_403(world: World) -> None:
    claim = decisions.approve(world.max, world.file(world.ben), Words())
    for path in ("updates", "extension", "closing", "extension/answer"):
        assert world.sign_in(world.rita).post(
            f"/registrations/{claim.code}/{path}", data={"how": "win"}
        ).status_code == (403 if path == "extension/answer" else 404)
        assert (
            world.sign_in(world.ana)
            .post(f"/registrations/{claim.code}/{path}", data={"how": "win", "text": "x"})
            .status_code
            == 403
        )


def test_a_draft_has_nothing_to_update_yet(world: World) -> None:
    with moment.at(MONDAY):
        draft = world.draft(world.ana)
        for form in ({"text": ""}, {"text": "We met them."}):
            answer = world.sign_in(world.ana).post(f"/registrations/{draft.code}/updates", data=form)
            assert answer.location.endswith(f"/registrations/{draft.code}/edit")
