"""Where do ordered papers lie until they are fetched? One file per order, whole or not at all; a ZIP for many."""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

NAME = re.compile(r"[A-Z0-9-]{3,40}")
PIECE = 1 << 18
EPOCH = (2000, 1, 1, 0, 0, 0)
"""The time of files in a ZIP: the same content is the same file."""


def path(folder: Path, name: str) -> Path:
    """Where the file of this order lies. Raises `ValueError` for a name that is none."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no order")
    return folder / name


def keep(folder: Path, name: str, content: bytes) -> str:
    """Store the file in one step and return its SHA-256."""
    part = _part(folder)
    part.write_bytes(content)
    return _settled(part, path(folder, name))


def drop(folder: Path, name: str) -> None:
    path(folder, name).unlink(missing_ok=True)


def drop_halves(folder: Path, older_than: float) -> int:
    """Remove what was begun and never finished, before this time of the file system. Returns how many."""
    halves = [part for part in folder.glob(".*") if part.stat().st_mtime < older_than]
    for part in halves:
        part.unlink(missing_ok=True)
    return len(halves)


class _Sink(io.RawIOBase):
    """Takes what a ZIP writes, to be handed on piece by piece; it cannot be gone back in."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        self.pieces.append(bytes(content))
        return len(content)

    def taken(self) -> bytes:
        content, self.pieces = b"".join(self.pieces), []
        return content


def streamed(entries: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """A ZIP of these names and contents as it is being made: never whole in memory, nor on disk."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with packed.open(info, "w", force_zip64=True) as entry:
                for piece in content:
                    entry.write(piece)
                    yield sink.taken()
    yield sink.taken()


def pieces(path: Path) -> Iterator[bytes]:
    """A file, some at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


class Bundle:
    """A ZIP that grows file by file, and stands under its name only when it is closed well."""

    def __init__(self, folder: Path, name: str) -> None:
        self.part, self.to = _part(folder), path(folder, name)
        self.sha256, self.size = "", 0

    def __enter__(self) -> Bundle:
        self.zip = zipfile.ZipFile(self.part, "w", zipfile.ZIP_STORED)
        return self

    def add(self, name: str, content: bytes) -> None:
        self.zip.writestr(zipfile.ZipInfo(name, EPOCH), content)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.zip.close()
        if kind is not None:
            self.part.unlink(missing_ok=True)
            return
        self.sha256 = _settled(self.part, self.to)
        self.size = self.to.stat().st_size


def _part(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f".{secrets.token_hex(8)}"


def _settled(part: Path, to: Path) -> str:
    """Bring a finished file under its name; its SHA-256."""
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    part.replace(to)
    return digest
