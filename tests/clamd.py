"""A virus scanner for tests: speaks as clamd does over a real socket and knows one virus; or hangs, lies, hangs up."""

from __future__ import annotations

import socket
import socketserver
import struct
from contextlib import AbstractContextManager

from tests.attacks.making import EICAR
from tests.listening import Listener, listening

DAY = "Mon Mar  8 07:30:00 2027"
KINDS = ("well", "hangs", "hangs up", "full", "fails", "babbles")


class Scanner(Listener):
    """`kind` says how it behaves; `seen` are the files that it was given."""

    def __init__(self, kind: str, day: str) -> None:
        super().__init__(_Talk)
        self.kind, self.day, self.most = kind, day, 25 << 20
        self.seen: list[bytes] = []


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


def scanning(kind: str = "well", day: str = DAY) -> AbstractContextManager[Scanner]:
    return listening(Scanner(kind, day))


def nobody() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        return f"127.0.0.1:{gone.getsockname()[1]}"
