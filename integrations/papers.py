"""Where do issued papers lie, and are they still what was issued? A folder of files named after their SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

PIECE = 1 << 16


class Altered(Exception):
    """The file under this name is gone or no longer has the bytes that were issued."""


def keep(folder: Path, paper: bytes) -> str:
    """Store the paper so that it survives a power cut, and return its SHA-256. Storing it twice makes one file."""
    digest = hashlib.sha256(paper).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as beside:
        written = Path(beside, "paper")
        with written.open("wb") as file:
            file.write(paper)
            file.flush()
            os.fsync(file.fileno())
        written.replace(folder / f"{digest}.pdf")
    _sync(folder)
    return digest


def read(folder: Path, digest: str) -> bytes:
    """The paper, as it was issued. Raises `Altered`, rather than hand out anything else."""
    try:
        paper = (folder / f"{digest}.pdf").read_bytes()
    except OSError as error:
        raise Altered(f"{digest}.pdf cannot be read") from error
    if hashlib.sha256(paper).hexdigest() != digest:
        raise Altered(f"{digest}.pdf has changed since it was issued")
    return paper


def fingerprint(stream: BinaryIO) -> str:
    """The SHA-256 of a stream, read in pieces."""
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
