"""Does a backup taken while people work hold everything, and does a restore give it back? On both databases."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from psycopg import sql

from config import ROOT, Config
from domain import calendars, events
from domain.accounts import addresses
from integrations import evidence as store
from integrations.archive import read_manifest, write_manifest
from jobs import lease
from models import AddressChange, Event, Evidence, Registration, User
from models.base import close, connect, db
from tests.conftest import POSTGRES
from tests.world import World

AT_ONCE = 3


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where backups lie: not in the instance folder."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture
def elsewhere(config: Config, shelf: Path) -> Iterator[Config]:
    """Another machine: an empty folder, and on PostgreSQL an empty database."""
    url = ""
    if POSTGRES:
        url = POSTGRES.replace("?", "_restored?", 1)
        name = sql.Identifier(url.split("?")[0].rsplit("/", 1)[1])
        with psycopg.connect(POSTGRES, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            server.execute(sql.SQL("CREATE DATABASE {}").format(name))
    (shelf / "elsewhere").mkdir()
    yield replace(config, instance=shelf / "elsewhere", database_url=url)
    close()
    connect(config.database)


def said(app: Flask, config: Config, *words: str) -> tuple[int, str]:
    """What the command says on the machine that is set up like this."""
    close()
    connect(config.database)
    app.config["DIBS"] = config
    done = app.test_cli_runner().invoke(args=[str(word) for word in words])
    return done.exit_code, done.output


def filing(world: World, number: int, until: threading.Event, done: list[str]) -> None:
    """One person files claims and proves them, one after the other. `done`: what was acknowledged."""
    ana, count = world.ana, 0
    client = world.sign_in(ana)
    while not until.is_set():
        draft = world.draft(ana, f"Werk {number} {count}")
        paper = {"files": (io.BytesIO(f"Offer {number} {count}".encode()), "offer.txt")}
        assert client.post(f"/registrations/{draft.code}/evidence", data=paper).status_code == 303
        done.append(draft.code)
        count += 1
    close()


@contextmanager
def at_work(world: World) -> Iterator[list[list[str]]]:
    """Several people at work. They end before another database is bound."""
    stop, done = threading.Event(), [[] for _ in range(AT_ONCE)]  # type: ignore[var-annotated]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        hands = [pool.submit(filing, world, number, stop, done[number]) for number in range(AT_ONCE)]
        try:
            yield done
        finally:
            stop.set()
    for hand in hands:
        hand.result()


def until(condition: Callable[[], object]) -> None:
    pause = threading.Event()
    for _ in range(2000):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("not within twenty seconds")


def sums(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_everything_acknowledged_before_is_there_after(
    world: World, config: Config, elsewhere: Config, shelf: Path
) -> None:
    with at_work(world) as hands:
        until(lambda: all(len(done) > 3 for done in hands))
        before = {code for done in hands for code in done}
        made = world.app.test_cli_runner().invoke(args=["backup", str(shelf / "saved")])
        assert made.exit_code == 0, made.output
        until(lambda: sum(map(len, hands)) > len(before) + 3)  # and nobody was stopped by it
    manifest = read_manifest(shelf / "saved")
    sent = sums(shelf / "saved" / "instance")
    status, text = said(world.app, elsewhere, "restore", shelf / "saved")
    assert status == 0, text
    assert {name: sha for name, sha in sums(elsewhere.instance).items() if not name.startswith("dibs.sqlite")} == sent
    close()
    connect(elsewhere.database)
    found = {row.code for row in Registration.select()}
    assert before <= found
    assert manifest.counts["registration"] == len(found)
    assert manifest.counts["event"] == Event.select().count()
    for subject, number in Event.select(Event.subject, Event.subject_id).distinct().tuples():
        assert events.first_broken(subject, number) is None
    papers = list(Evidence.select())
    assert len(papers) >= len(before)
    for paper in papers:
        path = store.path_of(elsewhere.evidence_folder, paper.partner_id, paper.sha256)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == paper.sha256
    close()
    connect(config.database)


@pytest.fixture
def saved(world: World, config: Config, shelf: Path) -> Path:
    """A backup of one proven claim."""
    draft = world.draft(world.ana)
    paper = {"files": (io.BytesIO(b"An offer"), "offer.txt")}
    world.sign_in(world.ana).post(f"/registrations/{draft.code}/evidence", data=paper)
    (config.instance / "secret.key").write_text("a secret of its own")
    assert said(world.app, config, "backup", shelf / "saved")[0] == 0
    return shelf / "saved"


def test_nobody_else_may_read_a_backup_or_what_was_restored(world: World, saved: Path, elsewhere: Config) -> None:
    assert said(world.app, elsewhere, "restore", saved)[0] == 0
    for top in (saved, elsewhere.instance):
        modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (top, *top.rglob("*"))}
        open_to_others = {path for path, mode in modes.items() if mode & 0o077}
        assert open_to_others == set()
    assert (elsewhere.instance / "secret.key").read_text() == "a secret of its own"


def test_a_backup_stands_under_its_name_only_when_it_is_whole(
    world: World, config: Config, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (shelf / "backups").mkdir()
    monkeypatch.setattr("integrations.archive.write_manifest", cut)
    status, text = said(world.app, config, "backup", shelf / "backups/night")
    assert status == 1
    assert "No space left" in text
    assert list((shelf / "backups").iterdir()) == []


def test_an_earlier_backup_is_never_written_over(world: World, config: Config, saved: Path) -> None:
    before = sums(saved)
    status, text = said(world.app, config, "backup", saved)
    assert status == 1
    assert "is there already" in text
    assert sums(saved) == before
    status, text = said(world.app, config, "backup", config.instance / "inside")
    assert "outside the instance folder" in text


def test_a_damaged_backup_is_refused_before_anything_is_touched(world: World, saved: Path, elsewhere: Config) -> None:
    """Another byte, a missing file, another word in the manifest: each by itself."""
    paper = next((saved / "instance/evidence").rglob("?" * 64))
    whole = paper.read_bytes()

    def refusal() -> str:
        status, text = said(world.app, elsewhere, "restore", saved)
        assert status == 1
        assert list(elsewhere.instance.iterdir()) == []
        return text

    paper.unlink()
    paper.write_bytes(whole[:-1] + b"x")
    assert "damaged" in refusal()
    paper.unlink()
    assert "missing" in refusal()
    paper.write_bytes(whole)
    assert said(world.app, elsewhere, "restore", "--check", saved)[0] == 0
    manifest = saved / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"event": ', '"event": 1'))
    assert "changed after the backup" in refusal()
    manifest.write_text("{")
    assert "cannot be read" in refusal()
    manifest.unlink()
    assert "holds no backup" in refusal()


@pytest.mark.parametrize("name", ["instance/../../outside", "instance/../app.py", "/etc/passwd"])
def test_a_path_that_leaves_the_backup_is_refused(
    world: World, saved: Path, elsewhere: Config, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    said_there = json.loads((saved / "manifest.json").read_text())
    said_there["files"][name] = ["0" * 64, 0]
    monkeypatch.setattr("integrations.archive._seal", lambda _: said_there["seal"])
    (saved / "manifest.json").write_text(json.dumps(said_there))
    status, text = said(world.app, elsewhere, "restore", saved)
    assert status == 1
    assert "lies outside the backup" in text


def test_a_portal_in_use_is_replaced_only_when_told_so_and_nothing_of_it_is_lost(
    world: World, saved: Path, elsewhere: Config
) -> None:
    assert said(world.app, elsewhere, "restore", saved)[0] == 0
    (elsewhere.instance / "evidence/later.txt").write_text("later")
    close()
    connect(elsewhere.database)
    lease.take("somebody", datetime.now(UTC))
    before = sums(elsewhere.instance)
    status, text = said(world.app, elsewhere, "restore", saved)
    assert status == 1
    assert "Dibs is running" in text
    lease.take("somebody", datetime.now(UTC) - timedelta(hours=1))
    status, text = said(world.app, elsewhere, "restore", saved)
    assert status == 1
    assert "--replace" in text
    assert set(sums(elsewhere.instance)) >= set(before) - {"dibs.sqlite-wal", "dibs.sqlite-shm"}
    status, text = said(world.app, elsewhere, "restore", "--replace", saved)
    assert status == 0, text
    (aside,) = elsewhere.instance.glob("before-restore-*")
    assert (aside / "evidence/later.txt").read_text() == "later"
    assert (aside / ("database.dump" if POSTGRES else "dibs.sqlite")).stat().st_size > 10_000
    assert not (elsewhere.instance / "evidence/later.txt").exists()


@pytest.mark.once
def test_a_database_outside_the_instance_folder_is_put_aside_where_it_is(
    world: World, saved: Path, elsewhere: Config, shelf: Path
) -> None:
    """Another folder, perhaps another disk: what stood there is moved, never written over."""
    (shelf / "volume").mkdir()
    kept = shelf / "volume/portal.sqlite"
    outside = replace(elsewhere, database_url=f"sqlite:///{kept}")
    assert said(world.app, outside, "restore", saved)[0] == 0
    close()
    connect(outside.database)
    lease.take("somebody", datetime.now(UTC) - timedelta(hours=1))
    close()
    with sqlite3.connect(kept) as later:
        later.execute("CREATE TABLE later (line TEXT)")
    later.close()
    status, text = said(world.app, outside, "restore", "--replace", saved)
    assert status == 0, text
    [aside] = (shelf / "volume").glob("before-restore-*")
    assert str(aside) in text
    assert stat.S_IMODE(aside.stat().st_mode) == 0o700
    for path, is_there in ((aside / "portal.sqlite", True), (kept, False)):
        with closing(sqlite3.connect(path)) as found:
            assert bool(found.execute("SELECT 1 FROM sqlite_master WHERE name = 'later'").fetchall()) is is_there


def test_a_manifest_that_does_not_list_the_database_is_refused(world: World, saved: Path, elsewhere: Config) -> None:
    """Whoever can write there could lay another database beside the list, of which no sum is known."""
    manifest = read_manifest(saved)
    name = "database.dump" if POSTGRES else "database.sqlite"
    left = {path: sum_ for path, sum_ in manifest.files.items() if path != name}
    write_manifest(saved, replace(manifest, files=left))
    status, text = said(world.app, elsewhere, "restore", saved)
    assert status == 1
    assert f"does not list the database, {name}" in text
    assert list(elsewhere.instance.iterdir()) == []
    assert said(world.app, elsewhere, "restore", "--check", saved)[0] == 1


def test_a_restore_that_was_cut_can_be_done_again(
    world: World, saved: Path, elsewhere: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr("integrations.dumps.put_back", cut)
        assert said(world.app, elsewhere, "restore", saved)[0] == 1
    assert (elsewhere.instance / "restore.unfinished").exists()
    status, text = said(world.app, elsewhere, "restore", saved)
    assert status == 0, text
    assert not (elsewhere.instance / "restore.unfinished").exists()


def test_a_backup_of_a_newer_release_or_another_database_is_refused(
    world: World, saved: Path, elsewhere: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commands.backups.newest_migration", lambda: "0001_initial")
    assert "newer Dibs" in said(world.app, elsewhere, "restore", saved)[1]
    monkeypatch.undo()
    other = (
        "sqlite:///" + str(elsewhere.instance / "other.sqlite") if POSTGRES else "postgresql://nobody@localhost/none"
    )
    world.app.config["DIBS"] = replace(elsewhere, database_url=other)
    done = world.app.test_cli_runner().invoke(args=["restore", str(saved)])
    assert "DATABASE_URL" in done.output


def test_it_says_what_is_not_in_it_and_what_to_set_again(
    world: World, config: Config, elsewhere: Config, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BASE_URL", "https://partners.example.com")
    monkeypatch.setenv("MAIL_URL", "smtp://me:hush@mail.example")
    _, text = said(world.app, config, "backup", shelf / "saved")
    assert "SECRET_KEY" in text
    assert "hush" not in (shelf / "saved/manifest.json").read_text()
    monkeypatch.delenv("MAIL_URL")
    _, text = said(world.app, elsewhere, "restore", shelf / "saved")
    assert "MAIL_URL" in text
    assert "BASE_URL" not in text
    assert "flask --app app migrate" in text


def test_a_row_whose_file_is_gone_is_told(world: World, config: Config, saved: Path, shelf: Path) -> None:
    shutil.rmtree(config.evidence_folder)
    done = said(world.app, config, "backup", shelf / "again")
    assert done[0] == 0
    assert "1 evidence file" in done[1]


WRITERS, LONGEST_STALL = 4, 0.05  # seconds

STALLED = """
import sys, threading, time
from models import JobRun
from models.base import close, connect, serialised
from datetime import UTC, datetime
connect(sys.argv[1])
stop, stalls = threading.Event(), []
def write(number):
    while not stop.wait(0.02):
        began = time.monotonic()
        with serialised("claims"):
            JobRun.insert(name=f"{number} {began}", ran_at=datetime.now(UTC)).execute()
        stalls.append(time.monotonic() - began)
    close()
