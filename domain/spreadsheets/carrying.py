"""How does a row become a registration? Drafted, its earlier time noted, filed, approved: as every claim is."""

from __future__ import annotations

import logging
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from domain import decisions, due, events, moment, rules
from domain.refusals import Refused
from domain.registrations import behalf
from domain.registrations.drafts import StageOne
from domain.rules import Rules
from domain.spreadsheets.preparing import taken
from domain.spreadsheets.reading import until_of
from domain.spreadsheets.reasons import PROBLEMS
from models import Registration, Spreadsheet, SpreadsheetRow, User
from models.base import db

log = logging.getLogger(__name__)


def run_due(now: datetime) -> int:
    """Carry over what a director released. Returns how many spreadsheets were brought to their end."""
    released = Spreadsheet.select().where(Spreadsheet.state == "released").order_by(Spreadsheet.id)
    return due.each(due.found(released), lambda sheet: _carry_all(sheet, now))


def _carry_all(sheet: Spreadsheet, now: datetime) -> bool:
    """Row by row, each on its own: a clock that dies in it goes on where it stopped, and files nothing twice."""
    in_force = rules.in_force(now)
    for row in taken(sheet):
        if not row.outcome:
            _note(row, **_carried(sheet, row, in_force))
    with db.atomic():
        ended = Spreadsheet.update(state="done", finished_at=moment.now()).where(
            Spreadsheet.id == sheet.id, Spreadsheet.state == "released"
        )
        if ended.execute():
            events.record("spreadsheet.done", Spreadsheet.get_by_id(sheet.id), facts=counts(sheet))
    return True


def with_needless_files() -> list[Spreadsheet]:
    """Those that were brought to their end and whose file still lies there."""
    return list(Spreadsheet.select().where(Spreadsheet.state == "done", Spreadsheet.path != ""))


def forget_file(sheet: Spreadsheet) -> None:
    """The file was dropped."""
    Spreadsheet.update(path="").where(Spreadsheet.id == sheet.id, Spreadsheet.state == "done").execute()


def counts(sheet: Spreadsheet) -> dict[str, int]:
    """How the rows that were carried over ended."""
    outcomes = [row.outcome for row in taken(sheet)]
    return {name: outcomes.count(name) for name in ("approved", "waiting", "refused", "failed")}


def _carried(sheet: Spreadsheet, row: SpreadsheetRow, in_force: Rules) -> dict[str, Any]:
    """What became of a row, and why it failed."""
    assert sheet.released_by is not None, "a director released it"
    try:
        claim = _filed(sheet.released_by, sheet, row, in_force)
    except Refused as no:
        values = {name: str(value) for name, value in no.values.items()}
        return {"outcome": "failed", "note": {"message": no.message, "values": values}}
    outcome = {"approved": "approved", "refused": "refused"}.get(claim.status, "waiting")
    return {"outcome": outcome, "registration": claim}


def _filed(by: User, sheet: Spreadsheet, row: SpreadsheetRow, in_force: Rules) -> Registration:
    said, until = row.said, until_of(row.said, in_force)
    if said["state"] == "approved" and until <= moment.now():
        raise Refused(PROBLEMS["over"])
    draft = behalf.draft(by, _holder(said), f"{sheet.code}/{row.line}", _stage_one(said, until))
    registered = datetime.combine(date.fromisoformat(said["registered_on"]), time(), ZoneInfo(in_force.zone))
    claim = behalf.carry_over(by, draft, registered, {"spreadsheet": sheet.code, "line": row.line})
    if claim.status == "submitted" and claim.is_protected and said["state"] == "approved":
        return decisions.carry_over(by, claim, until)
    return claim


def _stage_one(said: dict[str, Any], until: datetime) -> StageOne:
    texts = {
        name: said.get(name) or ""
        for name in ("company", "domain", "country", "city", "contact_name", "product_line", "value_band", "project")
    }
    first, close = (_day(said.get(name)) for name in ("first_contact_on", "expected_close_on"))
    return StageOne(
        **texts, first_contact_on=first or _day(said["registered_on"]), expected_close_on=close or until.date()
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _holder(said: dict[str, Any]) -> User | None:
    """The person with this mail address, else the partner's admin, else whoever came first."""
    people = list(User.who_hold(said["partner"]).order_by(User.id))
    by_mail = [person for person in people if person.email == (said.get("holder") or "").strip().lower()]
    admins = [person for person in people if person.role == "partner_admin"]
    return next(iter([*by_mail, *admins, *people]), None)


def _note(row: SpreadsheetRow, **values: Any) -> None:
    SpreadsheetRow.update(**values).where(SpreadsheetRow.id == row.id, SpreadsheetRow.outcome == "").execute()
