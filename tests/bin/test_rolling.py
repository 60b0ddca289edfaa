"""Is a new release taken into service without one failed request? The real application, restarted under load."""

from __future__ import annotations

import http.client
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from config import Config
from domain.accounts import open_session
from tests.bin.serving import Server, portal, until
from tests.world import World

REQUESTS, RESTARTS, CLIENTS = 5000, 3, 6
PATHS = ("/registrations", "/rules", "/health", "/verify", "/inbox", "/static/dibs.css", "/account")

pytestmark = [pytest.mark.audit, pytest.mark.alone]


@pytest.fixture
def server(config: Config, world: World, tmp_path: Path) -> Iterator[Server]:
    with portal(config, tmp_path / "serving", clock=True, WORKERS="2", THREADS="4") as server:
        yield server


def ask(port: int, cookie: str, number: int, left: Iterator[int], is_kept: bool) -> Counter[str]:
    """Ask one page after the other, over one connection that is opened anew when the server announced its end."""
    found, connection = Counter[str](), http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for count in left:
        if not is_kept:
            connection.close()
        path = PATHS[(count + number) % len(PATHS)]
        try:
            connection.request("GET", path, headers={"Cookie": f"dibs={cookie}"})
            answer = connection.getresponse()
            answer.read()
            found[str(answer.status)] += 1
        except (OSError, http.client.HTTPException) as error:
            found[f"{type(error).__name__} after {count}"] += 1
            connection.close()
    with closing(connection):
        return found


class Share:
    """Numbers that several threads take from one heap."""

    def __init__(self, many: int) -> None:
        self.lock, self.left = threading.Lock(), iter(range(many))
        self.taken = 0

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        with self.lock:
            self.taken += 1
            return next(self.left)


def test_none_of_5000_requests_fails_over_three_restarts(server: Server, world: World) -> None:
    share, cookie = Share(REQUESTS), open_session(world.ana, "rolling")
    with ThreadPoolExecutor(CLIENTS) as pool:
        asking = [pool.submit(ask, server.port, cookie, n, share, n % 2 == 0) for n in range(CLIENTS)]
        for restart in range(1, RESTARTS + 1):
            until(lambda: share.taken > restart * REQUESTS / (RESTARTS + 2), "they ask", 120)  # noqa: B023
            before = server.web()
            server.tell(signal.SIGHUP)
            until(lambda: server.web() and not server.web() & before, "the old generation has ended", 60)  # noqa: B023
        seen = sum((one.result() for one in asking), Counter[str]())
    assert server.says.count("The new generation serves") == RESTARTS
    assert seen == {"200": REQUESTS}
