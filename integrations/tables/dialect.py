"""What parts the cells of this table, and which row names its columns?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from io import StringIO
from itertools import islice

from integrations.tables.records import Row, clean, read

SEPARATORS = (",", ";", "\t", "|")
LOOKED_AT = 100  # records
TITLE_ROWS = 20  # a report may begin with its title; the columns are named within so many rows


def separator_of(sample: str) -> str:
    """The sign by which most rows have as many cells as the row of headers, and the more the better."""
    told = sample[:5].lower()
    if told.startswith("sep=") and told[4:] in SEPARATORS:
        return told[4:]
    return max(SEPARATORS, key=lambda sign: _fit(sample, sign))


def _fit(sample: str, sign: str) -> tuple[float, int]:
    rows = [row for row in islice(read(StringIO(sample, newline=""), sign), LOOKED_AT) if not row.code]
    header = header_among(rows)
    if header is None or len(header.cells) < 2:
        return 0.0, 0
    widths = [len(row.cells) for row in rows]
    return round(widths.count(len(header.cells)) / len(widths), 2), len(header.cells)


def header_among(rows: list[Row]) -> Row | None:
    """The first row about as full as most rows are; titles above it have fewer cells."""
    rows = [row for row in rows if not _is_told_separator(row)]
    if not rows:
        return None
    usual = Counter(_filled(row) for row in rows).most_common(1)[0][0]
    return next((row for row in rows[:TITLE_ROWS] if _filled(row) * 10 >= usual * 7), rows[0])


def names_of(cells: Sequence[str]) -> tuple[str, ...]:
    """Headers as shown, each once: a second `Name` is `Name (2)`, one without a word is `Column 3`."""
    seen: Counter[str] = Counter()
    names = []
    for place, cell in enumerate(cells, start=1):
        name = " ".join(clean(cell).split())[:100] or f"Column {place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    while names and names[-1].startswith("Column ") and not cells[len(names) - 1].strip():
        names.pop()
    return tuple(names)


def rows_of(sample: str, sign: str) -> list[Row]:
    """The first records of the sample."""
    found = islice(read(StringIO(sample, newline=""), sign), LOOKED_AT)
    return [row for row in found if not row.code]


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell.strip())


def _is_told_separator(row: Row) -> bool:
    return row.line == 1 and row.cells[0].lower().startswith("sep=")
