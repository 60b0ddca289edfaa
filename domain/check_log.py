"""Who may look into the check log, how far, and who did? Turned round it would be a lead list for direct sales."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from domain import clock, moment
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import Alarm, Partner, Reading, Receipt, User

NOT_YOURS = N_("Only channel managers read the check log.")
TOO_WIDE = N_("Choose a day or a partner first; names are opened for one of them.")
WHY_MISSING = N_("Say whether it is an alarm or a dispute.")
NO_ALARM = N_("There is no alarm about this partner. Choose the partner of the alarm, or say which dispute it is.")
REASON_MISSING = N_("Say in a few words which alarm or which dispute.")
TOO_LONG = N_("Shorten this to 500 characters.")

WHY = {"alarm": N_("An alarm"), "dispute": N_("A dispute")}
"""What names may be opened for (PRODUCT.md A)."""

SHORTEST_REASON, LONGEST_REASON, MOST = 10, 500, 200


@dataclass(frozen=True)
class Part:
    """The part of the log that is looked at: a day, a partner, both, or all of it."""

    day: date | None = None
    partner: Partner | None = None

    @property
    def is_narrow(self) -> bool:
        return self.day is not None or self.partner is not None


def note_look(by: User, part: Part, reason: str = "") -> None:
    """Every look is on record. Raises `Refused` for anyone but a channel manager."""
    if not may(by, "checks:read_log"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    partner_id = part.partner.id if part.partner else None
    Reading.create(reader=by.id, at=moment.now(), partner=partner_id, day=part.day, reason=reason)


def open_names(by: User, part: Part, why: str, reason: str) -> None:
    """Open the names of one day or one partner, for an alarm or a dispute. Raises `Invalid` without a reason."""
    errors = {}
    if not part.is_narrow:
        errors["day"] = TOO_WIDE
    if why not in WHY:
        errors["why"] = WHY_MISSING
    if why == "alarm" and (part.partner is None or not Alarm.of_partner(part.partner).exists()):
        errors["why"] = NO_ALARM
    if len(reason.strip()) < SHORTEST_REASON:
        errors["reason"] = REASON_MISSING
    if len(reason.strip()) > LONGEST_REASON:
        errors["reason"] = TOO_LONG
    if errors:
        raise Invalid(errors)
    note_look(by, part, f"{why}: {reason.strip()}")


def rows(by: User, part: Part, rules: Rules) -> list[Receipt]:
    """The newest settled checks by partners in this part of the log."""
    log = Receipt.log_visible_to(by)
    if part.partner is not None:
        log = log.where(Receipt.partner == part.partner.id)
    if part.day is not None:
        before, end = (clock.end_of_day(day, rules.zone) for day in (part.day - timedelta(days=1), part.day))
        log = log.where(Receipt.at > before, Receipt.at <= end)
    return list(log.limit(MOST))
