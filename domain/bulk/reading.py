"""What does a list say, uploaded or pasted? Rows of cells first, then a prospect for each line, or why none."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain import checks
from domain.bulk import columns
from domain.checks import Prospect
from domain.imports.reader import Row
from domain.imports.values import country
from domain.words import N_

WIDEST = 20  # columns that are kept of a row
LONGEST = 300  # characters that are kept of a cell: one more than any field may have

PROBLEMS: dict[str, str] = {
    "short": N_("Too little to judge. A name needs four letters, or add the web address."),
    "form": checks.ONLY_FORM,
    "shared": N_("Many share this address. Write the company’s name, or a web address of its own."),
    "long": N_("Too long. A name or web address has up to 200 characters, a city 100, a VAT number 40."),
    "broken": N_("This line could not be parted into cells. Check it by hand."),
    "failed": N_("This line could not be checked, on an error of ours. Check it by hand."),
}
"""Why a line has no answer, in words that say what to do. It costs nothing."""

CODES = {checks.TOO_SHORT: "short", checks.ONLY_FORM: "form", checks.SHARED: "shared", checks.TOO_LONG: "long"}
"""What a check says of a line that it does not judge -> our code."""

Rows = list[tuple[int, list[str]]]
"""Number of the line, and its cells; of a line that is broken none."""


class Table(Protocol):
    """A file as `integrations.tables` reads it."""

    @property
    def headers(self) -> tuple[str, ...]: ...
    @property
    def header_line(self) -> int: ...
    @property
    def separator(self) -> str: ...
    def rows(self) -> Iterator[Row]: ...


@dataclass(frozen=True)
class Line:
    """One line of a list, with the code of what is wrong with it; "" when it can be checked."""

    line: int
    prospect: Prospect
    problem: str = ""


def from_table(table: Table, most: int) -> Rows:
    """The rows of an uploaded file, its first as well; one more than `most` says that there are too many."""
    first = ["" if cell == f"Column {place}" else cell for place, cell in enumerate(table.headers, start=1)]
    rows: Rows = [(table.header_line, _kept(first))]
    for row in table.rows():
        cells = row.cells
        if len(table.headers) == 1 and row.code == "cells":  # a name with a comma in it
            cells = [table.separator.join(cells)]
        rows.append((row.line, [] if row.code and cells is row.cells else _kept(cells)))
        if len(rows) > most + 1:
            break
    return rows


def from_text(text: str, most: int) -> Rows:
    """What was pasted: cells out of a spreadsheet, a table with named columns, or one name in each line."""
    lines = [
        (number, line[: WIDEST * LONGEST]) for number, line in enumerate(text.splitlines(), start=1) if line.strip()
    ]
    if not lines:
        return []
    sign = _parted_by(lines[0][1], "\t" in text)
    if sign:
        cells = [next(csv.reader([line], delimiter=sign), []) for _, line in lines[: most + 2]]
        return [(number, _kept(row)) for (number, _), row in zip(lines, cells, strict=False)]
    return [(number, _kept([line])) for number, line in lines[: most + 2]]


def has_head(rows: Rows) -> bool:
    """Does the first row name the columns?"""
    return bool(rows) and bool({"name", "domain"} & columns.named(rows[0][1]).keys())


def mapped(rows: Rows, is_headed: bool) -> dict[str, int]:
    """Which column is which, as far as it can be found out."""
    known = columns.named(rows[0][1]) if is_headed and rows else {}
    if {"name", "domain"} & known.keys():
        return known
    return columns.guessed([cells for _, cells in rows[is_headed:]])


def headings(rows: Rows, is_headed: bool) -> list[tuple[str, str]]:
    """Of each column its name ("" without one) and the first thing that stands in it."""
    body = [cells for _, cells in rows[is_headed:]]
    width = max((len(cells) for _, cells in rows), default=0)
    head = rows[0][1] if is_headed and rows else []
    samples = (next((row[place] for row in body if len(row) > place and row[place]), "") for place in range(width))
    return [(head[place] if place < len(head) else "", sample) for place, sample in enumerate(samples)]


def lines_of(rows: Rows, is_headed: bool, mapping: Mapping[str, int], line: str, home: str) -> list[Line]:
    """Every line as it will be asked, with the product line and country of the whole list."""
    return [_line(number, cells, mapping, line, home) for number, cells in rows[is_headed:]]


def _line(number: int, cells: Sequence[str], mapping: Mapping[str, int], line: str, home: str) -> Line:
    said = {name: cells[place] for name, place in mapping.items() if place < len(cells)}
    said["country"] = country(said.get("country", "")) or home
    prospect = Prospect(**said, line=line)
    if not cells:
        return Line(number, prospect, "broken")
    fault = checks.fault_of(prospect)
    return Line(number, prospect, CODES.get(fault, "failed") if fault else "")


def _kept(cells: Sequence[str]) -> list[str]:
    """Cells without what cannot be seen, cut far beyond what may be asked."""
    return [" ".join("".join(c if c.isprintable() else " " for c in cell[:LONGEST]).split()) for cell in cells[:WIDEST]]


def _parted_by(first: str, has_tabs: bool) -> str:
    """A tab, if there is one; else the sign by which the first line names at least two columns of ours."""
    if has_tabs:
        return "\t"
    return next((sign for sign in ";,|" if len(columns.named(_kept(first.split(sign)))) > 1), "")
