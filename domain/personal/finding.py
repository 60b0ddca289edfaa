"""Where is somebody named? In which fields, in what was read out of which files, and in the files themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from peewee import Cast, Field

from domain.personal import columns
from domain.personal.names import Names
from models import Deletion, Evidence
from models.base import Model

LONGEST = 10.0
"""Seconds for opening files; then the page says how many were not opened."""

Look = Callable[[Evidence, Names], bool]
"""Does this file name the person? Raises `OSError` when it cannot be read."""


@dataclass(frozen=True)
class Hit:
    """One row in which the person is named: values by column, those that change and those that stay."""

    model: type[Model]
    row: Any
    values: dict[str, Any]

    @property
    def table(self) -> str:
        return columns.table_of(self.model)

    @property
    def staying(self) -> list[str]:
        """Columns, as table.column, whose name stays."""
        return [place for name in self.values if (place := f"{self.table}.{name}") in columns.STAYS]


@dataclass(frozen=True)
class Found:
    """Everything that names the person: rows, files, and how many files were not opened."""

    hits: list[Hit]
    files: list[Evidence] = field(default_factory=list)
    unopened: int = 0

    @property
    def shown(self) -> list[Hit]:
        """What may be told: not what partners checked."""
        return [hit for hit in self.hits if hit.table not in columns.UNTOLD]

    @property
    def by_table(self) -> dict[str, list[Hit]]:
        tables: dict[str, list[Hit]] = {}
        for hit in self.shown:
            tables.setdefault(hit.table, []).append(hit)
        return tables

    @property
    def stays(self) -> dict[str, int]:
        places = [place for hit in self.shown for place in hit.staying]
        return {place: places.count(place) for place in dict.fromkeys(places)}


def everywhere(names: Names, look: Look | None = None, but: Any = None, wanted: Iterable[str] = ()) -> Found:
    """All rows but that of `but` (a person's own account), and all files that can be opened in time.

    Files whose codes are `wanted` were found before, and are opened however long it takes.
    """
    hits = [hit for hit in _rows(names) if but is None or (hit.model, hit.row.id) != (type(but), but.id)]
    files, unopened = _files(names, hits, look, frozenset(wanted))
    return Found(hits, files, unopened)


def _rows(names: Names) -> Iterator[Hit]:
    for model, fields in columns.searched():
        may_hold = reduce(or_, (_holds(one, hint) for one in fields for hint in names.hints))
        for row in model.select().where(may_hold).order_by(model._meta.primary_key):
            values = {one.name: value for one in fields if names.is_in(value := getattr(row, one.name))}
            if values:
                yield Hit(model, row, values)


def _holds(one: Field, hint: str) -> Any:
    return Cast(one, "TEXT").contains(hint)


def _files(names: Names, hits: list[Hit], look: Look | None, wanted: frozenset[str]) -> tuple[list[Evidence], int]:
    """Files whose name or read-out names the person, and of the others those whose text does; newest first."""
    named = {hit.row.id for hit in hits if hit.table == "evidence"}
    named |= {hit.row.evidence_id for hit in hits if hit.table == "readout"}
    kept = Evidence.select().where(Evidence.id.not_in(Deletion.select(Deletion.evidence)))
    found, unopened, until = [], 0, time.monotonic() + LONGEST
    for file in kept.order_by(Evidence.id.desc()):
        if file.id in named:
            found.append(file)
        elif look is None or (time.monotonic() > until and file.code not in wanted):
            unopened += 1
        else:
            said = _looked(look, file, names)
            found += [file] if said else []
            unopened += said is None
    return found, unopened


def _looked(look: Look, file: Evidence, names: Names) -> bool | None:
    """None: it could not be read."""
    try:
        return look(file, names)
    except OSError:
        return None
