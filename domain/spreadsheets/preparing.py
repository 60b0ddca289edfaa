"""What may be done with a spreadsheet before it is carried over? Read it, choose among twins, hold it, release it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from domain import codes, events, moment, rules
from domain.imports import columns, sources
from domain.imports.runs import Files, Table, samples, usual_order
from domain.permissions import Action, may
from domain.refusals import Invalid, Kind, Refused
from domain.spreadsheets.columns import COLUMNS, KIND
from domain.spreadsheets.reading import TooMany, rows_of
from domain.words import N_
from models import Event, Spreadsheet, SpreadsheetRow, User
from models.base import db

MOVED_ON = N_("This spreadsheet has moved on. Look at how it stands now.")
NOT_YOURS = N_("Only vendor staff bring a spreadsheet in.")
NOT_A_DIRECTOR = N_("A director releases it. Your part is done.")
REASON_MISSING = N_("Say why these registrations may be carried over; the reason is kept.")
NOTHING_TO_TAKE = N_("No row of this spreadsheet can be carried over. Correct the columns, or the file.")


def receive(user: User, path: str, filename: str, table: Table) -> Spreadsheet:
    """Note an upload and read it. What its headers mean is guessed, or as it was set for this source before."""
    _require(user, "spreadsheets:prepare", NOT_YOURS)
    known = sources.find(table.headers, KIND)
    mapping = sources.mapping_of(known, table.headers) if known else columns.mapped(KIND, table.headers)
    with db.atomic():
        sheet = Spreadsheet.create(
            code=codes.fresh("S"), filename=filename[:200], path=path, mapping=mapping, created_by=user,
            date_order=known.date_order if known else "", created_at=moment.now(),
            source={"headers": list(table.headers), "samples": samples(table)},
        )  # fmt: skip
        events.record("spreadsheet.received", sheet, actor=user)
    return _read(sheet, table)


def correct(user: User, sheet: Spreadsheet, mapping: Mapping[str, str], date_order: str, files: Files) -> Spreadsheet:
    """Read it by other columns, or its dates in another order."""
    _require(user, "spreadsheets:prepare", NOT_YOURS)
    headers = sheet.source["headers"]
    chosen = {column.name: mapping[column.name] for column in COLUMNS if mapping.get(column.name) in headers}
    order = date_order if date_order in ("dmy", "mdy") else ""
    with db.atomic():
        moved = _move(sheet, ("read",), "read", {"mapping": chosen, "date_order": order})
    return _read(moved, files.open(sheet.path))


def choose(user: User, sheet: Spreadsheet, lines: Iterable[int]) -> Spreadsheet:
    """Of rows on the same customer, carry these lines over; the others stay out."""
    _require(user, "spreadsheets:prepare", NOT_YOURS)
    with db.atomic():
        moved = _move(sheet, ("read",), "read")
        twins = (SpreadsheetRow.spreadsheet == sheet.id) & SpreadsheetRow.twin.is_null(False)
        SpreadsheetRow.update(is_taken=False).where(twins).execute()
        SpreadsheetRow.update(is_taken=True).where(twins, SpreadsheetRow.line.in_([*lines, 0])).execute()
    return moved


def hold(user: User, sheet: Spreadsheet) -> Spreadsheet:
    """It is ready: a director looks at it. Raises `Refused` when no row can be carried over."""
    _require(user, "spreadsheets:prepare", NOT_YOURS)
    if not taken(sheet):
        raise Refused(NOTHING_TO_TAKE, Kind.WRONG)
    with db.atomic():
        moved = _move(sheet, ("read",), "held")
        sources.keep(user, KIND, sheet.source["headers"], sheet.filename, sheet.mapping, sheet.date_order)
        events.record("spreadsheet.held", moved, actor=user, facts={"rows": len(taken(sheet))})
    return moved


def mark(sheet: Spreadsheet) -> str:
    """Changes each time it is handed to a director: what is released is what the director saw."""
    return str(Event.newest_of("spreadsheet", [sheet.id]).get(sheet.id, 0))


def release(director: User, sheet: Spreadsheet, reason: str, seen: str | None = None) -> Spreadsheet:
    """Let the clock file the rows, in this director's name, with a reason that stays on record.

    `seen` is the mark of what the director was shown; None: whatever is there. Raises `Refused` and `Invalid`.
    """
    _require(director, "spreadsheets:release", NOT_A_DIRECTOR)
    if len(reason.strip()) < 3:
        raise Invalid({"reason": REASON_MISSING})
    values = {
        "reason": reason.strip()[:4000], "salt": events.fresh_salt(), "released_by": director,
        "released_at": moment.now(),
    }  # fmt: skip
    with db.atomic():
        moved = _move(sheet, ("held",), "released", values)
        if seen not in (None, mark(sheet)):
            raise Refused(MOVED_ON)
        facts = {"rows": len(taken(sheet))}
        events.record(
            "spreadsheet.released", moved, actor=director, facts=facts, text=moved.reason, salt=moved.salt
        )  # fmt: skip
    return moved


def back(user: User, sheet: Spreadsheet) -> Spreadsheet:
    """Not as it is: back to whoever prepares it."""
    _require(user, "spreadsheets:prepare", NOT_YOURS)
    with db.atomic():
        moved = _move(sheet, ("held",), "read")
        events.record("spreadsheet.returned", moved, actor=user)
    return moved


def discard(user: User, sheet: Spreadsheet) -> Spreadsheet:
    """Give it up before it is released. The caller drops the file."""
    _require(user, "spreadsheets:prepare", NOT_YOURS)
    with db.atomic():
        moved = _move(sheet, ("read", "held"), "discarded", {"finished_at": moment.now()})
        events.record("spreadsheet.discarded", moved, actor=user)
    return moved


def taken(sheet: Spreadsheet) -> list[SpreadsheetRow]:
    """The rows that will be carried over, those registered first to come first."""
    rows = SpreadsheetRow.of(sheet).where(SpreadsheetRow.problem == "", SpreadsheetRow.is_taken == True)  # noqa: E712
    return sorted(rows, key=lambda row: (row.said["registered_on"], row.line))


def _read(sheet: Spreadsheet, table: Table) -> Spreadsheet:
    """Keep what every row says; nothing is filed."""
    if columns.missing(KIND, sheet.mapping):
        return _kept(sheet, [], "columns")
    try:
        rows = rows_of(sheet, table, rules.in_force(), moment.now(), usual_order())
    except TooMany as error:
        return _kept(sheet, [], error.code)
    return _kept(sheet, rows, "" if rows else "no_rows")


def _kept(sheet: Spreadsheet, rows: list[dict[str, Any]], error: str) -> Spreadsheet:
    with db.atomic():
        moved = _move(sheet, ("read",), "read", {"error": error})
        SpreadsheetRow.delete().where(SpreadsheetRow.spreadsheet == sheet.id).execute()
        for start in range(0, len(rows), 500):
            SpreadsheetRow.insert_many(rows[start : start + 500]).execute()
    return moved


def _require(user: User, action: Action, message: str) -> None:
    if not may(user, action):
        raise Refused(message, Kind.NOT_YOURS)


def _move(
    sheet: Spreadsheet, sources_: tuple[str, ...], state: str, more: dict[str, Any] | None = None
) -> Spreadsheet:  # fmt: skip
    """Bring it into another state, if it is still where it was seen."""
    same = (Spreadsheet.id == sheet.id, Spreadsheet.state == sheet.state, Spreadsheet.state.in_(sources_))
    if not Spreadsheet.update(state=state, **(more or {})).where(*same).execute():
        raise Refused(MOVED_ON)
    return Spreadsheet.get_by_id(sheet.id)
