"""Issued papers: stored once, handed out only as they were issued."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from integrations import papers


def test_a_paper_is_kept_under_the_name_of_its_bytes(tmp_path: Path) -> None:
    digest = papers.keep(tmp_path / "new", b"%PDF one")
    assert digest == hashlib.sha256(b"%PDF one").hexdigest()
    assert papers.read(tmp_path / "new", digest) == b"%PDF one"


def test_keeping_it_twice_makes_one_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    assert papers.keep(tmp_path, b"same") == papers.keep(tmp_path, b"same")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_paper_that_was_changed_on_disk_is_not_handed_out(tmp_path: Path) -> None:
    digest = papers.keep(tmp_path, b"%PDF true")
    (tmp_path / f"{digest}.pdf").write_bytes(b"%PDF false")
    with pytest.raises(papers.Altered):
        papers.read(tmp_path, digest)


def test_a_paper_that_is_gone_is_not_handed_out(tmp_path: Path) -> None:
    with pytest.raises(papers.Altered):
        papers.read(tmp_path, "0" * 64)


def test_the_fingerprint_of_a_long_stream_is_that_of_all_its_bytes() -> None:
    content = bytes(range(256)) * 1000
    assert papers.fingerprint(io.BytesIO(content)) == hashlib.sha256(content).hexdigest()


def test_a_full_disk_leaves_no_half_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        papers.keep(tmp_path, b"%PDF")
    assert list(tmp_path.iterdir()) == []
