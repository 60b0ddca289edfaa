"""Where do uploaded tables lie until they are done with?"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from pathlib import Path
from typing import IO

from integrations.tables.table import Table, open_table

NAME = re.compile(r"[0-9a-f]{32}\.csv")


class Files:
    """A folder of uploads under names of our own; nothing typed by a person becomes part of a path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, stream: IO[bytes]) -> str:
        """Store the upload durably: temporary file, fsync, rename, fsync of the folder. Returns its name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{secrets.token_hex(16)}.csv"
        partial = self.folder / f"{name}.part"
        with partial.open("wb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(self.folder / name)
        self._sync()
        return name

    def open(self, name: str) -> Table:
        """The table of that name. Raises `Unreadable`, or FileNotFoundError when it was dropped."""
        return open_table(self._path(name))

    def drop(self, name: str) -> None:
        """Remove the file; no error if it is gone already."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return self.folder / name

    def _sync(self) -> None:
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
