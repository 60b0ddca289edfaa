"""How much does one word tell a company from all others?"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from domain.matching import generic_words
from domain.matching.normalise import fold, is_ideographic
from domain.matching.places import PLACES


class Sort(Enum):
    """The sort of a word, with its weight in the score."""

    OWN = 1.0  # a name of its own, or any word we do not know
    WORN = 0.9  # a name of its own that thousands of companies chose
    TRADE = 0.4  # what a company does
    PLACE = 0.35  # where it is
    FORM = 0.25  # how it is built
    FILLER = 0.02  # of, the, der, de

    @property
    def is_generic(self) -> bool:
        """May this word be left over without naming another company?"""
        return self not in (Sort.OWN, Sort.WORN)


def _folded(block: str) -> list[str]:
    spelled = (generic_words.ABBREVIATIONS.get(word, word) for word in fold_all(block))
    return list(dict.fromkeys(spelled))


def fold_all(block: str) -> list[str]:
    """The words of a list, folded one by one."""
    return [fold(word) for word in block.split()]


# A word on two lists takes the sort of the later one.
SORTS: dict[str, Sort] = {
    **dict.fromkeys(_folded(generic_words.WORN_NAMES), Sort.WORN),
    **dict.fromkeys(_folded(generic_words.TRADE_WORDS), Sort.TRADE),
    **dict.fromkeys(_folded(PLACES), Sort.PLACE),
    **dict.fromkeys(_folded(generic_words.FORM_WORDS), Sort.FORM),
    **dict.fromkeys(_folded(generic_words.FILLERS), Sort.FILLER),
}


@lru_cache(maxsize=20_000)
def sort_of(word: str) -> Sort:
    """The sort of a folded word. Plurals of listed words are listed words; numbers are names of their own."""
    if word in SORTS:
        return SORTS[word]
    return SORTS.get(word[:-1], Sort.OWN) if word.endswith("s") and len(word) > 4 else Sort.OWN


@lru_cache(maxsize=20_000)
def own_length(word: str) -> int:
    """How many letters of a word are its own: `bank` in `Agrobank` is not, so a typo there weighs as in four letters."""
    if is_ideographic(word):
        return len(word)
    for size in range(len(word) - 3, 3, -1):
        if sort_of(word[-size:]) in (Sort.TRADE, Sort.FORM):
            return len(word) - size
    return len(word)
