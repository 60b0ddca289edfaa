"""Who may read what lies in the instance folder? The user that Dibs runs as, and nobody else on the machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077


def own(instance: Path) -> None:
    """Make the folder, and take away what others may: of it, of what lies in it, and of all that this process makes."""
    os.umask(OTHERS)
    instance.mkdir(parents=True, exist_ok=True)
    for path in open_to_others(instance):
        with suppress(PermissionError):  # somebody else's: the doctor says so
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)


def open_to_others(instance: Path) -> Iterator[Path]:
    """The folder itself and what lies directly in it: into what others cannot enter they see nothing further."""
    for path in (instance, *sorted(instance.iterdir())):
        with suppress(FileNotFoundError):
            if stat.S_IMODE(path.stat().st_mode) & OTHERS:
                yield path
