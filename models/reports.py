"""How many, how long, how much? The figures of the reports: each is a set of claims, so each can be listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import (
    JOIN,
    SQL,
    BooleanField,
    Case,
    DateField,
    Expression,
    ForeignKeyField,
    IntegerField,
    ModelSelect,
    fn,
)

from models.base import Model, UtcDateTime
from models.decisions import Decision
from models.partners import Partner
from models.registrations import Registration
from models.users import User


class Answer(Model):
    """How long a person took to decide a claim; claims decided by a rule have none. The first decision counts."""

    registration = ForeignKeyField(Registration, backref="+", unique=True, on_delete="CASCADE")
    registration_id: int
    minutes = IntegerField()  # of working time, without those in which the partner owed information
    was_in_time = BooleanField()

    @property
    def took(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @classmethod
    def missing(cls) -> ModelSelect[Registration]:
        """Claims that a person decided before answers were measured."""
        theirs = Decision.select(Decision.registration).where(
            Decision.decided_by.is_null(False), Decision.action.in_(("approve", "decline"))
        )
        rows = Registration.select().join(cls, JOIN.LEFT_OUTER, on=(cls.registration == Registration.id))
        is_clocked = Registration.decided_at.is_null(False) & Registration.answer_started_at.is_null(False)
        return rows.where(cls.id.is_null(), is_clocked, Registration.id.in_(theirs))


class AnswerFigures(Model):
    """How the vendor answers, as partners read it: coarse, and for some days at least. Rows are only added."""

    published_on = DateField(unique=True)
    half_within = IntegerField(null=True)  # minutes of working time, rounded; null: too few answers by people
    approved = IntegerField()  # of 100 decisions, rounded
    decisions = IntegerField()  # how many claims were ever decided then: the next row needs some new ones
    answers = IntegerField()  # and by people, when the half was last reckoned

    @property
    def half(self) -> timedelta | None:
        return None if self.half_within is None else timedelta(minutes=self.half_within)

    @classmethod
    def newest(cls) -> AnswerFigures | None:
        row: AnswerFigures | None = cls.select().order_by(cls.published_on.desc()).first()
        return row


@dataclass(frozen=True)
class Scope:
    """Which claims a figure counts: all filed ones that the reader sees; of one partner, product line or country."""

    reader: User
    partner_id: int | None = None
    line: str = ""
    country: str = ""

    def claims(self) -> ModelSelect[Registration]:
        found = Registration.visible_to(self.reader).where(Registration.filed_at.is_null(False))
        if self.partner_id is not None:
            found = found.where(Registration.partner == self.partner_id)
        if self.line:
            found = found.where(Registration.product_line == self.line)
        return found.where(Registration.country == self.country) if self.country else found


@dataclass(frozen=True)
class Span:
    """From `since` on, before `until`."""

    since: datetime
    until: datetime


def _within(field: UtcDateTime, span: Span) -> Expression:
    return (field >= span.since) & (field < span.until)


def _open_at_end(span: Span) -> Expression:
    """Filed, and not ended by then: what the pipeline is made of."""
    is_ended = Registration.ended_at < span.until
    is_open: Expression = (Registration.filed_at < span.until) & (Registration.ended_at.is_null() | ~is_ended)
    return is_open


SHOWN = (
    Registration.id, Registration.code, Registration.company, Registration.country, Registration.product_line,
    Registration.status, Registration.filed_at, Registration.decided_at, Registration.ended_at,
    Registration.protected_until, Registration.value_band, Registration.value_minor, Registration.currency,
    Partner.id, Partner.name, Answer.id, Answer.minutes, Answer.was_in_time,
)  # fmt: skip
"""What lists and files of claims show: a third of the columns, since a file may have every claim there is."""


def behind(figure: str, scope: Scope, span: Span) -> ModelSelect[Registration]:
    """The claims behind one figure of a report. Raises `KeyError` for a figure that there is not."""
    decided, was_approved = _within(Registration.decided_at, span), Registration.approved_at.is_null(False)
    which = {
        "filed": _within(Registration.filed_at, span),
        "decided": decided,
        "approved": decided & was_approved,
        "declined": decided & ~was_approved,
        "answered": decided & Answer.id.is_null(False),
        "in_time": decided & (Answer.was_in_time == True),  # noqa: E712
        "late": decided & (Answer.was_in_time == False),  # noqa: E712
        "pipeline": _open_at_end(span),
    }[figure]
    newest = Registration.filed_at if figure in ("filed", "pipeline") else Registration.decided_at
    claims = scope.claims().select(*SHOWN).join(Partner)
    return _with_answer(claims).where(which).order_by(newest.desc(), Registration.id.desc())


def filed(scope: Scope, span: Span, edges: Sequence[datetime]) -> list[tuple[int, int, int, int]]:
    """Partner, place among the months that begin at `edges`, claims filed then, and how many of them in `span`."""
    at = Registration.filed_at
    reach = Span(min(span.since, edges[0]), max(span.until, edges[-1]))
    rows = scope.claims().where(_within(at, reach))
    is_inside = Case(None, ((_within(at, span), 1),), 0)
    rows = rows.select(
        Registration.partner_id, _place(at, edges), fn.COUNT(Registration.id), fn.SUM(is_inside)
    ).group_by(SQL("1"), SQL("2"))  # fmt: skip
    return _tuples(rows)


def decided(scope: Scope, span: Span) -> list[tuple[int, int, int]]:
    """Partner, claims decided in `span`, how many of them with a yes."""
    rows = scope.claims().where(_within(Registration.decided_at, span))
    yes = fn.COUNT(Registration.approved_at)
    found = rows.select(Registration.partner_id, fn.COUNT(Registration.id), yes).group_by(Registration.partner_id)
    return _tuples(found)


def answers(scope: Scope, span: Span, edges: Sequence[datetime]) -> list[tuple[int, int, int, bool, int]]:
    """Answers by people: place among the months, whether in `span`, minutes, whether in time, and how many such."""
    at = Registration.decided_at
    reach = Span(min(span.since, edges[0]), max(span.until, edges[-1]))
    rows = scope.claims().join(Answer, on=(Answer.registration == Registration.id)).where(_within(at, reach))
    is_inside = Case(None, ((_within(at, span), 1),), 0)
    found = rows.select(
        _place(at, edges), is_inside, Answer.minutes, Answer.was_in_time, fn.COUNT(Registration.id)
    ).group_by(SQL("1"), SQL("2"), SQL("3"), SQL("4"))  # fmt: skip
    return _tuples(found)


def pipeline(scope: Scope, span: Span) -> list[tuple[int, int, str, str, int, int, int]]:
    """Open claims at the end of `span` by partner, version of the rules, currency and band.

    Then: how many, the sum of the values that were stated (minor units), and how many stated none.
    """
    value = Registration.value_minor
    rows = scope.claims().where(_open_at_end(span))
    found = rows.select(
        Registration.partner_id, Registration.rules_version_id, Registration.currency, Registration.value_band,
        fn.COUNT(Registration.id), fn.COALESCE(fn.SUM(value), 0), fn.COUNT(Registration.id) - fn.COUNT(value),
    ).group_by(SQL("1"), SQL("2"), SQL("3"), SQL("4"))  # fmt: skip
    return [(*row[:4], row[4], int(row[5]), row[6]) for row in _tuples(found)]


def decided_lately(span: Span) -> list[tuple[int, int | None, bool]]:
    """Of all partners: whose claim was decided, in how many minutes if a person did it, and whether with a yes."""
    rows = _with_answer(Registration.select()).where(_within(Registration.decided_at, span))
    found = rows.select(Registration.partner_id, Answer.minutes, Registration.approved_at.is_null(False))
    return [(partner, minutes, bool(yes)) for partner, minutes, yes in _tuples(found)]


def decided_before(moment: datetime) -> tuple[int, int]:
    """How many claims were ever decided by then, and how many of them by people."""
    rows = _with_answer(Registration.select()).where(Registration.decided_at < moment)
    ((decisions, answers),) = _tuples(rows.select(fn.COUNT(Registration.id), fn.COUNT(Answer.id)))
    return decisions, answers


def _with_answer(claims: ModelSelect[Registration]) -> ModelSelect[Registration]:
    return claims.join_from(
        Registration, Answer, JOIN.LEFT_OUTER, on=(Answer.registration == Registration.id), attr="answer"
    )


def _place(field: UtcDateTime, edges: Sequence[datetime]) -> Case:
    """Which of the months that begin at `edges` this falls into; -1 before, the last edge only ends the last month."""
    return Case(None, tuple((field < edge, place - 1) for place, edge in enumerate(edges)), len(edges) - 1)


def _tuples(rows: ModelSelect[Registration]) -> list[Any]:
    return list(rows.tuples())
