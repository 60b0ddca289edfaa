"""How does a list get its answers? The clock asks for one line after the other, at half the pace of its owner."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from domain import asking, checks, clock, due, events, moment, rules
from domain.bulk import preparing, room
from domain.bulk.reading import CODES
from domain.checks import Prospect
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import BulkCheck, BulkLine, User
from models.base import db

STEP = 5
"""Lines of one list in one run: then it is another's turn."""

PATIENCE = timedelta(minutes=1)
"""A line that was begun so long ago and has no answer: whoever began it has died."""

TRIES = 3

WAITS: dict[str, str] = {
    "day": N_(
        "The names that lists may use today are used up. The rest follow on %(until)s, or when your channel manager"
        " gives your company more names."
    ),
    "month": N_(
        "The names that lists may use this month are used up. The rest follow on %(until)s, or when your channel"
        " manager gives your company more names."
    ),
    "paused": N_("Your company’s checks are paused. The rest follow when your channel manager lets them."),
}  # fmt: skip
"""Why a list waits."""

ENDED: dict[str, str] = {
    "owner": N_("You stopped it. What was answered stays."),
    "role": N_("It was stopped: your role does not make checks any more."),
    "removed": N_("It was stopped: its owner no longer works here."),
    "suspended": N_("It was stopped: your company is suspended. Call your channel manager."),
}
"""Why a list was stopped."""


def run_due(now: datetime) -> int:
    """Go on with every list whose turn it is. Returns how many had a line answered, or came to an end."""
    return due.each(due.found(BulkCheck.due(now)), go_on)


def waiting(now: datetime) -> int:
    return BulkCheck.due(now).count()


def go_on(listed: BulkCheck) -> bool:
    """A few lines more, each on its own: a clock that dies leaves at most one begun, and nothing is asked twice."""
    if why := _ended(listed.user):
        preparing.stop(listed, None, why)
        return True
    in_force, answered = rules.in_force(), 0
    for line in list(_takeable(listed, moment.now()).limit(STEP)):
        wait = room.wait(listed.user, in_force, moment.now()) or _answer(listed, line)
        if wait is not None:
            _note(listed, waits=wait.why, waits_until=wait.until, next_at=wait.again_at)
            return bool(answered)
        answered += 1
    if not BulkLine.open_of(listed).exists():
        return _finish(listed, in_force)
    _note(listed, waits="", waits_until=None, next_at=moment.now())
    return bool(answered)


def _ended(user: User) -> str:
    """Why nobody may go on with it; a code of `ENDED`."""
    if not user.is_active:
        return "removed"
    if not may(user, "claims:file"):
        return "role"
    return "suspended" if user.partner is None or user.partner.status != "active" else ""


def _takeable(listed: BulkCheck, now: datetime) -> Any:
    is_free = BulkLine.begun_at.is_null() | (BulkLine.begun_at <= now - PATIENCE) | (BulkLine.begun_at > now + PATIENCE)
    return BulkLine.open_of(listed).where(is_free)


def _answer(listed: BulkCheck, line: BulkLine) -> room.Wait | None:
    """Ask for one line and note what came out; else why the list has to wait."""
    if not _take(listed, line):
        return None
    prospect = Prospect(line.name, line.domain, line.country, line.city, line.vat, listed.product_line)
    try:
        _note_line(line, **(_of_receipt(listed, line, prospect) or _asked(listed, prospect)))
    except Invalid as wrong:
        _note_line(line, problem=CODES.get(wrong.message, "failed"))
    except Refused as no:
        _note_line(line, begun_at=None, tries=line.tries)
        if no.kind is not Kind.OVER_BUDGET:
            raise
        until = no.values.get("until")
        again = until if isinstance(until, datetime) else moment.now() + room.SOON
        return room.Wait("", again, min(again, moment.now() + room.SOON))
    return None


def _take(listed: BulkCheck, line: BulkLine) -> bool:
    """Begin a line, unless another clock has or the list was stopped; what failed again and again is given up."""
    if line.tries >= TRIES:
        _note_line(line, problem="failed")
        return False
    still = BulkCheck.select(BulkCheck.id).where(BulkCheck.id == listed.id, BulkCheck.state == "running")
    taken = BulkLine.update(begun_at=moment.now(), tries=BulkLine.tries + 1).where(
        BulkLine.id == line.id, BulkLine.tries == line.tries, BulkLine.verdict == "", BulkLine.problem == "",
        BulkLine.bulk.in_(still),
    )  # fmt: skip
    return bool(taken.execute())


def _asked(listed: BulkCheck, prospect: Prospect) -> dict[str, Any]:
    answer = checks.check(listed.user, prospect, settled=True, from_list=listed.code)
    claim = answer.claim.id if answer.claim else None
    return {
        "verdict": answer.verdict, "receipt": answer.receipt, "registration": claim, "again_on": answer.again_on,
        "checked_at": answer.at,
    }  # fmt: skip


def _of_receipt(listed: BulkCheck, line: BulkLine, prospect: Prospect) -> dict[str, Any]:
    """What a clock that died had asked and paid for, and not noted."""
    if line.begun_at is None:
        return {}
    rows = asking.earlier(listed.user, asking.question(prospect.company, prospect.line), line.begun_at)
    row = next((row for row in rows if row.from_list == listed.code and row.name == prospect.name), None)
    return {"verdict": row.verdict, "receipt": row.code, "checked_at": row.at} if row else {}


def _note_line(line: BulkLine, **values: Any) -> None:
    BulkLine.update(**values).where(BulkLine.id == line.id, BulkLine.verdict == "", BulkLine.problem == "").execute()


def _note(listed: BulkCheck, **values: Any) -> None:
    BulkCheck.update(**values).where(BulkCheck.id == listed.id, BulkCheck.state == "running").execute()


def _finish(listed: BulkCheck, in_force: Rules) -> bool:
    """All lines have an answer. Its owner is told; by mail as well if it took longer than a day of theirs."""
    now, zone = moment.now(), in_force.zone
    assert listed.started_at is not None, "it ran"
    is_late = clock.local_day(listed.started_at, zone) < clock.local_day(now, zone)
    with db.atomic():
        ended = BulkCheck.update(state="done", finished_at=now, waits="", waits_until=None).where(
            BulkCheck.id == listed.id, BulkCheck.state == "running"
        )
        if ended.execute() != 1:
            return False
        name = "list.done_late" if is_late else "list.done"
        events.record(name, BulkCheck.get_by_id(listed.id), facts={"lines": BulkLine.counts(listed)["all"]})
    return True
