"""Does the doctor find each thing that is wrong, name its remedy, and say by its exit code that something is?"""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from domain.wellness.words import TOPICS, TROUBLES
from integrations import evidence as store
from integrations import machine, private
from jobs import lease, running
from models import Certificate, Delivery, Event, Evidence, standing
from models.base import close, connect, db, is_postgres
from tests.clamd import nobody, scanning
from tests.world import World

PLACE = "https://partners.example.com"


@pytest.fixture
def doctor(world: World, config: Config, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """What it says when set up like this. A clock is at work, and fonts are there."""
    private.own(config.instance)
    lease.take("a clock", datetime.now(UTC))
    monkeypatch.setattr(machine, "FONTS", ())
    monkeypatch.setitem(standing.CAREFUL, "fsync", ("on", "off"))  # the tests' own PostgreSQL outlives nothing

    def ask(*words: str, **settings: object) -> tuple[int, str]:
        world.app.config["DIBS"] = replace(config, **({"secret_key": "x" * 32} | settings))  # type: ignore[arg-type]
        done = world.app.test_cli_runner().invoke(args=["doctor", *words])
        return done.exit_code, done.output

    return ask


def test_a_portal_that_is_well_is_told_topic_by_topic(doctor: Callable[..., tuple[int, str]]) -> None:
    status, text = doctor()
    assert "WRONG" not in text
    assert status == 0, text
    assert text.count("\n") == len(TOPICS)
    assert "NOTE   Mail server" in text


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"base_url": "http://partners.example.com"}, "without TLS"),
        ({"base_url": PLACE}, "TRUSTED_PROXIES is 0"),
        ({"host": "0.0.0.0"}, "BASE_URL is not set"),
        ({"secret_key": "short"}, "only 5 characters"),
        ({"signing_file": "/nowhere/key.p12"}, "SIGNING_FILE"),
    ],
)
def test_settings_that_do_not_work_are_wrong(
    doctor: Callable[..., tuple[int, str]], settings: dict[str, object], says: str
) -> None:
    status, text = doctor(**settings)
    assert status == 1
    assert says in next(line for line in text.splitlines() if line.startswith("WRONG"))


def test_a_proxy_that_can_be_passed_is_worth_a_note(doctor: Callable[..., tuple[int, str]]) -> None:
    status, text = doctor(base_url=PLACE, trusted_proxies=1, host="0.0.0.0")
    assert status == 0
    assert "can claim any address" in text
    assert doctor(base_url=PLACE, trusted_proxies=1, clamav="")[1].count("NOTE") == 2  # mail server, scanner


