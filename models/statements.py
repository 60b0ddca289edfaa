"""How does the index send its statements to either database?"""

from __future__ import annotations

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


def marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def slices(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + MOST_ROWS] for start in range(0, len(values), MOST_ROWS))


def between(column: str) -> str:
    """A condition with two `?`: from the one text on and before the other, by the letters' numbers on both databases.

    PostgreSQL would otherwise compare by the rules of the language that the database was made with.
    """
    return f"{column} ~>=~ ? AND {column} ~<~ ?" if is_postgres() else f"{column} >= ? AND {column} < ?"


def row_lock() -> str:
    """What a SELECT ends with that keeps its rows from others; on SQLite a writing transaction has all of them."""
    return " FOR UPDATE" if is_postgres() else ""
