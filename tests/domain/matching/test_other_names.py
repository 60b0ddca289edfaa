"""Former, trade and other names of the CRM: as good as the legal name, found and told."""

from __future__ import annotations

import pytest

from domain.matching import Company, Level, compare, index
from domain.matching.company import MOST_ALSO
from domain.matching.index import Kind, candidates
from models.base import db
from models.names import NameEntry
from tests.world import World

KNOWN = Company("Northwind Process Analytics Ltd", also=("Emder Gasmesstechnik GmbH", "NPA Sensorik"))


@pytest.mark.parametrize(
    "name", ["Emder Gasmesstechnik", "Emder Gasmestechnik", "Gasmesstechnik Emder", "NPA Sensorik"]
)
def test_another_name_scores_as_the_legal_one_would(name: str) -> None:
    as_legal = max(compare(Company(name), Company(other)).score for other in KNOWN.also)
    alike = compare(Company(name), KNOWN)
    assert (alike.score, alike.level) == (as_legal, Level.SAME)
    assert alike.reasons[0].code == "other_name"
    assert compare(KNOWN, Company(name)).score == as_legal


def test_the_legal_name_is_named_first_where_both_fit() -> None:
    assert compare(Company("Otter"), Company("Otter AG", also=("Otter",))).reasons[0].code == "same_name"


def test_numbers_and_countries_count_with_other_names_as_well() -> None:
    known = Company("Luchs AG", country="DE", also=("Everest 1",))
    assert compare(Company("Everest 2"), known).level is Level.DIFFERENT
    assert compare(Company("Everest 1", country="AT"), known).level is Level.SIMILAR


@pytest.mark.parametrize("also", [("",), ("...",), ("www.luchs.example",), ("\0",), ("\ud800",), ("x" * 9000,) * 40])
def test_names_that_say_nothing_change_nothing(world: World, also: tuple[str, ...]) -> None:
    known = Company("Luchs AG", also=also)
    assert compare(Company("Otter"), known).level is Level.DIFFERENT
    with db.atomic():
        index.put(Kind.ACCOUNT, 7, known)
    assert [entry.ref for entry in candidates(Company("Luchs"))] == [7]


def test_an_account_is_found_by_each_of_its_names_in_a_crowd(world: World) -> None:
    with db.atomic():
        index.put(Kind.ACCOUNT, 1, KNOWN)
        index.put_many((Kind.ACCOUNT, 100 + number, Company(f"Emder Sensor {number}")) for number in range(300))
    for name in (KNOWN.name, *KNOWN.also, "Emder Gasmestechnik"):
        best = candidates(Company(name))[0]
        assert (best.ref, best.company) == (1, KNOWN), name


def test_unchanged_names_are_not_written_again_and_dropped_ones_are_not_found(world: World) -> None:
    with db.atomic():
        index.put(Kind.ACCOUNT, 1, KNOWN)
    written: list[str] = []
    db.query_hooks.append(lambda sql, *_: written.append(str(sql)))
    try:
        with db.atomic():
            index.put(Kind.ACCOUNT, 1, KNOWN)
    finally:
        db.query_hooks.clear()
    assert not [sql for sql in written if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    with db.atomic():
        index.put(Kind.ACCOUNT, 1, Company(KNOWN.name))
    assert candidates(Company("NPA Sensorik")) == []
    assert NameEntry.get(NameEntry.id == 1).also == ""


def test_no_more_names_are_kept_than_are_read(world: World) -> None:
    many = tuple(f"Name{letter * 3} Werk" for letter in "abcdefghijklmnop")
    with db.atomic():
        index.put(Kind.ACCOUNT, 1, Company("Luchs AG", also=many))
    assert candidates(Company("Luchs"))[0].company.also == many[:MOST_ALSO]
