"""Does any request bring the portal down, or show its insides? Ten thousand to the application, thousands as bytes."""

from __future__ import annotations

import os
import random
import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from config import Config
from domain import moment
from domain.accounts import open_session
from models.base import close
from tests.attacks.broken import environment, raw
from tests.bin.serving import Server, portal, serving
from tests.forms import Form, afresh, all_forms
from tests.full import NOW, Full
from tests.world import World

REQUESTS = int(os.environ.get("MALFORMED_REQUESTS", "10000"))
RAW = int(os.environ.get("MALFORMED_RAW", "6000"))
SEED = 20270308
PEOPLE = ("ana", "ben", "rita", "max", "dora", "ada")
INSIDES = (b"Traceback", b"peewee", b"werkzeug", b"jinja2", b"sqlite3", b"psycopg", b"SELECT ")

pytestmark = [pytest.mark.audit, pytest.mark.once]


@pytest.fixture(scope="module")
def forms(full: Full) -> list[Form]:
    full.world.app.config["PROPAGATE_EXCEPTIONS"] = False
    with moment.at(NOW):
        return all_forms(full.world.app, full)


def answered(app: Flask, environ: dict[str, Any]) -> tuple[int, bytes]:
    """Status and body, as a server reads them: to the end, and closed."""
    told: list[str] = []

    def start(status: str, heads: list[tuple[str, str]], *_: Any) -> Any:
        told.append(status)
        assert all("\n" not in f"{name}{value}" and "\r" not in f"{name}{value}" for name, value in heads), heads
        return lambda piece: None

    pieces = app.wsgi_app(environ, start)
    try:
        content = b"".join(pieces)
    finally:
        if hasattr(pieces, "close"):
            pieces.close()
    return int(told[-1].split()[0]), content


def fault(app: Flask, environ: dict[str, Any], statuses: Counter[int]) -> str:
    """What is wrong with the answer; "" for nothing. An error that comes through is one of the worst."""
    try:
        status, content = answered(app, environ)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    statuses[status] += 1
    said = [word.decode() for word in INSIDES if word in content]
    return f"{status}" if status >= 500 else f"says {said}" if said else ""


def tried(app: Flask, full: Full, forms: list[Form], count: int) -> tuple[list[str], Counter[int]]:
    rng, faults, statuses = random.Random(SEED), [], Counter[int]()
    for number in range(count):
        if number % 50 == 0:
            afresh()
            keys = [open_session(getattr(full.world, who), "malformed") for who in PEOPLE]
        environ = environment(rng, full, forms, keys)
        if wrong := fault(app, environ, statuses):
            told = {name: value for name, value in environ.items() if isinstance(value, str)}
            faults.append(f"request {number}: {wrong}: {told}"[:1500])
    return faults, statuses


def test_ten_thousand_malformed_requests_are_answered(full: Full, forms: list[Form]) -> None:
    with moment.at(NOW):
        faults, statuses = tried(full.world.app, full, forms, REQUESTS)
    assert faults[:10] == []
    assert {200, 303, 400, 404, 422} <= statuses.keys(), statuses
    assert statuses[404] + statuses[405] < REQUESTS / 2, statuses


def test_planted_faults_are_found(full: Full, forms: list[Form]) -> None:
    """One that breaks, one that shows its insides, one that lets a line into its heads."""
    app = create_app(full.config)
    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/breaks", "breaks", lambda: str(1 // 0))
    app.add_url_rule("/shows", "shows", lambda: "Traceback (most recent call last)")
    inner = app.wsgi_app
    app.wsgi_app = lambda environ, start: (  # type: ignore[method-assign]
        inner(environ, lambda status, heads, *rest: start(status, [*heads, ("X", "a\nb")], *rest))
        if environ["PATH_INFO"] == "/splits" else inner(environ, start)
    )  # fmt: skip
    rng = random.Random(SEED)
    for path, says in (("/breaks", "500"), ("/shows", "says ['Traceback']"), ("/splits", "AssertionError")):
        environ = {
            **environment(rng, full, forms, ["x"]),
            "PATH_INFO": path,
            "REQUEST_METHOD": "GET",
            "HTTP_HOST": "localhost",
        }
        assert fault(app, environ, Counter()).startswith(says)


@pytest.fixture
def server(config: Config, world: World, tmp_path: Path) -> Iterator[Server]:
    close()
    with portal(config, tmp_path / "serving", WORKERS="2", THREADS="4") as server:
        yield server


STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3})", re.M)
UNKNOWN_CODING = b"501"
"""The one answer above 499 that is right: to a coding of the body that nobody here knows (RFC 9112, 6.1)."""


def told(port: int, sent: bytes) -> bytes:
    """All that comes back until the server closes, or is silent."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as one, suppress(OSError):
        one.sendall(sent)
        one.shutdown(socket.SHUT_WR)
        while piece := one.recv(1 << 16):
            said += piece
    return said


def test_thousands_of_raw_requests_leave_the_server_alive(server: Server) -> None:
    rng, statuses, before = random.Random(SEED), Counter[bytes](), server.web()
    faults = [wrong for _ in range(RAW) if (wrong := raw_fault(server.port, raw(rng), statuses))]
    assert faults[:10] == [], statuses
    assert {b"200", b"400"} <= statuses.keys(), statuses
    assert server.web() == before, "a process died"
    assert server.get(path="/health")[0] == 200
    assert "Traceback" not in server.says


BREAKS = """
def app(environ, start_response):
    if environ["PATH_INFO"] == "/breaks":
        raise ValueError("broken")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"SELECT 1" if environ["PATH_INFO"] == "/shows" else b"well"]
"""


def test_a_raw_request_that_breaks_a_server_is_found(tmp_path: Path) -> None:
    (tmp_path / "breaking.py").write_text(BREAKS)
    with serving(tmp_path, "--app", "breaking:app", "--clock", "", WORKERS="1") as server:
        ask = b"GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
        assert raw_fault(server.port, ask % b"well", Counter()) == ""
        assert "500" in raw_fault(server.port, ask % b"breaks", Counter())
        assert "SELECT" in raw_fault(server.port, ask % b"shows", Counter())


def raw_fault(port: int, sent: bytes, statuses: Counter[bytes]) -> str:
    """What is wrong with the answer to these bytes; "" for nothing. To some no answer is due."""
    said = told(port, sent)
    found = STATUS.findall(said)
    statuses.update(found or [b"none"])
    wrong = [status for status in found if status >= b"500" and not _is_known(status, sent)]
    inside = [word for word in INSIDES if word in said]
    return f"{wrong} {inside} {sent[:300]!r}" if wrong or inside else ""


def _is_known(status: bytes, sent: bytes) -> bool:
    return status == UNKNOWN_CODING and b"transfer-encoding" in sent.lower()
