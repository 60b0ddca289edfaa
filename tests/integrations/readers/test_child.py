"""A file that breaks its reader hurts nothing else: the next one is read, and the child had nothing worth stealing."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from config import ROOT
from integrations import fence
from integrations.readers import NotRead, Reader
from tests import readers
from tests.integrations.readers.thirty import files, mail

BROKEN = {
    "pdf": [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>"],
    "png": [b"\x89PNG\r\n\x1a\n" + bytes(60)], "jpeg": [b"\xff\xd8\xff\xe0" + bytes(30)], "webp": [b"RIFF1234WEBPVP8 "],
    "docx": [b"PK\x03\x04 and no more"], "xlsx": [b""], "pptx": [b"PK"],
    "msg": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)],
}  # fmt: skip
WHATEVER = {
    "eml": [b"", b"\x00\xff" * 500, b"From: \xff\r\nDate: 99\r\n\r\n", b"Content-Type: multipart/mixed\r\n\r\n--",
            b"From: =?x?q?y\r\nDate: Mon, 31 Feb 2027 25:61:00 +9999\r\nReceived: ;;;\r\n\r\n" + b">" * 5000],
    "ics": [b"", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:99999999T999999\r\nDURATION:P9999999999W\r\nEND:VEVENT"],
    "txt": [b"", b"\xff\xfe"],
}  # fmt: skip
"""What must be read as nothing much rather than fail."""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as one:
        yield one


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def reads(reader: Reader, folder: Path) -> bool:
    """Does it still read a plain mail?"""
    facts, _ = reader.read(written(folder, "plain", mail()), "eml")
    return bool(facts["letters"][0]["subject"] == "Termin Durchflussmessung")


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_says_so_and_the_next_one_is_read(reader: Reader, tmp_path: Path, kind: str) -> None:
    for content in BROKEN[kind]:
        with pytest.raises(NotRead):
            reader.read(written(tmp_path, "broken", content), kind)
    assert reads(reader, tmp_path)


@pytest.mark.parametrize("kind", WHATEVER)
def test_torn_text_is_read_as_far_as_it_goes(reader: Reader, tmp_path: Path, kind: str) -> None:
    for content in WHATEVER[kind]:
        assert reader.read(written(tmp_path, "torn", content), kind)[0]["kind"]


def test_every_file_cut_anywhere_is_read_or_refused(reader: Reader, tmp_path: Path) -> None:
    """Each of the thirty, cut at eight places: an answer every time, from the same child."""
    same = None
    for name, (_, content) in files().items():
        for part in range(8):
            path = written(tmp_path, "cut", content[: len(content) * part // 8])
            with suppress(NotRead):
                reader.read(path, name.rpartition(".")[2])
            assert reads(reader, tmp_path), name
            same = same or reader.child
            assert reader.child is same, "the child must not have died"


def test_a_picture_that_would_fill_the_memory_is_refused(reader: Reader, tmp_path: Path) -> None:
    Image.new("1", (30_000, 30_000)).save(tmp_path / "bomb.png")
    with pytest.raises(NotRead):
        reader.read(tmp_path / "bomb.png", "png")
    assert reads(reader, tmp_path)


def test_a_child_that_dies_or_hangs_is_replaced(tmp_path: Path) -> None:
    path = written(tmp_path, "plain", mail())
    for reader in (readers.child(readers.DIES), readers.child(readers.HANGS, seconds=0.3)):
        with reader:
            for _ in range(2):
                with pytest.raises(NotRead, match="without an answer"):
                    reader.read(path, "eml")


def test_the_child_knows_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("DATABASE_URL", "postgresql://hush")
    with readers.child(readers.SHOWS_ITS_SURROUNDINGS) as reader, pytest.raises(NotRead) as shown:
        reader.read(written(tmp_path, "x", b""), "eml")
    assert "PATH" in str(shown.value)
    assert not {"SECRET_KEY", "DATABASE_URL"} & set(str(shown.value).split())


LIMITS = """
import resource, integrations.readers.child as child
child._limit()
for name in ("AS", "CPU", "FSIZE", "NOFILE", "CORE"):
    print(resource.getrlimit(getattr(resource, "RLIMIT_" + name))[0])
"""


def test_the_child_has_limits() -> None:
    said = subprocess.run([sys.executable, "-c", LIMITS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.split() == [str(1 << 30), "300", "0", "64", "0"]


THIEF = """
import json, os, socket, sys
import integrations.readers.child as child
from integrations.readers import every
def steal(content, kind, keys):
    tried = json.loads(content)
    return {what: attempt(what, path) for what, path in tried.items()}, b""
def attempt(what, path):
    try:
        if what == "network":
            socket.create_connection(("127.0.0.1", int(path)), 2).close()
        elif what == "folder":
            os.listdir(path)
        elif what == "remove":
            os.unlink(path)
        else:
            open(path, "rb" if what != "write" else "ab").close()
    except OSError as error:
        return type(error).__name__
    return "done"
every.read = steal
child.main()
"""


@pytest.mark.skipif(not fence.version(), reason="this kernel has no Landlock")
def test_a_child_that_a_file_took_over_opens_nothing_of_ours(tmp_path: Path) -> None:
    """Told to open the key, it cannot; without the fence it could."""
    secret = written(tmp_path, "secret.key", b"hush")
    with socket.create_server(("127.0.0.1", 0)) as server:
        tried = {
            "read": str(secret), "write": str(secret), "remove": str(secret), "folder": str(tmp_path),
            "network": str(server.getsockname()[1]), "elsewhere": str(ROOT / "instance" / "secret.key"),
        }  # fmt: skip
        order = written(tmp_path, "order", json.dumps(tried).encode())
        with readers.child(THIEF) as reader:
            facts, _ = reader.read(order, "txt")
            at_large = reader_without_fence(order)
    assert {what: facts[what] for what in ("read", "write", "remove", "folder")} == dict.fromkeys(
        ("read", "write", "remove", "folder"), "PermissionError"
    )
    assert facts["elsewhere"] != "done"
    assert facts["network"] == ("PermissionError" if fence.version() >= fence.NETWORK_FROM else "done")
    assert (at_large["folder"], at_large["read"]) == ("done", "done"), "else the fence is not what kept it out"


def reader_without_fence(order: Path) -> dict[str, str]:
    with readers.child(f"import integrations.fence as fence\nfence.version = lambda: 0\n{THIEF}") as reader:
        return reader.read(order, "txt")[0]


ANSWERS_TOO_MUCH = """
import sys
sys.stdin.readline()
while True:
    sys.stdout.write("x" * 100_000)
"""
PROMISES_TOO_MUCH = """
import sys
sys.stdin.readline()
print('{"error": "", "facts": {}, "size": 10000000000}', flush=True)
sys.stdin.read()
"""
SAYS_NOTHING = """
import sys
sys.stdin.readline()
print('["error"]', flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("script", [ANSWERS_TOO_MUCH, PROMISES_TOO_MUCH, SAYS_NOTHING])
def test_a_child_that_a_file_took_over_cannot_fill_our_memory(tmp_path: Path, script: str) -> None:
    path = written(tmp_path, "plain", mail())
    with readers.child(script, seconds=5) as reader, pytest.raises(NotRead, match="without an answer"):
        reader.read(path, "eml")
