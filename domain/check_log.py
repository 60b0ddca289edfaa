"""Who may look into the check log, and who did? Turned round it would be a lead list for direct sales."""

from __future__ import annotations

from domain import moment
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import Partner, Reading, Receipt, User

NOT_YOURS = N_("Only channel managers read the check log.")
REASON_MISSING = N_("Say why the names are needed: an alarm or a dispute.")
SHORTEST_REASON, MOST = 10, 200


def note_reading(by: User, partner: Partner | None, reason: str = "") -> None:
    """Every look is on record. Raises `Refused` for anyone but a channel manager."""
    if not may(by, "checks:read_log"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    Reading.create(reader=by.id, at=moment.now(), partner=partner.id if partner else None, reason=reason)


def unfold(by: User, partner: Partner, reason: str) -> None:
    """Open the names of one partner's checks. Raises `Invalid` without a reason that says something."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid({"reason": REASON_MISSING})
    note_reading(by, partner, reason.strip()[:500])


def rows(by: User, partner: Partner | None) -> list[Receipt]:
    """The newest settled checks by partners, of one or of all."""
    seen = Receipt.visible_to(by).where(Receipt.partner.is_null(False))
    chosen = seen.where(Receipt.partner == partner.id) if partner else seen
    return list(chosen.order_by(Receipt.id.desc()).limit(MOST))


def readings(by: User) -> list[Reading]:
    """Who read lately, and why: readers see each other."""
    if not may(by, "checks:read_log"):
        return []
    return list(Reading.select().order_by(Reading.id.desc()).limit(20))
