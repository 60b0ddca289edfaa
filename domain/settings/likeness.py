"""What would other thresholds of likeness change? Names that the vendor knows are searched again, and judged by both.

A score does not depend on the thresholds: what is found is found once, and put to the rules twice.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, zip_longest
from typing import Any

from domain import check_log, lookup, moment
from domain.check_log import Part
from domain.checks import Prospect
from domain.clash import Asker
from domain.judgements import known as judgements
from domain.matching import Company, Level, Likeness, Reason, Thresholds, index
from domain.matching.index import Entry, Kind
from domain.permissions import may
from domain.rules import Rules
from models import Account, Receipt, Registration, User
from models.registrations import OPEN

SECONDS, PATIENCE = 2.0, 4.0
"""Of our own work in one request, and of waiting for it: a small machine may not reach them all."""

MOST_OF_EACH = 100
"""Claims, accounts and checks, the newest of each, taken in turn."""

MOST_SHOWN = 40
NEAR = 4
"""Points around a threshold in which a pair is worth a look although nothing changes for it."""

REASON = "thresholds"
"""What stands in the record of looks into the check log."""


@dataclass(frozen=True)
class Pair:
    """Two records that look alike, why, and what they are to each other before and after."""

    one: Company
    one_kind: str
    other: Company
    other_kind: str
    score: int
    reasons: tuple[Reason, ...]
    before: Level
    after: Level
    gap: int  # points to the nearest threshold


@dataclass
class Trial:
    """What came out. `moves`: verdict before and after -> names; `folded`: pairs of checks, whose names stay shut."""

    looked: Counter[str] = field(default_factory=Counter)
    best: list[int] = field(default_factory=list)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    pairs: list[Pair] = field(default_factory=list)
    folded: int = 0

    @property
    def changed(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.before is not pair.after]

    @property
    def shown(self) -> list[Pair]:
        """What changes; if nothing does, what stands nearest to a threshold."""
        return sorted(self.changed or self.pairs, key=lambda pair: (pair.gap, -pair.score))[:MOST_SHOWN]

    def verdicts(self, *, after: bool) -> Counter[str]:
        found: Counter[str] = Counter()
        for move, names in self.moves.items():
            found[move[after]] += names
        return found


@dataclass(frozen=True)
class _Item:
    """One name that is searched again, as whoever asked or holds it would."""

    source: str  # claim, account, check
    ref: int
    company: Company
    asker: Asker


def try_out(by: User, before: Rules, after: Rules, *, with_checks: bool = False) -> Trial:
    """Search the newest claims, accounts and, for who reads the check log, checks again, as long as there is time.

    Names of checks are counted and never shown: they are folded but for a dispute or an alarm (PRODUCT.md A). The look
    is on record all the same.
    """
    is_reader = with_checks and may(by, "checks:read_log")
    if is_reader:
        check_log.note_look(by, Part(), REASON)
    trial, seen, today = Trial(), set[Any](), moment.now().date()
    work, end = time.thread_time() + SECONDS, time.monotonic() + PATIENCE
    for item in _items(by, is_reader=is_reader):
        _look(item, before, after, trial, seen, today)
        if time.thread_time() > work or time.monotonic() > end:
            break
    return trial


def _items(by: User, *, is_reader: bool) -> Iterator[_Item]:
    sources = [_claims(by), _accounts(), *([_checks(by)] if is_reader else [])]
    return (item for item in chain.from_iterable(zip_longest(*sources)) if item is not None)


def _claims(by: User) -> Iterator[_Item]:
    rows = Registration.visible_to(by).where(Registration.status.in_(OPEN)).order_by(Registration.id.desc())
    for row in rows.limit(MOST_OF_EACH):
        yield _Item("claim", row.id, lookup.company_of(row), Asker(row.partner_id, row.product_line, row.project))


def _accounts() -> Iterator[_Item]:
    rows = Account.select().where(Account.is_gone == False).order_by(Account.id.desc())  # noqa: E712
    for row in rows.limit(MOST_OF_EACH):
        yield _Item("account", row.id, Company(row.name, row.domain, row.country, row.city, row.vat), Asker(None))


def _checks(by: User) -> Iterator[_Item]:
    """Each name once, its newest check."""
    known = set[str]()
    for row in Receipt.log_visible_to(by).limit(2 * MOST_OF_EACH):
        if row.core not in known and len(known) < MOST_OF_EACH:
            known.add(row.core)
            typed = Prospect(row.name, row.domain, row.country, row.city, row.vat)
            yield _Item("check", row.id, typed.company, Asker(row.partner_id, row.product_line))


def _look(item: _Item, before: Rules, after: Rules, trial: Trial, seen: set[Any], today: date) -> None:
    said = judgements.about(item.company)
    entries = [one for one in lookup.candidates(item.company, said, index.MOST_COMPARED) if not _is_itself(item, one)]
    scored = [(entry, lookup.likeness(item.company, entry.company, before, said)) for entry in entries]
    pairs = [_pair(item, entry, found, before, after) for entry, found in scored]
    trial.looked[item.source] += 1
    trial.best.append(max((pair.score for pair in pairs), default=0))
    old = _verdict(item, scored, before, today)
    is_moved = any(pair.before is not pair.after for pair in pairs)
    trial.moves[old, _verdict(item, scored, after, today) if is_moved else old] += 1
    for pair, entry in zip(pairs, entries, strict=True):
        key = frozenset(((item.source, item.ref), (str(entry.kind), entry.ref)))
        if key not in seen and (pair.before is not pair.after or pair.gap <= NEAR):
            seen.add(key)
            _note(trial, item, pair)


def _note(trial: Trial, item: _Item, pair: Pair) -> None:
    if item.source != "check":
        trial.pairs.append(pair)
    elif pair.before is not pair.after:
        trial.folded += 1


def _pair(item: _Item, entry: Entry, found: Likeness, before: Rules, after: Rules) -> Pair:
    levels = [Thresholds(one.same_score, one.similar_score).level(found.score) for one in (before, after)]
    gap = min(abs(found.score - number) for number in _numbers((before, after)))
    return Pair(
        item.company, item.source, entry.company, str(entry.kind), found.score, found.reasons, levels[0], levels[1], gap
    )


def _numbers(both: Iterable[Rules]) -> set[int]:
    return {number for one in both for number in (one.same_score, one.similar_score)}


def _verdict(item: _Item, scored: list[tuple[Entry, Likeness]], rules: Rules, today: date) -> str:
    bounds = Thresholds(rules.same_score, rules.similar_score)
    judged = [(entry, replace(found, level=bounds.level(found.score))) for entry, found in scored]
    if all(found.level is Level.DIFFERENT for _, found in judged):
        return "free"
    findings = lookup.find(item.company, item.asker, rules, today, scored=judged)
    return str(lookup.verdict_of(findings) or "free")


def _is_itself(item: _Item, entry: Entry) -> bool:
    kinds = {"claim": Kind.CLAIM, "account": Kind.ACCOUNT}
    return entry.kind is kinds.get(item.source) and entry.ref == item.ref
