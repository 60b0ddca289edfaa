"""Which registrations stand in a person's list, in which order? What needs something first, then by time left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import or_

from peewee import Case, ModelSelect, fn

from domain import moment, rules
from domain.registrations import course
from domain.registrations.ball import Ball
from models import Partner, Registration, RulesVersion, User
from models.registrations import FINAL, OPEN

PARTS: dict[str, tuple[str, ...]] = {"open": OPEN, "drafts": ("draft", "held"), "closed": FINAL}
PAGE = 25
LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    claim: Registration
    ball: Ball


@dataclass(frozen=True)
class Listing:
    """One page of a list; `counts` are those of all that is visible and matches the search."""

    rows: list[Row]
    counts: dict[str, int]
    page: int
    pages: int


def of(reader: User, part: str, page: int = 1, words: str = "") -> Listing:
    """The claims of one part of the list. Two statements, whatever its length."""
    visible = _matching(Registration.visible_to(reader), words)
    counted = visible.select(Registration.status, fn.COUNT(Registration.id)).group_by(Registration.status)
    by_status: dict[str, int] = dict(counted.tuples())  # type: ignore[arg-type]  # tuples() yields tuples
    counts = {name: sum(by_status.get(status, 0) for status in states) for name, states in PARTS.items()}
    pages = max(1, -(-counts[part] // PAGE))
    page = min(max(1, page), pages)
    found = _with_people(visible).where(Registration.status.in_(PARTS[part]))
    if part == "open" and not reader.is_staff:
        rows = sorted((Row(claim, _ball(claim, reader)) for claim in found), key=_urgency)
        return Listing(rows[(page - 1) * PAGE : page * PAGE], counts, page, pages)
    ordered = found.order_by(*_order(part)).paginate(page, PAGE)
    return Listing([Row(claim, _ball(claim, reader)) for claim in ordered], counts, page, pages)


def _with_people(claims: ModelSelect[Registration]) -> ModelSelect[Registration]:
    holder = User.alias()
    return (
        claims.select(Registration, Partner, holder, RulesVersion)
        .join_from(Registration, holder, on=(Registration.holder == holder.id))
        .join_from(Registration, RulesVersion)
    )


def _urgency(row: Row) -> tuple[bool, datetime, int]:
    """Their own moves first, then by time left. A partner's open claims are few (the cap): all are read and sorted."""
    return not row.ball.is_yours, row.ball.until or LATEST, row.claim.id


def _matching(visible: ModelSelect[Registration], words: str) -> ModelSelect[Registration]:
    """Search by the beginning of a code, a company's word or a partner's name: for those who see them anyway."""
    joined = visible.join(Partner, on=(Registration.partner == Partner.id))
    text = words.strip()
    if not text:
        return joined
    named = [
        field
        for name in (Registration.company, Partner.name)
        for field in (name.startswith(text), name.contains(f" {text}"))
    ]
    return joined.where(reduce(or_, named, Registration.code.startswith(text)))


def _order(part: str) -> list[object]:
    """Open claims by the time that they show: answers due, then replies due, then protection; others by their end."""
    if part == "drafts":
        return [Registration.saved_at.desc(), Registration.id.desc()]
    if part == "closed":
        return [fn.COALESCE(Registration.ended_at, Registration.filed_at).desc(), Registration.id.desc()]
    is_due = (Registration.status == "submitted") & Registration.answer_due_at.is_null(False)
    is_asked, is_protected = Registration.status == "returned", Registration.status == "approved"
    return [
        Case(None, ((is_due, 0), (is_asked, 1), (is_protected, 3)), 2),
        Case(None, ((is_due, Registration.answer_due_at), (is_asked, Registration.reply_due_at)), None),
        Case(None, ((is_protected, Registration.protected_until),), None), Registration.filed_at.desc(),
    ]  # fmt: skip


def _ball(claim: Registration, reader: User) -> Ball:
    if reader.is_staff:
        return course.vendor_ball(claim, rules.of(claim.rules_version), moment.now())
    numbers, now = rules.of(claim.rules_version), moment.now()
    if claim.status in PARTS["drafts"]:
        return course.draft_ball(claim)
    return course.partner_ball(claim, numbers, now, has_proof=True, appeal_by=None, reader=reader)
