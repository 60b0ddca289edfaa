"""Which words of two names belong to each other, and which are left over?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA, Prefix

from domain.matching.normalise import is_ideographic
from domain.matching.weights import Sort, is_general, own_length, sort_of

MOST_SLIPS = 2  # in one word, a long one
_ENDINGS = frozenset(("", "s", "e", "n", "es", "en", "er"))


class Fit(IntEnum):
    """How well two words, or groups of words, agree; the value is their share of the full weight, in per cent."""

    EXACT = 100
    JOINED = 99  # `sales force` and `salesforce`
    SHORT = 98  # `pharmaceut.` and `pharmaceuticals`
    TYPO = 90  # one slip in a word long enough to carry it
    LOOSE = 72  # a slip that may as well be another word
    FAINT = 60  # believed only beside other words that agree


class Pair(NamedTuple):
    """Words of one name and what stands for them in the other."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    fit: Fit

    @property
    def shorter(self) -> tuple[str, ...]:
        """The side with fewer words, and of two alike the first by the alphabet."""
        return self.ours if self.fit is Fit.EXACT else min((len(side), side) for side in (self.ours, self.theirs))[1]


@dataclass(frozen=True)
class Alignment:
    pairs: tuple[Pair, ...]
    ours_left: tuple[str, ...]
    theirs_left: tuple[str, ...]
    is_in_order: bool

    @property
    def left(self) -> tuple[str, ...]:
        return self.ours_left + self.theirs_left

    @property
    def paired(self) -> tuple[str, ...]:
        """The words that both have, of each pair those of the side with fewer: the same from either side."""
        return tuple(word for pair in self.pairs for word in pair.shorter)

    def has(self, fit: Fit) -> bool:
        return any(pair.fit is fit for pair in self.pairs)


def align(ours: tuple[str, ...], theirs: tuple[str, ...], cut_short: frozenset[str] = frozenset()) -> Alignment:
    """Pair up equal words first, then joined ones, then abbreviations, then words with a slip; the surest pairs win."""
    shared = () if frozenset(ours).isdisjoint(theirs) else _shared(ours, theirs)
    pairs = [Pair((word,), (word,), Fit.EXACT) for word in shared]
    left = (_without(ours, shared), _without(theirs, shared)) if shared else (ours, theirs)
    for step in (_joined, partial(_shortened, cut_short), _slips):
        if left[0] and left[1] and (found := step(*left)):
            pairs += found
            left = _left(ours, theirs, pairs)
    return Alignment(tuple(pairs), *left, is_in_order=_in_order(ours, theirs, pairs))


