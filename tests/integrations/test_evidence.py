"""A file that is said to be kept is on disk; what is refused leaves nothing behind; orphans are swept, others never."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest

from integrations import evidence as store
from integrations.filetypes import Unusable

NOTE = b"Meeting note"


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_kept_file_lies_under_its_partner_and_its_hash(tmp_path: Path) -> None:
    kept = store.keep(tmp_path, 7, "note.txt", io.BytesIO(NOTE))
    path = store.path_of(tmp_path, 7, kept.sha256)
    assert path.read_bytes() == NOTE
    assert (kept.size, kept.kind, kept.filename) == (12, "txt", "note.txt")
    assert files_in(tmp_path) == [path]
    assert path.stat().st_mode & 0o077 == 0


def test_two_partners_never_share_a_file(tmp_path: Path) -> None:
    one, other = (store.keep(tmp_path, partner, "note.txt", io.BytesIO(NOTE)) for partner in (1, 2))
    assert one.sha256 == other.sha256
    assert len(files_in(tmp_path)) == 2


@pytest.mark.parametrize("content", [b"", b"MZ\x90", bytes(2000)])
def test_a_refused_file_leaves_nothing_behind(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Unusable):
        store.keep(tmp_path, 7, "offer.pdf", io.BytesIO(content), 1000)
    assert files_in(tmp_path) == []


def test_a_file_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    endless = io.BytesIO(b"a" * (5 << 20))
    with pytest.raises(Unusable) as refused:
        store.keep(tmp_path, 7, "long.txt", endless, 1 << 20)
    assert refused.value.code == "too_large"
    assert endless.tell() < 5 << 20


def test_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.keep(tmp_path, 7, "note.txt", io.BytesIO(NOTE))
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.txt"), ("C:\\Users\\ana\\note.txt", "note.txt"), ("", "file.txt"),
        ("...", "file.txt"),
        ("invoice\u202etxt.exe", "invoicetxt.exe.txt"), ("a\x00b\nc.txt", "abc.txt"),
        ("Angebot.pdf.exe", "Angebot.pdf.exe.txt"),
        ("Müller & Söhne.TXT", "Müller & Söhne.TXT"),
    ],
)  # fmt: skip
def test_names_are_cleaned_and_end_as_their_content_is(name: str, shown: str) -> None:
    assert store.shown_name(name, "txt") == shown


def test_a_long_name_is_shortened_in_its_middle() -> None:
    name = store.shown_name("Anfang " + "x" * 3000 + " Ende.pdf", "pdf")
    assert name.startswith("Anfang xxx")
    assert name.endswith(".pdf")
    assert len(name) < 140


def test_the_sweep_takes_old_orphans_alone(tmp_path: Path) -> None:
    orphan, known, young = (
        store.keep(tmp_path, 7, "n.txt", io.BytesIO(text)) for text in (b"orphan", b"known", b"young")
    )
    long_ago = time.time() - 200_000
    for kept in (orphan, known):
        os.utime(store.path_of(tmp_path, 7, kept.sha256), (long_ago, long_ago))
    assert store.sweep(tmp_path, lambda partner, sha256: sha256 == known.sha256, time.time() - 86_400) == 1
    left = {path.name for path in files_in(tmp_path)}
    assert left == {known.sha256, young.sha256}


def test_an_upload_of_an_old_orphan_makes_it_young(tmp_path: Path) -> None:
    kept = store.keep(tmp_path, 7, "n.txt", io.BytesIO(NOTE))
    path = store.path_of(tmp_path, 7, kept.sha256)
    os.utime(path, (0, 0))
    store.keep(tmp_path, 7, "n.txt", io.BytesIO(NOTE))
    assert store.sweep(tmp_path, lambda *_: False, time.time() - 86_400) == 0
    assert path.exists()


def test_a_file_that_is_written_anew_while_it_is_swept_stays(tmp_path: Path) -> None:
    kept = store.keep(tmp_path, 7, "n.txt", io.BytesIO(NOTE))
    path = store.path_of(tmp_path, 7, kept.sha256)
    os.utime(path, (0, 0))

    def uploaded_meanwhile(*_: object) -> bool:
        store.keep(tmp_path, 7, "n.txt", io.BytesIO(NOTE))
        return False

    assert store.sweep(tmp_path, uploaded_meanwhile, time.time() - 86_400) == 0
    assert path.read_bytes() == NOTE


@pytest.mark.parametrize(("is_known", "is_back"), [(True, True), (False, False)])
def test_what_was_aside_when_a_sweep_died_goes_back_if_a_row_names_it_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_known: bool, is_back: bool
) -> None:
    kept = store.keep(tmp_path, 7, "n.txt", io.BytesIO(NOTE))
    path = store.path_of(tmp_path, 7, kept.sha256)
    os.utime(path, (0, 0))

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", dies)
        with pytest.raises(KeyboardInterrupt):
            store.sweep(tmp_path, lambda *_: False, time.time() - 86_400)
    assert files_in(tmp_path) != [path], "it died too soon for this test"
    named = (7, kept.sha256) if is_known else None
    assert store.sweep(tmp_path, lambda *asked: asked == named, time.time() - 86_400) == (not is_back)
    assert files_in(tmp_path) == ([path] if is_back else [])


def test_what_was_aside_goes_when_the_file_was_uploaded_anew(tmp_path: Path) -> None:
    kept = store.keep(tmp_path, 7, "n.txt", io.BytesIO(NOTE))
    path = store.path_of(tmp_path, 7, kept.sha256)
    aside = path.with_name(f"{path.name}.gone")
    aside.write_bytes(NOTE)
    os.utime(aside, (0, 0))
    assert store.sweep(tmp_path, lambda *asked: asked == (7, kept.sha256), time.time() - 86_400) == 1
    assert files_in(tmp_path) == [path]
