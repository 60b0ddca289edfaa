"""Is a file known to be harmful? Asked of ClamAV (`clamd`) over its socket; whoever gets no answer takes no file."""

from __future__ import annotations

import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from integrations.filetypes import Unusable

SECONDS = 10.0
"""For one file from the first byte to the answer; it must be less than people and proxies wait."""

AT_ONCE = 2
"""Files of one web process that are with the scanner: one that hangs must not take all threads."""

GREETING_SECONDS = 4.0
CHUNK = 1 << 16
LONGEST_ANSWER = 4096

_FREE = threading.BoundedSemaphore(AT_ONCE)
_FOUND = re.compile(r"\Astream: (.{1,200}) FOUND\Z", re.S)


class Unreached(Exception):
    """The scanner cannot be reached, takes too long, or says that it could not look. The message says which."""


def asking(address: str, seconds: float = SECONDS) -> Callable[[Path], None]:
    """A look at one file after the other; raises `Unusable` ("infected", "unscanned"). "" as address: no look.

    When there was no answer once, the rest of the same request need not wait as well.
    """
    is_lost = False

    def look(path: Path) -> None:
        nonlocal is_lost
        if not address:
            return
        try:
            if is_lost:
                raise Unreached("it did not answer a moment ago")
            found = scan(address, path, seconds)
        except Unreached as silent:
            is_lost = True
            raise Unusable("unscanned") from silent
        if found:
            raise Unusable("infected")

    return look


def scan(address: str, path: Path, seconds: float = SECONDS) -> str:
    """What is harmful in this file, in the scanner's words; "" for nothing. Raises `Unreached`."""
    with _turn(seconds), path.open("rb") as file:
        answer = _asked(address, iter(lambda: file.read(CHUNK), b""), seconds)
    if answer == "stream: OK":
        return ""
    if found := _FOUND.match(answer):
        return found[1]
    raise Unreached(answer[:200] or "it hung up")


def version(address: str) -> str:
    """Release and age of its list of signatures, as it tells them. Raises `Unreached`."""
    with _connected(address, time.monotonic() + GREETING_SECONDS) as server:
        try:
            server.sendall(b"zVERSION\0")
            told = _answer(server, time.monotonic() + GREETING_SECONDS)
        except OSError as error:
            raise Unreached(f"{address}: {error or type(error).__name__}") from error
    if not told.startswith("ClamAV"):
        raise Unreached(f"{address}: it is no clamd")
    return told


def day_of(told: str) -> datetime | None:
    """When its list was made: "ClamAV 1.4.3/27800/Mon Nov 16 09:30:28 2026" ends in it, without a zone."""
    try:
        return datetime.strptime(told.rpartition("/")[2], "%a %b %d %H:%M:%S %Y")  # noqa: DTZ007  # days matter
    except ValueError:
        return None


@contextmanager
def _turn(seconds: float) -> Iterator[None]:
    if not _FREE.acquire(timeout=seconds / 2):
        raise Unreached("it is busy with other files")
    try:
        yield
    finally:
        _FREE.release()


def _asked(address: str, pieces: Iterator[bytes], seconds: float) -> str:
    """Send a file in pieces and hear the answer. One that is refused half-way is answered at once."""
    until = time.monotonic() + seconds
    with _connected(address, until) as server:
        try:
            try:
                server.sendall(b"zINSTREAM\0")
                for piece in pieces:
                    _wait_no_longer(server, until)
                    server.sendall(struct.pack(">I", len(piece)) + piece)
                server.sendall(struct.pack(">I", 0))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has said enough: its word is waiting
            return _answer(server, until)
        except OSError as error:
            raise Unreached(f"{address}: {error or type(error).__name__}") from error


def _answer(server: socket.socket, until: float) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        _wait_no_longer(server, until)
        piece = server.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.partition(b"\0")[0].decode(errors="replace").strip()


def _wait_no_longer(server: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    server.settimeout(left)


@contextmanager
def _connected(address: str, until: float) -> Iterator[socket.socket]:
    """A connection to `host:port` or to the path of a socket of this machine."""
    left = max(0.1, until - time.monotonic())
    try:
        if address.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.settimeout(left)
            server.connect(address)
        else:
            host, _, port = address.rpartition(":")
            server = socket.create_connection((host.strip("[]"), int(port)), timeout=left)
    except OSError as error:
        raise Unreached(f"{address}: {error or type(error).__name__}") from error
    with server:
        yield server
