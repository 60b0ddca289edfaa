"""What stands in the file of a list that was checked? Each line as it was read, the answer, the receipt."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask_babel import gettext

from blueprints.words import translated
from domain import bulk, rules
from domain.words import N_
from integrations.workbook import Cell, Sheet
from models import BulkCheck, BulkLine

SAID = {
    "free": N_("Free"), "own": N_("Already yours"), "taken": N_("Not available"), "review": N_("A person looks"),
    "": N_("Not checked"),
}  # fmt: skip
NEXT = {
    "free": N_("Register"), "own": N_("Open"), "taken": N_("Appeal, or ask to be told when it is free"),
    "review": N_("Register for review"), "": "",
}  # fmt: skip


def of_list(listed: BulkCheck, lines: list[BulkLine]) -> Sheet:
    zone = ZoneInfo(rules.in_force().zone)
    head = (
        gettext("Line"), gettext("Company"), gettext("Website"), gettext("Country"), gettext("City"),
        gettext("VAT number"), gettext("Answer"), gettext("What next"), gettext("Receipt"), gettext("Answered at"),
    )  # fmt: skip
    return Sheet(listed.name or listed.code, head, (_row(line, zone) for line in lines))


def _row(line: BulkLine, zone: ZoneInfo) -> list[Cell]:
    at = line.checked_at.astimezone(zone).replace(tzinfo=None) if line.checked_at else None
    step = bulk.PROBLEMS.get(line.problem, "") if line.problem else NEXT[line.verdict]
    return [
        line.line, line.name, line.domain, line.country, line.city, line.vat, translated(SAID[line.verdict]),
        translated(step) if step else "", line.receipt, at,
    ]  # fmt: skip
