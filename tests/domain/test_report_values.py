"""What does a single claim add to the report?"""

from __future__ import annotations

from domain import decisions, moment
from domain.decisions import Words
from domain.registrations import details
from models import Answer
from tests.domain.test_reports import approve, berlin, opened, report
from tests.world import World


def test_a_claim_that_was_answered_while_it_waited_for_the_partner_counts_what_was_used(world: World) -> None:
    claim = opened(world, world.ana, "Fjordlaks AS", berlin(2, 15, 10))
    with moment.at(berlin(2, 15, 12)):
        decisions.return_for_information(world.max, claim, Words(text="Which plant?"))
    approve(world, claim, berlin(2, 19, 10))
    assert Answer.get().minutes == 120


def test_a_stated_value_counts_in_place_of_the_band(world: World) -> None:
    claim = opened(world, world.ana, "Fjordlaks AS", berlin(2, 15, 10))
    with moment.at(berlin(2, 16, 10)):
        details.save(world.ana, claim, {"value": "31.000,00"}, may_complete=False)
    seen = report(world, world.max).pipeline
    assert (seen.amount, seen.estimated) == (31_000_00, 0)


def test_an_empty_programme_has_an_empty_report(world: World) -> None:
    seen = report(world, world.max)
    assert seen.is_empty
    assert (seen.filed, seen.approved_per_cent, seen.answers.median, seen.answers.per_cent) == (0, None, None, None)
