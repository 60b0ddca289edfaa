"""Is the verdict right? On labelled pairs, and for whole checks among a hundred thousand names."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.ground import same_work, set_aside
from bench.matching.names import Named, rows
from domain.matching import Company, Level, Thresholds, compare, core, index

SEED = 9
ASKED, STRANGERS = 1_000, 3_000
NEW_TAKEN = 0.01  # of new companies that may be answered taken, where the recall of the right ones is read off
NEW_FLAGGED = 0.05
WANTED = {"taken": Level.SAME, "review": Level.SIMILAR, "clear": Level.DIFFERENT, "free": Level.DIFFERENT}


@dataclass(frozen=True)
class Labelled:
    known: str
    typed: str
    is_same: bool
    source: str
    kind: str


def pairs(path: Path) -> list[Labelled]:
    return [
        Labelled(row["name_a"], row["name_b"], row["same"] == "1", row.get("source") or "", row.get("kind") or "")
        for row in rows(path)
    ]


def isin(labelled: Sequence[Labelled]) -> list[Labelled]:
    """Two spellings of one security: how databases, and people, differ about one company."""
    return [pair for pair in labelled if pair.kind == "same_isin"]


def near_misses(labelled: Sequence[Labelled]) -> list[Labelled]:
    """Neighbours in one official register that are two companies."""
    return [pair for pair in labelled if not pair.is_same and pair.kind.startswith("near_miss")]


def taken(labelled: Sequence[Labelled]) -> float:
    """The share of these pairs that is answered taken."""
    return _share_same([_level(pair) for pair in labelled])


def _level(pair: Labelled) -> Level:
    return compare(Company(pair.typed), Company(pair.known)).level


def policy(path: Path) -> tuple[int, list[tuple[dict[str, str], Level]]]:
    """How many pairs a channel manager wants to be answered so and so, and those that are answered otherwise."""
    wanted = list(rows(path))
    found = [(row, compare(Company(row["name_b"]), Company(row["name_a"])).level) for row in wanted]
    return len(wanted), [(row, level) for row, level in found if level is not WANTED[row["want"]]]


def with_domains(labelled: Sequence[Labelled]) -> tuple[float, float]:
    """The share of same companies that are taken with one domain, and of near misses with two that are."""
    same = [compare(Company(pair.typed, "one.example"), Company(pair.known, "one.example")) for pair in isin(labelled)]
    other = [
        compare(Company(pair.typed, "one.example"), Company(pair.known, "other.example"))
        for pair in near_misses(labelled)
    ]
    return _share_same([one.level for one in same]), _share_same([one.level for one in other])


def _share_same(levels: Sequence[Level]) -> float:
    return sum(level is Level.SAME for level in levels) / max(1, len(levels))


@dataclass
class Checks:
    """Scores of whole checks: of new companies the best, of known ones that of the right account and the best."""

    new: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    best: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    quickest: list[float] = field(default_factory=list)  # of each of these and two more times, half a minute apart
    same_work: list[float] = field(default_factory=list)  # seconds, measured in between

    def scored(self, name: str) -> list[tuple[int, int]]:
        """What a check of this name finds: numbers of entries with their scores."""
        self.same_work.append(same_work())
        found, seconds = _timed(name)
        self.seconds.append(seconds)
        return found

    def ask_again(self, names: Sequence[str]) -> None:
        """On shared cores the slowest of a hundred is mostly what neighbours do; seldom thrice to one name."""
        again = [[_timed(name)[1] for name in names] for _ in range(2)]
        self.quickest = list(map(min, self.seconds, *again))

    def free(self) -> float:
        """The share of new companies answered free."""
        return sum(score < Thresholds().similar for score in self.new) / len(self.new)

    def is_taken(self) -> tuple[float, float]:
        """The shares answered taken as it ships: of new companies, and of known ones by the right account."""
        same = Thresholds().same
        return sum(s >= same for s in self.new) / len(self.new), sum(s >= same for s in self.right) / len(self.right)

    def taken_at(self, share: float = NEW_TAKEN) -> float:
        """The share of known companies whose right account reaches the score that `share` of new ones reach."""
        bar = _bar(self.new, share)
        return sum(score >= bar for score in self.right) / len(self.right)

    def flagged_at(self, share: float = NEW_FLAGGED) -> float:
        """The same for any account, as a person will look at it."""
        bar = _bar(self.new, share)
        return sum(score >= bar for score in self.best) / len(self.best)


def _bar(scores: Sequence[int], share: float) -> int:
    """The lowest score that at most `share` of these reach."""
    return next(bar for bar in range(1, 102) if sum(score >= bar for score in scores) <= share * len(scores))


def check(names: Sequence[Named], known: Sequence[Labelled], strangers: Sequence[Named], first: int) -> Checks:
    """Ask for known and new companies. `first`: the number of the first account of `known`, filed in its order."""
    checks = Checks()
    set_aside()
    for one in strangers:
        checks.new.append(max((score for _, score in checks.scored(one.name)), default=0))
    keys = [one.core for one in names]
    places: dict[str, set[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, set()).add(place)
    for number, pair in enumerate(known, first):
        right = {number, *places.get(core(pair.known), ())}
        scored = checks.scored(pair.typed)
        checks.best.append(max((score for _, score in scored), default=0))
        checks.right.append(max((score for ref, score in scored if ref in right), default=0))
    checks.ask_again([*(one.name for one in strangers), *(pair.typed for pair in known)])
    return checks


def _timed(name: str) -> tuple[list[tuple[int, int]], float]:
    start = time.perf_counter()
    found = _scores(name)
    return found, time.perf_counter() - start


def _scores(name: str) -> list[tuple[int, int]]:
    typed = Company(name)
    return [(entry.ref, compare(typed, entry.company).score) for entry in index.candidates(typed)]


def chosen(labelled: Sequence[Labelled]) -> list[Labelled]:
    """So many of them, at random but always the same."""
    return Random(SEED).sample(list(labelled), min(ASKED, len(labelled)))
