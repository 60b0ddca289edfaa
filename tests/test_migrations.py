"""Do migrations keep what is there? Each later one is applied to a database that the one before it filled."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from peewee import IntegrityError
from playhouse.migrations import Runner

from migrations import runner
from models import Evidence, Partner, Readout, Session, User
from models.base import close, connect, db
from tests.conftest import POSTGRES, _empty_postgres

AT = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)


@pytest.fixture
def first_release(tmp_path: Path, template: Path) -> None:
    """A database as the first release left it; on PostgreSQL the one of the tests, which the migration makes whole."""
    close()
    if POSTGRES:
        _empty_postgres()
    connect(POSTGRES or f"sqlite:///{tmp_path / 'old.sqlite'}")
    shutil.copy(runner.FOLDER / "0001_initial.py", tmp_path / "0001_initial.py")
    with db.connection_context():
        Runner(db.obj, directory=str(tmp_path)).up()


def test_evidence_of_the_first_release_is_to_be_read(first_release: None) -> None:
    partner = Partner.create(code="P-1", name="Acme", country="DE", city="Kassel", domain="acme.example", tier="silver",
                             joined_on=AT.date(), created_at=AT)  # fmt: skip
    ana = User.create(email="ana@acme.example", name="Ana", role="rep", partner=partner, created_at=AT)
    for number, removed_at in enumerate((None, AT, None)):
        Evidence.create(code=f"E-{number}", partner=partner, uploaded_by=ana, uploaded_at=AT, filename="a.eml",
                        kind="eml", size=1, sha256=str(number), removed_at=removed_at)  # fmt: skip
    assert runner.migrate_all()[0].startswith("0002")
    rows = list(Readout.select().order_by(Readout.id))
    assert {row.evidence.code for row in rows} == {"E-0", "E-2"}
    assert {(row.state, row.attempts, row.next_at, row.has_picture) for row in rows} == {("waiting", 0, AT, False)}
    assert [row.facts for row in rows] == [{}, {}]
    assert Readout.due(AT, 9) == rows
    Evidence.delete().where(Evidence.code == "E-0").execute()
    assert Readout.select().count() == 1, "what was read goes with the file"
    close()


def test_sessions_begin_anew_with_second_factors(first_release: None) -> None:
    """Whoever was signed in without one signs in again; the people stay as they were."""
    max_ = User.create(email="max@nordwind.example", name="Max", role="channel_manager", created_at=AT)
    moments = "'2027-03-08 09:00:00', '2027-03-08 09:00:00', '2027-04-07 09:00:00'"
    db.execute_sql(
        "INSERT INTO session (key_hash, user_id, created_at, last_seen_at, expires_at, agent) "
        f"VALUES ('old', {max_.id}, {moments}, 'Firefox')"
    )
    runner.migrate_all()
    assert (Session.select().count(), User.select().count()) == (0, 1)
    Session.create(key_hash="new", user=max_, created_at=AT, last_seen_at=AT, proved_at=AT, expires_at=AT)
    with pytest.raises(IntegrityError):
        Session.create(
            key_hash="x", user=max_, created_at=AT, last_seen_at=AT, proved_at=AT, expires_at=AT, awaits="nothing"
        )
    close()
