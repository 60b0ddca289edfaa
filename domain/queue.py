"""What waits for a decider, why, and for how much longer? The rows of the queue, from claims and questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import answers, clock, decisions, moment
from domain import rules as programme
from domain.rules import Rules
from models import Evidence, Question, Registration, Territory, User

OVERDUE, SOON = 100, 80
"""Per cent of the answer time used at which a row is late, or nearly."""


@dataclass(frozen=True)
class Row:
    """One thing that waits, as the queue shows it."""

    code: str
    kind: str  # claim, extension or question
    company: str
    partner: str
    line: str
    value_band: str
    filed_at: datetime
    due_at: datetime | None
    reply_by: datetime | None  # paused: the partner's answer is due
    assignee_id: int | None
    reasons: tuple[str, ...]
    used: int  # per cent of the answer time
    left: timedelta | None  # working time; negative: over

    @property
    def is_question(self) -> bool:
        return self.kind == "question"

    @property
    def path(self) -> str:
        """Where it is dealt with."""
        return {
            "claim": f"/registrations/{self.code}/decision", "extension": f"/registrations/{self.code}",
            "question": f"/questions/{self.code}",
        }[self.kind]  # fmt: skip

    @property
    def is_paused(self) -> bool:
        return self.reply_by is not None

    @property
    def is_overdue(self) -> bool:
        return self.used >= OVERDUE

    @property
    def is_soon(self) -> bool:
        return SOON <= self.used < OVERDUE


def rows(rules: Rules) -> list[Row]:
    """All that waits, least time left first; what is paused or has no clock yet comes last."""
    now = moment.now()
    claims = list(Registration.undecided())
    proved = Evidence.claims_with([claim.id for claim in claims])
    found = [_of_claim(claim, programme.of_claim(claim), now, has_proof=claim.id in proved) for claim in claims]
    found += [_of_extension(claim) for claim in Registration.asking_for_extension()]
    found += [_of_question(question, rules, now) for question in Question.unanswered()]
    return sorted(found, key=lambda row: (row.is_paused, row.due_at is None, row.due_at or row.filed_at))


def filters(viewer: User, rules: Rules) -> dict[str, Callable[[Row], bool]]:
    """The named parts of the queue; counts are those of the rows they keep."""
    now = moment.now()
    today = clock.local_day(now, rules.zone)
    covered = covered_by(viewer, now)
    return {
        "all": bool,
        "mine": lambda row: row.assignee_id == viewer.id or row.assignee_id in covered,
        "overdue": lambda row: row.is_overdue,
        "today": lambda row: row.due_at is not None and clock.local_day(row.due_at, rules.zone) <= today,
        "questions": lambda row: row.is_question,
        "paused": lambda row: row.is_paused,
    }


def covered_by(viewer: User, now: datetime) -> set[int]:
    """Managers who are away and whose deputy the viewer is."""
    territories = Territory.with_people().where(Territory.deputy == viewer)
    return {territory.manager_id for territory in territories if territory.manager.is_away(now)}


def last_answered() -> datetime | None:
    """When the last claim was answered: what an empty queue says."""
    decided = Registration.select().where(Registration.decided_at.is_null(False))
    last = decided.order_by(Registration.decided_at.desc(), Registration.claim_seq.desc()).first()
    return last.decided_at if last else None


def _of_claim(claim: Registration, rules: Rules, now: datetime, *, has_proof: bool) -> Row:
    reasons = decisions.looked_at_for(claim, rules, has_proof=has_proof)
    return Row(
        claim.code, "claim", claim.company, claim.partner.name, claim.product_line, claim.value_band,
        claim.filed_at or claim.created_at, claim.answer_due_at,
        claim.reply_due_at if claim.status == "returned" else None, claim.assignee_id,
        tuple(reasons), answers.used_per_cent(claim, rules, now), answers.left(claim, rules, now),
    )  # fmt: skip


def _of_extension(claim: Registration) -> Row:
    """A further extension is due to be answered before protection ends; it has no clock of its own."""
    return Row(
        claim.code, "extension", claim.company, claim.partner.name, claim.product_line, claim.value_band,
        claim.filed_at or claim.created_at, claim.protected_until, None, claim.assignee_id, ("extension",), 0, None,
    )  # fmt: skip


def _of_question(question: Question, rules: Rules, now: datetime) -> Row:
    working = clock.of(rules)
    whole, left = clock.between(working, question.asked_at, question.due_at), clock.until(working, now, question.due_at)
    used = round(100 * (1 - left / whole)) if whole else OVERDUE
    return Row(
        question.code, "question", question.company, question.partner.name, "", "", question.asked_at,
        question.due_at, None,
        question.assignee_id, ("appeal",), used, left,
    )  # fmt: skip
