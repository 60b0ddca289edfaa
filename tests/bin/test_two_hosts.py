"""Do two servers on one database and one folder of evidence make one portal? On SQLite: on one host."""

from __future__ import annotations

import hashlib
import http.client
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config import Config
from domain.accounts import open_session
from models import Evidence, Lease
from tests.bin.serving import Server, portal, until
from tests.world import World

pytestmark = pytest.mark.audit

PROOF = b"An offer for the Talsperrenverband"


@pytest.fixture
def hosts(config: Config, world: World, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    with (
        portal(config, tmp_path / "one", clock=True, WORKERS="1") as one,
        portal(config, tmp_path / "other", clock=True, WORKERS="1") as other,
    ):
        yield one, other


def ask(host: Server, cookie: str, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=30)
    connection.request(method, path, body, {"Cookie": cookie, **headers})
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_two_hosts_are_one_portal_and_one_clock_works(hosts: tuple[Server, Server], world: World) -> None:
    one, other = hosts
    draft, key = world.draft(world.ana), open_session(world.ana, "two hosts")
    page = ask(one, f"dibs={key}", "GET", f"/registrations/{draft.code}/edit")
    assert page[0] == 200
    cookie, token = _form(one, key)
    body = (
        f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        '--b\r\nContent-Disposition: form-data; name="files"; filename="offer.txt"\r\n\r\n'
    ).encode() + PROOF + b"\r\n--b--\r\n"  # fmt: skip
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    assert ask(one, cookie, "POST", f"/registrations/{draft.code}/evidence", body, **kind)[0] == 303
    paper = Evidence.get()
    assert paper.sha256 == hashlib.sha256(PROOF).hexdigest()
    status, content = ask(other, cookie, "GET", f"/evidence/{paper.code}")
    assert (status, content) == (200, PROOF)
    until(lambda: Lease.get().until > datetime.now(UTC), "a clock works", 30)
    (worker,) = [host for host in hosts if _holds(host)]
    left = other if worker is one else one
    worker.process.kill()
    until(lambda: _holds(left), "the other host's clock takes over", 60)
    assert ask(left, cookie, "GET", "/registrations")[0] == 200


def _form(host: Server, key: str) -> tuple[str, str]:
    """The cookies of a browser that has a form open, and the token of it."""
    from tests.race.test_first_to_file import Browser

    browser = Browser(host.port, {"dibs": key})
    browser.open_form()
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items()), browser.token


def _holds(host: Server) -> bool:
    """Is the clock that holds the lease a child of this host?"""
    holder = Lease.get().holder.split("/")
    return len(holder) > 1 and int(holder[1]) in host.clock()
