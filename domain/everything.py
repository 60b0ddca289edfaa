"""How does the vendor take all data out? Every row of every table as plain values, with the names behind its ids.

Read some rows at a time, in one snapshot (`models.base.snapshot`), so that what points to something finds it; nobody
who works meanwhile waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import Field, ForeignKeyField

import models
from domain import events
from domain.personal import columns
from models import Certificate, Deletion, Evidence, Registration, Vendor
from models.base import Model, db

MOST_AT_ONCE = 500
"""Rows in memory together."""

LABELS = ("code", "number", "external_id", "name", "company", "email", "filename")
"""By what a row is called where another points to it; the first two that it has."""


@dataclass(frozen=True)
class Table:
    """One table with its columns, those that leave the house and those that are secrets."""

    model: type[Model]
    fields: list[Field]
    secrets: list[str]

    @property
    def name(self) -> str:
        return columns.table_of(self.model)

    @property
    def says(self) -> str:
        """The first sentences of what its model says of itself; "" where the name says it all."""
        told = self.model.__doc__ or ""
        return " ".join(told.split("\n\n")[0].split())


def tables() -> Iterator[Table]:
    """All but the indexes, which are made from names of companies and can be made anew."""
    for model in models.ALL:
        if columns.table_of(model) not in columns.DERIVED:
            fields = list(model._meta.sorted_fields)
            secret = [one.name for one in fields if columns.is_secret(model, one)]
            yield Table(model, [one for one in fields if one.name not in secret], secret)


def note_taken() -> None:
    """That everything was taken out stands on record."""
    with db.atomic():
        events.record("vendor.exported", Vendor.get_current())


def rows(table: Table) -> Iterator[dict[str, Any]]:
    """In order of their ids. `partner_id` is the id, `partner` what people call it."""
    last = 0
    while some := list(table.model.select().where(table.model.id > last).order_by(table.model.id).limit(MOST_AT_ONCE)):
        last = some[-1].id
        called = {one.name: _called(one, some) for one in table.fields if isinstance(one, ForeignKeyField)}
        yield from (_plain(table, row, called) for row in some)


def files() -> Iterator[Evidence]:
    """Proof that is still there."""
    gone = Deletion.select(Deletion.evidence)
    yield from Evidence.select().where(Evidence.id.not_in(gone)).order_by(Evidence.id).iterator()


def certificates() -> Iterator[Certificate]:
    issued = Certificate.select(Certificate, Registration).join(Registration)
    yield from issued.where(Certificate.sha256.is_null(False)).order_by(Certificate.id).iterator()


def _plain(table: Table, row: Any, called: dict[str, dict[int, str]]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for one in table.fields:
        if isinstance(one, ForeignKeyField):
            key = getattr(row, one.object_id_name)
            said |= {one.object_id_name: key, one.name: called[one.name].get(key)}
        else:
            value = getattr(row, one.name)
            said[one.name] = value.isoformat() if isinstance(value, datetime | date) else value
    return said


def _called(one: ForeignKeyField, some: list[Any]) -> dict[int, str]:
    """Id -> by what people know it, for the rows that these point to."""
    other, ids = one.rel_model, {getattr(row, one.object_id_name) for row in some} - {None}
    shown = [getattr(other, name) for name in LABELS if name in other._meta.fields][:2]
    if not (ids and shown):
        return {}
    found = other.select(other.id, *shown).where(other.id.in_(ids)).tuples()
    return {key: " ".join(str(label) for label in labels if label) for key, *labels in found}
