"""Who says that two companies are the same, or are not, and who takes it back? It counts from the next look on.

What is filed keeps its place and its protection whatever is said (PRODUCT.md, promise 1); filings that are under way
look again.
"""

from __future__ import annotations

from typing import Any

from domain import codes, events, moment
from domain.judgements.known import Side, side_of, sides_of, tells_apart
from domain.matching import Company
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.registrations import order
from domain.words import N_
from models import Account, Judgement, LikelyPair, Registration, User
from models.base import serialised
from models.judgements import VERDICTS

NOT_YOURS = N_("Channel managers and directors say which companies are the same.")
UNKNOWN = N_("Choose “same company” or “different company”.")
NAMELESS = N_("One of them has no name that can be read. Only names are remembered.")
NAMESAKES = N_("Both have the same name. Only another country or web domain, known of both, could tell them apart.")
MOVED_ON = N_("This was taken back already.")


def say(
    by: User, one: Company, other: Company, verdict: str, *, claim: Registration | None = None,
    accounts: tuple[Account, Account] | None = None,
) -> Judgement:  # fmt: skip
    """Remember that these are the same company, or are not; saying it twice is saying it once, the last word counts.

    `claim`: on whose page it was said; `accounts`: the records of `one` and `other`. Namesakes that nothing tells apart
    can be judged as records alone: no look-up could know which is meant. Raises `Refused`.
    """
    if not may(by, "aliases:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    if verdict not in VERDICTS:
        raise Refused(UNKNOWN, Kind.WRONG)
    sides = side_of(one), side_of(other)
    if not all(side.core for side in sides):
        raise Refused(NAMELESS, Kind.WRONG)
    if accounts is None and not tells_apart(*sides):
        raise Refused(NAMESAKES, Kind.WRONG)
    ids = (accounts[0].id, accounts[1].id) if accounts else (None, None)
    if sides[0].order > sides[1].order:
        sides, ids = sides[::-1], ids[::-1]
    with serialised("claims"):
        before = _standing(sides, ids)
        if before is not None and before.verdict == verdict:
            _mark(ids, before)
            return before
        if before is not None:
            _end(by, before)
        return _say(by, sides, ids, verdict, claim)


def take_back(by: User, judgement: Judgement) -> Judgement:
    """From the next look on it counts no more. Raises `Refused` (not yours, taken back already)."""
    if not may(by, "aliases:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    with serialised("claims"):
        return _end(by, judgement)


def _say(
    by: User, sides: tuple[Side, Side], ids: tuple[int | None, int | None], verdict: str, claim: Registration | None
) -> Judgement:  # fmt: skip
    one, other = sides
    row = Judgement.create(
        code=codes.fresh("J"), verdict=verdict, claim=claim, said_by=by, said_at=moment.now(),
        name=one.name, core=one.core, domain=one.domain, country=one.country, account=ids[0],
        other_name=other.name, other_core=other.core, other_domain=other.domain, other_country=other.country,
        other_account=ids[1],
    )  # fmt: skip
    events.record("judgement.said", row, actor=by, facts=_facts(row))
    _mark(ids, row)
    order.look_again()
    return row


def _end(by: User, judgement: Judgement) -> Judgement:
    standing = (Judgement.id == judgement.id, Judgement.taken_back_at.is_null())
    if Judgement.update(taken_back_at=moment.now(), taken_back_by=by).where(*standing).execute() != 1:
        raise Refused(MOVED_ON)
    fresh = Judgement.get_by_id(judgement.id)
    events.record("judgement.taken_back", fresh, actor=by, facts=_facts(fresh))
    LikelyPair.update(judgement=None).where(LikelyPair.judgement == fresh.id).execute()
    order.look_again()
    return fresh


def _standing(sides: tuple[Side, Side], ids: tuple[int | None, int | None]) -> Judgement | None:
    """What stands about this very pair: the same names, domains and countries, and if told apart by records alone,
    the same records."""
    one, other = sides
    rows = Judgement.about(one.core, 10_000)
    if tells_apart(one, other):
        return next((row for row in rows if [side.order for side in sides_of(row)] == [one.order, other.order]), None)
    return next((row for row in rows if {row.account_id, row.other_account_id} == set(ids)), None)


def _mark(ids: tuple[int | None, int | None], row: Judgement) -> None:
    """The pair leaves the list of accounts that look alike."""
    if None not in ids:
        pair = (LikelyPair.one.in_(ids), LikelyPair.other.in_(ids))
        LikelyPair.update(judgement=row).where(*pair).execute()


def _facts(row: Judgement) -> dict[str, Any]:
    """Names of companies stand in the row alone."""
    accounts = [row.account_id, row.other_account_id] if row.account_id else []
    claim = row.claim.code if row.claim else ""
    return {"judgement": row.code, "verdict": row.verdict, "claim": claim, "accounts": accounts}
