"""Where do small pictures of evidence lie? One JPEG per partner and content, which can be made anew at any time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def keep(folder: Path, partner_id: int, sha256: str, picture: bytes) -> None:
    """Write it beside and rename: whoever looks sees all of it or nothing."""
    target = path_of(folder, partner_id, sha256)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = target.with_suffix(".new")
    beside.write_bytes(picture)
    beside.chmod(0o600)
    beside.replace(target)


def path_of(folder: Path, partner_id: int, sha256: str) -> Path:
    return folder / str(partner_id) / f"{sha256}.jpg"


def drop(folder: Path, partner_id: int, sha256: str) -> None:
    path_of(folder, partner_id, sha256).unlink(missing_ok=True)


def sweep(folder: Path, is_known: Callable[[int, str], bool], before: float) -> int:
    """Remove pictures of files that no row names, last written before this time (seconds since 1970)."""
    gone = 0
    for path in folder.glob("*/*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before and not is_known(int(path.parent.name), path.stem):
                path.unlink()
                gone += 1
    return gone
