"""The child process of `workbook`: reads a workbook within bounds of memory and time, writes a sheet as CSV.

Dates are written as ISO, whole numbers without a point, so that no locale has a say.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

MEMORY = 1_500_000_000  # bytes of address space
SECONDS = 50  # of a processor
UNPACKED = 600_000_000  # bytes that the parts of a workbook say they unpack to
MOST_CELLS = 30_000_000
LONGEST_TABLE = 200_000_000  # bytes that may be written: a text that many cells share unpacks anew in each
OPEN_FILES = 64


class Refused(Exception):
    """The code of why this workbook is not read."""


def main(book: Path, table: Path, wanted: str) -> dict[str, Any]:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LONGEST_TABLE, LONGEST_TABLE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = book.read_bytes()
    _look_into(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        return _write(_filled(workbook), table, wanted)
    except CalamineError as error:
        raise Refused("book_locked" if "password" in str(error).lower() else "book_broken") from None


def _look_into(content: bytes) -> None:
    """What is packed says how large it is: no need to unpack a bomb to know one."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile:
        raise Refused("book_broken") from None
    if not any(part.filename.startswith("xl/") or part.filename == "content.xml" for part in parts):
        raise Refused("archive")
    if sum(part.file_size for part in parts) > UNPACKED:
        raise Refused("book_large")


def _filled(workbook: CalamineWorkbook) -> dict[str, CalamineSheet]:
    """Sheets that can be seen and hold something."""
    seen = [meta.name for meta in workbook.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
    sheets = {name: workbook.get_sheet_by_name(name) for name in seen[:50]}
    return {name: sheet for name, sheet in sheets.items() if sheet.height and sheet.width}


def _write(sheets: dict[str, CalamineSheet], table: Path, wanted: str) -> dict[str, Any]:
    if not sheets:
        raise Refused("book_empty")
    taken = wanted if wanted in sheets else max(sheets, key=lambda name: sheets[name].height * sheets[name].width)
    sheet = sheets[taken]
    if sheet.height * sheet.width > MOST_CELLS:
        raise Refused("book_large")
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(_rows(sheet))
    return {"sheets": list(sheets), "taken": taken}


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    for row in sheet.iter_rows():
        yield [_said(cell) for cell in row]


def _said(cell: Any) -> str:
    """A cell as text, the same in every language."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


if __name__ == "__main__":
    try:
        said = main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    except Refused as no:
        said = {"error": str(no)}
    except MemoryError:
        said = {"error": "book_large"}
    sys.stdout.write(json.dumps(said))
