"""Do migrations and models describe the same database, and does it refuse what must not be?"""

from __future__ import annotations

from pathlib import Path

import pytest
from peewee import DatabaseError

import models
from domain import events, moment
from migrations.runner import migrate_all
from models import Event, Registration, RulesVersion
from models.base import close, connect, db
from tests.world import MONDAY, World


def described(path: Path, *, by_migration: bool) -> list[tuple[str, ...]]:
    """Every table and index of a new SQLite database, as stored."""
    connect(f"sqlite:///{path}")
    if by_migration:
        migrate_all()
    else:
        db.create_tables(models.ALL)
    rows = db.execute_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    )
    found = sorted(tuple(map(str, row)) for row in rows if "migration" not in row[1])
    close()
    return found


def test_migrations_make_the_schema_of_the_models(tmp_path: Path) -> None:
    close()
    migrated = described(tmp_path / "a.sqlite", by_migration=True)
    assert migrated == described(tmp_path / "b.sqlite", by_migration=False)


def test_events_are_never_changed_or_removed(world: World) -> None:
    with moment.at(MONDAY), db.atomic():
        event = events.record("user.looked", world.ana)
    with pytest.raises(DatabaseError, match="never changed"):
        Event.update(name="user.other").where(Event.id == event.id).execute()
    with pytest.raises(DatabaseError, match="never changed"):
        Event.delete().where(Event.id == event.id).execute()


def test_a_version_of_the_rules_is_never_changed(world: World) -> None:
    with pytest.raises(DatabaseError, match="never changed"):
        RulesVersion.update(numbers={}).execute()


def test_a_filing_keeps_its_time_and_number(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana)
    with pytest.raises(DatabaseError, match="keeps its time"):
        Registration.update(claim_seq=99).where(Registration.id == claim.id).execute()


def test_a_tampered_history_is_found(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana)
    assert events.first_broken("registration", claim.id) is None
    _without_guard("event")
    Event.update(facts={"until": "2099-01-01"}).where(
        Event.subject_id == claim.id, Event.name == "registration.submitted"
    ).execute()
    broken = events.first_broken("registration", claim.id)
    assert broken is not None
    assert broken.name == "registration.submitted"


def _without_guard(table: str) -> None:
    """What somebody with the database's own password could do."""
    from models.base import is_postgres

    if is_postgres():
        db.execute_sql("SET session_replication_role = replica")  # ends with the connection, and so with the test
    else:
        db.execute_sql("DROP TRIGGER event_is_immutable_update")
