"""A file is clean only if the scanner says so; whatever else it says or does not say, the file is not taken."""

from __future__ import annotations

import io
import socketserver
import threading
import time
from pathlib import Path

import pytest

from integrations import evidence as store
from integrations import scanner
from integrations.filetypes import Unusable
from tests.attacks.making import EICAR, carrying
from tests.clamd import _Talk, nobody, scanning


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_bytes(b"Visit of 3 March")
    return path


def test_a_clean_file_is_clean_and_arrives_whole(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"0123456789" * 200_000)
    with scanning() as server:
        assert scanner.scan(server.address, path) == ""
    assert server.seen == [path.read_bytes()]


def test_what_is_found_is_named(note: Path) -> None:
    note.write_bytes(EICAR)
    with scanning() as server:
        assert scanner.scan(server.address, note) == "Eicar-Signature"


def test_a_socket_of_this_machine_is_asked_as_well(note: Path, tmp_path: Path) -> None:
    class Here(socketserver.ThreadingUnixStreamServer):
        kind, seen, day = "well", [], ""

    with Here(str(tmp_path / "clamd.ctl"), _Talk) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        assert scanner.scan(str(tmp_path / "clamd.ctl"), note) == ""
        server.shutdown()


@pytest.mark.parametrize("kind", ["hangs", "hangs up", "full", "fails", "babbles"])
def test_no_verdict_is_a_no(note: Path, kind: str) -> None:
    note.write_bytes(b"a line of a note\n" * 60_000)
    with scanning(kind) as server, pytest.raises(scanner.Unreached):
        scanner.scan(server.address, note, 0.4)


def test_a_scanner_that_is_down_is_a_no_at_once(note: Path) -> None:
    began = time.monotonic()
    for address in (nobody(), "/nowhere/clamd.ctl", "no-such-host.invalid:3310"):
        with pytest.raises(scanner.Unreached):
            scanner.scan(address, note)
    assert time.monotonic() - began < 5


def test_one_that_drips_its_answer_is_given_up_in_time(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def drip(talk: _Talk, kind: str) -> None:
        while not talk.server.ended.wait(0.05):
            talk.wfile.write(b"x")

    monkeypatch.setattr(_Talk, "_stream", drip)
    began = time.monotonic()
    with scanning() as server, pytest.raises(scanner.Unreached):
        scanner.scan(server.address, note, 0.5)
    assert time.monotonic() - began < 2


def test_one_that_hangs_holds_two_threads_and_no_more(note: Path) -> None:
    said: list[str] = []

    def ask() -> None:
        try:
            scanner.scan(server.address, note, 1.5)
        except scanner.Unreached as error:
            said.append(str(error))

    with scanning("hangs") as server:
        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert sum("busy" in one for one in said) == 4
    assert len(said) == 6


def test_the_files_of_one_request_wait_once(note: Path) -> None:
    with scanning("hangs") as server:
        look, began = scanner.asking(server.address, 0.3), time.monotonic()
        for _ in range(9):
            with pytest.raises(Unusable, match="unscanned"):
                look(note)
    assert time.monotonic() - began < 2


def test_without_an_address_nobody_is_asked(note: Path) -> None:
    scanner.asking("")(note)


@pytest.mark.parametrize("content", [EICAR, carrying("a.txt", b"x") + EICAR])
def test_what_is_found_leaves_nothing_on_the_disk(tmp_path: Path, content: bytes) -> None:
    with scanning() as server, pytest.raises(Unusable, match="infected"):
        store.keep(tmp_path, 7, "a.txt", io.BytesIO(content), look=scanner.asking(server.address))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_day_of_the_list_is_read() -> None:
    with scanning() as server:
        told = scanner.version(server.address)
    day = scanner.day_of(told)
    assert day is not None
    assert (day.year, day.month, day.day) == (2027, 3, 8)
    assert scanner.day_of("ClamAV 1.4.3") is None