hands = [threading.Thread(target=write, args=[number]) for number in range(int(sys.argv[2]))]
for hand in hands: hand.start()
print("at work", flush=True)
sys.stdin.readline()
stop.set()
for hand in hands: hand.join()
print(max(stalls))
"""


@pytest.mark.audit
@pytest.mark.alone
def test_a_backup_of_a_large_database_makes_no_writer_wait(world: World, config: Config, shelf: Path) -> None:
    """Four writers in a process of their own, a backup of 60 MB in another; the best of three: neighbours disturb."""
    db.execute_sql("CREATE TABLE ballast (line TEXT)")
    with db.atomic():
        for _ in range(60):
            db.execute_sql("INSERT INTO ballast (line) VALUES " + ",".join([f"('{'x' * 1000}')"] * 1000))
    close()
    environment = {**os.environ, "INSTANCE": str(config.instance), "DATABASE_URL": config.database_url}
    alone = _worst_stall(config, environment, None)
    worst = [_worst_stall(config, environment, shelf / str(number)) for number in range(3)]
    connect(config.database)
    db.execute_sql("DROP TABLE ballast")
    assert min(worst) <= max(LONGEST_STALL, 2 * alone), (alone, worst)


def _worst_stall(config: Config, environment: dict[str, str], to: Path | None) -> float:
    """Seconds, while a backup is made; without one: while a process starts, on a machine that may be busy anyway."""
    command = [sys.executable, "-c", STALLED, config.database, str(WRITERS)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writers:
        assert writers.stdout
        assert writers.stdout.readline() == "at work\n"
        flask = Path(sys.executable).with_name("flask")
        done = subprocess.run(
            [flask, "--app", "app", *(["backup", to] if to else ["--version"])],
            cwd=ROOT,
            env=environment,
            capture_output=True,
        )
        said = writers.communicate("\n")[0]
    assert done.returncode == 0, done.stderr
    return float(said)


def test_what_was_ended_since_the_backup_does_not_live_again(
    world: World, elsewhere: Config, config: Config, shelf: Path
) -> None:
    """Calendar addresses and links of a change of address, as well as sign-ins; and the rest is told."""
    key = calendars.subscribe(world.ana)
    addresses.ask(world.ana, "ana.novak@acme.example", "192.0.2.0/24")
    status, _ = said(world.app, config, "backup", shelf / "with-calendars")
    assert status == 0
    status, text = said(world.app, elsewhere, "restore", shelf / "with-calendars")
    assert status == 0, text
    assert "Recovery codes that were used since then work once more" in text
    close()
    connect(elsewhere.database)
    assert calendars.feed_of(key) is None
    assert not AddressChange.select().exists()
    assert User.select().where(User.email == world.ana.email).exists()
