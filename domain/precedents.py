"""How were similar cases decided before? The same customer, the same partner, the same reason; for staff alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN, Expression, ModelSelect

from domain import due
from domain.matching import core, registrable_domain
from domain.words import N_
from models import CaseKey, Decision, Note, Obstacle, Partner, Registration, Reversal, User

ACTIONS = ("approve", "decline", "revoke")
SHOWN = 3
LOOKED_AT = 200
"""Decisions of a group that are read: the newest; its counts are of these."""

EVERYDAY = frozenset({"no_evidence", "above_limit", "clear"})
"""Reasons that say little about a case: half of all claims come to a person for one of these."""

TITLES = {
    "customer": N_("This customer, or one that looks like it"),
    "partner": N_("This partner"),
    "reason": N_("Looked at for the same reason"),
}


@dataclass(frozen=True)
class Case:
    """One decision on another claim."""

    decision: Decision
    claim: Registration
    is_reversed: bool

    @property
    def why(self) -> str:
        """What the decider wrote; "" for nothing, or when a rule decided."""
        return self.decision.note.text if self.decision.note else ""


@dataclass(frozen=True)
class Group:
    """Cases that have one thing in common, newest first, and how they all ended."""

    name: str
    title: str
    cases: list[Case]
    outcomes: dict[str, int]


def remember(claim: Registration, reason: str = "") -> None:
    """Let a decided claim be found again. Call it in the transaction of the decision."""
    keys = [*_customer_keys(claim), *(("review", code) for code in claim.review_reasons)]
    keys += [("declined", reason)] if reason else []
    rows = [{"registration": claim.id, "kind": kind, "key": key} for kind, key in keys]
    if rows:
        CaseKey.insert_many(rows).on_conflict_ignore().execute()


def of(claim: Registration) -> list[Group]:
    """The groups in which there is a case; one that stands in a group is not shown in the next."""
    theirs = [*of_same_customer(claim), *_looking_alike(claim)]
    reasons = [("review", code) for code in claim.review_reasons if code not in EVERYDAY]
    wanted: dict[str, Expression | None] = {
        "customer": Decision.registration.in_(theirs) if theirs else None,
        "partner": Registration.partner == claim.partner_id,
        "reason": Decision.registration.in_(same) if (same := _found_by(claim, reasons)) else None,
    }
    shown: set[int] = set()
    groups = []
    for name, condition in wanted.items():
        cases = _cases(claim, condition) if condition is not None else []
        fresh = [case for case in cases if case.decision.id not in shown][:SHOWN]
        if fresh:
            shown |= {case.decision.id for case in fresh}
            groups.append(Group(name, TITLES[name], fresh, _outcomes(cases)))
    return groups


def of_same_customer(claim: Registration) -> list[int]:
    """Ids of other decided claims on the customer, by its normalised name or its domain."""
    return _found_by(claim, _customer_keys(claim))


def _looking_alike(claim: Registration) -> list[int]:
    """Claims that looked like this one when it was filed."""
    alike = Obstacle.select(Obstacle.ref).where(Obstacle.registration == claim.id, Obstacle.kind == "claim")
    return [row.ref for row in alike]


def fill_missing(now: datetime) -> int:
    """Claims that were decided before there were keys. Returns how many got theirs."""
    known = CaseKey.select(CaseKey.registration)
    rows = Registration.select().where(
        Registration.decided_at <= now, Registration.id.not_in(known), Registration.company != ""
    )
    return due.each(list(rows.limit(LOOKED_AT)), _fill)


def _fill(claim: Registration) -> bool:
    last: Decision | None = (
        Decision.select().where(Decision.registration == claim.id).order_by(Decision.id.desc()).first()
    )
    remember(claim, last.reason if last else "")
    return True


def _customer_keys(claim: Registration) -> list[tuple[str, str]]:
    """The normalised name, or its bare letters when nothing is left of it, and the domain."""
    name, domain = core(claim.company) or claim.company.casefold(), registrable_domain(claim.domain)
    return [pair for pair in (("name", name), ("domain", domain)) if pair[1]]


def _found_by(claim: Registration, keys: list[tuple[str, str]]) -> list[int]:
    """Other claims under any of these keys, newest first."""
    found: set[int] = set()
    for kind, key in keys:
        rows = CaseKey.select(CaseKey.registration).where(CaseKey.kind == kind, CaseKey.key == key)
        newest = rows.order_by(CaseKey.registration.desc()).limit(LOOKED_AT)
        found |= {row.registration_id for row in newest}
    return sorted(found - {claim.id}, reverse=True)[:LOOKED_AT]


def _cases(claim: Registration, condition: Expression) -> list[Case]:
    rows = _decisions().where(condition, Registration.id != claim.id, Decision.action.in_(ACTIONS))
    newest = rows.order_by(Decision.id.desc()).limit(LOOKED_AT)
    return [Case(row, row.registration, _is_reversed(row)) for row in newest]


def _is_reversed(row: Decision) -> bool:
    found = getattr(row, "reversal", None)
    return found is not None and found.id is not None


def _decisions() -> ModelSelect[Decision]:
    """With claim, partner, decider, words and reversal, in one query."""
    rows = Decision.select(Decision, Registration, Partner, User, Note, Reversal)
    rows = rows.join_from(Decision, Registration).join_from(Registration, Partner)
    rows = rows.join_from(Decision, User, JOIN.LEFT_OUTER, on=(Decision.decided_by == User.id))
    rows = rows.join_from(Decision, Note, JOIN.LEFT_OUTER)
    return rows.join_from(Decision, Reversal, JOIN.LEFT_OUTER, on=(Reversal.decision == Decision.id), attr="reversal")


def _outcomes(cases: list[Case]) -> dict[str, int]:
    counted = Counter(case.decision.action for case in cases if not case.is_reversed)
    return {action: counted[action] for action in ACTIONS if counted[action]}
