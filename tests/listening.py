"""Others' servers for tests, made up: on a port of their own, over real sockets, in a thread of the test."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar


class Listener(socketserver.ThreadingTCPServer):
    """Has every caller talked to by `talk`; `ended` wakes what keeps a caller waiting."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, talk: type[socketserver.BaseRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), talk)
        self.ended = threading.Event()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


Its = TypeVar("Its", bound=Listener)


@contextmanager
def listening(server: Its) -> Iterator[Its]:
    """As long as the block lasts."""
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
