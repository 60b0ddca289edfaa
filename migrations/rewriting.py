"""How does a constraint of a table that is in use change? SQLite has no statement for it, PostgreSQL has.

SQLite: what stands in the schema is text, and a CHECK has no other trace in the file, so the text is changed in place
("Making Other Kinds Of Table Schema Changes", sqlite.org/lang_altertable.html). Inside the migration's transaction.
"""

from __future__ import annotations

from typing import Any

from peewee import PostgresqlDatabase


def checks(db: Any, table: str, changes: dict[str, tuple[str, str]]) -> None:
    """PostgreSQL's name of each constraint -> what it says now and what it shall say. Raises `LookupError`: not there."""
    if not _is_postgres(db):
        _rewrite(db, table, dict(changes.values()))
        return
    for name, (_, new) in changes.items():
        db.execute_sql(f'ALTER TABLE "{table}" DROP CONSTRAINT {name}')
        db.execute_sql(f'ALTER TABLE "{table}" ADD CONSTRAINT {name} {new}')


def added(db: Any, table: str, column: str) -> None:
    """A text column that every row has, empty in those that are there; new rows have to say it, as the models do."""
    db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" TEXT NOT NULL DEFAULT \'\'')
    if _is_postgres(db):
        db.execute_sql(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" DROP DEFAULT')
        return
    db.execute_sql(f'UPDATE "{table}" SET "{column}" = \'\'')  # into the rows: without a default they would have NULL
    _rewrite(db, table, {f"\"{column}\" TEXT NOT NULL DEFAULT ''": f'"{column}" TEXT NOT NULL'})


def _rewrite(db: Any, table: str, changes: dict[str, str]) -> None:
    ((text,),) = db.execute_sql("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchall()
    for old, new in changes.items():
        if text.count(old) != 1:
            raise LookupError(f"{table} does not say {old!r} once")
        text = text.replace(old, new)
    version = db.execute_sql("PRAGMA schema_version").fetchone()[0]
    db.execute_sql("PRAGMA writable_schema = 1")
    db.execute_sql("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (text, table))
    db.execute_sql(f"PRAGMA schema_version = {version + 1}")
    db.execute_sql("PRAGMA writable_schema = 0")


def _is_postgres(db: Any) -> bool:
    return isinstance(getattr(db, "obj", db), PostgresqlDatabase)
