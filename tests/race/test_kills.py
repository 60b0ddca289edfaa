"""Web processes are killed while eight partners file, each again under the same key: is anything lost or doubled?

Through the real server on either database; a kill every few seconds. `KILL_OPERATIONS` says how many filings: 25,000
take a quarter of an hour, fewer keep the audit short.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from config import Config
from domain import moment, reindexing
from domain.accounts import open_session
from models import Event, Partner, Registration, Session
from models.base import db, is_postgres
from tests.bin.serving import Server, portal
from tests.domain.registrations.spellings import rivals
from tests.race.history import Asked, Row, faults
from tests.race.test_first_to_file import Browser
from tests.world import World

CLIENTS, PROCESSES = 8, 3
OPERATIONS = int(os.environ.get("KILL_OPERATIONS", "3000"))
KILLS = 30
PAUSE = (2.0, 5.0)
"""Seconds between two kills: a process that dies younger than ten seconds is replaced after a pause."""


@dataclass
class Told:
    """What happened: every answer, how many errors clients saw, how many processes were killed."""

    asked: list[Asked]
    errors: Counter[str]
    kills: int


@pytest.mark.audit
@pytest.mark.parametrize(
    ("application", "operations"),
    [("app:create_app()", OPERATIONS), ("tests.race.jumping:create_app()", OPERATIONS // 5)],
    ids=["clock", "jumping clock"],
)
def test_nothing_acknowledged_is_lost_or_doubled(
    config: Config, world: World, tmp_path: Path, application: str, operations: int
) -> None:
    people = rivals(CLIENTS)
    Partner.update(open_claim_cap=1_000_000).execute()
    browsers = [Browser(0, {"dibs": open_session(person, "kills")}) for person in people]
    Session.update(expires_at=moment.now() + timedelta(days=20)).execute()
    with portal(config, tmp_path / "serving", app=application, WORKERS=str(PROCESSES), THREADS="4") as server:
        told = _told(server, browsers, operations)
    rows = _rows()
    assert len(told.asked) == operations
    assert list(faults(told.asked, rows))[:10] == []
    assert not {error for error in told.errors if error.startswith("status 4")}, told.errors
    assert told.kills >= KILLS * operations // 25_000, told
    assert list(reindexing.faults())[:10] == [], "the index of names holds what the order of claims holds"
    assert told.errors, "no client noticed any kill: nothing was tried"
    if not is_postgres():
        assert db.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)


def _told(server: Server, browsers: list[Browser], operations: int) -> Told:
    told, stop = Told([], Counter(), 0), threading.Event()
    killer = threading.Thread(target=_kill, args=(server, stop, told))
    with ThreadPoolExecutor(len(browsers)) as pool:
        done: list[Future[None]] = []
        for number, browser in enumerate(browsers):
            browser.port = server.port
            browser.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            browser.open_form()
            done.append(pool.submit(_file_all, browser, number, operations // len(browsers), told))
        killer.start()
        try:
            for one in done:
                one.result()
        finally:
            stop.set()
            killer.join()
    return told


def _kill(server: Server, stop: threading.Event, told: Told) -> None:
    """Any web process; now and then the generation, and with it all of them."""
    rng = random.Random(7)
    while not stop.wait(rng.uniform(*PAUSE)):
        people = server.people()
        wanted = "dibs-generation" if told.kills % 10 == 9 else "dibs-web"
        victims = sorted(number for number, name in people.items() if name.startswith(wanted))
        if victims:
            with suppress(ProcessLookupError):
                os.kill(rng.choice(victims), signal.SIGKILL)
                told.kills += 1


def _file_all(browser: Browser, number: int, count: int, told: Told) -> None:
    for account in range(count):
        key = f"kill {number} {account}"
        began = time.monotonic()
        code = _filed(browser, _form(browser, key, account), told.errors)
        told.asked.append(Asked(key, f"Account {account}", began, time.monotonic(), code))


def _filed(browser: Browser, form: str, errors: Counter[str]) -> str:
    """The code of the claim, asked for again with the same key until there is an answer."""
    for _ in range(600):
        try:
            answer, _text = browser.ask("POST", "/registrations", form)
        except (OSError, http.client.HTTPException) as error:
            errors[type(error).__name__] += 1
            browser.connection.close()
            time.sleep(0.05)
            continue
        if answer.status == 303:
            return answer.headers["Location"].rsplit("/", 1)[-1]
        errors[f"status {answer.status}"] += 1
        time.sleep(0.1)
    raise AssertionError(f"no answer: {errors}")


def _form(browser: Browser, key: str, account: int) -> str:
    today, name = moment.now().date(), _name(account)
    return urlencode({
        "csrf_token": browser.token, "key": key, "company": name, "domain": f"www.{name.split()[0].lower()}.example",
        "country": "DE", "contact_name": "Irene Thoma", "product_line": "flow", "value_band": "15k_to_40k",
        "relation": "new", "project": f"Account {account}",
        "expected_close_on": (today + timedelta(days=60)).isoformat(),
        "first_contact_on": (today - timedelta(days=9)).isoformat(),
    })  # fmt: skip


def _name(account: int) -> str:
    """A name like no other: two accounts that look alike would stand in each other's way."""
    rng = random.Random(account)
    word = "".join(rng.choice("bdfgklmnprstvwz") + rng.choice("aeiou") for _ in range(6))
    return f"{word.title()} Werke"