def test_a_mail_server_is_greeted_and_not_troubled(doctor: Callable[..., tuple[int, str]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    status, text = doctor(mail_url=f"smtp://me:hush@127.0.0.1:{port}")
    assert status == 1
    assert "Mail server: It cannot be reached" in text
    assert "hush" not in text


def test_files_that_others_may_read_are_named(doctor: Callable[..., tuple[int, str]], config: Config) -> None:
    config.instance.chmod(0o755)
    status, text = doctor()
    assert (status, "Others on this machine may read" in text) == (1, True)


def test_creating_the_application_closes_them(config: Config) -> None:
    key = config.instance / "secret.key"
    key.write_text("x")
    key.chmod(0o644)
    config.instance.chmod(0o755)
    private.own(config.instance)
    assert list(private.open_to_others(config.instance)) == []
    (config.instance / "later").write_text("x")
    (config.instance / "made").mkdir()
    assert list(private.open_to_others(config.instance)) == []


def test_no_room_is_told_before_filings_fail(
    doctor: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch, config: Config
) -> None:
    monkeypatch.setattr(machine, "LOW", 1 << 62)
    assert doctor()[0] == 0
    monkeypatch.setattr(machine, "FULL", 1 << 62)
    status, text = doctor()
    assert (status, "Make room now" in text) == (1, True)
    (config.instance / "restore.unfinished").touch()
    assert "A restore was begun" in doctor()[1]


def test_a_still_clock_failed_jobs_and_late_mails(doctor: Callable[..., tuple[int, str]], world: World) -> None:
    now = datetime.now(UTC)
    world.file(world.ana)
    Delivery.update(pending_since=now - timedelta(hours=2)).execute()
    running.note("expiry", now, 0, "ValueError: no such day")
    lease.take("a clock", now - timedelta(hours=1))
    status, text = doctor()
    assert status == 1
    for says in ("No clock is at work", "expiry failed: ValueError", "Waiting for more than an hour"):
        assert says in text
    Delivery.update(state="failed").where(Delivery.channel == "mail").execute()
    assert "Could not be sent: " in doctor()[1]


def test_a_certificate_that_waits_is_told(doctor: Callable[..., tuple[int, str]], world: World) -> None:
    claim, now = world.file(world.ana), datetime.now(UTC)
    Certificate.create(registration=claim, revision=1, verify_code="C-1", facts={}, protected_until=now,
                       requested_at=now - timedelta(hours=1), next_at=now)  # fmt: skip
    assert "more than ten minutes" in doctor()[1]


def test_missing_damaged_and_unknown_evidence(
    doctor: Callable[..., tuple[int, str]], world: World, config: Config
) -> None:
    draft = world.draft(world.ana)
    for number in range(3):
        paper = {"files": (io.BytesIO(f"An offer {number}".encode()), "offer.txt")}
        world.sign_in(world.ana).post(f"/registrations/{draft.code}/evidence", data=paper)
    assert doctor()[0] == 0
    papers = [
        store.path_of(config.evidence_folder, row.partner_id, row.sha256)
        for row in Evidence.select().order_by(Evidence.id)
    ]
    papers[0].unlink()
    papers[1].write_bytes(b"Another offer")
    Path(f"{papers[2].parent}/{'0' * 64}").write_bytes(b"nobody's")
    status, text = doctor()
    assert status == 1
    assert "Files on record that are not in the instance folder: 1" in text
    assert "Files that belong to no record: 1" in text
    assert "not what was uploaded" not in text
    assert "Files that are not what was uploaded: 1" in _without_press(doctor)


def _without_press(doctor: Callable[..., tuple[int, str]]) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine.Press, "to_pdf", lambda *_: b"")
        return doctor("--deep")[1]


def test_a_history_changed_from_outside_is_found(doctor: Callable[..., tuple[int, str]], world: World) -> None:
    world.file(world.ana)
    event = Event.select().where(Event.subject == "registration").order_by(Event.id).first()
    if is_postgres():
        db.execute_sql("SET session_replication_role = replica")
    else:
        db.execute_sql("DROP TRIGGER event_is_immutable_update")
    Event.update(name="registration.approved").where(Event.id == event.id).execute()
    if is_postgres():
        db.execute_sql("SET session_replication_role = origin")
    status, text = doctor()
    assert status == 1
    assert f"The history of registration {event.subject_id} was changed from outside, from event {event.id} on" in text


def test_a_release_that_does_not_fit_the_database(
    doctor: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = standing.known_migrations()
    with monkeypatch.context() as newer:
        newer.setattr(standing, "known_migrations", lambda: [*known, "0099_next"])
        assert "missing: 1, the first is 0099_next" in doctor()[1]
    with monkeypatch.context() as older:
        older.setattr(standing, "known_migrations", lambda: known[:-1])
        status, text = doctor()
    assert (status, "made by a newer release" in text) == (1, True)


def test_a_database_that_is_away_is_one_trouble(world: World, config: Config) -> None:
    close()
    connect("postgresql://nobody@127.0.0.1:1/none")
    world.app.config["DIBS"] = replace(config, secret_key="x" * 32)
    done = world.app.test_cli_runner().invoke(args=["doctor"])
    connect(config.database)
    assert done.exit_code == 1
    assert done.output.count("cannot be reached") == 1


def test_every_word_of_the_doctor_can_be_said(world: World) -> None:
    """Values that a sentence asks for and nobody gives would show only on the worst of days."""
    values = dict.fromkeys(
        (
            "error",
            "name",
            "value",
            "count",
            "free",
            "place",
            "folder",
            "day",
            "address",
            "host",
            "names",
            "event",
            "seconds",
        ),
        1,
    )
    for trouble in TROUBLES.values():
        assert trouble.says % values
        assert trouble.remedy % values or not trouble.is_wrong


def test_commits_that_do_not_wait_for_the_disk_are_wrong(
    doctor: Callable[..., tuple[int, str]], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "care", lambda: {"synchronous": "1", "journal_mode": "wal"})
    assert "synchronous is 1: a power cut could lose" in doctor()[1]


def test_a_scanner_is_asked_who_it_is_and_how_old_its_list(doctor: Callable[..., tuple[int, str]]) -> None:
    today = f"{datetime.now(UTC):%a %b %d %H:%M:%S %Y}"
    with scanning(day=today) as well, scanning(day="Mon Jan  4 07:30:00 2021") as old, scanning("babbles") as odd:
        assert "ok     Virus scanner" in doctor(clamav=well.address)[1]
        status, text = doctor(clamav=old.address)
        assert (status, "NOTE   Virus scanner: Its list of viruses is of 2021-01-04." in text) == (0, True)
        assert well.seen == []
        assert "it is no clamd" in doctor(clamav=odd.address)[1]
    status, text = doctor(clamav=nobody())
    assert status == 1
    assert "WRONG  Virus scanner: It does not answer" in text
    assert "Start clamd, or correct CLAMAV." in text
