"""A server of our own for a test: the real `bin/serve`, with the portal or with a small application."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from config import Config

ROOT = Path(__file__).resolve().parents[2]

APPLICATION = """# its requests wait when told to
import os, pathlib, time
here = pathlib.Path(__file__).parent

def app(environ, start_response):
    gate = environ["QUERY_STRING"]
    if gate:
        (here / f"{gate}.entered").touch()
        while not (here / f"{gate}.open").exists():
            time.sleep(0.01)
    body = b"%d" % os.getpid()
    start_response("200 OK", [
        ("Content-Type", "text/plain"), ("Content-Length", str(len(body))),
        ("X-Ending", str(environ["dibs.is_ending"])),
    ])
    return [body]
"""

CLOCK = """
import signal
while True:
    signal.pause()
"""


def until(condition: Callable[[], object], what: str, seconds: float = 15.0) -> None:
    """Wait for something that happens in another process."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.01)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_running(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


@dataclass
class Server:
    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def says(self) -> str:
        return (self.folder / "log").read_text()

    def get(self, query: str = "", path: str = "/") -> tuple[int, str]:
        """Status and body, over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", f"{path}?{query}")
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5):
            return True
        return False

    def people(self) -> dict[int, str]:
        """All processes below ours: id -> name."""
        parents, names = {}, {}
        for entry in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                number, rest = entry.read_text().split(" (", 1)
                name, after = rest.rsplit(") ", 1)
                parents[int(number)], names[int(number)] = int(after.split()[1]), name
        found = {self.process.pid}
        while more := {child for child, parent in parents.items() if parent in found} - found:
            found |= more
        return {number: names[number] for number in found - {self.process.pid} if is_running(number)}

    def web(self) -> set[int]:
        return {number for number, name in self.people().items() if name.startswith("dibs-web")}

    def clock(self) -> set[int]:
        return {number for number, name in self.people().items() if name == "dibs-clock"}

    def tell(self, word: signal.Signals) -> None:
        self.process.send_signal(word)

    def entered(self, gate: str) -> bool:
        return (self.folder / f"{gate}.entered").exists()

    def open(self, gate: str) -> None:
        (self.folder / f"{gate}.open").touch()


def launch(folder: Path, *arguments: str, port: int | None = None, **environment: str) -> Server:
    """Start `bin/serve` in `folder` with the small application, unless the arguments name another."""
    if not (folder / "small.py").exists():
        (folder / "small.py").write_text(APPLICATION)
        (folder / "ticking.py").write_text(CLOCK)
    port = port or free_port()
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    settings = {"INSTANCE": str(folder / "instance"), "PORT": str(port), "PYTHONPATH": str(folder), **environment}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [str(ROOT / "bin/serve"), *(arguments or ("--app", "small:app", "--clock", "ticking"))],
            env={**known, "PYTHONDONTWRITEBYTECODE": "1", **settings},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return Server(folder, port, process)


@contextmanager
def ending() -> Iterator[list[Server]]:
    """Whatever the servers in this list are doing, with the block they end."""
    servers: list[Server] = []
    try:
        yield servers
    finally:
        for server in servers:
            with suppress(ProcessLookupError):
                os.killpg(server.process.pid, signal.SIGKILL)
            server.process.wait(timeout=10)


@contextmanager
def serving(folder: Path, *arguments: str, **environment: str) -> Iterator[Server]:
    """A server from the moment that it answers to its end."""
    folder.mkdir(exist_ok=True)
    server = launch(folder, *arguments, **environment)
    try:
        until(lambda: "Dibs is ready" in server.says, "the server is ready", 60)
        yield server
    finally:
        server.process.terminate()
        server.process.wait(60)


def portal(
    config: Config, folder: Path, *, app: str = "app:create_app()", clock: bool = False, **environment: str
) -> AbstractContextManager[Server]:
    """Dibs itself on this instance, its log in `folder`; with its clock only when asked for."""
    arguments = ("--app", app) if clock else ("--app", app, "--clock", "")
    settings = {"INSTANCE": str(config.instance), "DATABASE_URL": config.database_url, "SECRET_KEY": config.secret_key}
    return serving(folder, *arguments, **settings, **environment)
