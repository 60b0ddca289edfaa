"""Who may decide this claim?"""

from __future__ import annotations

from domain import rules
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import Registration, Reversal, User

NOT_A_DECIDER = N_("Only channel managers and directors decide claims.")
WITH_DIRECTOR = N_("This claim lies with the director.")
WAS_REVERSED = N_("Your decision on this claim was reversed. Another person decides it now.")


def is_theirs(person: User, claim: Registration) -> bool:
    """May this decider decide this claim? What was escalated is the director's alone."""
    is_escalated = claim.assignee is not None and claim.assignee.role == "director"
    return may(person, "registrations:decide") and (not is_escalated or person.role == "director")


def require_decider(by: User, claim: Registration) -> Rules:
    """The rules to decide by: those of the filing. What was reversed is another person's to decide."""
    if not may(by, "registrations:decide"):
        raise Refused(NOT_A_DECIDER, Kind.NOT_YOURS)
    last = Reversal.last_on(claim.id)
    if last is not None and claim.status in ("submitted", "returned") and last.decision.decided_by_id == by.id:
        raise Refused(WAS_REVERSED, Kind.NOT_YOURS)
    if not is_theirs(by, claim):
        raise Refused(WITH_DIRECTOR, Kind.NOT_YOURS)
    return rules.of_claim(claim)
