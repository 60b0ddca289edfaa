"""How is this file written, and which rows stand in it?"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from integrations.tables import dialect
from integrations.tables.encoding import SAMPLE, detect, foreign
from integrations.tables.records import Row, read

LARGEST = 200_000_000  # bytes of a file
MOST_ROWS = 1_000_000
MOST_BROKEN = 10_000  # rows that cannot be parted into cells: beyond, this is no table of ours


class Unreadable(Exception):
    """No table that we can read. `code`: empty, too_large, too_many_rows, too_broken, or what it is instead."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Table:
    """A text table: how it is written, and its rows as often as one asks."""

    path: Path
    size: int
    encoding: str
    separator: str
    headers: tuple[str, ...]
    header_line: int

    def rows(self) -> Iterator[Row]:
        """Rows below the headers, cells cleaned. Raises `Unreadable` when far too many, or far too many broken."""
        broken = 0
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as stream:
            for count, row in enumerate(read(stream, self.separator, len(self.headers))):
                if row.line <= self.header_line:
                    continue
                broken += bool(row.code)
                if broken > MOST_BROKEN:
                    raise Unreadable("too_broken")
                if count > MOST_ROWS:
                    raise Unreadable("too_many_rows")
                yield row


def open_table(path: Path) -> Table:
    """Find out how the file is written. Raises `Unreadable` for what is no text table, is empty or too large."""
    size = path.stat().st_size
    if size > LARGEST:
        raise Unreadable("too_large")
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if not sample.strip(b"\x00\xef\xbb\xbf \r\n\t"):
        raise Unreadable("empty")
    kind = foreign(sample)
    if kind:
        raise Unreadable(kind)
    encoding = detect(path, sample)
    return _described(path, size, encoding, _decoded(sample, encoding))


def _described(path: Path, size: int, encoding: str, sample: str) -> Table:
    separator = dialect.separator_of(sample)
    header = dialect.header_among(dialect.rows_of(sample, separator))
    headers = dialect.names_of(header.cells) if header else ()
    if header is None or not headers:
        raise Unreadable("empty")
    return Table(path, size, encoding, separator, headers, header.line)


def _decoded(sample: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(sample)
