"""Where do uploaded files lie? One file per partner and content, safe on disk before anybody says that it is kept."""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from integrations import active
from integrations.filetypes import MIME, Unusable, kind_of

CHUNK = 1 << 20
LONGEST_NAME = 120
EXTENSIONS = {kind: (kind,) for kind in MIME} | {"jpeg": ("jpg", "jpeg")}


Look = Callable[[Path], None]


@dataclass(frozen=True)
class Stored:
    """A file that is on disk, with the name to show."""

    partner_id: int
    sha256: str
    size: int  # bytes
    kind: str
    filename: str


def keep(
    folder: Path, partner_id: int, name: str, stream: IO[bytes], largest: int | None = None, look: Look | None = None
) -> Stored:
    """Keep a file: temporary file, fsync, rename, fsync of the folder. Raises `Unusable` with nothing left behind.

    `largest` in bytes, None: any. `look`: a last look at the file, which raises `Unusable` as well. Reads in pieces: a
    file is never whole in memory. The same content of the same partner is one file; two partners never share one, so
    that nobody learns from an upload what another has.
    """
    temporary = folder / "tmp" / secrets.token_hex(16)
    temporary.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        sha256, size = _copied(stream, temporary, largest)
        kind = kind_of(temporary)
        active.check(temporary, kind)
        if look is not None:
            look(temporary)
        _settle(temporary, path_of(folder, partner_id, sha256))
    finally:
        temporary.unlink(missing_ok=True)
    return Stored(partner_id, sha256, size, kind, shown_name(name, kind))


def path_of(folder: Path, partner_id: int, sha256: str) -> Path:
    return folder / str(partner_id) / sha256[:2] / sha256


def sweep(folder: Path, is_known: Callable[[int, str], bool], before: float) -> int:
    """Remove files that no row names and that were last written before this time (seconds since 1970).

    Such a file is left when a process dies between file and row; the age keeps those whose row is still to come.
    """
    gone = 0
    for path in folder.glob("*/??/*"):
        with suppress(FileNotFoundError):
            gone += not _stays(path, is_known) and path.stat().st_mtime < before and _remove(path, before)
    for path in folder.glob("tmp/*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
                gone += 1
    return gone


def drop(folder: Path, partner_id: int, sha256: str) -> bool:
    """Remove a file; False: it was not there. Only while nobody puts it on record."""
    try:
        path_of(folder, partner_id, sha256).unlink()
    except FileNotFoundError:
        return False
    return True


def cleaned(name: str) -> str:
    """A name without folders, control and direction characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last[:2000]) if c.isprintable())
    return _shortened(" ".join(kept.split()).strip(". ") or "file")


def shown_name(name: str, kind: str) -> str:
    """The name to show: clean, shortened in its middle, and ending as its content is."""
    stem, dot, extension = cleaned(name).rpartition(".")
    if not dot or extension.lower() not in EXTENSIONS[kind]:
        stem, extension = cleaned(name), EXTENSIONS[kind][0]
    return f"{stem}.{extension}"


def _shortened(stem: str) -> str:
    if len(stem) <= LONGEST_NAME:
        return stem
    half = LONGEST_NAME // 2
    return f"{stem[:half].rstrip()}…{stem[-half:].lstrip()}"


def _copied(stream: IO[bytes], to: Path, largest: int | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with to.open("xb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if largest is not None and size > largest:
                raise Unusable("too_large")
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _settle(temporary: Path, target: Path) -> None:
    """Always by rename, also over the same content: its fresh time keeps the sweep away until the row stands."""
    made = [folder for folder in (target.parent.parent, target.parent) if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary.chmod(0o600)
    temporary.replace(target)
    for folder in {target.parent, *(folder.parent for folder in made)}:
        _fsync_folder(folder)


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stays(path: Path, is_known: Callable[[int, str], bool]) -> bool:
    """Does a row name it? What is still aside, since a sweep died, goes back then, if its place is empty."""
    place = path.with_suffix("")
    if not is_known(int(path.parts[-3]), place.name):
        return False
    if path != place and not place.exists():
        path.replace(place)
        return True
    return path == place


def _remove(path: Path, before: float) -> bool:
    """Take the file aside first: if an upload wrote it anew in this moment, it goes back."""
    aside = path.with_name(f"{path.name}.gone")
    path.replace(aside)
    if aside.stat().st_mtime >= before:
        aside.replace(path)
        return False
    aside.unlink()
    return True