def _left(ours: tuple[str, ...], theirs: tuple[str, ...], pairs: list[Pair]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of both names that no pair has taken, in their order."""
    return (
        _without(ours, [word for pair in pairs for word in pair.ours]),
        _without(theirs, [word for pair in pairs for word in pair.theirs]),
    )


def _shared(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Words that stand in both names, as often as they stand in both."""
    return _without(ours, _without(ours, theirs))


def _without(words: tuple[str, ...], taken: Sequence[str]) -> tuple[str, ...]:
    """The words that are left once each of the taken ones was taken away once."""
    rest, kept = list(taken), []
    for word in words:
        if word in rest:
            rest.remove(word)
        else:
            kept.append(word)
    return tuple(kept)


def _joined(ours: tuple[str, ...], theirs: tuple[str, ...]) -> list[Pair]:
    """Runs of two or more left-over words that, written together, are words of the other name."""
    if "".join(ours) == "".join(theirs):
        return [Pair(ours, theirs, Fit.JOINED)]
    split = [Pair((word,), run, fit) for word in ours for run, fit in _runs_of(word, theirs)] if theirs[1:] else []
    glued = [Pair(run, (word,), fit) for word in theirs for run, fit in _runs_of(word, ours)] if ours[1:] else []
    return max(split, glued, key=lambda pairs: sum(len(pair.ours) + len(pair.theirs) for pair in pairs))


def _runs_of(word: str, parts: tuple[str, ...]) -> list[tuple[tuple[str, ...], Fit]]:
    """The first neighbours among the parts that spell the word, one slip allowed in a long one."""
    size, first_letters = len(word), word[:2]  # a sure slip leaves the first letter, or swaps it with the second
    for start, part in enumerate(parts[:-1]):
        if part[:1] in first_letters:
            glued, end = part, start + 1
            while end < len(parts) and len(glued) <= size:
                glued, end = glued + parts[end], end + 1
                fit = _fit_of_run(glued, word) if abs(len(glued) - size) <= 1 else None
                if fit:
                    return [(parts[start:end], fit)]
    return []


def _fit_of_run(glued: str, word: str) -> Fit | None:
    if glued == word:
        return Fit.JOINED
    return Fit.TYPO if fit_of(glued, word) is Fit.TYPO else None


def _shortened(cut_short: frozenset[str], ours: tuple[str, ...], theirs: tuple[str, ...]) -> list[Pair]:
    """Left-over words of which one is written as an abbreviation of the other, each used once."""
    if not cut_short:
        return []
    found = [(x, y) for x in ours for y in theirs if _shortens(cut_short, x, y) or _shortens(cut_short, y, x)]
    pairs: list[Pair] = []
    for x, y in sorted(found, key=sorted):
        if not any(x in pair.ours or y in pair.theirs for pair in pairs):
            pairs.append(Pair((x,), (y,), Fit.SHORT))
    return pairs


def _shortens(cut_short: frozenset[str], short: str, long: str) -> bool:
    return short in cut_short and long.startswith(short)


def _slips(ours: tuple[str, ...], theirs: tuple[str, ...]) -> list[Pair]:
    """Pairs of words that differ by a slip, best fit first, each word used once."""
    found = [
        (fit, x, y)
        for x in dict.fromkeys(ours)
        for y in dict.fromkeys(theirs)
        # A believed slip leaves the first letter or the last, or swaps two. That rules out most, before any call.
        if (x[0] == y[0] or x[-1] == y[-1] or x[0] == y[1:2]) and abs(len(x) - len(y)) <= MOST_SLIPS
        if (fit := fit_of(x, y))
    ]
    pairs: list[Pair] = []
    for fit, x, y in sorted(found, key=lambda entry: (-entry[0], sorted(entry[1:]))):
        if not any(x in pair.ours or y in pair.theirs for pair in pairs):
            pairs.append(Pair((x,), (y,), fit))
    return pairs


def fit_of(x: str, y: str) -> Fit | None:
    """May one word be a slip of the other? None when they are simply two words.

    Two generic words are never slips of each other (parts and parks, east and west) but for an ending. The fewer
    letters of its own a word has, the less a slip is believed. Numbers have no slips.
    """
    allowed = MOST_SLIPS if len(x) >= 7 and len(y) >= 7 else 1
    if abs(len(x) - len(y)) > allowed or not (x.isalpha() and y.isalpha()):
        return None
    slips = OSA.distance(x, y, score_cutoff=allowed)
    if slips > allowed:
        return None
    if is_general(x) and is_general(y):
        return Fit.TYPO if is_inflected(x, y) else None
    return _belief(x, y, slips)


def _belief(x: str, y: str, slips: int) -> Fit | None:
    """How far a slip is believed in words of so many letters."""
    length = own_length(x, y)
    if is_ideographic(x) or is_ideographic(y):
        return Fit.LOOSE if slips == 1 and length >= 6 else None
    if slips == 2:
        return None if length < 7 or x[0] != y[0] else Fit.LOOSE if length >= 9 else Fit.FAINT
    if _is_fumbled(x, y):
        return Fit.TYPO if length >= 5 else Fit.FAINT
    if x[0] != y[0]:
        return Fit.LOOSE if length >= 7 else None
    if length >= 7 and not is_inflected(x, y):
        return Fit.TYPO
    if length >= 6 or (length == 5 and len(x) != len(y)) or (length >= 4 and len(x) > 6):
        return Fit.LOOSE
    return Fit.FAINT if length >= 4 else None


def _is_fumbled(x: str, y: str) -> bool:
    """Are two letters swapped, or is one doubled? Fingers do that; names seldom differ so."""
    if len(x) == len(y):
        return sorted(x) == sorted(y)
    short, long = sorted((x, y), key=len)
    return any(
        long[place] == long[place - 1] and long[:place] + long[place + 1 :] == short for place in range(1, len(long))
    )


def is_inflected(x: str, y: str) -> bool:
    """Do they differ by a plural or case ending only? A half-typed word may, too."""
    stem = Prefix.similarity(x, y)
    return stem >= 4 and x[stem:] in _ENDINGS and y[stem:] in _ENDINGS


def _in_order(ours: tuple[str, ...], theirs: tuple[str, ...], pairs: list[Pair]) -> bool:
    """Do the paired words follow each other in both names in the same order?"""
    if len(pairs) < 2:
        return True
    places = sorted((ours.index(pair.ours[0]), theirs.index(pair.theirs[0])) for pair in pairs)
    return all(before[1] <= after[1] for before, after in pairwise(places))


@lru_cache(maxsize=20_000)
def weight(words: tuple[str, ...]) -> float:
    """What these words weigh together. CJK writes several words in one run, so its length counts."""
    return sum(len(word) / 2 if is_ideographic(word) else sort_of(word).value for word in words)


def is_generic(words: tuple[str, ...], *sorts: Sort) -> bool:
    """Are all these words generic, or of one of the given sorts?"""
    return all(map(sorts.__contains__, map(sort_of, words))) if sorts else all(map(is_general, words))
