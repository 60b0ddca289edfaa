"""How does a decider weigh the files of a claim? Accepted, weak or missing; each change is on record."""

from __future__ import annotations

from domain import decisions, events, moment
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.registrations.moves import MOVED_ON
from domain.words import N_
from models import Evidence, Rating, Registration, User
from models.base import serialised
from models.readouts import WEIGHTS

CHOOSE = N_("Choose accepted, weak or missing.")
NO_CLAIM = N_("Only the proof of a registration is rated.")
UNDECIDED = ("submitted", "returned")


def rate(by: User, file: Evidence, weight: str) -> Rating:
    """Weigh a file of an undecided claim; the same word again changes nothing.

    The partner is told with the decision. Raises `Refused` for whom the decision is not, or when it has been made.
    """
    claim = file.registration
    if claim is None:
        raise Refused(NO_CLAIM, Kind.NOT_YOURS)
    _require_decider(by, claim)
    if weight not in WEIGHTS:
        raise Invalid({"weight": CHOOSE})
    with serialised(f"evidence/registration/{claim.id}"):
        if Registration.get_by_id(claim.id).status not in UNDECIDED:
            raise Refused(MOVED_ON)
        before = Rating.get_or_none(Rating.evidence == file.id)
        if before is not None and before.weight == weight:
            return before
        return _written(by, file, claim, weight, before)


def _written(by: User, file: Evidence, claim: Registration, weight: str, before: Rating | None) -> Rating:
    row, was = before or Rating(evidence=file), before.weight if before else ""
    row.weight, row.rated_by, row.rated_at = weight, by, moment.now()
    row.save()
    facts = {"evidence": file.code, "weight": weight, "before": was}
    events.record("evidence.rated", claim, actor=by, facts=facts)
    return row


def may_rate(person: User, claim: Registration) -> bool:
    """Is this claim's proof for this person to weigh now?"""
    try:
        _require_decider(person, claim)
    except Refused:
        return False
    return claim.status in UNDECIDED


def _require_decider(by: User, claim: Registration) -> None:
    if not may(by, "registrations:decide"):
        raise Refused(decisions.NOT_A_DECIDER, Kind.NOT_YOURS)
    if claim.assignee is not None and claim.assignee.role == "director" and by.role != "director":
        raise Refused(decisions.WITH_DIRECTOR, Kind.NOT_YOURS)
