"""Is every requirement of ASVS 5.0.0, levels 1 and 2, in docs/security.md, with tests and files that there are?"""

from __future__ import annotations

import re
from functools import cache

import pytest

from config import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text()
ROW = re.compile(r"\| (\d+\.\d+\.\d+) \| ([^|]+) \| (met|n/a|open) \| ([^|]+) \|")
ROWS = [match.groups() for line in TEXT.splitlines() if (match := ROW.fullmatch(line))]

NUMBERS = """
1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1 3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2
4.1:1-3 4.2:1 4.3:1-2 4.4:1-4 5.1:1 5.2:1-3 5.3:1-2 5.4:1-3 6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3
6.8:1-4 7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1 8.4:1 9.1:1-3 9.2:1-4 10.1:1-2
10.2:1-2 10.3:1-4 10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1
12.1:1-3 12.2:1-2 12.3:1-4 13.1:1 13.2:1-5 13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3 15.1:1-3 15.2:1-3
15.3:1-7 16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3 17.1:1 17.2:1-4 17.3:1-2
"""
"""Section:requirements, of both levels; those of the third are left out."""

MOST_NOT_APPLICABLE, LEAST_MET = 60, 0.95


def wanted() -> list[str]:
    found = []
    for section, spans in (part.split(":") for part in NUMBERS.split()):
        for span in spans.split(","):
            first, _, last = span.partition("-")
            found += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found


@cache
def known() -> set[str]:
    files = (path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for text in files for name in re.findall(r"^def (test_\w+)", text, re.M)}


def missing(text: str) -> list[str]:
    """What is named in code quotes or linked to, and is not there."""
    named = re.findall(r"`([^`\s]+)`", text)
    gone = [name for name in named if name.startswith("test_") and name not in known()]
    gone += [name for name in named if re.fullmatch(r"[\w./]+/[\w.]+\.\w+", name) and not (ROOT / name).exists()]
    return gone + [to for to in re.findall(r"\]\(([^):#]+)\)", text) if not (ROOT / "docs" / to).exists()]


def test_every_requirement_is_there_once_and_in_its_place() -> None:
    assert [number for number, *_ in ROWS] == wanted()
    assert len(ROWS) == 253, "70 of the first level, 183 of the second"


def test_what_is_named_exists() -> None:
    assert {number: gone for number, _, _, by in ROWS if (gone := missing(by))} == {}
    assert missing(TEXT) == []


def test_what_is_met_says_by_what_and_what_is_not_says_why() -> None:
    bare = [
        number
        for number, _, state, by in ROWS
        if len(by) < 5 or (state == "met" and not re.search(r"`|\]\(|above", by))
    ]
    assert bare == []


def test_few_are_left_out_and_most_are_met() -> None:
    states = [state for _, _, state, _ in ROWS]
    applies = len(states) - states.count("n/a")
    assert states.count("n/a") <= MOST_NOT_APPLICABLE
    assert states.count("met") / applies >= LEAST_MET
    said = f"{states.count('met')} of {applies} that apply are met"
    assert said in TEXT, said


def test_ten_rows_were_proved_by_breaking_the_code() -> None:
    """Drawn at random once, as the document says; each is still one that a test proves."""
    told = re.findall(r"^\| (\d+\.\d+\.\d+) \| [^|]+ \| `(test_\w+)` \|$", TEXT, re.M)
    by = {number: by for number, _, state, by in ROWS if state == "met"}
    assert len({number for number, _ in told}) == 10
    assert [number for number, name in told if f"`{name}`" not in by.get(number, "")] == []


@pytest.mark.parametrize("text", ["`test_that_nobody_wrote`", "`domain/gone.py`", "[gone](gone.md)"])
def test_what_is_gone_is_found(text: str) -> None:
    assert len(missing(text)) == 1
