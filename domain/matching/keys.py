"""Under which keys is a company filed, and under which is a word?

A key is the CRC-32 of a short text whose first character says what it is, shifted to fit a signed 32-bit column. Two
texts may share a key: that costs a comparison, never a verdict.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from itertools import pairwise

from domain.matching.company import Company
from domain.matching.names import initials
from domain.matching.normalise import is_ideographic
from domain.matching.spellings import domain_of, spellings
from domain.matching.vat import vat_key

BEGINNING = 6  # letters of a word that its beginning is made of
EDGE = 3  # letters of a word that its edges are made of
SHORTEST_EDGED = 5  # letters of a word that is filed under its edges as well
SHORTEST_SLIP = 3  # letters of a word that may be found with a slip
SHORTEST_INITIALS = 3  # two letters are the initials of every twentieth company


def number(text: str) -> int:
    """The key of a text, as both databases store it."""
    return zlib.crc32(text.encode()) - 2**31


def proof_keys(company: Company) -> set[int]:
    """Keys that say the same company whatever its name: web domain, VAT number."""
    domain, vat = domain_of(company), vat_key(company.vat)
    return {number(text) for text in (domain and f"@{domain}", vat and f"%{vat}") if text}


def filing_keys(company: Company) -> set[int]:
    """All keys under which a company is filed: proofs, and the words, neighbours and beginnings of its names."""
    filed = {text for spelling in spellings(company) for text in texts(spelling.words)}
    return proof_keys(company) | {number(text) for text in filed}


def texts(words: tuple[str, ...]) -> Iterable[str]:
    yield from _whole(words)
    for word in words:
        yield from bigrams(word) if is_ideographic(word) else (word,)
    yield from (left + right for left, right in pairwise(words))


def _whole(words: tuple[str, ...]) -> Iterable[str]:
    """Keys of the name as a whole: all words glued, and its initials. Two words glued are neighbours anyway."""
    glued = "".join(words)
    if len(words) > 2:
        yield glued
    short = glued if len(words) == 1 else initials(words)
    if SHORTEST_INITIALS <= len(short) <= BEGINNING:
        yield f"*{short}"


def bigrams(run: str) -> list[str]:
    """CJK has no spaces: every two neighbouring characters count as a word."""
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]


def beginning(word: str) -> int:
    """The key of a word's beginning."""
    return number(word[:BEGINNING])


def ways_to(word: str) -> set[int]:
    """All keys under which a word is filed: its beginning, with a letter left out as well, and its edges."""
    return _numbers([*_beginnings(word), *_edges(word, len(word))])


def near(word: str, lengths: int) -> set[int]:
    """Keys under which words stand that a typed word may be a slip of, so many letters longer or shorter.

    One slip in the beginning leaves a key in common; two in a word leave one of its edges, in most words. The length is
    part of an edge's key, so that the lists stay short.
    """
    sizes = range(len(word) - lengths, len(word) + lengths + 1)
    return _numbers([*_beginnings(word), *(text for size in sizes for text in _edges(word, size))])


def _numbers(texts: Iterable[str]) -> set[int]:
    return set(map(number, texts))


def _beginnings(word: str) -> list[str]:
    """A word's beginning, whole and with each letter left out: two words a slip apart share one."""
    start = word[:BEGINNING]
    return [start, *(start[:place] + start[place + 1 :] for place in range(len(start)))]


def _edges(word: str, size: int) -> tuple[str, ...]:
    """The first and the last letters of a word, taken for one of this length."""
    if size < SHORTEST_EDGED or len(word) < SHORTEST_EDGED:
        return ()
    return f"{word[:EDGE]}<{size}", f"{word[-EDGE:]}>{size}"


def words_of(company: Company) -> set[str]:
    """The words of a company that can be found with a slip in them."""
    found = {word for spelling in spellings(company) for word in spelling.words}
    return {word for word in found if len(word) >= SHORTEST_SLIP and not is_ideographic(word)}
