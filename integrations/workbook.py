"""How do tables leave the house? CSV and XLSX files that no spreadsheet takes for more than text, numbers and days."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | float | date | datetime | None

FORMULA = re.compile(r"^[\s\x00]*[=+\-@＝＋－＠|]")
"""What a spreadsheet may run when it opens a CSV file."""

LONGEST, LONGEST_NAME = 32_767, 31
"""Characters of a cell and of a sheet's name, as Excel takes them."""


@dataclass(frozen=True)
class Sheet:
    """One table; moments are naive, in the zone of the reader."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def csv_of(sheet: Sheet, delimiter: str = ",") -> bytes:
    """UTF-8 with its mark, so that Excel knows it; text that begins like a formula gets an apostrophe before it."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\r\n")
    for row in (sheet.head, *sheet.rows):
        writer.writerow([_plain(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig")


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """Text is written as text: nothing in a cell is ever a formula or a link."""
    import xlsxwriter  # only when somebody asks for one

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        looks = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        for sheet in sheets:
            _fill(book.add_worksheet(_name(sheet.name)), sheet, looks)
    return written.getvalue()


def _fill(page: object, sheet: Sheet, looks: dict[str, object]) -> None:
    widths = [len(word) for word in sheet.head]
    for place, word in enumerate(sheet.head):
        page.write_string(0, place, word, looks["head"])  # type: ignore[attr-defined]
    for number, row in enumerate(sheet.rows, 1):
        for place, cell in enumerate(row):
            _write(page, number, place, cell, looks)
            widths[place] = max(widths[place], len(_plain(cell)))
    for place, width in enumerate(widths):
        page.set_column(place, place, min(width + 2, 60))  # type: ignore[attr-defined]
    page.freeze_panes(1, 0)  # type: ignore[attr-defined]


def _write(page: object, row: int, place: int, cell: Cell, looks: dict[str, object]) -> None:
    if isinstance(cell, datetime):
        page.write_datetime(row, place, cell, looks["moment"])  # type: ignore[attr-defined]
    elif isinstance(cell, date):
        page.write_datetime(row, place, cell, looks["day"])  # type: ignore[attr-defined]
    elif isinstance(cell, int | float):
        page.write_number(row, place, cell)  # type: ignore[attr-defined]
    elif cell:
        page.write_string(row, place, cell[:LONGEST])  # type: ignore[attr-defined]


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if FORMULA.match(cell) else cell
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)


def _name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:LONGEST_NAME].strip() or "1"
