"""How does the index send its statements to either database?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from models.base import db, is_postgres

MOST_ROWS = 500  # of one statement that writes


def query(sql: str, values: Sequence[Any]) -> Any:
    """The rows that a statement with `?` for its values gives."""
    return db.execute_sql(sql.replace("?", db.param), tuple(values))


def run_each(sql: str, values: Sequence[tuple[Any, ...]]) -> None:
    """Run a statement once for each of these rows of values."""
    if values:
        db.cursor().executemany(sql.replace("?", db.param), values)


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


def query_lists(sql: str, values: Sequence[int]) -> dict[int, list[Any]]:
    """What a SELECT of one column called `found` gives for each of these numbers, in one statement.

    Its `?` stands for the number. A number without finds is left out.
    """
    sql = sql.replace("?", "asked.value")
    if is_postgres():
        each = f"COALESCE((SELECT CAST(json_agg(found) AS text) FROM ({sql}) one), '[]')"  # noqa: S608
        lists = _gathered(f"'[' || string_agg({each}, ',' ORDER BY place) || ']'", values)
    else:
        lists = _gathered(f"'[' || group_concat((SELECT json_group_array(found) FROM ({sql}) one)) || ']'", values)  # noqa: S608
    return {value: found for value, found in zip(values, lists, strict=True) if found}


def query_column(column: str, table: str, ids: Sequence[int]) -> dict[int, Any]:
    """This column of the rows with these ids, in one statement. An id without a row is left out."""
    rows = f"LEFT JOIN {table} ON {table}.id = asked.value"
    every = f"CAST(json_agg({column} ORDER BY place) AS text)" if is_postgres() else f"json_group_array({column})"
    found = _gathered(every, ids, rows)
    return {number: value for number, value in zip(ids, found, strict=True) if value is not None}


def _gathered(array: str, values: Sequence[int], joined: str = "") -> list[Any]:
    """A JSON array that SQL makes of these numbers, `asked.value`, in their order. The database itself puts everything
    together to one text: row by row, the way into Python takes longer than the reading.

    SQLite has no other order than that in which it reads one list of numbers, without groups; PostgreSQL is told it.
    """
    asked: Any = ("json_each(?) asked", str(list(values)))
    if is_postgres():
        asked = ("unnest(CAST(? AS integer[])) WITH ORDINALITY asked (value, place)", list(values))
    ((text,),) = query(f"SELECT {array} FROM {asked[0]} {joined}", [asked[1]])  # noqa: S608
    return list(json.loads(text or "[]"))


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
