"""What does one row of the file say in our own fields? Headers to columns, cells to values."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from domain.imports import values
from domain.imports.columns import COLUMNS, Column, letters
from domain.imports.known import Known, Unusable
from domain.imports.values import Habits
from domain.matching import registrable_domain
from domain.matching.company import MOST_ALSO

LONGEST = 300  # characters of a name or text
LONGEST_ID = 200


class Row(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def cells(self) -> Sequence[str]: ...
    @property
    def code(self) -> str: ...
    @property
    def wanted(self) -> int: ...
    @property
    def found(self) -> int: ...


class Table(Protocol):
    """A file that can be read from its beginning as often as one asks (`integrations.tables`)."""

    @property
    def headers(self) -> tuple[str, ...]: ...
    def rows(self) -> Iterator[Row]: ...


@dataclass(frozen=True)
class Plan:
    """How a file is to be read: its kind, which header serves which field, the order of dates if a person set it."""

    kind: str
    mapping: dict[str, str]
    date_order: str = ""
    usual_order: str = "dmy"  # for columns that do not tell


class Reader:
    """Reads the rows of one file by a plan. Only fields that the file has are in what it returns."""

    def __init__(self, plan: Plan, headers: Sequence[str], known: Known, habits: dict[str, Habits]) -> None:
        self.plan, self.known = plan, known
        place = {header: number for number, header in enumerate(headers)}
        self.columns = [
            (column.name, place[plan.mapping[column.name]], converter(column, plan, known, habits.get(column.name)))
            for column in COLUMNS[plan.kind]
            if plan.mapping.get(column.name) in place
        ]
        self.names = {name for name, _, _ in self.columns}

    def number_in(self, row: Row) -> str:
        """The external id in a row that may be broken; "" if it cannot be seen."""
        place = next((place for name, place, _ in self.columns if name == "external_id"), -1)
        return row.cells[place].strip() if 0 <= place < len(row.cells) else ""

    def read(self, row: Row) -> dict[str, Any]:
        """Our fields and their values. Raises `Unusable` when the row cannot be taken over."""
        found: dict[str, Any] = {}
        for name, place, said_by in self.columns:
            try:
                found[name] = said_by(row.cells[place].strip())
            except Unusable as error:
                error.column = self.plan.mapping[name]
                raise
        return FINISH[self.plan.kind](self, found)


def converter(column: Column, plan: Plan, known: Known, habits: Habits | None) -> Callable[[str], Any]:
    """What makes a value out of the cells of this column."""
    match column.form:
        case "date":
            order = plan.date_order or (habits or Habits()).order(plan.usual_order)
            return lambda cell: _date(cell, order)
        case "amount":
            decimal = (habits or Habits()).decimal
            return lambda cell: _amount(cell, decimal)
        case "country":
            return lambda cell: _country(cell, known)
        case "products":
            return lambda cell: known.products(values.parts(cell))
        case "partner":
            return known.partner
        case "line":
            return known.line
        case _:
            return PLAIN[column.form]


def survey(plan: Plan, table: Table) -> dict[str, Habits]:
    """How each column of dates and amounts is written, over the whole file."""
    place = {header: number for number, header in enumerate(table.headers)}
    wanted = [
        (Habits(), column, place[plan.mapping[column.name]])
        for column in COLUMNS[plan.kind]
        if column.form in ("date", "amount") and plan.mapping.get(column.name) in place
    ]
    for row in table.rows() if wanted else ():
        if not row.code:
            for habits, column, number in wanted:
                habits.meet(column.form, row.cells[number])
    return {column.name: habits for habits, column, _ in wanted}


def derived_id(*said: object) -> str:
    """The number of a row that brings none: the same as long as what it says of itself is the same."""
    text = "\n".join(letters(str(word)) for word in said)
    return "~" + hashlib.sha256(text.encode()).hexdigest()[:24]


def _bounded(cell: str, longest: int) -> str:
    if len(cell) > longest:
        raise Unusable("too_long", cell=cell)
    return " ".join(cell.split())


def _country(cell: str, known: Known) -> str:
    code = values.country(cell) if cell else ""
    if cell and not code:
        known.note("countries", cell)
    return code


def _date(cell: str, order: str) -> date | None:
    found = values.day(cell, order) if cell else None
    if cell and found is None:
        raise Unusable("bad_date", cell=cell)
    return found


def _amount(cell: str, decimal: str) -> tuple[int | None, str]:
    found = values.minor_units(cell, decimal) if cell else None
    if cell and found is None:
        raise Unusable("bad_amount", cell=cell)
    return found, values.currency_in(cell)


PLAIN: dict[str, Callable[[str], Any]] = {
    "text": lambda cell: " ".join(cell.split())[:LONGEST],
    "name": lambda cell: _bounded(cell, LONGEST),
    "names": lambda cell: [_bounded(name, LONGEST) for name in values.names(cell)],
    "id": lambda cell: _bounded(cell, LONGEST_ID),
    "domain": lambda cell: registrable_domain(cell) if cell else "",
    "stage": lambda cell: cell[:LONGEST],
    "state": lambda cell: cell,
    "closed": lambda cell: cell,
    "currency": values.currency_in,
}
"""Forms of columns that need nothing but the cell."""


OTHER_NAMES = ("also", "former_name", "trade_name")


def _account(reader: Reader, found: dict[str, Any]) -> dict[str, Any]:
    _require(found["name"])
    others = [name for column in OTHER_NAMES for name in found.pop(column, ())]
    if reader.names & set(OTHER_NAMES):
        found["also"] = _other_names(found["name"], others)
    said = (found["name"], found.get("domain", ""), found.get("country", ""))
    return {**found, "external_id": found.get("external_id") or derived_id(*said)}


def _other_names(name: str, others: Iterable[str]) -> str:
    """Names besides the first, each once, one a line; those that no letter is in are left out."""
    said: dict[str, str] = {}
    for other in others:
        if any(sign.isalnum() for sign in other):
            said.setdefault(other.casefold(), other)
    said.pop(name.casefold(), None)
    return "\n".join(list(said.values())[:MOST_ALSO])


def _lead(reader: Reader, found: dict[str, Any]) -> dict[str, Any]:
    _require(found["company"])
    mail = found.pop("email", "")
    if {"domain", "email"} & reader.names:
        found["domain"] = found.get("domain") or mail
    _settle_state(reader, found)
    said = (found["company"], found.get("domain", ""), found.get("country", ""), found.get("created_on") or "")
    return {**found, "external_id": found.get("external_id") or derived_id(*said)}


def _opportunity(reader: Reader, found: dict[str, Any]) -> dict[str, Any]:
    number, company = found.pop("account_id", ""), found.pop("account_name", "")
    found["account"] = reader.known.account(number, company)
    _settle_state(reader, found)
    _settle_value(found, reader.known.rules.currency)
    if not found.get("name"):
        found["name"] = company or number
    said = (number or company, found["name"], found.get("created_on") or "")
    return {**found, "external_id": found.get("external_id") or derived_id(*said)}


FINISH: dict[str, Callable[[Reader, dict[str, Any]], dict[str, Any]]] = {
    "accounts": _account, "leads": _lead, "opportunities": _opportunity,
}  # fmt: skip


def _require(name: str) -> None:
    if not any(sign.isalnum() for sign in name):
        raise Unusable("no_name")


def _settle_state(reader: Reader, found: dict[str, Any]) -> None:
    """Open unless its state, its stage or a yes in the column Closed says that it is over."""
    state, closed = found.pop("state", ""), found.pop("closed", "")
    if {"state", "closed", "stage"} & reader.names:
        told = [values.is_closed(word) for word in (state, found.get("stage", "")) if word]
        found["is_open"] = not (values.is_yes(closed) or bool(values.is_closed(closed)) or True in told)


def _settle_value(found: dict[str, Any], usual: str) -> None:
    """The currency stands in its own column, in the amount's cell, or is the programme's."""
    if "value_minor" in found:
        found["value_minor"], named = found["value_minor"]
        has_value = found["value_minor"] is not None
        found["currency"] = found.get("currency") or named or (usual if has_value else "")
