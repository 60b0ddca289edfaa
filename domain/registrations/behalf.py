"""How does a manager register for a partner, say after a call? In the same order; an asserted time is only noted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain import events, moment
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import drafts, filing
from domain.registrations.drafts import StageOne
from domain.words import N_
from models import Evidence, Registration, User
from models.base import db

NOT_A_MANAGER = N_("Only channel managers and directors register for a partner.")
NO_HOLDER = N_("Choose who holds the registration.")
NOT_EARLIER = N_("The asserted time must lie before now.")
NO_PROOF = N_("Attach the email that shows the earlier time")
PROOF = ("eml", "msg")


def draft(manager: User, holder: User | None, key: str, typed: StageOne) -> Registration:
    """The claim of this form, in the holder's name. Raises `Invalid` without a person of a partner to hold it."""
    _manager(manager)
    if holder is None or holder.is_staff or not holder.is_active:
        raise Invalid({"holder": NO_HOLDER})
    filed = drafts.by_key(holder, key)
    if filed and filed.status not in drafts.UNFILED:
        return filed
    return _held_by(holder, drafts.save(holder, key, typed, by=manager))


def submit(manager: User, claim: Registration, asserted_at: datetime | None = None) -> Registration:
    """File it. An asserted time needs a mail as proof and moves nothing: the place is that of the commit."""
    _manager(manager)
    if claim.status not in drafts.UNFILED:
        return claim
    if asserted_at is not None:
        _assert(manager, claim, asserted_at)
    return filing.submit(manager, claim)


def _held_by(holder: User, claim: Registration) -> Registration:
    """Sent again for a colleague, the form is that colleague's: the holder's training is what is asked for."""
    if claim.holder_id != holder.id:
        Registration.update(holder=holder).where(
            Registration.id == claim.id, Registration.status.in_(drafts.UNFILED)
        ).execute()
        claim = Registration.get_by_id(claim.id)
    return claim


def _assert(manager: User, claim: Registration, asserted_at: datetime) -> None:
    if asserted_at >= moment.now():
        raise Invalid({"asserted_at": NOT_EARLIER})
    if not Evidence.kept_of(claim).where(Evidence.kind.in_(PROOF)).exists():
        raise Invalid({"files": NO_PROOF})
    note_asserted(manager, claim, asserted_at)


def carry_over(manager: User, claim: Registration, asserted_at: datetime, facts: dict[str, Any]) -> Registration:
    """File what stood in the vendor's spreadsheet, in the order of today: the earlier time is noted and moves nothing.

    The spreadsheet is the proof; `facts` say which, and the line.
    """
    _manager(manager)
    if claim.status not in drafts.UNFILED:
        return claim
    if asserted_at >= moment.now():
        raise Invalid({"asserted_at": NOT_EARLIER})
    note_asserted(manager, claim, asserted_at, facts)
    return filing.submit(manager, Registration.get_by_id(claim.id), is_carried=True)


def note_asserted(
    manager: User, claim: Registration, asserted_at: datetime, facts: dict[str, Any] | None = None
) -> None:
    """Put the time on record, once."""
    with db.atomic():
        changed = Registration.update(asserted_at=asserted_at).where(
            Registration.id == claim.id, Registration.asserted_at.is_null() | (Registration.asserted_at != asserted_at)
        )
        if changed.execute():
            events.record(
                "registration.asserted",
                claim,
                actor=manager,
                facts={"asserted": asserted_at.isoformat(), **(facts or {})},
            )


def _manager(person: User) -> None:
    if not may(person, "claims:file_for"):
        raise Refused(NOT_A_MANAGER, Kind.NOT_YOURS)
