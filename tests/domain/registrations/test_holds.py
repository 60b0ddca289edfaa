"""Can somebody hold accounts in stock? By colleagues, spellings, product lines, drafts, or by letting holds lapse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain import checks, moment, rules
from domain.checks import Prospect
from domain.registrations import drafts, filing, holds
from models import Receipt, Registration, User
from tests.world import MONDAY, World

NAME = "Talsperrenverband Oberwald"
OTHERS = (
    "Käserei Brunnthal", "Molinos del Ebro", "Fjordlaks AS", "Klinikum Westerode", "Bryggeri Sund", "Zementwerk Karst",
    "Biogas Lahntal", "Papierfabrik Auental", "Glaswerk Ebersgrund", "Textil Nordhang", "Saline Bad Ried",
    "Reederei Kogge", "Imkerei Wachau",
)  # fmt: skip


def held(user: User, name: str = NAME, *, days: float = 0, **typed: Any) -> Registration:
    """What pressing Register after a free check gives."""
    with moment.at(MONDAY + timedelta(days=days)):
        asked = Prospect(name, **{"country": "DE", **typed})
        receipt = Receipt.get(code=checks.check(user, asked, settled=True).receipt)
        return holds.hold(user, drafts.start(user, receipt))


def lapse(days: float) -> None:
    holds.release_due(MONDAY + timedelta(days=days))


@pytest.mark.parametrize(
    "again",
    [{"name": "Talsperren Verband Oberwald e.V."}, {"name": "TALSPERRENVERBAND OBERWALD GMBH"},
     {"name": "Talsperrenverband Oberwalt"}, {"domain": "www.oberwald.example"}, {"line": "gas"}, {"country": "AT"},
     {"city": "Kassel"}],
)  # fmt: skip
def test_an_account_is_held_once_in_thirty_days_however_it_is_spelled(world: World, again: dict[str, str]) -> None:
    assert held(world.ana, line="flow").status == "held"
    lapse(0.2)
    for person in (world.ana, world.ben):
        assert held(person, days=1, **again).status == "draft"
    assert held(world.ben, days=31, **again).status == "held"


def test_a_draft_that_held_once_holds_no_more(world: World) -> None:
    draft = held(world.ana)
    lapse(0.2)
    with moment.at(MONDAY + timedelta(days=0.3)):
        assert holds.hold(world.ana, Registration.get_by_id(draft.id)).status == "draft"


def test_a_draft_that_is_retyped_holds_nothing_else(world: World) -> None:
    with moment.at(MONDAY):
        receipt = Receipt.get(code=checks.check(world.ana, Prospect(NAME, country="DE"), settled=True).receipt)
        draft = drafts.start(world.ana, receipt)
        typed = drafts.StageOne(company="Molinos del Ebro", domain="molinos.example", country="ES")
        assert holds.hold(world.ana, drafts.save(world.ana, draft.idempotency_key, typed)).status == "draft"


def test_three_at_once_for_the_whole_company(world: World) -> None:
    people = (world.ana, world.ben, world.ana, world.ben)
    assert [held(who, name).status for who, name in zip(people, OTHERS, strict=False)] == ["held"] * 3 + ["draft"]
    assert held(world.rita, OTHERS[5]).status == "held"


def test_holds_that_are_never_filed_get_shorter_and_then_end(world: World) -> None:
    hours = []
    for number, name in enumerate(OTHERS[:11]):
        draft = held(world.ana if number % 2 else world.ben, name, days=number)
        hours.append(
            (draft.hold_until - MONDAY - timedelta(days=number)) / timedelta(hours=1) if draft.hold_until else 0
        )
        lapse(number + 0.5)
    assert hours == [4] * 5 + [2] * 5 + [0]
    now = MONDAY + timedelta(days=11)
    assert holds.standing(world.ana.partner_id, rules.in_force(now), now) == holds.Standing(0, 4, 10)
    assert holds.standing(world.rita.partner_id, rules.in_force(now), now).abandoned == 0
    assert held(world.ana, OTHERS[11], days=31).status == "held"
    with moment.at(MONDAY + timedelta(days=11)):
        page = world.sign_in(world.ben).get("/").text
    assert "10 holds of your company ended without a claim." in page


def test_discarding_is_letting_go_as_well_and_filing_is_not(world: World) -> None:
    left = held(world.ana, OTHERS[0])
    with moment.at(MONDAY):
        drafts.discard(world.ana, left)
        filed = held(world.ana, OTHERS[1])
        values = world.draft(world.ana, OTHERS[1])
        typed = {name: getattr(values, name) for name in drafts.StageOne.__dataclass_fields__}
        filing.submit(world.ana, drafts.save(world.ana, filed.idempotency_key, drafts.StageOne(**typed)))
        held(world.ana, OTHERS[2])
        assert holds.standing(world.ana.partner_id, rules.in_force(), moment.now()).abandoned == 1
