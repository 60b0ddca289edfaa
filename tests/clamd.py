"""A virus scanner for tests: speaks as clamd does over a real socket and knows one virus; or hangs, lies, hangs up."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.attacks.making import EICAR

DAY = "Mon Mar  8 07:30:00 2027"
KINDS = ("well", "hangs", "hangs up", "full", "fails", "babbles")


class Scanner(socketserver.ThreadingTCPServer):
    """`kind` says how it behaves; `seen` are the files that it was given."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, kind: str, day: str) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.kind, self.day, self.most = kind, day, 25 << 20
        self.seen: list[bytes] = []
        self.ended = threading.Event()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    server: Scanner

    def handle(self) -> None:
        order = self.rfile.read(2)
        while not order.endswith(b"\0"):
            order += self.rfile.read(1)
        kind = self.server.kind
        if kind == "hangs":
            self.server.ended.wait(30)
        elif kind == "babbles":
            self.wfile.write(b"HTTP/1.1 400 Bad Request\r\n" * 5000)
        elif order == b"zVERSION\0":
            self.wfile.write(f"ClamAV 1.4.3/27800/{self.server.day}\0".encode())
        elif order == b"zINSTREAM\0":
            self._stream(kind)

    def _stream(self, kind: str) -> None:
        if kind in ("hangs up", "full"):
            self.rfile.read(10)
            if kind == "full":
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
            return
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.seen.append(content)
        verdict = "Can't allocate memory ERROR" if kind == "fails" else "OK"
        self.wfile.write(f"stream: {'Eicar-Signature FOUND' if EICAR in content else verdict}\0".encode())


@contextmanager
def scanning(kind: str = "well", day: str = DAY) -> Iterator[Scanner]:
    server = Scanner(kind, day)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


def nobody() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        return f"127.0.0.1:{gone.getsockname()[1]}"