def _rows() -> list[Row]:
    events = defaultdict(list)
    for subject, name in Event.select(Event.subject_id, Event.name).where(Event.subject == "registration").tuples():
        events[subject].append(name)
    filed = Registration.select().where(Registration.idempotency_key.startswith("kill "))
    return [
        Row(row.idempotency_key, row.project, row.code, row.claim_seq, row.is_protected, tuple(events[row.id]))
        for row in filed.order_by(Registration.id)
    ]


# the checker


@pytest.fixture
def history() -> tuple[list[Asked], list[Row]]:
    """Three filings of two accounts, one after the other, as they should be."""
    asked = [Asked(f"k{n}", account, n, n + 0.5, f"DR-{n}") for n, account in enumerate(("A", "A", "B"))]
    rows = [
        Row(one.key, one.account, one.code, n, n != 1, (f"registration.{'refused' if n == 1 else 'submitted'}",))
        for n, one in enumerate(asked)
    ]
    return asked, rows


def test_a_right_history_has_no_faults(history: tuple[list[Asked], list[Row]]) -> None:
    assert list(faults(*history)) == []


def test_a_lost_acknowledgement_is_found(history: tuple[list[Asked], list[Row]]) -> None:
    asked, rows = history
    assert list(faults(asked, [row for row in rows if row.code != "DR-1"])) == ["lost: DR-1"]


def test_a_doubled_filing_is_found(history: tuple[list[Asked], list[Row]]) -> None:
    asked, rows = history
    twin = replace(rows[1], code="DR-9", seq=3)
    assert list(faults(asked, [*rows, twin])) == ["doubled key: k1"]


def test_a_wrong_winner_is_found(history: tuple[list[Asked], list[Row]]) -> None:
    asked, rows = history
    rows[0], rows[1] = replace(rows[0], is_protected=False), replace(rows[1], is_protected=True)
    assert list(faults(asked, rows)) == ["wrong winner on A: ['DR-1'], not DR-0"]
    rows[0] = replace(rows[0], is_protected=True)
    assert len(list(faults(asked, rows))) == 1, "two winners"


def test_an_order_turned_round_and_a_filing_without_event_are_found(history: tuple[list[Asked], list[Row]]) -> None:
    asked, rows = history
    rows[1], rows[2] = replace(rows[1], seq=2), replace(rows[2], seq=1)
    assert ["turned round" in fault for fault in faults(asked, rows)] == [True]
    rows[1], rows[2] = replace(rows[1], seq=1), replace(rows[2], seq=2, events=())
    assert list(faults(asked, rows)) == ["0 events of filing DR-2"]
