"""Does the database put together what it finds for each number, on both databases alike?"""

from __future__ import annotations

from models.base import db
from models.statements import query_column, query_lists, run_each
from tests.world import World

FIRST = "SELECT entry AS found FROM name_key WHERE key = ? ORDER BY entry DESC LIMIT 3"


def test_each_number_has_its_list(world: World) -> None:
    with db.atomic() as transaction:
        run_each("INSERT INTO name_key (key, entry) VALUES (?, ?)", [(-7, entry) for entry in (1, 9, 4, 2**31 - 1)])
        run_each("INSERT INTO name_key (key, entry) VALUES (?, ?)", [(8, 5)])
        found = query_lists(FIRST, [8, -7, 12345, *range(1000, 1700), 8])
        transaction.rollback()
    assert found == {8: [5], -7: [2**31 - 1, 9, 4]}


def test_words_come_as_they_are(world: World) -> None:
    words = ['"', "\\", "a b", "東京", "\x1f", "é", "\U0001f600", "]"]
    with db.atomic() as transaction:
        run_each("INSERT INTO name_word (key, word) VALUES (?, ?)", [(3, word) for word in words])
        found = query_lists("SELECT word AS found FROM name_word WHERE key = ?", [3, 4])
        transaction.rollback()
    assert sorted(found[3]) == sorted(words)


def test_nothing_asked_finds_nothing(world: World) -> None:
    assert query_lists(FIRST, []) == query_lists(FIRST, [77]) == query_column("core", "name_entry", []) == {}


def test_a_column_of_the_rows_that_are_there(world: World) -> None:
    """Each beside its id, in whatever order they are asked for, and none where the row is gone."""
    cores = {-5: 'a "b"', 2**31 - 1: "東京\\n\n", 3: "", 4: "null"}
    columns = "id, name, domain, country, city, vat, core, also"
    with db.atomic() as transaction:
        rows = [(number, "", "", "", "", "", core, "") for number, core in cores.items()]
        run_each(f"INSERT INTO name_entry ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        found = query_column("core", "name_entry", [3, 2**31 - 1, 99, -5, 4, 3])
        transaction.rollback()
    assert found == cores
