"""`check NAME` for staff: verdict, score, reasons, candidates, time; nothing is left behind."""

from __future__ import annotations

import json

from models import Budget, Receipt
from tests.world import World

NAME = "Talsperrenverband Oberwald"


def run(world: World, *words: str) -> tuple[int, str]:
    done = world.app.test_cli_runner().invoke(args=["check", *words])
    return done.exit_code, done.output


def test_it_says_verdict_score_reasons_and_candidates(world: World) -> None:
    world.file(world.ana)
    code, said = run(world, "Talsperenverband Oberwald AG", "--country", "DE", "--city", "Oberwald")
    assert code == 0
    assert said.startswith("taken   score ")
    assert NAME in said
    assert "Another partner has a protected claim" in said
    assert "One letter differs" in said
    assert " ms" in said


def test_for_programs_it_speaks_json(world: World) -> None:
    claim = world.file(world.ana)
    code, said = run(world, NAME, "--line", "flow", "--json")
    told = json.loads(said)
    assert code == 0
    assert (told["verdict"], told["score"]) == ("taken", 100)
    assert told["milliseconds"] > 0
    assert [(one["kind"], one["ref"], one["effect"], one["why"]) for one in told["candidates"]] == [
        ("claim", claim.id, "taken", "open_claim")
    ]
    assert told["candidates"][0]["reasons"]


def test_another_line_is_free_and_a_domain_is_enough(world: World) -> None:
    world.file(world.ana, domain="www.oberwald.example")
    assert json.loads(run(world, NAME, "--line", "gas", "--json")[1])["verdict"] == "free"
    assert json.loads(run(world, "--domain", "oberwald.example", "--json")[1])["verdict"] == "taken"


def test_what_cannot_be_judged_is_said_and_nothing_is_left_behind(world: World) -> None:
    for typed in ("ab", "xy"):
        code, said = run(world, typed)
        assert (code, "at least four letters" in said) == (1, True)
    for typed in ("GmbH", "Société Anonyme", "株式会社"):
        code, said = run(world, typed)
        assert (code, "Only a legal form" in said) == (1, True)
    assert run(world, "Nobody knows this")[1].splitlines()[1] == "Nothing we know looks like it."
    assert not Receipt.select().exists()
    assert not Budget.select().exists()
