"""How does each row of the file differ from the mirror? Reads both in step, a few hundred rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from domain.imports.known import Known, Unusable
from domain.imports.reader import Plan, Reader, Row, Table, survey
from domain.imports.tally import Tally
from domain.imports.twins import Twins
from domain.rules import Rules
from models import Account, Lead, Opportunity

STEP = 500  # rows that are compared at once


@dataclass(frozen=True)
class Shape:
    """A kind's table, the fields that a file may fill, and those by which the index finds a row."""

    model: Any  # Account, Lead or Opportunity
    fields: tuple[str, ...]
    indexed: tuple[str, ...]
    title: str  # the field that names a row to people


SHAPES = {
    "accounts": Shape(
        Account,
        ("name", "domain", "country", "city", "vat", "owner", "partner_of_record", "products", "also"),
        ("name", "domain", "country", "city", "vat", "also"), "name",
    ),
    "leads": Shape(
        Lead,
        ("company", "domain", "country", "city", "stage", "is_open", "product_line", "owner", "created_on",
         "last_activity_on"),
        ("company", "domain", "country", "city"), "company",
    ),
    "opportunities": Shape(
        Opportunity,
        ("account", "name", "stage", "is_open", "product_line", "value_minor", "currency", "owner", "partner",
         "created_on", "last_activity_on"),
        (), "name",
    ),
}  # fmt: skip

EMPTY: dict[str, Any] = {
    "is_open": True, "products": [], "partner_of_record": None, "partner": None, "value_minor": None,
}  # fmt: skip
"""What a new row holds where the file says nothing; "" otherwise."""


class Change(NamedTuple):
    """One row to write: its id if it is in the mirror, all its values, and whether the index must learn of it."""

    id: int | None
    number: str
    values: dict[str, Any]
    is_indexed: bool


class Comparison:
    """One reading of a file against the mirror. Go through `changes()`, then `gone()`; `tally` fills on the way."""

    def __init__(self, plan: Plan, table: Table, rules: Rules, today: date) -> None:
        self.plan, self.table, self.today = plan, table, today
        self.shape = SHAPES[plan.kind]
        self.known = Known(rules)
        self.habits = survey(plan, table)
        self.reader = Reader(plan, table.headers, self.known, self.habits)
        self.tally = Tally(mirror=self._living().count())
        self.twins: Twins | None = None  # only where a person looks at the result
        self.seen: dict[str, int] = {}  # external id -> line; what cannot be read is not gone for that

    def changes(self) -> Iterator[list[Change]]:
        """What is new or changed, step by step; a step may be empty."""
        rows = iter(self.table.rows())
        while step := list(islice(rows, STEP)):
            read = dict(found for row in step if (found := self._read(row)) is not None)
            before = self._before(list(read))
            compared = (self._compared(number, said, before.get(number)) for number, said in read.items())
            yield [change for change in compared if change is not None]

    def gone(self) -> Iterator[list[int]]:
        """Ids of rows of the mirror that the file no longer has. Call it when `changes` is through."""
        last = 0
        model, title = self.shape.model, getattr(self.shape.model, self.shape.title)
        while True:
            query = self._living(model.id, model.external_id, title).where(model.id > last)
            step = list(query.order_by(model.id).limit(STEP).tuples())
            if not step:
                return
            last = step[-1][0]
            missing = [row for row in step if row[1] not in self.seen]
            self.tally.gone += len(missing)
            for _, number, name in missing:
                self.tally.show("gone", number=number, name=name)
            yield [row[0] for row in missing]

    def run(self) -> Tally:
        """The whole comparison, changing nothing."""
        self.twins = Twins() if self.shape.indexed else None
        for _ in self.changes():
            pass
        for _ in self.gone():
            pass
        return self.tally

    def _living(self, *fields: Any) -> Any:
        return self.shape.model.select(*fields).where(self.shape.model.is_gone == False)  # noqa: E712

    def _read(self, row: Row) -> tuple[str, dict[str, Any]] | None:
        self.tally.rows += 1
        try:
            if row.code:
                raise Unusable(row.code)
            said = self.reader.read(row)
            number = said.pop("external_id")
            if number in self.seen:
                raise Unusable("double", line=self.seen[number], cell=number)
        except Unusable as error:
            self.tally.refuse(row.line, error)
            self.seen.setdefault(self.reader.number_in(row), row.line)
            return None
        self.seen[number] = row.line
        if self.twins is not None:
            self.twins.meet(row.line, number, said[self.shape.title], said)
        if "stage" in said:
            self.tally.stages[said["stage"]] += 1
        return number, said

    def _before(self, numbers: list[str]) -> dict[str, tuple[Any, ...]]:
        """The mirror's rows with these external ids: id, is_gone, then the fields."""
        model = self.shape.model
        fields = [getattr(model, name) for name in self.shape.fields]
        query = model.select(model.external_id, model.id, model.is_gone, *fields).where(model.external_id.in_(numbers))
        return {row[0]: row[1:] for row in query.tuples()}

    def _compared(self, number: str, said: dict[str, Any], before: tuple[Any, ...] | None) -> Change | None:
        was = dict(zip(self.shape.fields, before[2:], strict=True)) if before else {}
        if before is None or before[1]:
            return self._new(number, said, was, before[0] if before else None)
        differ = {name for name, value in said.items() if value != was[name] and not _is_missing_day(name, value)}
        if not differ:
            self.tally.unchanged += 1
            return None
        self.tally.changed += 1
        fields = {name: [self._shown(name, was[name]), self._shown(name, said[name])] for name in sorted(differ)}
        self.tally.show("changed", number=number, name=was[self.shape.title], fields=fields)
        now = {**was, **{name: said[name] for name in differ}}
        return Change(before[0], number, now, bool(differ & set(self.shape.indexed)))

    def _new(self, number: str, said: dict[str, Any], was: dict[str, Any], ref: int | None) -> Change:
        """A row that the mirror does not have, or has as gone; what the file does not say is as it was, or empty."""
        self.tally.new += 1
        now = {name: was.get(name, EMPTY.get(name, "")) for name in self.shape.fields} | said
        if "created_on" in now:
            created, active = now["created_on"], now["last_activity_on"]
            now["created_on"] = created or active or self.today
            now["last_activity_on"] = active or created or self.today
        self.tally.show("new", number=number, name=now[self.shape.title])
        return Change(ref, number, now, bool(self.shape.indexed))

    def _shown(self, name: str, value: Any) -> str:
        """A value as an example shows it."""
        if name in ("partner", "partner_of_record"):
            return self.known.partner_names.get(value, "")
        if name == "products":
            return ", ".join(value)
        if name == "also":
            return "; ".join(value.splitlines())[:200]
        return "" if value is None else str(value)[:200]


def _is_missing_day(name: str, value: Any) -> bool:
    """An empty cell does not take away a date that we have: both dates are always there."""
    return value is None and name.endswith("_on")
