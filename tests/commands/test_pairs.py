"""`match-pairs FILE`: the table comes back with what the engine says of each row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from domain import rules
from tests.world import World


def run(world: World, tmp_path: Path, content: str | bytes) -> tuple[int, list[list[str]]]:
    file = tmp_path / "pairs.tsv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = world.app.test_cli_runner().invoke(args=["match-pairs", str(file)])
    return done.exit_code, [line.split("\t") for line in done.output.splitlines()]


def test_each_row_comes_back_with_score_verdict_and_reason(world: World, tmp_path: Path) -> None:
    table = (
        'name_a\tsource\tname_b\nSiemens AG\t"isin"  x\tSieemns\nBayer AG\t\tBayer CropScience\nDelta Air\t\tOmega\n'
    )
    code, lines = run(world, tmp_path, table)
    assert code == 0
    assert lines[0] == ["name_a", "source", "name_b", "score", "verdict", "reason"]
    assert lines[1][:3] == ["Siemens AG", '"isin"  x', "Sieemns"]
    assert [line[4] for line in lines[1:]] == ["taken", "review", "free"]
    assert lines[1][5] == "One letter differs: sieemns / siemens"


def test_facts_of_either_side_count(world: World, tmp_path: Path) -> None:
    table = (
        "name_a\tname_b\tdomain_a\tdomain_b\tcountry_a\tcountry_b\n"
        "Nordlicht AG\tEtwas anderes\tnordlicht.example\twww.nordlicht.example\t\t\n"
        "Adler GmbH\tAdler GmbH\t\t\tDE\tAT\n"
    )
    _, lines = run(world, tmp_path, table)
    assert [line[7] for line in lines[1:]] == ["taken", "review"]


def test_the_programmes_own_thresholds_count(world: World, tmp_path: Path) -> None:
    table = "name_a\tname_b\nSiemens AG\tSieemns\n"
    assert run(world, tmp_path, table)[1][1][3] == "taken"
    rules.publish(replace(rules.in_force(), same_score=95), {})
    assert run(world, tmp_path, table)[1][1][3] == "review"


@pytest.mark.parametrize(
    "content",
    ["", "name_a,name_b\na,b\n", "name_a\tname_b\tscore\na\tb\t1\n", b"name_a\tname_b\nM\xfcller\tx\n",
     "name_a\tname_b\n" + "x" * 200_000 + "\ty\n"],
    ids=["empty", "commas", "scored", "latin-1", "endless"],
)  # fmt: skip
def test_what_is_no_such_table_is_refused_in_words(world: World, tmp_path: Path, content: str | bytes) -> None:
    code, lines = run(world, tmp_path, content)
    assert code == 1
    assert lines[-1][0].startswith("Error: ")


def test_odd_rows_are_judged_like_others(world: World, tmp_path: Path) -> None:
    code, lines = run(world, tmp_path, "name_a\tname_b\nGmbH\nx\t\x00\n\u202e\t😀\n\na\tb\tc\td\n".encode())
    assert code == 0
    assert all(line[3] in {"free", "review", "taken"} for line in lines[1:])
