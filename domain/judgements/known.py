"""What did people say about this company? Read before anything is scored, by one statement whatever it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from domain.matching import Company, core, looks_like_address
from domain.matching.company import MOST_ALSO
from domain.matching.spellings import domain_of
from models import Judgement

MOST = 50
"""Judgements on one name that are read, the newest first."""


@dataclass(frozen=True)
class Side:
    """One side of a judgement: a name as people wrote it, and by what it is found and told from its namesakes."""

    name: str
    core: str  # "" for a company without a name that can be read: nothing is ever said about it
    domain: str
    country: str

    @property
    def order(self) -> tuple[str, str, str]:
        return self.core, self.country, self.domain


class Saying(NamedTuple):
    """A judgement as a look-up needs it: the columns of `models.judgements.SIDES`."""

    id: int
    verdict: str
    core: str
    domain: str
    country: str
    other_core: str
    other_domain: str
    other_country: str

    @property
    def is_same(self) -> bool:
        return self.verdict == "same"


@dataclass(frozen=True)
class Said:
    """All that stands about one company."""

    side: Side
    rows: tuple[Saying, ...]
    by_core: dict[str, list[Saying]]  # by that of the other side

    def on(self, other: Company) -> Saying | None:
        """What was said last about this pair; None: nothing."""
        theirs = side_of(other)
        return next((row for row in self.by_core.get(theirs.core, ()) if _is_about(row, self.side, theirs)), None)

    def is_doubtful(self, other: Company) -> bool:
        """Was the same company named with another web domain? A company may have two, and anybody can type one."""
        theirs = side_of(other)
        return any(row.is_same and _is_nearly(row, self.side, theirs) for row in self.by_core.get(theirs.core, ()))

    @property
    def names(self) -> list[str]:
        """The cores of names that were said to be this company's, too: under these it has to be looked for as well."""
        found = dict.fromkeys(_other(row, self.side) for row in self.rows if row.is_same)
        return [core for core in found if core and core != self.side.core][:MOST_ALSO]


def about(company: Company) -> Said:
    side, by_core = side_of(company), dict[str, list[Saying]]()
    rows = tuple(Saying(*row) for row in Judgement.sides_about(side.core or " ", MOST))
    for row in rows:
        by_core.setdefault(row.core if row.other_core == side.core else row.other_core, []).append(row)
    return Said(side, rows, by_core)


def side_of(company: Company) -> Side:
    key = "" if looks_like_address(company.name) else core(company.name)
    return Side(company.name, key, domain_of(company), company.country.strip().upper()[:2])


def sides_of(row: Judgement | Saying) -> tuple[Side, Side]:
    """Both sides, without the names as people wrote them."""
    one = Side("", row.core, row.domain, row.country)
    return one, Side("", row.other_core, row.other_domain, row.other_country)


def tells_apart(one: Side, other: Side) -> bool:
    """Can a look-up tell these two from each other? Two of one name only by country or web domain, known of both."""
    if one.core != other.core:
        return True
    pairs = ((one.country, other.country), (one.domain, other.domain))
    return any(ours and theirs and ours != theirs for ours, theirs in pairs)


def may_be_judged(one: Side, other: Side) -> bool:
    """Is there a name on both sides, and can they be told apart?"""
    return bool(one.core and other.core) and tells_apart(one, other)


def _is_about(row: Saying, ours: Side, theirs: Side) -> bool:
    one, other = sides_of(row)
    if not tells_apart(one, other):  # two records of one name: no look-up could know which is meant
        return False
    fits = _twin_fits if one.core == other.core else _fits
    return (fits(one, ours) and fits(other, theirs)) or (fits(other, ours) and fits(one, theirs))


def _is_nearly(row: Saying, ours: Side, theirs: Side) -> bool:
    """Was it said of these names in these countries? Of namesakes only the web domain says which is meant."""
    one, other = sides_of(row)
    if one.core == other.core:
        return False
    return (_is_named(one, ours) and _is_named(other, theirs)) or (_is_named(other, ours) and _is_named(one, theirs))


def _fits(judged: Side, side: Side) -> bool:
    """The same name, and the same country and web domain as far as both are known."""
    return _is_named(judged, side) and _may_be(judged.domain, side.domain)


def _is_named(judged: Side, side: Side) -> bool:
    """The same name, and the same country as far as both are known."""
    return judged.core == side.core and _may_be(judged.country, side.country)


def _twin_fits(judged: Side, side: Side) -> bool:
    """Namesakes were judged: then country and domain say which is which, so that both have to be as judged.

    Else what was said of two would be said of every company of that name.
    """
    return judged.order == side.order


def _may_be(one: str, other: str) -> bool:
    return not one or not other or one == other


def _other(row: Saying, ours: Side) -> str:
    """The core of the other side, if ours may be one of them; with another web domain a person will have to say."""
    one, other = sides_of(row)
    if _is_named(one, ours):
        return other.core
    return one.core if _is_named(other, ours) else ""
