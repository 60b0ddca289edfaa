"""May a partner check at all? A channel manager pauses the checks of one partner and lets them go on, with a reason."""

from __future__ import annotations

from domain import check_log, events, moment
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import CheckPause, Partner, User
from models.base import serialised

NOT_YOURS = N_("Only channel managers pause the checks of a partner.")
REASON_MISSING = N_("Say why in a few words; the partner reads it.")
TOO_LONG = N_("Shorten this to 500 characters.")
ALREADY = N_("The checks of this partner are paused already.")
NOT_PAUSED = N_("The checks of this partner are not paused.")


def begin(by: User, partner: Partner, reason: str) -> CheckPause:
    """No more answers to checks and holds; filing goes on, and a person answers it. Raises `Refused` and `Invalid`."""
    _mine(by)
    if not reason.strip():
        raise Invalid({"reason": REASON_MISSING})
    if len(reason.strip()) > check_log.LONGEST_REASON:
        raise Invalid({"reason": TOO_LONG})
    with serialised("pauses"):
        if CheckPause.of(partner.id) is not None:
            raise Refused(ALREADY)
        pause = CheckPause.create(
            partner=partner, reason=reason.strip(), salt=events.fresh_salt(), paused_by=by, paused_at=moment.now()
        )
        events.record("checks.paused", pause, actor=by, text=pause.reason, salt=pause.salt)
    return pause


def end(by: User, partner: Partner) -> None:
    """The partner may check again. Raises `Refused`."""
    _mine(by)
    if not end_if_any(by, partner):
        raise Refused(NOT_PAUSED)


def end_if_any(by: User, partner: Partner) -> bool:
    with serialised("pauses"):
        pause = CheckPause.of(partner.id)
        if pause is None:
            return False
        CheckPause.update(ended_at=moment.now(), ended_by=by).where(CheckPause.id == pause.id).execute()
        events.record("checks.resumed", pause, actor=by)
    return True


def _mine(by: User) -> None:
    if not may(by, "checks:read_log"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
