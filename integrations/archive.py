"""What is in a backup, and is it whole? A folder with the database, the files and a manifest that sums up both."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from integrations import disk

FORMAT = 1
MANIFEST, FILES = "manifest.json", "instance"
NEVER_CHANGED = ("evidence", "certificates")
"""Folders whose files bear their SHA-256 as name: written once, so that a second name for them is a copy."""

NOT_KEPT = ("dibs.sqlite", "sample.unfinished", "restore.unfinished", "before-restore-")
"""Beginnings of names in the instance folder: the database, which comes by itself, and marks of this machine."""


class Unfit(Exception):
    """This backup cannot be made or used; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `files`: path in the backup -> SHA-256 and size in bytes."""

    made_at: str
    programme: str  # version of Dibs
    schema: str  # the last migration
    database: str  # sqlite or postgresql
    settings: list[str]  # names of those that were set
    counts: dict[str, int]  # rows by table
    files: dict[str, tuple[str, int]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def size(self) -> int:
        return sum(size for _, size in self.files.values())


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """A folder to fill, which bears the name `folder` only when all went well. Raises `Unfit` when that is taken."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unfit(f"{folder} is there already. Name a folder that is not.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    part.mkdir(mode=0o700)
    try:
        yield part
        for inside, _, _ in os.walk(part):
            disk.settle_folder(Path(inside))
        part.rename(folder)
        disk.settle_folder(folder.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def take_files(instance: Path, part: Path) -> dict[str, tuple[str, int]]:
    """Everything of the instance folder that has to be kept. A file that vanishes meanwhile was to be removed."""
    taken = {}
    for path in kept(instance):
        name = f"{FILES}/{path.relative_to(instance)}"
        with suppress(FileNotFoundError):
            taken[name] = _taken(path, part / name, may_link=path.relative_to(instance).parts[0] in NEVER_CHANGED)
    return taken


def kept(instance: Path) -> Iterator[Path]:
    """The files to keep, without the database and without halves of files."""
    for top in sorted(instance.iterdir()):
        if top.name.startswith((*NOT_KEPT, ".")):
            continue
        for folder, inner, names in os.walk(top):
            inner[:] = sorted(name for name in inner if name != "tmp" and not name.startswith("."))
            yield from (Path(folder) / name for name in sorted(names) if _is_whole(name))
        if top.is_file() and _is_whole(top.name):
            yield top


def write_manifest(part: Path, manifest: Manifest) -> None:
    """The last thing to be written: without it there is no backup."""
    said = asdict(manifest)
    text = json.dumps({**said, "seal": _seal(said)}, indent=1, sort_keys=True)
    path = part / MANIFEST
    path.write_text(text)
    path.chmod(0o600)
    disk.settle(path)


def read_manifest(folder: Path) -> Manifest:
    """Raises `Unfit` for what is no whole backup."""
    try:
        said = json.loads((folder / MANIFEST).read_text())
        seal = said.pop("seal")
        files = {str(name): (str(sha), int(size)) for name, (sha, size) in said["files"].items()}
        manifest = Manifest(**{**said, "files": files})
    except FileNotFoundError as none:
        raise Unfit(f"{folder} holds no backup: there is no {MANIFEST} in it.") from none
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unfit(f"{MANIFEST} in {folder} cannot be read. Take another backup.") from error
    if manifest.format != FORMAT:
        raise Unfit("This backup was made by a newer Dibs. Restore it with that version.")
    if seal != _seal(said):
        raise Unfit(f"{MANIFEST} in {folder} was changed after the backup. Take another backup.")
    return manifest


def faults(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Files that are not what they were when the backup was made."""
    for name, (sha256, size) in manifest.files.items():
        path = folder / name
        if ".." in Path(name).parts or not path.resolve().is_relative_to(folder.resolve()):
            yield f"{name} lies outside the backup"
        elif not path.is_file():
            yield f"{name} is missing"
        elif path.stat().st_size != size or disk.sum_of(path)[0] != sha256:
            yield f"{name} is damaged"


def put_files(folder: Path, manifest: Manifest, instance: Path) -> None:
    """Copies, never second names: what happens to the portal must not happen to its backup."""
    written = [Path(name).relative_to(FILES) for name in manifest.files if name.startswith(f"{FILES}/")]
    for name in written:
        (instance / name).unlink(missing_ok=True)
        disk.copy(folder / FILES / name, instance / name)
    for inside in {instance / parent for name in written for parent in name.parents}:
        disk.settle_folder(inside)


def _is_whole(name: str) -> bool:
    """Halves of files begin with a point or end in one of these."""
    return not name.startswith(".") and not name.endswith((".part", ".new", ".gone"))


def _taken(path: Path, to: Path, *, may_link: bool) -> tuple[str, int]:
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if may_link and stat.S_IMODE(path.stat().st_mode) == 0o600:
        with suppress(PermissionError, OSError):
            os.link(path, to)
            return disk.sum_of(to)
    return disk.copy(path, to)


def _seal(said: dict[str, Any]) -> str:
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
