"""How does the index send its statements to either database?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from models.base import db, is_postgres

MOST_ROWS = 500  # of one statement that writes
STEP = 16  # keys or ids of one statement are filled up to a multiple of this


def query(sql: str, values: Sequence[Any]) -> Any:
    """The rows that a statement with `?` for its values gives."""
    return db.execute_sql(sql.replace("?", db.param), tuple(values))


def run_each(sql: str, values: Sequence[tuple[Any, ...]]) -> None:
    """Run a statement once for each of these rows of values."""
    if values:
        db.cursor().executemany(sql.replace("?", db.param), values)


def padded(values: Sequence[int]) -> list[int | None]:
    """The values, filled up with NULLs that match nothing.

    So there are few different statements, which both databases keep prepared, and even a search for nothing sends one:
    the work must not tell.
    """
    return [*values, *[None] * (STEP - len(values) % STEP)]


def query_each(sql: str, columns: Sequence[Sequence[str]]) -> Any:
    """All rows that a SELECT gives for each of these texts, in one statement. Its `?` stand for the columns in turn.

    SQLite puts as many SELECTs behind each other; PostgreSQL would plan each by itself, so there it is one SELECT
    beside a list of texts.
    """
    if not is_postgres():
        branches = [f"SELECT * FROM ({sql}) one"] * len(columns[0])  # noqa: S608
        return query(" UNION ALL ".join(branches), [value for row in zip(*columns, strict=True) for value in row])
    names = [f"v{number}" for number in range(len(columns))]
    for name in names:
        sql = sql.replace("?", f"asked.{name}", 1)
    asked = f"unnest({', '.join(['CAST(? AS text[])'] * len(columns))}) asked({', '.join(names)})"
    return query(f"SELECT one.* FROM {asked} CROSS JOIN LATERAL ({sql}) one", [list(column) for column in columns])  # noqa: S608


def query_lists(sql: str, values: Sequence[Any]) -> dict[Any, list[Any]]:
    """What a SELECT of one column called `found` gives for each of these numbers, in one statement; nothing for NULL.

    Its `?` stands for the number. The database itself puts what it finds together, to one JSON array a number: row by
    row, their way into Python takes longer than the reading.
    """
    gathered, asked = "json_group_array(found)", f"VALUES {', '.join(['(?)'] * len(values))}"
    given: Sequence[Any] = values
    if is_postgres():
        gathered, asked = "CAST(json_agg(found) AS text)", "SELECT unnest(CAST(? AS integer[]))"
        given = [list(values)]
    each = f"(SELECT {gathered} FROM ({sql.replace('?', 'asked.value')}) one)"  # noqa: S608
    rows = query(f"WITH asked (value) AS ({asked}) SELECT value, {each} FROM asked", given)  # noqa: S608
    arrays = {value: array for value, array in rows if array and array != "[]"}
    return dict(zip(arrays, json.loads(f"[{','.join(arrays.values())}]"), strict=True))


def marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def slices(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + MOST_ROWS] for start in range(0, len(values), MOST_ROWS))


def between(column: str) -> str:
    """A condition with two `?`: from the one text on and before the other, by the letters' numbers on both databases.

    PostgreSQL would otherwise compare by the rules of the language that the database was made with.
    """
    return f"{column} ~>=~ ? AND {column} ~<~ ?" if is_postgres() else f"{column} >= ? AND {column} < ?"


def ordered(column: str) -> str:
    """The order that `between` cuts from."""
    return f"{column} USING ~<~" if is_postgres() else column


def row_lock() -> str:
    """What a SELECT ends with that keeps its rows from others; on SQLite a writing transaction has all of them."""
    return " FOR UPDATE" if is_postgres() else ""
