"""Do migrations keep what is there? Each later one is applied to a database that the one before it filled."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from peewee import IntegrityError
from playhouse.migrations import Runner

from migrations import runner
from models import Delivery, Event, Evidence, Partner, Readout, RecoveryCode, Session, User
from models.base import close, connect, db
from tests.conftest import POSTGRES
from tests.postgres import drop_all

AT = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)


@pytest.fixture
def first_release(tmp_path: Path, template: Path) -> None:
    """A database as the first release left it; on PostgreSQL the one of the tests, which the migration makes whole."""
    close()
    if POSTGRES:
        drop_all(POSTGRES)
    connect(POSTGRES or f"sqlite:///{tmp_path / 'old.sqlite'}")
    shutil.copy(runner.FOLDER / "0001_initial.py", tmp_path / "0001_initial.py")
    with db.connection_context():
        Runner(db.obj, directory=str(tmp_path)).up()


def test_evidence_of_the_first_release_is_to_be_read(first_release: None) -> None:
    partner = partner_of_the_first_release()
    ana = _person_of_the_first_release("ana@acme.example", "rep", partner)
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


def test_people_of_the_first_release_have_no_team_and_a_new_role_is_taken(first_release: None) -> None:
    partner = partner_of_the_first_release()
    ana = _person_of_the_first_release("ana@acme.example", "rep", partner)
    file = Evidence.create(code="E-1", partner=partner, uploaded_by=ana, uploaded_at=AT, filename="a.eml", kind="eml",
                           size=1, sha256="1")  # fmt: skip
    runner.migrate_all()
    assert (User.get_by_id(ana.id).team, User.get_by_id(ana.id).role) == ("", "rep")
    User.update(role="reader", sees="team", team="North").where(User.id == ana.id).execute()
    for wrong in ({"role": "owner"}, {"sees": "all"}, {"team": None}, {"role": "director"}):
        with pytest.raises(IntegrityError), db.atomic():
            User.update(**wrong).where(User.id == ana.id).execute()
    assert Evidence.get_by_id(file.id).uploaded_by == ana, "nothing that hangs on a person was lost"
    if not POSTGRES:
        assert db.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute_sql("PRAGMA foreign_key_check").fetchall() == []
    close()


def test_short_recovery_codes_end_and_what_was_used_stays_used(first_release: None, tmp_path: Path) -> None:
    partner = partner_of_the_first_release()
    ana = _person_of_the_first_release("ana@acme.example", "rep", partner)
    folder = tmp_path / "until"
    folder.mkdir()
    for path in sorted(runner.FOLDER.glob("00*.py")):
        if path.stem < "0020":
            shutil.copy(path, folder / path.name)
    Runner(db.obj, directory=str(folder)).up()
    for number, used_at in enumerate((None, AT)):
        RecoveryCode.create(user=ana, code_hash=str(number), created_at=AT, used_at=used_at)
    assert runner.migrate_all()[0].startswith("0020")
    assert [row.code_hash for row in RecoveryCode.select()] == ["1"]
    assert Partner.get().name == "Acme"
    assert "is_trained" not in {column.name for column in db.get_columns("partner")}
    close()


def partner_of_the_first_release() -> Partner:
    values = {
        "code": "P-1", "name": "Acme", "country": "DE", "city": "Kassel", "domain": "acme.example", "tier": "silver",
        "territory": "", "status": "active", "is_trained": True, "joined_on": AT.date().isoformat(),
        "created_at": AT.isoformat(" "),
    }  # fmt: skip
    names, marks = ", ".join(values), ", ".join([db.param] * len(values))
    db.execute_sql(f"INSERT INTO partner ({names}) VALUES ({marks})", tuple(values.values()))
    return Partner.get()


def _person_of_the_first_release(email: str, role: str, partner: Partner | None = None) -> User:
    """As a row of that time: the model has more columns by now."""
    values = {
        "code": email, "email": email, "name": "Ana", "role": role, "sees": "company",
        "partner_id": partner and partner.id,
        "locale": "en", "is_active": True, "last_line": "", "created_at": AT.isoformat(" "),
    }  # fmt: skip
    names, marks = ", ".join(values), ", ".join([db.param] * len(values))
    db.execute_sql(f'INSERT INTO "user" ({names}) VALUES ({marks})', tuple(values.values()))
    return User(id=db.execute_sql('SELECT id FROM "user" ORDER BY id DESC').fetchone()[0])


def test_deliveries_of_the_first_release_stay_and_may_go_to_applicants_from_then_on(first_release: None) -> None:
    ana = _person_of_the_first_release("ana@nordwind.example", "director")
    event = Event.create(at=AT, name="user.looked", subject="user", subject_id=ana.id, entry="e")
    names = "event_id, channel, recipient_id, state, attempts, next_at, pending_since, message_id, error, is_fallback"
    given = (event.id, ana.id, AT.replace(tzinfo=None), AT.replace(tzinfo=None))
    mark = "%s" if POSTGRES else "?"
    values = f"{mark}, 'mail', {mark}, 'failed', 3, {mark}, {mark}, 'm-1', 'no such box', {'false' if POSTGRES else 0}"
    db.execute_sql(f"INSERT INTO delivery ({names}) VALUES ({values})", given)
    runner.migrate_all()
    [row] = Delivery.with_event()
    assert (row.reader, row.event, row.state, row.attempts, row.next_at) == (ana, event, "failed", 3, AT)
    assert (row.message_id, row.error, row.application) == ("m-1", "no such box", None)
    with pytest.raises(IntegrityError), db.atomic():
        Delivery.update(recipient=None).where(Delivery.id == row.id).execute()  # a mail to nobody
    close()


def test_sessions_begin_anew_with_second_factors(first_release: None) -> None:
    """Whoever was signed in without one signs in again; the people stay as they were."""
    max_ = _person_of_the_first_release("max@nordwind.example", "channel_manager")
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
