"""What may be done with a list before the clock checks it? Take it in, correct its columns, start it, stop it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain import codes, events, moment, rules
from domain.bulk import reading
from domain.bulk.columns import COLUMNS
from domain.bulk.reading import Rows
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import BulkCheck, BulkLine, User
from models.base import db, serialised

MOST_KEPT = 20
"""Lists of one person that are there at once."""

NOT_YOURS = N_("Your role does not make checks.")
SUSPENDED = N_("Your company is suspended. Call your channel manager.")
NOTHING = N_("There is no name in it. Choose a file with one company in each line, or paste the names.")
TOO_MANY = N_("This list has more than %(most)s lines. Split it, and begin with the part that matters most.")
TOO_MANY_LISTS = N_("You keep %(most)s lists. Delete one that you need no longer.")
NO_COLUMN = N_("Choose the column that holds the company, or its web address.")
NONE_READABLE = N_("No line of this list can be checked. Correct the columns, or choose another file.")
MOVED_ON = N_("This list has moved on. Here is how it stands now.")


@dataclass(frozen=True)
class Received:
    """A list as it came: the name of the file, or "" for what was pasted, and its rows."""

    name: str
    rows: Rows


def receive(user: User, received: Received) -> BulkCheck:
    """Take a list in; nothing is checked yet. What its columns hold is found out. Raises `Refused` and `Invalid`."""
    _require(user)
    in_force, now, rows = rules.in_force(), moment.now(), received.rows
    is_headed = reading.has_head(rows)
    if not rows[is_headed:]:
        raise Invalid({"file": NOTHING})
    if len(rows) - is_headed > in_force.list_lines:
        raise Invalid({"file": TOO_MANY}, most=in_force.list_lines)
    with serialised("lists"):
        if BulkCheck.visible_to(user).count() >= MOST_KEPT:
            raise Refused(TOO_MANY_LISTS, Kind.OVER_BUDGET, "file", most=MOST_KEPT)
        listed: BulkCheck = BulkCheck.create(
            code=codes.fresh("L"), user=user, name=received.name[:200], rows=rows, has_head=is_headed,
            mapping=reading.mapped(rows, is_headed), product_line=_line(user.last_line, in_force), created_at=now,
            next_at=now,
        )  # fmt: skip
    return listed


def correct(
    user: User, listed: BulkCheck, mapping: Mapping[str, int], *, is_headed: bool, line: str, country: str
) -> BulkCheck:  # fmt: skip
    """Read it by other columns, for another product line, with a country for lines that name none."""
    _require(user)
    in_force, width = rules.in_force(), len(reading.headings(listed.rows, listed.has_head))
    chosen = {one.name: mapping[one.name] for one in COLUMNS if 0 <= mapping.get(one.name, -1) < width}
    return _move(
        listed, ("read",), "read", mapping=chosen, has_head=is_headed, product_line=_line(line, in_force),
        country=country if country in in_force.countries else "",
    )  # fmt: skip


def start(user: User, listed: BulkCheck) -> BulkCheck:
    """Have it checked. A double click starts it once. Raises `Refused` and `Invalid`."""
    _require(user)
    if not {"name", "domain"} & listed.mapping.keys():
        raise Invalid({"name": NO_COLUMN})
    lines = reading.lines_of(listed.rows, listed.has_head, listed.mapping, listed.product_line, listed.country)
    if all(one.problem for one in lines):
        raise Invalid({"name": NONE_READABLE})
    now = moment.now()
    with db.atomic():
        moved = _move(listed, ("read",), "running", started_at=now, next_at=now, rows=[])
        BulkLine.insert_many([_row(moved, one) for one in lines]).execute()
        events.record("list.started", moved, actor=user, facts={"lines": len(lines)})
    return moved


def stop(listed: BulkCheck, by: User | None, why: str = "owner") -> BulkCheck:
    """Check no further line; what was answered stays. `why`: a code of `running.ENDED`."""
    with db.atomic():
        moved = _move(listed, ("running",), "stopped", why=why, finished_at=moment.now(), waits="", waits_until=None)
        left = BulkLine.open_of(moved).count()
        events.record("list.stopped", moved, actor=by, facts={"why": why, "left": left})
    return moved


def _row(listed: BulkCheck, one: reading.Line) -> dict[str, Any]:
    said = one.prospect
    return {
        "bulk": listed.id, "line": one.line, "name": said.name, "domain": said.domain, "country": said.country,
        "city": said.city, "vat": said.vat, "problem": one.problem,
    }  # fmt: skip


def _line(code: str, in_force: Rules) -> str:
    return code if code in {line.code for line in in_force.lines} else ""


def _move(listed: BulkCheck, before: tuple[str, ...], to: str, **values: Any) -> BulkCheck:
    changed = BulkCheck.update(state=to, **values).where(BulkCheck.id == listed.id, BulkCheck.state.in_(before))
    if changed.execute() != 1:
        raise Refused(MOVED_ON)
    return BulkCheck.get_by_id(listed.id)


def _require(user: User) -> None:
    if not may(user, "claims:file"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    if user.partner is not None and user.partner.status != "active":
        raise Refused(SUSPENDED, Kind.NOT_YOURS)
