"""What may never be, whatever was killed: a filing lost or doubled, a wrong winner, an order turned round."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """One filing as its client saw it. Times are of one clock that nobody sets: the first try, and the answer."""

    key: str
    account: str
    began: float
    ended: float
    code: str  # of the claim that the answer led to


@dataclass(frozen=True)
class Row:
    """One claim as the database has it."""

    key: str
    account: str
    code: str
    seq: int
    is_protected: bool
    events: tuple[str, ...]


def faults(asked: list[Asked], rows: list[Row]) -> Iterator[str]:
    yield from _lost(asked, rows)
    yield from _doubled(rows)
    yield from _wrong_winners(rows)
    yield from _turned(asked, rows)
    yield from _untold(rows)


def _lost(asked: list[Asked], rows: list[Row]) -> Iterator[str]:
    there = {(row.key, row.account, row.code) for row in rows}
    yield from (f"lost: {one.code}" for one in asked if (one.key, one.account, one.code) not in there)


def _doubled(rows: list[Row]) -> Iterator[str]:
    """One claim for one form, one number for one claim."""
    for what, found in (("key", Counter(row.key for row in rows)), ("number", Counter(row.seq for row in rows))):
        yield from (f"doubled {what}: {value}" for value, count in found.items() if count > 1)


def _wrong_winners(rows: list[Row]) -> Iterator[str]:
    """The lowest number on an account holds it, and nobody else."""
    accounts = defaultdict(list)
    for row in rows:
        accounts[row.account].append(row)
    for account, claims in accounts.items():
        first = min(claims, key=lambda row: row.seq)
        holders = [row.code for row in claims if row.is_protected]
        if holders != [first.code]:
            yield f"wrong winner on {account}: {holders}, not {first.code}"


def _turned(asked: list[Asked], rows: list[Row]) -> Iterator[str]:
    """Who had the answer before another one asked has the lower number."""
    numbers = {row.code: row.seq for row in rows}
    latest = 0.0
    for one in sorted((one for one in asked if one.code in numbers), key=lambda one: numbers[one.code]):
        if one.ended < latest:
            yield f"turned round: {one.code} was answered before one with a lower number was asked"
        latest = max(latest, one.began)


def _untold(rows: list[Row]) -> Iterator[str]:
    """Each filing has its one event."""
    for row in rows:
        filings = [name for name in row.events if name in ("registration.submitted", "registration.refused")]
        if len(filings) != 1:
            yield f"{len(filings)} events of filing {row.code}"
