"""Is a decider told what changed between opening the page and pressing the button?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import deadlines, decisions, marks, moment
from domain.decisions import Wanted, Words
from domain.refusals import Refused
from domain.registrations import details
from models import Decision, Registration
from tests.world import DECLINE, MONDAY, STAGE_TWO, World

ALIKE = {"company": "Talsperrenverband Oberwald Netz", "domain": "oberwald-netz.example"}


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return decisions.opened(world.max, world.file(world.ana))


VERBS = {
    "approve": (decisions.approve, {"clause": "5.1"}),
    "conditions": (
        decisions.approve_with_conditions,
        {"conditions": (Wanted("Name the buyer.", (MONDAY + timedelta(days=20)).date()),)},
    ),
    "return": (decisions.return_for_information, {"text": "Who?"}),
    "decline": (decisions.decline, DECLINE),
    "escalate": (decisions.escalate, {"text": "No rule fits."}),
}


@pytest.mark.parametrize("action", VERBS)
def test_no_decision_is_made_on_what_has_changed(world: World, claim: Registration, action: str) -> None:
    mark = marks.of(claim)
    verb, said = VERBS[action]
    with moment.at(MONDAY):
        details.save(world.ana, claim, STAGE_TWO)
        with pytest.raises(Refused, match="has changed since you opened it"):
            verb(world.max, claim, Words(**said, seen=mark))  # type: ignore[arg-type]
        assert Decision.select().count() == 0
        assert [change.line.says for change in marks.changes(claim, mark, world.max)] == [
            "Stage 2 completed by %(who)s."
        ]
        fresh = Registration.get_by_id(claim.id)
        verb(world.max, fresh, Words(**said, seen=marks.of(fresh)))  # type: ignore[arg-type]
    assert Decision.select().count() == 1


def test_reminders_and_the_clock_change_nothing_of_substance(world: World, claim: Registration) -> None:
    mark = marks.of(claim)
    with moment.at(MONDAY + timedelta(days=3)):
        assert deadlines.remind_of_answers(moment.now()) == 1
        assert marks.changes(claim, mark, world.max) == []
        assert decisions.approve(world.max, Registration.get_by_id(claim.id), Words(clause="5.1", seen=mark))


def test_what_happens_to_a_claim_that_looks_alike_is_told_as_well(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        behind = world.file(world.rita, **ALIKE)
        mark = marks.of(behind)
        decisions.approve(world.dora, claim, Words(clause="5.1"))
        [change] = marks.changes(behind, mark, world.max)
        assert (change.claim, change.is_own) == (claim, False)
        with pytest.raises(Refused, match="has changed"):
            decisions.decline(world.max, behind, Words(**DECLINE, seen=mark))


@pytest.mark.parametrize(
    "mark", ["", "0", "x.y", "1.99999999999999999999", "\u0663.\u0664", "9.9 8.8", "1.2.3", "." * 5000]
)
def test_what_is_no_mark_of_this_claim_compares_nothing(world: World, claim: Registration, mark: str) -> None:
    with moment.at(MONDAY):
        details.save(world.ana, claim, STAGE_TWO)
        assert marks.changes(claim, mark, world.max) == []
        marks.require(claim, mark)
