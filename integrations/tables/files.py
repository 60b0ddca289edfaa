"""Where do uploaded tables lie until they are done with?"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from integrations.tables import workbook
from integrations.tables.table import Table, Unreadable, open_table

NAME = re.compile(r"[0-9a-f]{32}\.csv")


class Files:
    """A folder of uploads under names of our own; nothing typed by a person becomes part of a path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, stream: IO[bytes]) -> str:
        """Store the upload durably: temporary file, fsync, rename, fsync of the folder. Returns its name.

        Of a workbook the fullest sheet becomes the table; the book stays beside it until the table is dropped.
        Raises `Unreadable` for a workbook that cannot be read.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)  # the vendor's customers lie here
        name = f"{secrets.token_hex(16)}.csv"
        partial = self.folder / f"{name}.part"
        with partial.open("wb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        if workbook.is_book(partial):
            partial.rename(self._book(name))
            self._unfold(name)
        else:
            partial.rename(self.folder / name)
        self._sync()
        return name

    @contextmanager
    def keeping(self, stream: IO[bytes]) -> Iterator[str]:
        """The name of the kept upload; what turns out to be `Unreadable` within the block is dropped again."""
        name = self.keep(stream)
        try:
            yield name
        except Unreadable:
            self.drop(name)
            raise

    def take_sheet(self, name: str, sheet: str = "", agreed: Callable[[Table], object] | None = None) -> None:
        """Make the table anew from another sheet of its workbook; "": from the fullest. Raises `Unreadable`.

        Unfolding takes its time: `agreed` is asked at the end, and what it raises leaves the table as it was.
        """
        partial = self.folder / f"{name}.part"
        try:
            found = workbook.unfold(self._book(name), partial, sheet)
            if agreed is not None:
                agreed(open_table(partial))
        except workbook.Closed as error:
            partial.unlink(missing_ok=True)
            raise Unreadable(error.code) from None
        except Exception:
            partial.unlink(missing_ok=True)
            raise
        self._listing(name).write_text(json.dumps({"names": found.names, "taken": found.taken}))
        partial.rename(self._path(name))

    def _unfold(self, name: str) -> None:
        try:
            self.take_sheet(name)
        except Unreadable:
            self.drop(name)
            raise

    def sheets(self, name: str) -> tuple[list[str], str]:
        """The sheets of the workbook behind a table, and the one that was taken; none for a text table."""
        listing = self._listing(name)
        if not listing.is_file():
            return [], ""
        said = json.loads(listing.read_text())
        return said["names"], said["taken"]

    def open(self, name: str) -> Table:
        """The table of that name. Raises `Unreadable`, or FileNotFoundError when it was dropped."""
        return open_table(self._path(name))

    def drop(self, name: str) -> None:
        """Remove the file; no error if it is gone already."""
        partial = self.folder / f"{name}.part"
        for path in (self._path(name), self._book(name), self._listing(name), partial):
            path.unlink(missing_ok=True)

    def names(self, name: str, is_named: Callable[[str], bool]) -> bool:
        """Does a line of this table name somebody?"""
        if not NAME.fullmatch(name) or not self._path(name).is_file():
            return False
        return any(_any_line(self._path(name), encoding, is_named) for encoding in ("utf-8", "cp1252", "utf-16"))

    def strangers(self, known: set[str], before: float) -> list[str]:
        """Names of tables that are not among the known, last written before this time (seconds since 1970)."""
        old = [path for path in self.folder.glob("*") if path.stat().st_mtime < before]
        names = {f"{path.name.partition('.')[0]}.csv" for path in old}
        return sorted(name for name in names - known if NAME.fullmatch(name))

    def _book(self, name: str) -> Path:
        return self._path(name).with_suffix(".book")

    def _listing(self, name: str) -> Path:
        return self._path(name).with_suffix(".json")

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


def _any_line(path: Path, encoding: str, is_named: Callable[[str], bool]) -> bool:
    with path.open(encoding=encoding, errors="replace") as lines:
        try:
            return any(map(is_named, lines))
        except UnicodeError:  # it does not begin as UTF-16 does
            return False
