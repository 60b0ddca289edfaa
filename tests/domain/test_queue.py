"""Does a row of the queue say why a person has to look, and does the decision page say the same?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import casefile, codes, decisions, moment, queue, rules
from models import Evidence, Partner, Registration
from tests.world import MONDAY, World


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return world.file(world.ana)


def prove(world: World, claim: Registration) -> None:
    Evidence.create(
        code=codes.fresh("E"), registration=claim, partner=claim.partner_id, uploaded_by=world.ana,
        uploaded_at=MONDAY, filename="a.txt", kind="txt", size=1, sha256="0" * 64,
    )  # fmt: skip


def why(claim: Registration) -> list[str]:
    """What the row says, which is what the decision page says."""
    with moment.at(MONDAY):
        row = next(row for row in queue.rows(rules.in_force()) if row.code == claim.code)
        assert casefile.of(Registration.get_by_id(claim.id), rules.of_claim(claim)).why == list(row.reasons)
    return list(row.reasons)


def test_a_claim_without_proof_waits_for_it(claim: Registration) -> None:
    assert why(claim) == ["no_evidence"]


def test_a_claim_whose_partner_is_suspended_says_so_once_it_has_proof(world: World, claim: Registration) -> None:
    Partner.update(status="suspended").where(Partner.id == claim.partner_id).execute()
    assert why(claim) == ["no_evidence"]
    prove(world, claim)
    assert why(claim) == ["not_in_standing"]


def test_where_nothing_is_approved_by_rule_a_clear_claim_is_no_claim_without_proof(world: World) -> None:
    rules.publish(replace(rules.in_force(), auto_approve=False), {})
    with moment.at(MONDAY):
        claim = world.file(world.ana)
        prove(world, claim)
        assert decisions.approve_if_clear(claim).status == "submitted"
    assert why(claim) == ["clear"]


def test_what_was_noted_at_filing_stays_the_reason(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana, value_band="above_100k")
    prove(world, claim)
    assert why(claim) == ["above_limit"]
