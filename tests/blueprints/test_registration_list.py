"""The list of registrations: true counts, what needs something first, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import decisions, moment, protection
from domain.decisions import Words
from domain.registrations import details, lists
from models.base import db
from tests.blueprints.test_details import ENOUGH
from tests.world import MONDAY, World


def test_each_part_has_its_claims_and_its_true_count(world: World) -> None:
    world.draft(world.ana, "Draft GmbH")
    world.file(world.ana, "Open AG")
    world.file(world.rita, "Rival Kunde SE")
    lost = world.file(world.ana, "Rival Kunde SE", domain="rival.example")
    assert lost.status == "refused"
    ana = world.sign_in(world.ana)
    for part, company in {"open": "Open AG", "drafts": "Draft GmbH", "closed": "Rival Kunde SE"}.items():
        page = ana.get(f"/registrations?part={part}").text
        assert page.count("data-status=") == 1
        assert company in page
    assert lists.of(world.ana, "open").counts == {"open": 1, "drafts": 1, "closed": 1}


def test_what_needs_something_comes_first_then_the_least_time_left(world: World) -> None:
    with moment.at(MONDAY):
        waiting = details.save(world.ana, world.file(world.ana, "Waiting AG"), ENOUGH)
        later = world.file(world.ana, "Later SE")
    with moment.at(MONDAY - timedelta(days=2)):
        sooner = world.file(world.ana, "Sooner GmbH")
    with moment.at(MONDAY):
        asked = decisions.return_for_information(world.max, world.file(world.ana, "Asked KG"), Words(text="Who?"))
        rows = [row.claim.company for row in lists.of(world.ana, "open").rows]
    assert rows == [sooner.company, later.company, asked.company, waiting.company]


def test_staff_read_open_claims_in_the_order_of_the_time_they_show(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, "Not Begun SE")
        due = details.save(world.rita, world.file(world.rita, "Due AG"), ENOUGH)
        decisions.opened(world.max, due)
        held = details.save(world.ana, world.file(world.ana, "Protected GmbH"), ENOUGH)
        decisions.approve(world.max, decisions.opened(world.max, held), Words(clause="4"))
        decisions.return_for_information(world.max, world.file(world.ana, "Asked KG"), Words(text="Who?"))
        rows = [row.claim.company for row in lists.of(world.max, "open").rows]
    assert rows == ["Due AG", "Asked KG", "Not Begun SE", "Protected GmbH"]


def test_own_means_own(world: World) -> None:
    world.file(world.ben, "Bens Kunde AG")
    ana = world.ana
    ana.sees = "own"
    ana.save()
    assert "Bens Kunde" not in world.sign_in(ana).get("/registrations").text
    assert "Bens Kunde" in world.sign_in(world.ben).get("/registrations").text


@pytest.mark.parametrize("words", ["tals", "OBERW", "acme", "{code}"])
def test_staff_find_a_claim_by_company_partner_or_code(world: World, words: str) -> None:
    claim = world.file(world.ana)
    world.file(world.rita, "Anderer Kunde AG")
    page = (
        world.sign_in(world.max)
        .get("/registrations", query_string={"q": words.format(code=claim.code[:7].lower())})
        .text
    )
    assert "Talsperrenverband Oberwald" in page
    assert "Anderer Kunde" not in page


@pytest.mark.parametrize("words", ["%", "_", "\\", "'; drop", "\x00", "x" * 5000])
def test_a_search_for_signs_finds_nothing_and_breaks_nothing(world: World, words: str) -> None:
    world.file(world.ana)
    answer = world.sign_in(world.max).get("/registrations", query_string={"q": words})
    assert answer.status_code == 200


def test_staff_see_no_drafts_and_partners_no_others(world: World) -> None:
    world.draft(world.ana, "Draft GmbH")
    world.file(world.ana, "Open AG")
    assert "Draft GmbH" not in world.sign_in(world.max).get("/registrations?part=drafts").text
    assert "Open AG" in world.sign_in(world.max).get("/registrations").text
    assert "Open AG" not in world.sign_in(world.rita).get("/registrations").text


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=99999999999", "page=x", "part=everything", "page=²"])
def test_strange_addresses_show_a_page(world: World, query: str) -> None:
    assert world.sign_in(world.ana).get(f"/registrations?{query}").status_code == 200


def test_a_long_list_is_paged_and_costs_no_more_statements(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        world.draft(world.ana, f"Kunde {number} AG")
    ran: list[str] = []
    run = db.obj.execute_sql

    def counted(sql: str, *rest: object, **more: object) -> object:
        ran.append(sql)
        return run(sql, *rest, **more)

    monkeypatch.setattr(db.obj, "execute_sql", counted)
    assert len(lists.of(world.ana, "drafts").rows) == 25
    assert len(ran) <= 3
    second = world.sign_in(world.ana).get("/registrations?part=drafts&page=2").text
    assert second.count("data-status=") == 5
    assert 'rel="prev"' in second


def test_an_ended_claim_is_checked_again_with_its_name_and_nobody_elses(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana, "Biogas Birkenheim")
        protection.withdraw(world.ana, claim)
    with moment.at(MONDAY + timedelta(days=30)):
        ana, rita = world.sign_in(world.ana), world.sign_in(world.rita)
        assert f"/?again={claim.code}" in ana.get(f"/registrations/{claim.code}").text
        assert 'value="Biogas Birkenheim"' in ana.get(f"/?again={claim.code}").text
        assert rita.get(f"/?again={claim.code}").status_code == rita.get("/?again=DR-0000-0000").status_code == 404
