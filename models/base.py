"""How do rows reach the database? The binding, the field types and the lock that all models share."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import peewee
from peewee import DatabaseProxy, DateTimeField, PostgresqlDatabase, SqliteDatabase

from models.context import Postgresql, Sqlite

db = DatabaseProxy()
"""Claims, decisions, everything that was acknowledged: `synchronous=FULL`."""

log_db = DatabaseProxy()
"""A second connection to the same database for check log and budgets: `synchronous=NORMAL`.
Never write to it inside a transaction of `db`: on SQLite the two would wait for each other."""

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "mmap_size": 268_435_456,
    "cache_size": -16_000,
    "secure_delete": 1,
}
BUSY_SECONDS = 15


LONGEST_WAIT = timedelta(hours=13)
"""Nothing that is tried again waits longer."""


def has_come(field: Any, now: datetime) -> Any:
    """The moment until which a row waits has come; or is so far off that a clock was wrong when it was noted."""
    return (field <= now) | (field > now + LONGEST_WAIT)


class Model(peewee.Model):
    id: peewee.AutoField[int]

    class Meta:
        database = db
        legacy_table_names = False


class UtcDateTime(DateTimeField):
    """A moment. Aware in Python, naive UTC in both databases, so that both compare and return it alike."""

    def db_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError("a moment needs a time zone")
            return value.astimezone(UTC).replace(tzinfo=None)
        return super().db_value(value)  # type: ignore[no-untyped-call]

    def python_value(self, value: Any) -> datetime | None:
        moment = super().python_value(value)  # type: ignore[no-untyped-call]
        return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else None


def connect(url: str) -> None:
    """Bind all models to the database at `url` (sqlite:///path or postgresql://…)."""
    if url.startswith("sqlite:///"):
        path = url.removeprefix("sqlite:///")
        db.initialize(_sqlite(path, synchronous=2))
        log_db.initialize(_sqlite(path, synchronous=1))
    else:
        db.initialize(_postgres(url))
        log_db.initialize(_postgres(url, options="-c synchronous_commit=off"))


def close() -> None:
    """Close this thread's connections, if any are open."""
    for database in (db, log_db):
        if database.obj is not None and not database.is_closed():
            database.close()


def is_postgres() -> bool:
    return isinstance(db.obj, PostgresqlDatabase)


@contextmanager
def serialised(name: str) -> Iterator[None]:
    """One transaction at a time under this name, over all threads, processes and hosts.

    SQLite: IMMEDIATE, so there is one writer anyway. PostgreSQL: an advisory lock that ends with the transaction.
    """
    with db.atomic():
        if is_postgres():
            db.execute_sql("SELECT pg_advisory_xact_lock(%s)", (zlib.crc32(name.encode()),))
        yield


@contextmanager
def relaxed() -> Iterator[None]:
    """Commits of this thread need not wait for the disk: for what can be brought again from a file, never for claims.

    A power cut may lose them, but tears nothing. Not inside a transaction.
    """
    on, off = ("SET synchronous_commit TO off", "RESET synchronous_commit") if is_postgres() else (
        "PRAGMA synchronous = 1", "PRAGMA synchronous = 2",
    )  # fmt: skip
    db.execute_sql(on)
    try:
        yield
    finally:
        db.execute_sql(off)


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read within is of one moment, on each connection; nobody waits for it. Not inside a transaction."""
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if is_postgres() else "BEGIN DEFERRED"
    for database in (db, log_db):
        database.execute_sql(begin)
    try:
        yield
    finally:
        for database in (db, log_db):
            database.execute_sql("ROLLBACK")


def settle() -> None:
    """Bring what was deleted out of the write-ahead log, so that the disk holds it no longer. Not in a transaction.

    SQLite overwrites what is deleted (`secure_delete`); PostgreSQL gives the room back when it vacuums.
    """
    if not is_postgres():
        db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _sqlite(path: str, synchronous: int) -> SqliteDatabase:
    pragmas = {**SQLITE_PRAGMAS, "synchronous": synchronous}
    return Sqlite(path, pragmas=pragmas, timeout=BUSY_SECONDS, lock_type="IMMEDIATE", check_same_thread=False)


def _postgres(url: str, **extra: str) -> PostgresqlDatabase:
    parts = urlsplit(url)
    settings: dict[str, Any] = {
        "host": parts.hostname, "port": parts.port, "user": parts.username, "password": parts.password,
        **dict(parse_qsl(parts.query)), **extra,
    }  # fmt: skip
    given = {key: value for key, value in settings.items() if value}
    return Postgresql(parts.path.lstrip("/"), prefer_psycopg3=True, **given)
