"""How many bytes go over the wire? A relay between browser and server that counts those towards the browser."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


class Relay:
    """Passes on everything, headers and all; `received` is what the browser has got."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.received = 0
        self._counting = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://localhost:{self._listener.getsockname()[1]}"

    def run(self) -> None:
        with contextlib.suppress(OSError):  # closed: the end
            while True:
                browser, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self.to))
                for source, target, counts in ((browser, server, False), (server, browser, True)):
                    threading.Thread(target=self._pass_on, args=(source, target, counts), daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _pass_on(self, source: socket.socket, target: socket.socket, counts: bool) -> None:
        with contextlib.suppress(OSError):
            while part := source.recv(65536):
                if counts:
                    with self._counting:
                        self.received += len(part)
                target.sendall(part)
            target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def relayed(port: int) -> Iterator[Relay]:
    relay = Relay(port)
    thread = threading.Thread(target=relay.run)
    thread.start()
    try:
        yield relay
    finally:
        relay.close()
        thread.join(5)
