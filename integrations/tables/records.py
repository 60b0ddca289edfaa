"""Which cells stand in which line? CSV records one by one; a broken one is named and never takes others with it."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

LONGEST_CELL = csv.field_size_limit()  # characters: 131,072
LONGEST_LINE = 2_000_000  # characters of one line that are held in memory
MOST_LINES = 1_000  # lines of one record: beyond, a quote was not closed

_invisible = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

_breaks = str.maketrans("\t\n\r", "   ")


class Row(NamedTuple):
    """One row of the table. `line` is where it begins, as an editor counts; `code` why it cannot be read."""

    line: int
    cells: Sequence[str] = ()
    code: str = ""  # quote, cells, nul, letters, long_cell, long_line
    wanted: int = 0  # cells that it should have
    found: int = 0


class _Runaway(Exception):
    """One record asks for too many lines, or one line is too long to be held."""


class _Lines:
    """Lines of the file for the CSV reader; those of the last record can be given back and read again."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.number = stream, 0
        self.taken: list[str] = []
        self.waiting: deque[str] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise _Runaway("quote")
        line = self.waiting.popleft() if self.waiting else self.stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.taken.append(line)
        if len(line) >= LONGEST_LINE and line[-1] not in "\r\n":
            self._skip_rest()
            raise _Runaway("long_line")
        return line

    def begin(self) -> int:
        """Forget the record before; returns the number of the line at which the next begins."""
        self.number += len(self.taken)
        self.taken = []
        return self.number + 1

    def give_back(self) -> None:
        """Only the first line of the record was broken: the others are read again."""
        self.waiting.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]

    def _skip_rest(self) -> None:
        while (rest := self.stream.readline(LONGEST_LINE)) and rest[-1] not in "\r\n":
            pass


def read(stream: TextIO, separator: str, width: int = 0) -> Iterator[Row]:
    """All records but blank ones. With `width`, a row with another number of cells is broken.

    A quote that is never closed would swallow what follows: then only its own line is broken, reading goes on after it.
    """
    lines = _Lines(stream)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        start = lines.begin()
        row = _next(reader, lines, start)
        if row is None:
            return
        if not row.code:
            if not any(row.cells):
                continue
            row = _checked(row, width) if width else row
        if row.code:
            lines.give_back()
        yield row


def _next(reader: Iterator[list[str]], lines: _Lines, start: int) -> Row | None:
    try:
        cells = next(reader)
    except StopIteration:
        return None
    except _Runaway as error:
        return Row(start, code=str(error))
    except csv.Error as error:
        is_long = "field limit" in str(error) and len(lines.taken) == 1
        return Row(start, code="long_cell" if is_long else "quote")
    return Row(start, cells)


def _checked(row: Row, width: int) -> Row:
    """The row, cleaned and at its width; spreadsheets like to add empty cells at the end."""
    text = "".join(row.cells)
    if "\x00" in text:
        return row._replace(code="nul")
    if "\ufffd" in text:
        return row._replace(code="letters")
    cells = row.cells if text.isascii() and text.isprintable() else [clean(cell) for cell in row.cells]
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        cells = cells[:width]
    if len(cells) != width:
        return Row(row.line, cells, "cells", width, len(cells))
    return Row(row.line, cells)


def clean(cell: str) -> str:
    """Composed letters, without control and direction characters; line breaks and tabs become spaces."""
    if cell.isascii() and cell.isprintable():
        return cell
    return unicodedata.normalize("NFC", _invisible.sub("", cell.translate(_breaks)))
