"""Registering on screen: the form keeps what was typed, a claim is filed once, and strangers see nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain import decisions, moment
from domain.decisions import Words
from domain.registrations import drafts, holds
from models import Receipt, Registration, RulesVersion, Territory
from tests.world import World


def form(**changes: Any) -> dict[str, Any]:
    today = moment.now().date()
    return {
        "key": "one-form", "company": "Käserei Brunnthal eG", "domain": "https://www.brunnthal-kaese.example/kontakt",
        "country": "DE", "city": "Brunnthal", "contact_name": "Josef Hartinger", "product_line": "flow",
        "value_band": "15k_to_40k", "relation": "new", "expected_close_on": (today + timedelta(days=80)).isoformat(),
        "first_contact_on": (today - timedelta(days=6)).isoformat(), **changes,
    }  # fmt: skip


def receipt(world: World, **values: Any) -> Receipt:
    return Receipt.create(
        user=world.ana, partner=world.ana.partner_id, at=moment.now(), core="kaserei brunnthal",
        rules_version=RulesVersion.in_force(moment.now()),
        **{
            "code": "R-5RJK-2M81", "name": "Käserei Brunnthal eG", "domain": "brunnthal-kaese.example", "country": "DE",
            "product_line": "flow", "verdict": "free", **values,
        },
    )  # fmt: skip


def test_a_receipt_becomes_a_held_draft_whose_form_is_filled(world: World) -> None:
    receipt(world)
    ana = world.sign_in(world.ana)
    answer = ana.post("/registrations/drafts", data={"receipt": "R-5RJK-2M81"})
    claim = Registration.get()
    assert (answer.status_code, answer.location) == (303, f"/registrations/{claim.code}/edit")
    assert claim.status == "held"
    page = ana.get(answer.location).text
    assert 'value="Käserei Brunnthal eG"' in page
    assert "Held for you" in page


def test_the_same_receipt_twice_is_one_draft(world: World) -> None:
    receipt(world)
    ana = world.sign_in(world.ana)
    first, second = (ana.post("/registrations/drafts", data={"receipt": "R-5RJK-2M81"}) for _ in range(2))
    assert first.location == second.location
    assert Registration.select().count() == 1


def test_a_receipt_of_another_partner_is_not_found(world: World) -> None:
    receipt(world)
    answer = world.sign_in(world.rita).post("/registrations/drafts", data={"receipt": "R-5RJK-2M81"})
    unknown = world.sign_in(world.rita).post("/registrations/drafts", data={"receipt": "R-XXXX-XXXX"})
    assert answer.status_code == unknown.status_code == 404
    assert not Registration.select().exists()


def test_what_is_typed_is_saved_as_a_draft_and_told_with_the_time(world: World) -> None:
    answer = world.sign_in(world.ana).post(
        "/registrations/drafts", data=form(company="Käse"), headers={"HX-Request": "true"}
    )
    assert "Saved as draft at" in answer.text
    draft = Registration.get()
    assert (draft.status, draft.company) == ("draft", "Käse")
    assert answer.headers["HX-Replace-Url"] == f"/registrations/{draft.code}/edit"


def test_filing_leads_to_the_page_of_the_claim(world: World) -> None:
    ana = world.sign_in(world.ana)
    answer = ana.post("/registrations", data=form())
    claim = Registration.get()
    assert (answer.status_code, answer.location) == (303, f"/registrations/{claim.code}")
    page = ana.get(answer.location).text
    assert 'data-status="submitted"' in page
    assert 'data-protected="yes"' in page


def test_a_second_click_makes_no_second_claim(world: World) -> None:
    ana = world.sign_in(world.ana)
    first, second = (
        ana.post("/registrations", data=form()),
        ana.post("/registrations", data=form(company="Other words")),
    )
    assert first.location == second.location
    assert Registration.get().company == "Käserei Brunnthal eG"


def test_errors_keep_all_that_was_typed_and_stand_above_and_at_the_field(world: World) -> None:
    answer = world.sign_in(world.ana).post("/registrations", data=form(contact_name="", country="XX"))
    assert answer.status_code == 422
    assert "<title>Error: Register Käserei Brunnthal eG" in answer.text
    assert answer.text.count("Enter the name of your contact") == 2
    assert '<a href="#country">Choose the country.</a>' in answer.text
    assert 'value="https://www.brunnthal-kaese.example/kontakt"' in answer.text


@pytest.mark.parametrize("typed", ["31.2.2027", "20270402", "2027-W14-5", "2027-092"])
def test_an_impossible_date_is_kept_as_typed(world: World, typed: str) -> None:
    """Also one that some calendars know, and the field for dates of a browser does not."""
    answer = world.sign_in(world.ana).post("/registrations", data=form(first_contact_on=typed))
    assert answer.status_code == 422
    assert f'type="text" value="{typed}"' in answer.text
    assert "This is no date of the calendar" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"company": "x" * 10_000}, {"company": "\u202egnp.exe\x00Ltd"}, {"relation": "' OR 1=1"}, {"value_band": "0"},
        {"country": "y" * 500}, {"product_line": "z" * 500}, {"expected_close_on": "9999-12-31"},
        {"first_contact_on": "0001-01-01"}, {"company": "", "domain": ""}, {"vat": "1" * 900},
        {"key": "k" * 5000, "contact_name": ""}, {"expected_close_on": "99999999999999"},
    ],
)  # fmt: skip
def test_bad_input_is_told_never_crashes(world: World, wrong: dict[str, str]) -> None:
    answer = world.sign_in(world.ana).post("/registrations", data=form(**wrong))
    assert answer.status_code in (303, 422)
    again = world.sign_in(world.ana).post("/registrations/drafts", data=form(**wrong), headers={"HX-Request": "true"})
    assert again.status_code in (200, 303)


def test_a_name_too_long_is_told_and_kept(world: World) -> None:
    answer = world.sign_in(world.ana).post("/registrations", data=form(company="Werk " * 60))
    assert answer.status_code == 422
    assert answer.text.count("This is too long. Shorten it") == 2
    assert ("Werk " * 60).strip() in answer.text


def test_a_lost_race_is_told_plainly_with_an_appeal(world: World) -> None:
    world.file(world.rita, "Käserei Brunnthal eG", domain="brunnthal-kaese.example")
    ana = world.sign_in(world.ana)
    answer = ana.post("/registrations", data=form())
    page = ana.get(answer.location).text
    assert 'data-status="refused"' in page
    assert "Somebody was first" in page
    assert f"/questions/new?registration={Registration.get(Registration.partner == world.ana.partner_id).code}" in page
    assert "Rival" not in page


def test_a_claim_in_line_is_told_its_time_and_nothing_of_others(world: World) -> None:
    world.file(world.rita, "Kaeserei Brunnthal", domain="kaese-brunnthal.example", city="Brunntal")
    ana = world.sign_in(world.ana)
    page = ana.get(ana.post("/registrations", data=form(city="")).location).text
    assert "Rita" not in page
    assert "Rival" not in page


def test_ones_own_account_is_answered_with_the_way_to_it(world: World) -> None:
    mine = world.file(world.ben, "Käserei Brunnthal eG", domain="brunnthal-kaese.example")
    answer = world.sign_in(world.ana).post("/registrations", data=form())
    assert answer.status_code == 409
    assert f"/registrations/{mine.code}" in answer.text
    assert "Josef Hartinger" in answer.text


def test_a_claim_of_a_colleague_whom_i_may_not_see_is_named_to_nobody(world: World) -> None:
    mine = world.file(world.ben, "Käserei Brunnthal eG", domain="brunnthal-kaese.example")
    ana = world.ana
    ana.sees = "own"
    ana.save()
    answer = world.sign_in(ana).post("/registrations", data=form())
    assert answer.status_code == 409
    assert mine.code not in answer.text
    assert world.sign_in(ana).get(f"/registrations/{mine.code}").status_code == 404


def test_foreign_and_unknown_claims_look_the_same(world: World) -> None:
    claim = world.file(world.ana)
    rita = world.sign_in(world.rita)
    for path in ("", "/edit"):
        assert rita.get(f"/registrations/{claim.code}{path}").status_code == 404
        assert rita.get(f"/registrations/DR-1111-1111{path}").status_code == 404


def test_staff_see_no_drafts_and_no_discarded_ones(world: World) -> None:
    kept, gone = world.draft(world.ana), world.draft(world.ana, "Gone GmbH")
    drafts.discard(world.ana, gone)
    for claim in (kept, gone):
        assert world.sign_in(world.max).get(f"/registrations/{claim.code}").status_code == 404


def test_staff_do_not_file_for_themselves(world: World) -> None:
    assert world.sign_in(world.max).post("/registrations", data=form()).status_code == 403


def test_a_draft_of_a_colleague_is_not_changed_by_its_key(world: World) -> None:
    draft = world.draft(world.ben)
    answer = world.sign_in(world.ana).post("/registrations/drafts", data=form(key=draft.idempotency_key))
    assert answer.status_code == 403
    assert Registration.get_by_id(draft.id).company == draft.company


def test_a_key_of_another_company_makes_a_draft_of_ones_own(world: World) -> None:
    theirs = world.draft(world.rita)
    answer = world.sign_in(world.ana).post("/registrations/drafts", data=form(key=theirs.idempotency_key))
    assert answer.status_code == 303
    assert Registration.select().where(Registration.partner == world.ana.partner_id).count() == 1
    assert Registration.get_by_id(theirs.id).company == theirs.company


def test_names_are_shown_as_written_once_escaped(world: World) -> None:
    ana = world.ana
    ana.name = "Ana & Söhne <b>"
    ana.save()
    claim = world.file(ana)
    page = world.sign_in(ana).get(f"/registrations/{claim.code}").text
    assert "Ana &amp; Söhne &lt;b&gt;" in page
    assert "&amp;amp;" not in page


def test_a_discarded_draft_is_gone_and_its_place_with_it(world: World) -> None:
    receipt(world)
    ana = world.sign_in(world.ana)
    code = ana.post("/registrations/drafts", data={"receipt": "R-5RJK-2M81"}).location.split("/")[2]
    assert "Discard this draft" in ana.get(f"/registrations/{code}/edit").text
    assert ana.post(f"/registrations/{code}/discard").status_code == 303
    assert ana.get(f"/registrations/{code}").status_code == 404
    assert ana.post(f"/registrations/{code}/discard").status_code == 404
    assert world.file(world.rita, "Käserei Brunnthal eG", domain="brunnthal-kaese.example").is_protected


def test_spaces_of_all_kinds_are_spaces(world: World) -> None:
    world.sign_in(world.ana).post("/registrations/drafts", data=form(company="Käserei\u00a0Brunnthal\u2009eG"))
    assert Registration.get().company == "Käserei Brunnthal eG"


def test_a_receipt_whose_claim_has_ended_begins_a_new_one(world: World) -> None:
    receipt(world)
    ana = world.sign_in(world.ana)
    first = ana.post("/registrations/drafts", data={"receipt": "R-5RJK-2M81"}).location
    ana.post(first.replace("/edit", "/discard"))
    again = [ana.post("/registrations/drafts", data={"receipt": "R-5RJK-2M81"}).location for _ in range(2)]
    assert again[0] == again[1] != first


@pytest.mark.parametrize("state", ["won", "lost", "withdrawn", "declined", "expired", "revoked", "lapsed"])
def test_every_end_has_its_page_for_both_sides(world: World, state: str) -> None:
    claim = world.file(world.ana)
    ended = {
        "status": state,
        "is_protected": False,
        "ended_at": moment.now(),
        "cooldown_until": moment.now() + timedelta(days=7),
    }
    Registration.update(ended).where(Registration.id == claim.id).execute()
    for person in (world.ana, world.max):
        page = world.sign_in(person).get(f"/registrations/{claim.code}")
        assert page.status_code == 200
        assert f'data-status="{state}"' in page.text


def test_a_declined_claim_says_why_by_which_rule_and_what_can_be_done(world: World) -> None:
    claim = world.file(world.ana)
    said = Words("weak_proof", "4.2", "A mail of the customer is missing.", "register_again")
    decisions.decline(world.max, decisions.opened(world.max, claim), said)
    page = world.sign_in(world.ana).get(f"/registrations/{claim.code}").text
    for words in (
        "Proof too weak",
        "4.2 Standard of proof",
        "A mail of the customer is missing.",
        "Register again with",
    ):
        assert words in page
    assert f"/questions/new?registration={claim.code}" in page


def test_what_staff_write_to_each_other_and_what_escalates_is_not_for_partners(world: World) -> None:
    claim = decisions.opened(world.max, world.file(world.ana))
    decisions.escalate(world.max, claim, Words(text="Strategic: decide above me"))
    partner, staff = (
        world.sign_in(person).get(f"/registrations/{claim.code}").text for person in (world.ana, world.dora)
    )
    assert "Strategic: decide above me" in staff
    assert "Escalated" in staff
    assert "Strategic" not in partner
    assert "Escalated" not in partner


def test_a_form_retyped_for_another_company_is_not_held_and_so_tells_nothing(world: World) -> None:
    """Else every name could be tried by typing it over and holding again, outside budget and log."""
    receipt(world)
    ana = world.sign_in(world.ana)
    code = ana.post("/registrations/drafts", data={"receipt": "R-5RJK-2M81"}).location.split("/")[2]
    holds.release(Registration.get(), world.ana)
    key = Registration.get(Registration.code == code).idempotency_key
    typed = form(key=key, company="Ganz Andere Werke AG", domain="andere.example")
    ana.post("/registrations/drafts", data=typed)
    ana.post("/registrations/drafts", data={"receipt": "R-5RJK-2M81"})
    assert Registration.get().status == "draft"


@pytest.mark.parametrize("verdict", ["taken", "review", "own"])
def test_only_a_free_answer_holds_an_account(world: World, verdict: str) -> None:
    receipt(world, verdict=verdict)
    world.sign_in(world.ana).post("/registrations/drafts", data={"receipt": "R-5RJK-2M81"})
    assert Registration.get().status == "draft"


def test_a_country_of_a_territory_or_of_the_partner_can_be_registered(world: World) -> None:
    """The programme's list is where it sells first; whoever adds a territory sells there too."""
    ana = world.sign_in(world.ana)
    assert 'value="DK"' not in ana.get("/registrations/new").text
    assert ana.post("/registrations", data=form(country="DK", key="dk1")).status_code == 422
    Territory.update(countries=["DK"]).execute()
    assert 'value="DK"' in ana.get("/registrations/new").text
    assert ana.post("/registrations", data=form(country="DK", key="dk2")).status_code == 303
