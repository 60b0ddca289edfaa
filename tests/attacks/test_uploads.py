"""How long do hostile files keep the portal busy, and how much memory do they cost it? Through the real server."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from config import Config
from domain import evidence, moment
from domain.accounts import open_session
from integrations import evidence as store
from integrations.filetypes import Unusable
from integrations.readers import NotRead, Reader
from models import Session
from tests.attacks.hostile import FILES
from tests.bin.serving import Server, portal, serving
from tests.race.test_first_to_file import Browser
from tests.world import World

SECONDS, MEGABYTES = 1.0, 100
"""Most that one answer may take, and that the web process may grow over what it needs when idle."""

READING = 21.0
"""Seconds after which a reader is ended, and one for the end."""

BOUNDARY = "between-the-parts"

pytestmark = [pytest.mark.audit, pytest.mark.once, pytest.mark.alone]


@pytest.fixture
def server(config: Config, world: World, tmp_path: Path) -> Iterator[Server]:
    with portal(config, tmp_path / "serving", WORKERS="1", THREADS="4") as server:
        yield server


@dataclass
class Uploader:
    """Sends one file after the other, each to a draft of its own, and notes what each cost."""

    server: Server
    browser: Browser
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def send(self, what: str, code: str, name: str, content: bytes, refused: str) -> None:
        body = self._body(name, content)
        began = time.monotonic()
        status, text = self._asked(code, body)
        took = time.monotonic() - began
        self.slowest = max(self.slowest, (took, what))
        if took > SECONDS:
            self.faults.append(f"{what}: {took:.2f} s")
        if status != (200 if _is_text(name) else 400) or "Traceback" in text:
            self.faults.append(f"{what}: {status}")
        if refused and not _says(text, refused):
            self.faults.append(f"{what}: does not say why")

    def _body(self, name: str, content: bytes) -> bytes:
        start = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
        shown = name.replace('"', "%22").encode("utf-8", "surrogatepass")
        token = f'{start}"csrf_token"\r\n\r\n{self.browser.token}\r\n{start}"files"; filename="'.encode()
        return token + shown + b'"\r\n\r\n' + content + f"\r\n--{BOUNDARY}--\r\n".encode()

    def _asked(self, code: str, body: bytes) -> tuple[int, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        heads = {"Cookie": cookie, "Content-Type": kind, "HX-Request": "true"}
        self.browser.connection.request("POST", f"/registrations/{code}/evidence", body, heads)
        answer = self.browser.connection.getresponse()
        return answer.status, answer.read().decode()


def _is_text(name: str) -> bool:
    """Half a letter is none: the whole request is refused."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _says(text: str, refused: str) -> bool:
    says = str(evidence.REFUSED_FILES[refused][0]).partition("%")[0]
    return says in text


def peak(server: Server) -> float:
    """Megabytes that the web process has needed at most."""
    (process,) = server.web()
    told = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", told)[1]) / 1024  # type: ignore[index]


def test_each_hostile_file_is_answered_within_a_second_and_costs_little_memory(server: Server, world: World) -> None:
    browser = Browser(server.port, {"dibs": open_session(world.ana, "uploads")})
    Session.update(expires_at=moment.now() + timedelta(days=2)).execute()
    drafts = {what: world.draft(world.ana).code for what in FILES}
    browser.open_form()
    uploader = Uploader(server, browser)
    uploader.send("a note", next(iter(drafts.values())), "note.txt", b"Note", "")  # so that all is loaded
    idle, dear = peak(server), []
    for what, hostile in FILES.items():
        before = peak(server)
        uploader.send(what, drafts[what], hostile.name, hostile.made(), hostile.refused)
        dear += [(peak(server) - before, what)] if peak(server) > before + 1 else []
    grown = peak(server) - idle
    told = f"{len(FILES)} files, slowest {uploader.slowest}, grown by {grown:.0f} MB over {idle:.0f} MB"
    assert not uploader.faults, told
    assert grown <= MEGABYTES, (told, sorted(dear)[::-1][:5])
    assert server.get(path="/health")[0] == 200
    assert server.says.count("Traceback") == 0


WORSE = """
import time
kept = []

def app(environ, start_response):
    environ["wsgi.input"].read()
    path = environ["PATH_INFO"]
    if "slow" in path:
        time.sleep(1.2)
    if "fat" in path:
        kept.append(bytearray(b"x" * 150_000_000))
    start_response("500 No" if "bad" in path else "200 OK", [("Content-Type", "text/html")])
    return [b"taken"]
"""


def test_a_server_that_is_slow_fat_or_broken_is_found(tmp_path: Path) -> None:
    (tmp_path / "worse.py").write_text(WORSE)
    with serving(tmp_path, "--app", "worse:app", "--clock", "", WORKERS="1") as server:
        uploader = Uploader(server, Browser(server.port, {}))
        for what, refused in (("well", ""), ("slow", ""), ("bad", ""), ("silent", "active")):
            uploader.send(what, what, "a.txt", b"x", refused)
        idle = peak(server)
        uploader.send("fat", "fat", "a.txt", b"x", "")
        assert peak(server) - idle > MEGABYTES
    assert [fault.split(":")[0] for fault in uploader.faults] == ["slow", "bad", "silent"]


def test_no_hostile_file_that_is_taken_keeps_its_reader_or_costs_it_the_next(tmp_path: Path) -> None:
    """By the limited child: each within its time, and after each an honest one is read."""
    note, slow = store.keep(tmp_path, 1, "note.txt", io.BytesIO(b"Visit of 3 March")), []
    with Reader() as reader:
        for what, hostile in FILES.items():
            try:
                kept = store.keep(tmp_path, 1, hostile.name, io.BytesIO(hostile.made()), 25 << 20)
            except Unusable:
                continue
            began = time.monotonic()
            try:
                facts, picture = reader.read(store.path_of(tmp_path, 1, kept.sha256), kept.kind)
                assert picture == b"" or picture.startswith(b"\xff\xd8\xff"), what
                assert "root:" not in str(facts), what
            except NotRead:
                pass
            slow += [(time.monotonic() - began, what)] if time.monotonic() - began > READING else []
            assert reader.read(store.path_of(tmp_path, 1, note.sha256), "txt")[0]["words"] == "Visit of 3 March"
    assert not slow, slow
