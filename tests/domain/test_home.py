"""A partner's home: what needs a hand, least time left first, where one stands, and how the vendor answers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain import decisions, home, moment, rules
from domain.decisions import Words
from domain.home import Home
from domain.registrations import drafts, holds
from models import Registration, User
from models.base import db, log_db
from tests.world import MONDAY, World

NAMES = (
    "Fjordlaks AS", "Klinikum Westerode", "Biogas Lahntal", "Glaswerk Steinau", "Papierfabrik Hohenlinde",
    "Molinos del Ebro",
)  # fmt: skip


def at_home(user: User, days: float) -> Home:
    with moment.at(MONDAY + timedelta(days=days)):
        return home.of(user, rules.in_force())


def needs(user: User, days: float) -> list[tuple[str, str]]:
    return [(need.claim.company, need.says) for need in at_home(user, days).needs]


def approved(world: World, name: str) -> Registration:
    claim = decisions.approve(world.max, world.file(world.ana, name), Words(clause="5.1"))
    Registration.update(stage_two_at=moment.now()).where(Registration.id == claim.id).execute()
    return claim


def test_the_most_urgent_comes_first_and_each_claim_once(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, "Fjordlaks AS")
        returned = world.file(world.ana, "Klinikum Westerode")
        reply_by = (MONDAY + timedelta(days=2)).date()
        decisions.return_for_information(world.max, returned, Words(text="Who decides?", reply_by=reply_by))
        holds.hold(world.ana, world.draft(world.ana, "Biogas Lahntal"))
    assert needs(world.ana, 0.01) == [
        ("Biogas Lahntal", "Finish the form; the account is held for you until then"),
        ("Klinikum Westerode", "Answer our question; the clock is paused"),
        ("Fjordlaks AS", "Complete stage 2"),
    ]
    assert [need.look for need in at_home(world.ana, 0.01).needs] == ["review", "", ""]


def test_an_approved_claim_needs_an_update_then_an_extension(world: World) -> None:
    with moment.at(MONDAY):
        claim = approved(world, "Biogas Lahntal")
    assert needs(world.ana, 10) == []
    assert needs(world.ana, 22) == [("Biogas Lahntal", "Post a progress update")]
    Registration.update(updated_at=MONDAY + timedelta(days=60)).where(Registration.id == claim.id).execute()
    assert needs(world.ana, 59) == []
    assert needs(world.ana, 62) == [("Biogas Lahntal", "Extend the protection, one tap with an update")]


def test_a_rep_reads_its_own_needs_an_admin_the_companys_a_rival_none(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, "Fjordlaks AS")
        world.file(world.ben, "Klinikum Westerode")
    assert [name for name, _ in needs(world.ana, 0.1)] == ["Fjordlaks AS"]
    assert len(needs(world.ben, 0.1)) == 2
    assert needs(world.rita, 0.1) == []
    assert at_home(world.ana, 0.1).stand.open_claims == 2
    assert at_home(world.rita, 0.1).stand.open_claims == 0


@pytest.mark.parametrize("claims", [0, 6])
def test_home_costs_few_statements_however_many_claims_there_are(world: World, claims: int) -> None:
    with moment.at(MONDAY):
        for name in NAMES[:claims]:
            world.file(world.ana, name)
        assert statements(world, world.ana, MONDAY) <= 16


def statements(world: World, user: User, now: datetime) -> int:
    seen: list[object] = []
    client = world.sign_in(user)
    client.get("/")
    for database in (db, log_db):
        database.query_hooks.append(lambda *_: seen.append(1))
    try:
        assert client.get("/").status_code == 200
    finally:
        for database in (db, log_db):
            database.query_hooks.clear()
    return len(seen)


def test_a_draft_that_holds_nothing_is_nobodys_need(world: World) -> None:
    with moment.at(MONDAY):
        drafts.start(world.ana)
    assert needs(world.ana, 1) == []
