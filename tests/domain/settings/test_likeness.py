"""Does trying other thresholds say what they would change, on real rows, in bounded time, and open nobody's names?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain import checks, decisions, moment, rules
from domain.checks import Prospect
from domain.decisions import Words
from domain.matching import Company, Level
from domain.matching.index import Kind, put
from domain.rules import Rules
from domain.settings import likeness
from domain.settings.likeness import Trial
from models import Account, Reading
from models.base import db
from tests.world import MONDAY, World

PAIR = ("Talsperrenverband Oberwald", "Talsperrenverband Oberwald Netz")


def account(name: str, **values: Any) -> Account:
    with db.atomic():
        row = Account.create(external_id=name, name=name, updated_at=MONDAY, **values)
        put(Kind.ACCOUNT, row.id, Company(name, row.domain, row.country, row.city, row.vat))
    return row


def tried(world: World, who: str = "max", *, with_checks: bool = False, **numbers: int) -> Trial:
    with moment.at(MONDAY):
        now = rules.in_force()
        return likeness.try_out(getattr(world, who), now, replace(now, **numbers), with_checks=with_checks)


def score(one: str, other: str) -> int:
    with moment.at(MONDAY):
        return checks.lookup.likeness(Company(one), Company(other), rules.in_force()).score


@pytest.fixture
def pair(world: World) -> int:
    """Two accounts that look alike, and how much."""
    for name in PAIR:
        account(name)
    found = score(*PAIR)
    assert Rules().similar_score < found < 100
    return found


def test_the_numbers_in_force_change_nothing(world: World, pair: int) -> None:
    trial = tried(world)
    assert (trial.changed, trial.folded, trial.looked["account"]) == ([], 0, 2)
    assert all(old == new for old, new in trial.moves)
    assert trial.best == [pair, pair]


@pytest.mark.parametrize("step", [0, 1])
def test_a_pair_changes_exactly_at_its_score(world: World, pair: int, step: int) -> None:
    """Same from the threshold on, similar just below it: the one pair, told once, from whichever side it was found."""
    trial = tried(world, same_score=pair + step, similar_score=50)
    after = tried(world, same_score=99, similar_score=pair + step)
    before = Level.SAME if pair >= Rules().same_score else Level.SIMILAR
    assert [(one.before, one.after) for one in trial.changed] == (
        [] if before is (Level.SIMILAR if step else Level.SAME) else [(before, Level.SIMILAR if step else Level.SAME)]
    )
    assert {one.after for one in after.shown} <= {Level.DIFFERENT if step else Level.SIMILAR}


def test_what_a_check_would_answer_is_counted_before_and_after(world: World) -> None:
    """A protected claim, and one that waits behind it under a name like it: each is asked for again by its holder."""
    with moment.at(MONDAY):
        decisions.approve(world.max, world.file(world.rita, "Glaswerk Steinau"), Words(clause="5.1"))
        world.file(world.ana, "Glaswerk Steinach", domain="steinach.example")
    assert Rules().similar_score < score("Glaswerk Steinau", "Glaswerk Steinach") == 78 < Rules().same_score
    assert tried(world, same_score=78).moves == {("review", "taken"): 1, ("review", "review"): 1}
    assert tried(world, same_score=79).moves == {("review", "review"): 2}
    strict = tried(world, similar_score=79)
    assert (strict.verdicts(after=False), strict.verdicts(after=True)) == ({"review": 2}, {"free": 2})


def test_a_record_is_never_its_own_lookalike(world: World) -> None:
    account("Einzelwerk am See")
    with moment.at(MONDAY):
        world.file(world.ana, "Kalkwerk Hohenstein")
    trial = tried(world, same_score=75, similar_score=50)
    assert (trial.best, trial.pairs) == ([0, 0], [])


@pytest.mark.parametrize(("who", "counted"), [("max", 1), ("dora", 0), ("ada", 0)])
def test_checks_are_counted_for_who_reads_the_log_and_no_name_is_shown(
    world: World, pair: int, who: str, counted: int
) -> None:
    with moment.at(MONDAY):
        for name in ("Talsperrenverbund Oberwald", "Talsperrenverbund Oberwald GmbH"):
            checks.check(world.rita, Prospect(name), settled=True)
    trial = tried(world, who, with_checks=True, same_score=100, similar_score=99)
    assert (trial.looked["check"], bool(trial.folded)) == (counted, bool(counted))
    assert "verbund" not in str(trial.pairs)
    looks = [(row.reader.name, row.reason) for row in Reading.select()]
    assert looks == [("Max Lindner", likeness.REASON)] * counted


def test_without_being_asked_nobody_looks_into_the_log(world: World) -> None:
    with moment.at(MONDAY):
        checks.check(world.rita, Prospect("Talsperrenverbund Oberwald"), settled=True)
    assert tried(world).looked["check"] == 0
    assert not Reading.select().exists()


def test_it_stops_when_its_time_is_over_and_says_how_far_it_came(
    world: World, pair: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "SECONDS", -1)
    assert sum(tried(world).looked.values()) == 1


def test_trying_writes_no_version(world: World, pair: int) -> None:
    before = rules.in_force(MONDAY).number
    tried(world, same_score=80, similar_score=60)
    assert rules.in_force(MONDAY).number == before
