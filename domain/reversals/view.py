"""What would taking a decision back do? Who stands before the claim then, who behind it, and what becomes of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from domain import clash, decisions, moment, precedents, rules
from domain.clash import Effect
from domain.lookup import Finding
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.registrations import filing, order
from domain.registrations.filing import Seen
from domain.rules import Rules
from domain.words import N_
from models import Decision, Event, Obstacle, Registration, User
from models.registrations import IN_ORDER, OPEN

MADE_BY = {"approved": "approve", "declined": "decline", "revoked": "revoke"}
"""State of a claim -> the decision that brought it there."""

NOT_DECIDED = N_("There is no decision to take back on this claim. Look at how it stands now.")
NOT_THE_DECIDER = N_("You made this decision. Another person can take it back.")
BY_A_DIRECTOR = N_("The director decided this claim. Another director can take the decision back.")
PARTNER_GONE = N_("This partner is not active any more. Its claims cannot be opened again.")


@dataclass(frozen=True)
class Outlook:
    """What a reversal does, as things stand at one moment."""

    claim: Registration
    decision: Decision
    before: list[Registration] = field(default_factory=list)  # the claim waits behind these
    behind: list[Registration] = field(default_factory=list)  # these wait behind it
    since: list[Registration] = field(default_factory=list)  # protected since, and ended
    records: list[tuple[str, int]] = field(default_factory=list)  # living ones of the CRM: kind, primary key
    own: Registration | None = None  # the partner registered the account again
    findings: list[Finding] = field(default_factory=list)

    @property
    def takes_old_place(self) -> bool:
        """Was nobody protected since? Else it keeps its number, and waits all the same."""
        seq = self.claim.claim_seq or 0
        return not self.since and not any((row.claim_seq or 0) > seq for row in self.before)

    @property
    def is_protected(self) -> bool:
        """Is the account kept for the claim again, until it is decided anew?"""
        return self.takes_old_place and not self.before and not self.records

    @property
    def mark(self) -> str:
        """Changes when anything changes that a person was told before confirming."""
        rows = [f"{row.code} {row.status} {row.is_protected}" for row in (*self.before, *self.behind, *self.since)]
        told = [str(self.decision.id), *rows, *map(str, self.records), self.own.code if self.own else ""]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:20]


def outlook(claim: Registration) -> Outlook | None:
    """What a reversal would do now; None when there is nothing to take back."""
    decision, in_force = reversible(claim), rules.in_force()
    if decision is None:
        return None
    return at(claim, decision, filing.look(claim, in_force), in_force, moment.now())


def reversible(claim: Registration) -> Decision | None:
    """The decision that stands on this claim, if it can be taken back."""
    action = MADE_BY.get(claim.status)
    return Decision.standing_on(claim.id, *precedents.ACTIONS) if action else None


def why_not(by: User, claim: Registration) -> Refused | None:
    """What keeps this person from taking the decision back; None: nothing."""
    if not may(by, "registrations:decide"):
        return Refused(decisions.NOT_A_DECIDER, Kind.NOT_YOURS)
    decision = reversible(claim)
    if decision is None:
        return Refused(NOT_DECIDED)
    if decision.decided_by_id == by.id:
        return Refused(NOT_THE_DECIDER, Kind.NOT_YOURS)
    if by.role != "director" and _lies_with_directors(decision):
        return Refused(BY_A_DIRECTOR, Kind.NOT_YOURS)
    return Refused(PARTNER_GONE, Kind.WRONG) if claim.partner.status != "active" else None


def at(claim: Registration, decision: Decision, seen: Seen, in_force: Rules, now: datetime) -> Outlook:
    """What it does to a claim that left the order, or to one that stands in it."""
    if decision.action == "approve":
        return _of_approval(claim, decision)
    return _of_refusal(claim, decision, filing.refreshed(claim, seen, in_force, now))


def _lies_with_directors(decision: Decision) -> bool:
    """A director's decision is another director's to take back, where there is one."""
    decider = decision.decided_by
    if decider is None or decider.role != "director":
        return False
    return User.with_role("director").where(User.id != decider.id).exists()


def _of_approval(claim: Registration, decision: Decision) -> Outlook:
    """All that the approval set aside stands before the claim again."""
    set_aside = list(
        Obstacle.select().where(
            Obstacle.registration == claim.id, Obstacle.resolved_at == claim.approved_at,
            Obstacle.is_living == True,  # noqa: E712
        )
    )  # fmt: skip
    before = _in_order([row.ref for row in set_aside if row.kind == "claim"])
    waiting = order.behind(claim) - {row.id for row in before}
    records = [(row.kind, row.ref) for row in set_aside if row.kind != "claim"]
    return Outlook(claim, decision, before, _in_order(list(waiting)), [], records)


def _of_refusal(claim: Registration, decision: Decision, findings: list[Finding]) -> Outlook:
    """What looks alike now stands before the claim if it is protected or was filed first, else behind it."""
    clashing = [finding for finding in findings if finding.clash and not _is_settled(claim, finding)]
    rows = {row.id: row for row in _in_order([finding.ref for finding in clashing if finding.kind == "claim"])}
    own = [finding for finding in clashing if finding.clash and finding.clash.effect is Effect.OWN]
    others = [row for row in rows.values() if row.partner_id != claim.partner_id]
    first = [row for row in others if row.is_protected or (row.claim_seq or 0) < (claim.claim_seq or 0)]
    last = [row for row in others if row not in first and row.status in OPEN]  # a hold looks anew when it is filed
    living = [f for f in clashing if f.kind != "claim" and f.clash and f.clash.is_living]
    return Outlook(
        claim, decision, first, last, _protected_since(claim, rows),
        [(finding.kind, finding.ref) for finding in living], rows.get(own[0].ref) if own else None, clashing,
    )  # fmt: skip


def _is_settled(claim: Registration, finding: Finding) -> bool:
    """Did a person set this record aside, or say that the two claims are of different customers?

    That an obstacle is resolved does not tell: it is, too, when what stood in the way ended, and may come back.
    """
    if finding.kind == "claim":
        other = Registration.get_by_id(finding.ref)
        return _were_told_apart(claim, other) or _were_told_apart(other, claim)
    same = (Obstacle.registration == claim.id, Obstacle.kind == finding.kind, Obstacle.ref == finding.ref)
    is_set_aside = Obstacle.select().where(*same, Obstacle.resolved_at.is_null(False)).exists()
    return is_set_aside and Decision.standing_on(claim.id, "approve") is not None


def _were_told_apart(claim: Registration, other: Registration) -> bool:
    """Was `claim` approved, as that approval stands, as another customer than `other`?"""
    approval = Decision.standing_on(claim.id, "approve")
    if approval is None or not approval.is_other_customer:
        return False
    approvals = Event.about("registration", claim.id).where(Event.name == "registration.approved")
    last: Event | None = approvals.order_by(Event.id.desc()).first()
    return last is not None and other.code in last.facts.get("before", [])


def _protected_since(claim: Registration, standing: dict[int, Registration]) -> list[Registration]:
    """Claims of others on the same customer that were approved after this one ended, and have ended by now."""
    ids = [ref for ref in precedents.of_same_customer(claim) if ref not in standing]
    rows = Registration.select().where(
        Registration.id.in_([*ids, 0]), Registration.approved_at >= claim.ended_at,
        Registration.partner != claim.partner_id, Registration.status.not_in(IN_ORDER),
    )  # fmt: skip
    return [
        row for row in rows.order_by(Registration.claim_seq) if clash.overlaps(claim.product_line, row.product_line)
    ]


def _in_order(ids: list[int]) -> list[Registration]:
    rows = Registration.select().where(Registration.id.in_([*ids, 0]), Registration.status.in_(IN_ORDER))
    return list(rows.order_by(Registration.claim_seq))
