"""How do differences reach the mirror? In small transactions, rows and index together; claims go on between them."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from domain.imports.differences import Change, Shape
from domain.matching import Company, index
from domain.matching.index import Filings, Kind
from models import Account, Lead
from models.base import db

WANTED_SECONDS = 0.03  # of writing in one batch; with its commit at most 50 ms
MOST, LEAST = 400, 40  # rows of one batch
PAUSE_SECONDS = 0.025  # seconds that other writers surely get between two batches

KINDS = {Account: Kind.ACCOUNT, Lead: Kind.LEAD}
"""What the index holds; opportunities are found by their account."""


@dataclass
class Pace:
    """How many rows fit into a batch of `WANTED_SECONDS`, learnt from the quickest of the last batches.

    The quickest, since a slow one says only that the machine was busy with something else.
    """

    size: int = 50
    costs: deque[float] = field(default_factory=lambda: deque(maxlen=8))  # seconds for one row
    longest: float = 0.0  # seconds of the slowest batch, for those who measure
    free_since: float = 0.0  # when the last batch was committed

    @contextmanager
    def measured(self, rows: int) -> Iterator[None]:
        """Time the writing of so many rows, without its commit, which takes what the disk takes."""
        began = time.monotonic()
        yield
        seconds = time.monotonic() - began
        self.longest = max(self.longest, seconds)
        self.costs.append(max(seconds, 1e-6) / max(rows, 1))
        self.size = max(LEAST, min(MOST, self.size * 3 // 2, int(WANTED_SECONDS / min(self.costs))))

    def pause(self) -> None:
        """Let other writers in. SQLite's waiting writers look again every 25 ms at first: so long no batch begins."""
        left = PAUSE_SECONDS - (time.monotonic() - self.free_since)
        if left > 0:
            time.sleep(left)


def batches(rows: Iterable[Any], pace: Pace) -> Iterator[list[Any]]:
    """Slices of the size that fits at the moment."""
    rest = iter(rows)
    while part := list(islice(rest, pace.size)):
        yield part


@dataclass(frozen=True)
class Prepared:
    """Changes as the database takes them; made before the lock, which must stay short."""

    shape: Shape
    sql: str
    rows: list[tuple[Any, ...]]
    companies: list[Change]
    filings: Filings


def prepare(shape: Shape, changes: Sequence[Change], now: datetime) -> Prepared:
    fields = [shape.model._meta.fields[name] for name in ("external_id", *shape.fields, "is_gone", "updated_at")]
    stamp = fields[-1].db_value(now)
    rows = [
        (change.number, *(_stored(column, change.values[column.name]) for column in fields[1:-2]), False, stamp)
        for change in changes
    ]
    indexed = [change for change in changes if change.is_indexed]
    filings = index.ready(_company(shape, change.values) for change in indexed)
    return Prepared(shape, _upsert(shape, [column.column_name for column in fields]), rows, indexed, filings)


def write(batch: Prepared) -> None:
    """Insert or update these rows and file them in the index, in the caller's transaction."""
    db.cursor().executemany(batch.sql, batch.rows)
    if batch.companies:
        model = batch.shape.model
        new = [change.number for change in batch.companies if change.id is None]
        rows = model.select(model.external_id, model.id).where(model.external_id.in_(new)).tuples() if new else ()
        ids = dict(iter(rows))
        things = [(KINDS[model], change.id or ids[change.number]) for change in batch.companies]
        index.put_ready(things, batch.filings)


def remove(shape: Shape, ids: Sequence[int], now: datetime) -> None:
    """Mark rows as gone and take them out of the index, in the caller's transaction."""
    model = shape.model
    model.update(is_gone=True, updated_at=now).where(model.id.in_(ids)).execute()
    if model in KINDS:
        for ref in ids:
            index.remove(KINDS[model], ref)


def _stored(column: Any, value: Any) -> Any:
    """A value as both databases take it; JSON as text."""
    if type(value) is str:
        return value
    return json.dumps(value) if isinstance(value, list) else column.db_value(value)


def _upsert(shape: Shape, columns: list[str]) -> str:
    names, marks = ", ".join(columns), ", ".join([db.param] * len(columns))
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    return (
        f"INSERT INTO {shape.model._meta.table_name} ({names}) VALUES ({marks})"  # noqa: S608  # names of our own
        f" ON CONFLICT (external_id) DO UPDATE SET {changes}"
    )


def _company(shape: Shape, values: dict[str, Any]) -> Company:
    also = tuple(values.get("also", "").splitlines())
    return Company(
        values[shape.title], values["domain"], values["country"], values["city"], values.get("vat", ""), also
    )
