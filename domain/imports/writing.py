"""How do differences reach the mirror? In small transactions, rows and index together; claims go on between them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.imports.differences import Change, Shape
from domain.matching import Company, index
from domain.matching.index import Kind
from models import Account, Lead
from models.base import db

WANTED_SECONDS = 0.02  # of one batch; DESIGN.md allows 50 ms at most
MOST, LEAST = 400, 5  # rows of one batch
LONGEST_PAUSE = 0.03  # seconds that other writers surely get between two batches

KINDS = {Account: Kind.ACCOUNT, Lead: Kind.LEAD}
"""What the index holds; opportunities are found by their account."""


@dataclass
class Pace:
    """How many rows fit into a batch of `WANTED_SECONDS`, learnt from the batches before."""

    size: int = 50
    longest: float = 0.0  # seconds of the slowest batch, for those who measure

    def learn(self, rows: int, seconds: float) -> None:
        """Grow by half at most, shrink at once."""
        self.longest = max(self.longest, seconds)
        fitting = int(rows * WANTED_SECONDS / max(seconds, 1e-6))
        self.size = max(LEAST, min(MOST, fitting, self.size * 3 // 2))

    def pause(self, since: float) -> None:
        """Let other writers in. SQLite's waiting writers look again every 25 ms at first: that long no batch begins."""
        left = LONGEST_PAUSE - (time.monotonic() - since)
        if left > 0:
            time.sleep(left)


def batches(changes: Sequence[Any], pace: Pace) -> Iterator[Sequence[Any]]:
    """Slices of the size that fits at the moment."""
    start = 0
    while start < len(changes):
        size = pace.size
        yield changes[start : start + size]
        start += size


def write(shape: Shape, changes: Sequence[Change], now: datetime) -> None:
    """Insert or update these rows and file them in the index, in the caller's transaction."""
    fields = [shape.model._meta.fields[name] for name in ("external_id", *shape.fields, "is_gone", "updated_at")]
    rows = [
        tuple(_stored(field, value) for field, value in zip(fields, _all(change, shape, now), strict=True))
        for change in changes
    ]
    db.cursor().executemany(_upsert(shape, [field.column_name for field in fields]), rows)
    _file(shape, [change for change in changes if change.is_indexed])


def remove(shape: Shape, ids: Sequence[int], now: datetime) -> None:
    """Mark rows as gone and take them out of the index, in the caller's transaction."""
    model = shape.model
    model.update(is_gone=True, updated_at=now).where(model.id.in_(ids)).execute()
    if model in KINDS:
        for ref in ids:
            index.remove(KINDS[model], ref)


def _all(change: Change, shape: Shape, now: datetime) -> Iterator[Any]:
    yield change.number
    yield from (change.values[name] for name in shape.fields)
    yield from (False, now)


def _stored(field: Any, value: Any) -> Any:
    """A value as both databases take it; JSON as text."""
    return json.dumps(value) if isinstance(value, list) else field.db_value(value)


def _upsert(shape: Shape, columns: list[str]) -> str:
    names, marks = ", ".join(columns), ", ".join([db.param] * len(columns))
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    return (
        f"INSERT INTO {shape.model._meta.table_name} ({names}) VALUES ({marks})"  # noqa: S608  # names of our own
        f" ON CONFLICT (external_id) DO UPDATE SET {changes}"
    )


def _file(shape: Shape, changes: Sequence[Change]) -> None:
    if not changes or shape.model not in KINDS:
        return
    model = shape.model
    new = [change.number for change in changes if change.id is None]
    rows = model.select(model.external_id, model.id).where(model.external_id.in_(new)).tuples() if new else ()
    ids = dict(iter(rows))
    index.put_many(
        (KINDS[model], change.id or ids[change.number], _company(shape, change.values)) for change in changes
    )  # fmt: skip


def _company(shape: Shape, values: dict[str, Any]) -> Company:
    return Company(values[shape.title], values["domain"], values["country"], values["city"], values.get("vat", ""))
