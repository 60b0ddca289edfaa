"""May protection last longer? The first extension is the partner's by one tap, further ones a manager grants."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from domain import clock, events, moment, rules
from domain.permissions import may
from domain.protection.reminders import nearest
from domain.protection.updates import update
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import drafts, moves
from domain.rules import Rules
from domain.words import N_
from models import Registration, User
from models.base import db

NEEDS_UPDATE = N_("Post an update with the extension: the last one is too long ago.")
NOT_A_DECIDER = N_("Only a channel manager or director can decide on an extension.")
NOT_ASKED = N_("Nobody asks for an extension of this registration any more. Look at how it stands now.")


def extend(
    user: User, claim: Registration, text: str = "", *, stage: str = "", next_step: str = "", seen: int | None = None
) -> Registration:
    """Extend protection now (the first time), or ask a manager to (later times).

    Needs an update within the last days; one may be given in the same tap as `text`. `seen` is how many extensions
    the form showed: a second click on the same form changes nothing. Raises `Invalid` without a recent update.
    """
    drafts.mine(user, claim)
    if seen is not None and claim.extensions > seen:
        return claim
    numbers, now = rules.of(claim.rules_version), moment.now()
    with db.atomic():
        fresh = update(user, claim, text, stage, next_step) if text.strip() else Registration.get_by_id(claim.id)
        if fresh.extensions != claim.extensions:
            raise Refused(moves.MOVED_ON)
        if fresh.extension_asked_at is not None:
            return fresh
        if not is_fresh(fresh, numbers, now):
            raise Invalid({"text": NEEDS_UPDATE})
        return _asked(user, fresh, now) if fresh.extensions else _granted(user, fresh, numbers, now)


def grant_extension(manager: User, claim: Registration) -> Registration:
    """Give the extension that the partner asked for."""
    _decider(manager, claim)
    return _granted(manager, claim, rules.of(claim.rules_version), moment.now())


def decline_extension(manager: User, claim: Registration) -> Registration:
    """Protection ends on its day, as it stands."""
    _decider(manager, claim)
    with db.atomic():
        fresh = _changed(claim, moment.now(), {"extension_asked_at": None})
        events.record("extension.declined", fresh, actor=manager, facts=_until(fresh))
    return fresh


def is_fresh(claim: Registration, numbers: Rules, now: datetime) -> bool:
    """Was there an update in the days that the rules name? The approval itself is none."""
    if claim.updated_at is None or (claim.approved_at is not None and claim.updated_at <= claim.approved_at):
        return False
    return bool(now - claim.updated_at <= timedelta(days=numbers.extension_update_days))


def _granted(by: User, claim: Registration, numbers: Rules, now: datetime) -> Registration:
    if claim.protected_until is None:
        raise Refused(moves.MOVED_ON)
    last_day = clock.local_day(claim.protected_until, numbers.zone) + timedelta(days=numbers.extension_days)
    until = clock.end_of_day(last_day, numbers.zone)
    values = {
        "protected_until": until, "extensions": claim.extensions + 1, "extension_asked_at": None,
        "protection_reminded": nearest(numbers, (last_day - clock.local_day(now, numbers.zone)).days),
    }  # fmt: skip
    with db.atomic():
        fresh = _changed(claim, now, values)
        events.record(
            "protection.extended", fresh, actor=by, facts={**_until(fresh), "days": numbers.extension_days}
        )  # fmt: skip
    return fresh


def _asked(user: User, claim: Registration, now: datetime) -> Registration:
    with db.atomic():
        fresh = _changed(claim, now, {"extension_asked_at": now})
        events.record("extension.requested", fresh, actor=user, facts=_until(fresh))
    return fresh


def _changed(claim: Registration, now: datetime, values: dict[str, Any]) -> Registration:
    """Change the claim if it is still protected and as it was read: two clicks extend once."""
    asked = Registration.extension_asked_at
    changed = (
        Registration.update(values)
        .where(
            Registration.id == claim.id, Registration.status == "approved", Registration.protected_until > now,
            Registration.protected_until == claim.protected_until, Registration.extensions == claim.extensions,
            asked.is_null() if claim.extension_asked_at is None else asked == claim.extension_asked_at,
        )
        .execute()
    )  # fmt: skip
    if changed != 1:
        raise Refused(moves.MOVED_ON)
    return Registration.get_by_id(claim.id)


def _decider(manager: User, claim: Registration) -> None:
    if not may(manager, "registrations:decide"):
        raise Refused(NOT_A_DECIDER, Kind.NOT_YOURS)
    if claim.extension_asked_at is None:
        raise Refused(NOT_ASKED)


def _until(claim: Registration) -> dict[str, object]:
    """The day until which it is protected now, for the mail and the history."""
    zone = rules.of(claim.rules_version).zone
    return {"until": clock.local_day(claim.protected_until, zone).isoformat()} if claim.protected_until else {}
