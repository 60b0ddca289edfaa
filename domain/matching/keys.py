"""Under which keys is a company filed, and under which keys do we look for one?

A key is the CRC-32 of a short text whose first character says what it is, shifted to fit a signed 32-bit column. Two
texts may share a key: that costs a comparison, never a verdict.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from itertools import islice, pairwise, product

from rapidfuzz.distance import OSA

from domain.matching.company import Company
from domain.matching.names import initials
from domain.matching.normalise import is_ideographic
from domain.matching.score import vat_key
from domain.matching.spellings import domain_of, spellings

BEGINNING = 6  # letters of a word, or of a whole core, that its beginning is made of
SHORTEST_SLIP = 4  # letters of a word that may be found with a slip
SHORTEST_INITIALS = 3  # two letters are the initials of every twentieth company
MOST_ALTERNATIVES = 10  # known words tried in place of one typed word
MOST_PAIRED = 4  # of these, how many are tried in pairs
MOST_KEYS = 80  # keys of one search


def number(text: str) -> int:
    """The key of a text, as both databases store it."""
    return zlib.crc32(text.encode()) - 2**31


def proof_keys(company: Company) -> set[int]:
    """Keys that say the same company whatever its name: web domain, VAT number."""
    domain, vat = domain_of(company), vat_key(company.vat)
    return {number(text) for text in (domain and f"@{domain}", vat and f"%{vat}") if text}


def filing_keys(company: Company) -> set[int]:
    """All keys under which a company is filed: proofs, and the words, neighbours and beginnings of its names."""
    texts: set[str] = set()
    for spelling in spellings(company):
        texts |= set(_texts(spelling.words))
    return proof_keys(company) | {number(text) for text in texts}


def _texts(words: tuple[str, ...]) -> Iterable[str]:
    yield from _whole(words)
    for word in words:
        yield from bigrams(word) if is_ideographic(word) else (word,)
    yield from (left + right for left, right in pairwise(words))


def _whole(words: tuple[str, ...]) -> Iterable[str]:
    """Keys of the name as a whole: all words glued, its first letters, its initials."""
    glued = "".join(words)
    yield glued
    yield f"^{glued[:BEGINNING]}"
    short = glued if len(words) == 1 else initials(words)
    if SHORTEST_INITIALS <= len(short) <= BEGINNING:
        yield f"*{short}"


def bigrams(run: str) -> list[str]:
    """CJK has no spaces: every two neighbouring characters count as a word."""
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]


def beginning(word: str) -> int:
    """The key of a word's beginning."""
    return number(word[:BEGINNING])


def beginnings(word: str) -> set[int]:
    """Keys of a word's beginning, whole and with each letter left out: two words a slip apart share one."""
    start = word[:BEGINNING]
    return {beginning(word), *(number(start[:place] + start[place + 1 :]) for place in range(len(start)))}


def words_of(company: Company) -> set[str]:
    """The words of a company that can be found with a slip in them."""
    found = {word for spelling in spellings(company) for word in spelling.words}
    return {word for word in found if len(word) >= SHORTEST_SLIP and not is_ideographic(word)}


def search_weights(company: Company, known: Iterable[str]) -> dict[int, float]:
    """Keys to look under, with how much a find under each is worth (1 for the typed spelling, less for a likely slip).

    `known` are words of the index that share a beginning with a typed one.
    """
    weights: dict[int, float] = {}
    vocabulary = list(known)
    for spelling in spellings(company):
        choices = [alternatives(word, vocabulary) for word in spelling.words]
        for text, worth in (*((text, 1.0) for text in _texts(spelling.words)), *_slipped(spelling.words, choices)):
            weights[number(text)] = max(worth, weights.get(number(text), 0.0))
    best = sorted(weights.items(), key=lambda entry: -entry[1])[:MOST_KEYS]
    return dict(best)


def alternatives(word: str, vocabulary: Iterable[str]) -> list[tuple[str, float]]:
    """Known words that a typed word may be a slip of, likeliest first, with the square of their likeness."""
    allowed = 2 if len(word) >= 8 else 1
    near = ((known, OSA.distance(word, known, score_cutoff=allowed)) for known in vocabulary if known != word)
    close = [(known, (1 - slips / max(len(word), len(known))) ** 2) for known, slips in near if slips <= allowed]
    return sorted(close, key=lambda entry: -entry[1])[:MOST_ALTERNATIVES]


def _slipped(words: tuple[str, ...], choices: list[list[tuple[str, float]]]) -> Iterable[tuple[str, float]]:
    """Words in place of the typed ones, and neighbours of which at least one was replaced."""
    for choice in choices:
        yield from choice
    tried = [[(word, 1.0), *choice[:MOST_PAIRED]] for word, choice in zip(words, choices, strict=True)]
    for left, right in pairwise(tried):
        for (first, likeness), (second, other) in islice(product(left, right), 1, None):
            yield first + second, likeness * other
