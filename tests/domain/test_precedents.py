"""Are earlier decisions on similar cases found: the same customer, the same partner, the same reason?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import decisions, moment, precedents, reversals
from domain.decisions import Words
from models import CaseKey, Registration
from tests.world import MONDAY, World

NO = Words(reason="weak_proof", clause="4.2", text="No named person answers.", next_step="register_again")
YES = Words(clause="5.1")


def groups(claim: Registration) -> dict[str, list[tuple[str, str]]]:
    return {
        group.name: [(case.claim.company, case.decision.action) for case in group.cases]
        for group in precedents.of(claim)
    }  # fmt: skip


def test_the_same_customer_is_found_however_it_is_written_and_with_its_reasons(world: World) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, world.file(world.rita, "Glaswerk Steinau GmbH", domain="steinau.example"), NO)
        claim = world.file(world.ana, "GLASWERK STEINAU", domain="www.other.example")
        by_domain = world.file(world.ben, "Steinauer Glas", domain="https://steinau.example/de", product_line="gas")
    assert groups(claim)["customer"] == [("Glaswerk Steinau GmbH", "decline")]
    assert groups(by_domain)["customer"] == [("Glaswerk Steinau GmbH", "decline")]
    [case] = precedents.of(claim)[0].cases
    assert (case.why, case.decision.reason) == ("No named person answers.", "weak_proof")


def test_the_partners_last_cases_newest_first_with_true_counts(world: World) -> None:
    with moment.at(MONDAY):
        for name in ("Adelfurt", "Brakenau", "Cismar", "Dornum"):
            decisions.approve(world.max, world.file(world.ana, f"{name} Werke"), YES)
        decisions.decline(world.max, world.file(world.ana, "Eschwege Werke"), NO)
        claim = world.file(world.ben, "Fehmarn Werke")
    [group] = precedents.of(claim)
    assert (group.name, group.outcomes) == ("partner", {"approve": 4, "decline": 1})
    assert [case.claim.company for case in group.cases] == ["Eschwege Werke", "Dornum Werke", "Cismar Werke"]


def test_cases_that_were_looked_at_for_the_same_reason_are_found_but_not_for_an_everyday_one(world: World) -> None:
    with moment.at(MONDAY):
        old = {"first_contact_on": (MONDAY - timedelta(days=200)).date()}
        decisions.approve(world.max, world.file(world.rita, "Adelfurt Werke", **old), YES)
        same = world.file(world.ana, "Brakenau Werke", **old)
        other = world.file(world.ana, "Cismar Werke")
    assert groups(same) == {"reason": [("Adelfurt Werke", "approve")]}
    assert groups(other) == {}


def test_a_case_stands_in_one_group_and_never_is_the_claim_itself(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana, "Adelfurt Werke")
        decisions.decline(world.max, claim, NO)
        again = reversals.reverse(world.dora, Registration.get_by_id(claim.id), "Proof came.")
        assert groups(again) == {}
        decisions.decline(world.dora, again, NO)
    with moment.at(MONDAY + timedelta(days=20)):
        newer = world.file(world.ana, "Adelfurt Werke")
    assert groups(newer) == {"customer": [("Adelfurt Werke", "decline"), ("Adelfurt Werke", "decline")]}
    [group] = precedents.of(newer)
    assert [case.is_reversed for case in group.cases] == [False, True]
    assert group.outcomes == {"decline": 1}, "what was taken back does not count"


def test_what_was_decided_before_there_were_keys_gets_them_once(world: World) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, world.file(world.rita, "Adelfurt Werke"), NO)
        CaseKey.delete().execute()
        claim = world.file(world.ana, "Adelfurt Werke")
        assert groups(claim) == {}
        assert precedents.fill_missing(moment.now()) == 1
        assert precedents.fill_missing(moment.now()) == 0
    assert groups(claim)["customer"] == [("Adelfurt Werke", "decline")]
    assert CaseKey.select().where(CaseKey.kind == "declined", CaseKey.key == "weak_proof").exists()


@pytest.mark.parametrize("company", ["GmbH", "&", "中国", "Müller & Söhne " * 12])
def test_odd_names_break_nothing(world: World, company: str) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana, company, domain="odd.example")
        decisions.decline(world.max, claim, NO)
        assert precedents.of(claim) == []
