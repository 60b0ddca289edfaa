"""How much does one word tell a company from all others?"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from domain.matching import lists
from domain.matching.normalise import fold, written_out


class Sort(Enum):
    """The sort of a word, with its weight in the score."""

    OWN = 1.0  # a name of its own, or any word we do not know
    WORN = 0.9  # a name of its own that thousands of companies chose
    TRADE = 0.4  # what a company does
    PLACE = 0.35  # where it is
    FORM = 0.25  # how it is built
    FILLER = 0.02  # of, the, der, de


def _listed(name: str) -> set[str]:
    return {written_out(fold(word)) for word in lists.words(name)}


# A word on two lists takes the sort of the later one.
SORTS: dict[str, Sort] = {
    word: sort
    for name, sort in {
        "worn_names": Sort.WORN,
        "trade_words": Sort.TRADE,
        "places": Sort.PLACE,
        "form_words": Sort.FORM,
        "fillers": Sort.FILLER,
    }.items()
    for word in _listed(name)
}


@lru_cache(maxsize=20_000)
def sort_of(word: str) -> Sort:
    """The sort of a folded word. Plurals of listed words are listed words; numbers are names of their own."""
    if word in SORTS:
        return SORTS[word]
    return SORTS.get(word[:-1], Sort.OWN) if word.endswith("s") and len(word) > 4 else Sort.OWN


@lru_cache(maxsize=20_000)
def is_general(word: str) -> bool:
    """May this word be left over without naming another company?"""
    return sort_of(word) not in (Sort.OWN, Sort.WORN)


def own_length(x: str, y: str) -> int:
    """How many letters two similar words have of their own, a general ending that both share left off.

    `Agrobank` and `Agribank` have four: a slip there weighs as in a word of four letters.
    """
    length = min(len(x), len(y))
    for size in range(length - 3, 3, -1):
        if x[-size:] == y[-size:] and sort_of(x[-size:]) in (Sort.TRADE, Sort.FORM):
            return length - size
    return length
