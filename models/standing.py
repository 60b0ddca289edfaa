"""What does the database say of itself? Its schema, its care for commits, its clock."""

from __future__ import annotations

from datetime import UTC, datetime

from config import ROOT
from models.base import db, is_postgres, log_db


def known_migrations() -> list[str]:
    """Names of the migrations of this release, in order."""
    return sorted(path.stem for path in (ROOT / "migrations").glob("[0-9]*.py"))


def applied_migrations() -> list[str]:
    """Names of those that the database went through; none for an empty one. Raises `PeeweeException`."""
    if not db.table_exists("schema_migration"):
        return []
    return [str(name) for (name,) in db.execute_sql("SELECT name FROM schema_migration ORDER BY name").fetchall()]


def is_current() -> bool:
    """Can this release work with this database? Raises `PeeweeException`."""
    return applied_migrations() == known_migrations()


def care() -> dict[str, str]:
    """What the live connection for claims says of how it keeps them: setting -> value."""
    names = ("synchronous_commit", "fsync") if is_postgres() else ("synchronous", "journal_mode", "foreign_keys")
    verb = "SHOW" if is_postgres() else "PRAGMA"
    return {name: str(db.execute_sql(f"{verb} {name}").fetchone()[0]) for name in names}


CAREFUL = {
    "synchronous_commit": ("on", "remote_apply", "remote_write"), "fsync": ("on",),
    "synchronous": ("2", "3"), "journal_mode": ("wal",), "foreign_keys": ("1",),
}  # fmt: skip
"""The values with which nothing acknowledged is lost."""


def careless() -> dict[str, str]:
    """Settings of the connection that would lose what was acknowledged."""
    return {name: value for name, value in care().items() if value not in CAREFUL[name]}


def now() -> datetime | None:
    """The database's own time; None: it is on this machine and has no clock but ours."""
    if not is_postgres():
        return None
    said = log_db.execute_sql("SELECT clock_timestamp() AT TIME ZONE 'UTC'").fetchone()[0]
    return datetime.fromisoformat(str(said)).replace(tzinfo=UTC)
