"""Which accounts look like this one, and which may be the same although their names do not say so?

The index brings few candidates for each account, so that the work grows with the accounts, never with their pairs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from domain import lookup
from domain.judgements import known as judgements
from domain.matching import Company, Level, Likeness, Reason, Thresholds, compare, index
from domain.matching.index import Kind
from domain.matching.names import initials
from domain.matching.normalise import fold, words
from domain.rules import Rules
from models import Account

WIDTH = 40  # candidates that are compared with each account; half of them may be claims, which are left out
MOST = 10  # pairs of one account that are kept, the likest
SHORTEST_INITIALS = 3


@dataclass(frozen=True)
class Found:
    """Two accounts by their ids, the smaller first, as `LikelyPair` keeps them."""

    one: int
    other: int
    score: int
    reasons: tuple[Reason, ...]
    proposal: str
    country: str
    judgement: int | None  # what a person said of them already

    def as_row(self, round_: int) -> dict[str, Any]:
        reasons = [{"code": one.code, "detail": one.detail, "is_for": one.is_for} for one in self.reasons]
        return {
            "one": self.one, "other": self.other, "score": self.score, "reasons": reasons, "proposal": self.proposal,
            "country": self.country, "round": round_, "judgement": self.judgement,
        }  # fmt: skip


def around(account: Account, rules: Rules) -> list[Found]:
    """The pairs that this account makes with others, likest first."""
    ours = lookup.company_of_record(account)
    said, thresholds = judgements.about(ours), Thresholds(rules.same_score, rules.similar_score)
    found = []
    for entry in index.candidates(ours, WIDTH):
        if entry.kind is Kind.ACCOUNT and entry.ref != account.id:
            alike, judged = compare(ours, entry.company, thresholds), said.on(entry.company)
            proposal, reasons = _proposed(ours, entry.company, alike, thresholds)
            if alike.level is not Level.DIFFERENT or proposal:
                pair = sorted((account.id, entry.ref))
                country = ours.country or entry.company.country
                found.append(Found(
                    pair[0], pair[1], alike.score, (*reasons, *alike.reasons), proposal, country,
                    judged.id if judged else None,
                ))  # fmt: skip
    return sorted(found, key=lambda one: (-one.score, one.one, one.other))[:MOST]


def _proposed(
    ours: Company, theirs: Company, alike: Likeness, thresholds: Thresholds
) -> tuple[str, tuple[Reason, ...]]:  # fmt: skip
    """Why they may be one although their names are unlike, and the reasons to add; "" when nothing says so."""
    codes = {reason.code for reason in alike.reasons}
    short = _initials(ours, theirs)
    if not (codes & {"same_domain", "same_vat"} or short):
        return "", ()
    if compare(_named(ours), _named(theirs), thresholds).level is not Level.DIFFERENT:
        return "", ()
    if short:
        return "initials", (Reason("initials", short),)
    return ("vat" if "same_vat" in codes else "domain"), ()


def _initials(ours: Company, theirs: Company) -> str:
    """`ABC = alpha beta chemie`, if one name is the initials of the other and both are in one city; else ""."""
    if not fold(ours.city) or fold(ours.city) != fold(theirs.city):
        return ""
    short, long = sorted((words(ours.name), words(theirs.name)), key=len)
    if len(short) != 1 or len(long) < 2 or len(short[0]) < SHORTEST_INITIALS or short[0] != initials(long):
        return ""
    return f"{short[0]} = {' '.join(long)}"


def _named(company: Company) -> Company:
    """Nothing but its names."""
    return replace(company, domain="", country="", city="", vat="")
