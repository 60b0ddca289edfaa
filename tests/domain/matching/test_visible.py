"""Live (promise 5): what one process commits, the next check in another one sees."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from config import ROOT, Config
from domain.matching import Company, index
from domain.matching.index import Kind
from tests.world import World

CLAIMS = 200
OTHER = """
import sys
from domain.matching import Company, index
from models.base import connect, db
connect(sys.argv[1])
for number, name in enumerate(sys.stdin):
    with db.atomic():
        index.put("claim", 5_000 + number, Company(name.strip()))
    print("committed", flush=True)
"""


@pytest.fixture
def other(world: World, config: Config) -> Iterator[subprocess.Popen[str]]:
    """A process that files each name it is told, and says when that is committed."""
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER, config.database],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        assert process.stdin
        process.stdin.close()
        assert process.wait(20) == 0


def test_200_of_200_claims_are_seen_by_the_next_check_of_another_process(other: subprocess.Popen[str]) -> None:
    assert other.stdin
    assert other.stdout
    seen = 0
    for number in range(CLAIMS):
        name = f"Nachbar{chr(97 + number % 26)}{chr(97 + number // 26)}werk Antriebstechnik"
        assert (Kind.CLAIM, 5_000 + number) not in _found(name)
        other.stdin.write(f"{name}\n")
        other.stdin.flush()
        assert other.stdout.readline() == "committed\n"
        seen += (Kind.CLAIM, 5_000 + number) in _found(name)
    assert seen == CLAIMS


def _found(name: str) -> list[tuple[Kind, int]]:
    return [(entry.kind, entry.ref) for entry in index.candidates(Company(name))]
