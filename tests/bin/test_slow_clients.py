"""Are others served while 200 connections send half a head and 50 an endless body, without a proxy in front?"""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from config import Config
from domain.accounts import open_session
from tests.bin.serving import Server, portal
from tests.world import World

HALF_OPEN, SLOW_BODIES, REQUESTS = 200, 50, 300
MOST = 5
"""Times as long as without them."""

PATHS = ("/registrations", "/rules", "/inbox")

pytestmark = [pytest.mark.audit, pytest.mark.once, pytest.mark.alone]


@pytest.fixture
def server(config: Config, world: World, tmp_path: Path) -> Iterator[Server]:
    with portal(config, tmp_path / "serving", WORKERS="2", THREADS="4") as server:
        yield server


def times(server: Server, cookie: str) -> list[float]:
    """Seconds that each request took, from its connection to the last byte, sorted. Every one is answered."""
    found = []
    for number in range(REQUESTS):
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("GET", PATHS[number % len(PATHS)], headers={"Cookie": f"dibs={cookie}"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status == 200
        found.append(time.monotonic() - began)
    return sorted(found)


def p99(found: list[float]) -> float:
    return found[int(len(found) * 0.99) - 1]


def drip(bodies: list[socket.socket], stop: threading.Event) -> None:
    """A byte of each body now and then, so that none looks dead."""
    while not stop.wait(0.5):
        for one in bodies:
            with suppress(OSError):
                one.sendall(b"x")


def test_slow_clients_do_not_keep_others_waiting(server: Server, world: World) -> None:
    cookie = open_session(world.ana, "slow")
    times(server, cookie)  # warm
    alone = times(server, cookie)
    stop = threading.Event()
    with ExitStack() as held:
        bodies = []
        for _ in range(HALF_OPEN):
            half = held.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            half.sendall(b"GET /registrations HTTP/1.1\r\nHost: localhost\r\nX-Half: ")
        for _ in range(SLOW_BODIES):
            body = held.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            body.sendall(b"POST /registrations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx")
            bodies.append(body)
        dripping = threading.Thread(target=drip, args=(bodies, stop))
        dripping.start()
        try:
            beside = min((times(server, cookie) for _ in range(2)), key=p99)
        finally:
            stop.set()
            dripping.join()
    assert p99(beside) <= MOST * p99(alone), (p99(alone), p99(beside))
