"""What do the rows of a spreadsheet say, what is wrong with them, and which speak of the same customer?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from domain import clash, clock
from domain.imports.known import Known, Unusable
from domain.imports.reader import Plan, Reader, Row, Table, survey
from domain.matching import core, registrable_domain
from domain.rules import Rules
from domain.spreadsheets.columns import COLUMNS, KIND
from models import Partner, Spreadsheet, User

MOST_ROWS = 5000


class TooMany(Exception):
    """More rows than are carried over at once."""

    code = "too_many"


def rows_of(sheet: Spreadsheet, table: Table, rules: Rules, now: datetime, usual_order: str) -> list[dict[str, Any]]:
    """All rows, as they will be kept; of rows on the same customer the earliest is taken. Raises `TooMany`."""
    plan = Plan(KIND, sheet.mapping, sheet.date_order, usual_order)
    read = Reader(plan, table.headers, Known(rules), survey(plan, table))
    found = list(islice(table.rows(), MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        raise TooMany
    people = {person.partner_id for person in User.select().where(User.is_active == True)}  # noqa: E712
    rows = [_row(sheet, read, row, rules, now, people) for row in found]
    _mark_twins(rows)
    return rows


def until_of(said: dict[str, Any], rules: Rules) -> datetime:
    """To the end of which day it is protected: as it stands there, else as the rules give from its registration."""
    day = said.get("protected_on")
    last = date.fromisoformat(day) if day else _registered(said) + timedelta(days=rules.protection_days)
    return clock.end_of_day(last, rules.zone)


def _registered(said: dict[str, Any]) -> date:
    return date.fromisoformat(said["registered_on"])


def _row(
    sheet: Spreadsheet, read: Reader, row: Row, rules: Rules, now: datetime, people: set[int | None]
) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "spreadsheet": sheet.id, "line": row.line, "said": {}, "problem": row.code, "column": "", "cell": "",
        "twin": None, "is_taken": True,
    }  # fmt: skip
    if row.code:
        return kept
    try:
        kept["said"] = _completed(read.read(row), rules)
        kept["problem"] = _problem(kept["said"], rules, now, people)
    except Unusable as error:
        about = {"no_partner": "partner"}.get(error.code, "")
        kept.update(problem=error.code, column=error.column, cell=error.cell or _raw(read, row, about))
        kept["said"] = {"company": _raw(read, row, "company")}
    return kept


def _raw(read: Reader, row: Row, name: str) -> str:
    """What stands in the cell of this column, as it was typed; "" without one."""
    place = next((place for column, place, _ in read.columns if column == name), -1)
    return row.cells[place].strip()[:80] if 0 <= place < len(row.cells) else ""


def _completed(said: dict[str, Any], rules: Rules) -> dict[str, Any]:
    """The band of the value, and the partner's country where the row names none."""
    minor = said.get("value_minor")
    fits = (band.code for band in rules.bands if minor is not None and minor >= band.low)
    partner = Partner.get_by_id(said["partner"])
    country = said.get("country") or partner.country
    said = {column.name: said.get(column.name) or "" for column in COLUMNS} | said
    return {**said, "value_band": ([*fits] or [""])[-1], "country": country, "partner_name": partner.name}


def _problem(said: dict[str, Any], rules: Rules, now: datetime, people: set[int | None]) -> str:
    """The first thing that keeps the row from being carried over; "" for nothing."""
    today, is_dated = clock.local_day(now, rules.zone), bool(said.get("registered_on"))
    tests = {
        "closed": said["state"] == "over",
        "no_person": said["partner"] not in people,
        "no_line": not said.get("product_line"),
        "no_value": not said["value_band"],
        "no_country": said["country"] not in rules.countries,
        "no_date": not is_dated,
        "in_future": is_dated and _registered(said) > today,
        "over": said["state"] == "approved" and is_dated and until_of(said, rules) <= now,
    }
    return next((code for code, holds in tests.items() if holds), "")


def _mark_twins(rows: list[dict[str, Any]]) -> None:
    """Number the groups of usable rows on the same customer and line; of each only the first registered is taken."""
    for number, group in enumerate(_groups([row for row in rows if not row["problem"]]), start=1):
        first = min(group, key=lambda row: (row["said"]["registered_on"], row["line"]))
        for row in group:
            row.update(twin=number, is_taken=row is first)


def _groups(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    by_key: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        for key in _keys(row["said"]):
            by_key[key].append(row)
    seen: set[int] = set()
    for row in rows:
        near = [other for key in _keys(row["said"]) for other in by_key[key] if _overlap(row, other)]
        group = {other["line"]: other for other in near if other["line"] not in seen}
        if row["line"] not in seen and len(group) > 1:
            seen |= set(group)
            yield list(group.values())


def _overlap(row: dict[str, Any], other: dict[str, Any]) -> bool:
    return clash.overlaps(row["said"].get("product_line", ""), other["said"].get("product_line", ""))


def _keys(said: dict[str, Any]) -> list[str]:
    """By what two rows are told to be of one customer."""
    domain = registrable_domain(said.get("domain", ""))
    return [f"{core(said['company']) or said['company'].casefold()}", *([f"@{domain}"] if domain else [])]
