"""What stands in a workbook? One sheet as a text table, made by a child process: a bad file takes nothing down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from config import ROOT

SECONDS = 60  # of a child: 50,000 rows of eight cells take one
LARGEST = 60_000_000  # bytes of a workbook
BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of XLSX, XLSB and ODS, and of the older XLS."""
KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH")
"""Variables of the environment that the child gets; it needs none of our keys and addresses."""


@dataclass(frozen=True)
class Sheets:
    """The sheets of a workbook that can be seen and hold something, and the one that was taken."""

    names: tuple[str, ...]
    taken: str


class Closed(Exception):
    """A workbook that cannot be read. `code`: book_broken, book_locked, book_large, book_empty, archive."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_book(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4).startswith(BOOKS)


def unfold(book: Path, table: Path, sheet: str = "") -> Sheets:
    """Write a sheet (the fullest, unless one is named) as CSV in UTF-8. Raises `Closed`."""
    if book.stat().st_size > LARGEST:
        raise Closed("book_large")
    command = (sys.executable, "-m", "integrations.tables.unfolding", str(book), str(table), sheet)
    env = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and module
            command, cwd=ROOT, env=env, capture_output=True, timeout=SECONDS, check=False
        )
        said = json.loads(done.stdout or b"{}")
    except (subprocess.TimeoutExpired, ValueError):
        raise Closed("book_large") from None
    if "sheets" not in said:
        raise Closed(str(said.get("error", "book_large")))  # without a word it ran into its bounds
    return Sheets(tuple(said["sheets"]), said["taken"])
