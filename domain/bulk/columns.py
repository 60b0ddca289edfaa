"""Which columns may a list of prospects have, and which is which if none has a name?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.imports import columns
from domain.imports.columns import CITY, COUNTRY, DOMAIN
from domain.imports.values import country
from domain.matching import looks_like_address
from domain.words import N_

KIND = "prospects"

_accounts = {column.name: column for column in columns.COLUMNS["accounts"]}
NAME = replace(
    _accounts["name"], label=N_("Company"),
    headers=(*_accounts["name"].headers, "prospect", "prospectname", "lead", "endcustomer", "endkunde", "interessent",
             "prospecto", "clientefinal"),
)  # fmt: skip
COLUMNS = (NAME, DOMAIN, COUNTRY, CITY, _accounts["vat"])

columns.COLUMNS[KIND] = COLUMNS  # read by the same module as the files of a CRM
columns.REQUIRED[KIND] = (("name", "domain"),)

SAMPLE = 50
_number = re.compile(r"[A-Z]{2}[A-Z0-9]*\d[A-Z0-9]{5,}")

TELLS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("domain", looks_like_address),
    ("vat", lambda cell: bool(_number.fullmatch(cell.upper().replace(" ", "")))),
    ("country", lambda cell: bool(country(cell))),
)
"""By what a column is known that nobody named, surest first."""


def named(headers: Sequence[str]) -> dict[str, int]:
    """Our field -> number of the column, by the names in the first row."""
    places = {header: number for number, header in reversed(list(enumerate(headers)))}
    return {name: places[header] for name, header in columns.mapped(KIND, tuple(headers)).items()}


def guessed(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """The same by what stands in the columns: the first that is nothing else holds the names."""
    width = max((len(row) for row in rows), default=0)
    cells = [[row[place] for row in rows[:SAMPLE] if place < len(row) and row[place].strip()] for place in range(width)]
    found: dict[str, int] = {}
    for name, is_one in TELLS:
        place = next((n for n, some in enumerate(cells) if n not in found.values() and _mostly(some, is_one)), None)
        if place is not None:
            found[name] = place
    rest = (n for n, some in enumerate(cells) if n not in found.values() and any(map(_has_letters, some)))
    place = next(rest, None)
    return found if place is None else {"name": place, **found}


def _mostly(cells: Sequence[str], is_one: Callable[[str], bool]) -> bool:
    return bool(cells) and 2 * sum(map(is_one, cells)) > len(cells)


def _has_letters(cell: str) -> bool:
    return any(sign.isalpha() for sign in cell)
