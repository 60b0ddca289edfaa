"""What does the page of a claim show? All of it gathered once, as this reader may know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import clock, evidence_findings, moment, protection
from domain.evidence_findings import Item
from domain.permissions import may
from domain.questions import APPEALABLE
from domain.registrations import course, details, history, replies
from domain.registrations.ball import Ball
from domain.registrations.course import Step
from domain.registrations.history import Line
from domain.rules import Rules
from models import Decision, Question, Registration, User


@dataclass(frozen=True)
class Standing:
    steps: list[Step]
    ball: Ball
    evidence: list[Item]
    history: list[Line]
    question: str  # while returned: what we asked
    decision: Decision | None  # the last word that both sides read
    next_step: str  # code of what the partner can do after it; "" for nothing
    protection_used: int  # per cent
    days_left: int
    days_in_all: int
    is_fresh: bool  # a recent update: the first extension is one tap
    may_change: bool
    may_decide: bool
    answers: dict[str, str]  # stage 2, by field


def of(claim: Registration, reader: User, rules: Rules) -> Standing:
    now = moment.now()
    evidence = evidence_findings.of_claim(claim, rules, is_rated=evidence_findings.may_know_ratings(claim, reader))
    appeal_by = appealable_until(claim, rules)
    if reader.is_staff:
        ball = course.vendor_ball(claim, rules, now)
    else:
        sent = Question.sent_against(claim.code) if claim.status in APPEALABLE else None
        ball = course.partner_ball(
            claim, rules, now, has_proof=bool(evidence), appeal_by=appeal_by, sent=sent, reader=reader
        )
    question = replies.question_of(claim) if claim.status == "returned" else ""
    left, whole = _days(claim, rules, now)
    decision = _decision(claim)
    return Standing(
        course.steps(claim, rules, now), ball, evidence, history.of(claim, reader), question, decision,
        _next_step(decision, reader, ball),
        round(100 * (whole - left) / whole), left, whole, protection.is_fresh(claim, rules, now),
        may(reader, "claims:change", claim), may(reader, "registrations:decide"), details.of(claim),
    )  # fmt: skip


def _next_step(decision: Decision | None, reader: User, ball: Ball) -> str:
    """As it was said with the decision; the partner reads of an appeal only while one can be made."""
    said = str(decision.next_step) if decision else ""
    return "" if said == "appeal" and not reader.is_staff and ball.action != "appeal" else said


def appealable_until(claim: Registration, rules: Rules) -> datetime | None:
    """The last moment for an appeal; None when there is nothing to appeal against."""
    if claim.status not in APPEALABLE or claim.ended_at is None:
        return None
    return clock.end_of_day(clock.local_day(claim.ended_at, rules.zone) + timedelta(days=rules.appeal_days), rules.zone)


def _days(claim: Registration, rules: Rules, now: datetime) -> tuple[int, int]:
    if claim.protected_until is None or claim.approved_at is None:
        return 0, 1
    return course.days_left(claim, rules, now), course.days_in_all(claim, rules)


def _decision(claim: Registration) -> Decision | None:
    return Decision.standing_on(claim.id, "approve", "decline", "revoke")
