"""What does a search look for? Keys, with how much a find under each is worth, and beginnings of names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise, permutations
from operator import itemgetter

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.matching import keys
from domain.matching.company import Company
from domain.matching.normalise import is_ideographic
from domain.matching.spellings import spellings
from domain.matching.weights import is_general

MOST_ALTERNATIVES = 16  # known words tried in place of one typed word
MOST_PAIRED = 2  # of these, how many are tried beside their neighbours in a name of three words or more
MOST_NEAR = 440  # keys of words of one search, those of the legal name first: so the work stays bounded
MOST_KEYS = 56  # keys of one search
MOST_BEGINNINGS, MOST_HALF_TYPED = 8, 22  # beginnings of names of one search, by partners and by staff
SHORT = 7  # letters of a beginning in which a slip is looked for by the alphabet, since it has no keys
SHORTEST_TWICE = keys.BEGINNING  # letters of a word in which two slips are thought of
SHORTEST_PART = 3  # letters of a word that another one may be written together with
SHORTEST_COMPOUND = 7  # letters of a word that may be two
LONG_NAME = 5  # words of a name in which general ones need not be slips: there are others to find it by
MOST_GLUED = 3  # words of a name in which neighbours may be one word
REORDERED = 0.9  # what a find under two words in another order is worth
PART = 0.6  # what a find under a part of a word is worth

Alternatives = list[tuple[str, float]]


@dataclass(frozen=True)
class Sought:
    weights: dict[int, float]  # key -> 1 for the typed spelling, less for a likely slip
    beginnings: list[str]  # of cores, likeliest first
    cores: list[str]

    @property
    def typed(self) -> list[int]:
        """Keys of what was typed, letter by letter."""
        return [key for key, worth in self.weights.items() if worth == 1]

    @property
    def thought_of(self) -> list[int]:
        """Keys of what may have been meant."""
        return [key for key, worth in self.weights.items() if worth < 1]


def most_beginnings(*, half_typed: bool) -> int:
    """How many beginnings every search asks for, whatever was typed: empty ones fill the rest."""
    return MOST_HALF_TYPED if half_typed else MOST_BEGINNINGS


def near_keys(company: Company, *, half_typed: bool) -> list[int]:
    """Under which keys do the words stand that this search may need? Staff see words with two slips as well."""
    found: dict[int, None] = {}
    for spelling in spellings(company):
        for word in tried(spelling.words):
            found |= dict.fromkeys(sorted(keys.near(word, 2 if half_typed else 1)))
            found |= dict.fromkeys(key for part in _parts(word) for key in sorted(part))
    return sorted(islice(found, MOST_NEAR))


def tried(words: tuple[str, ...]) -> list[str]:
    """The words that may be slips, and neighbours written together that may be one word.

    Of a long name only its own words, if there are any.
    """
    pairs = (left + right for left, right in pairwise(words)) if len(words) <= MOST_GLUED else ()
    own = [word for word in words if not is_general(word)] if len(words) >= LONG_NAME else []
    return [word for word in (*(own or words), *pairs) if len(word) >= keys.SHORTEST_SLIP and not is_ideographic(word)]


def _parts(word: str) -> Iterable[set[int]]:
    """Where a long word may be two: the beginnings of all its ends, and its own short beginnings."""
    if len(word) >= SHORTEST_COMPOUND:
        yield {keys.beginning(word[place:]) for place in range(SHORTEST_PART, len(word) - SHORTEST_PART)}
        yield {keys.number(word[:size]) for size in range(SHORTEST_PART + 1, keys.BEGINNING)}


def sought(company: Company, known: Sequence[str], *, half_typed: bool) -> Sought:
    """`known`: words of the index that stand under the `near_keys`."""
    worths: dict[str, float] = {}
    beginnings: list[str] = []
    names = [spelling.words for spelling in spellings(company)]
    for words in names:
        choices = _choices(words, known, half_typed=half_typed)
        for text, worth in chain(_typed(words), _slipped(words, choices), _other(words, known)):
            if worth > worths.get(text, 0.0):
                worths[text] = worth
        beginnings += _beginnings(words, choices)
        beginnings += _slipped_beginnings(" ".join(words)) if half_typed else ()
    best = sorted(worths.items(), key=itemgetter(1), reverse=True)[:MOST_KEYS]
    weights: dict[int, float] = {}
    for text, worth in best:
        weights.setdefault(keys.number(text), worth)
    most = most_beginnings(half_typed=half_typed)
    return Sought(weights, list(dict.fromkeys(beginnings))[:most], [" ".join(words) for words in names])


def _typed(words: tuple[str, ...]) -> Alternatives:
    return [(text, 1.0) for text in keys.texts(words)]


def _choices(words: tuple[str, ...], known: Sequence[str], *, half_typed: bool) -> list[Alternatives]:
    """For each typed word the known ones that may be meant."""
    there = tried(words)
    choices = [alternatives(word, known) if word in there else [] for word in words]
    if half_typed and words:
        best = dict(sorted([*choices[-1], *_wholes(words[-1], known)], key=itemgetter(1)))  # of two worths the higher
        best.pop(words[-1], None)
        choices[-1] = sorted(best.items(), key=itemgetter(1), reverse=True)[:MOST_ALTERNATIVES]
    return choices


def alternatives(word: str, known: Sequence[str]) -> Alternatives:
    """Known words that a typed word may be a slip of, likeliest first, with the square of their likeness."""
    if is_ideographic(word) or len(word) < keys.SHORTEST_SLIP:
        return []
    allowed = 2 if len(word) >= SHORTEST_TWICE else 1
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_ALTERNATIVES)
    return [(one, (1 - slips / max(len(word), len(one))) ** 2) for one, slips, _ in near if slips]


def _wholes(word: str, known: Sequence[str]) -> Alternatives:
    """Known words that a half-typed one may be the beginning of, slips aside."""
    if is_ideographic(word) or len(word) < keys.SHORTEST_SLIP:
        return []
    size = len(word)
    allowed = 2 if size >= SHORTEST_TWICE else 1
    best: dict[str, float] = {}
    for end in (size, size + 1, size - 1):  # a letter too few or too many moves the end
        cut = {one: one[:end] for one in known if len(one) > end}
        near = process.extract(word, cut, scorer=OSA.distance, score_cutoff=allowed, limit=MOST_ALTERNATIVES)
        best |= {one: min(slips, best.get(one, slips)) for _, slips, one in near}
    return [(one, (1 - slips / size) ** 2 * 0.9) for one, slips in best.items()]


def _compounds(word: str, known: Collection[str]) -> Alternatives:
    """The longest known beginning and end of a word that may be two written together."""
    if len(word) < SHORTEST_COMPOUND:
        return []
    sizes = range(len(word) - 1, SHORTEST_PART, -1)
    longest = [next((part for part in parts if part in known), "") for parts in (
        (word[:size] for size in sizes), (word[-size:] for size in sizes)
    )]  # fmt: skip
    return [(part, PART) for part in longest if part]


def _slipped(words: tuple[str, ...], choices: list[Alternatives]) -> Iterable[tuple[str, float]]:
    """Words in place of the typed ones, and neighbours of which at least one was replaced."""
    for choice in choices:
        yield from choice
    most = MOST_ALTERNATIVES if len(words) < MOST_GLUED else MOST_PAIRED
    tried = [[(word, 1.0), *_likeliest(choice[:most])] for word, choice in zip(words, choices, strict=True)]
    for left, right in pairwise(tried):
        yield from islice(_paired(left, right), 1, None)


def _likeliest(found: Alternatives) -> Alternatives:
    return sorted(found, key=itemgetter(1), reverse=True)


def _paired(left: Alternatives, right: Alternatives) -> Iterable[tuple[str, float]]:
    """Two words written as one, of each list the likeliest first; only those that may be among the keys of a search.

    The words of rank i and j have i * j - 1 pairs before them that are as likely. One more than the keys, since the
    first pair is the typed one.
    """
    for rank, (first, likeness) in enumerate(left, 1):
        for second, other in right[: (MOST_KEYS + 1) // rank]:
            yield first + second, likeness * other


def _other(words: tuple[str, ...], known: Sequence[str]) -> Iterable[tuple[str, float]]:
    """Words in another order; and words that were written together or apart, with a slip besides."""
    if len(words) <= MOST_GLUED:
        yield from ((left + right, REORDERED) for left, right in permutations(words, 2))
    there = frozenset(known)
    for word in tried(words):
        yield from _compounds(word, there)
        if word not in words:
            yield from alternatives(word, known)


def _beginnings(words: tuple[str, ...], choices: list[Alternatives]) -> Iterable[str]:
    """The name as typed, and with its first or last word replaced; then the first word alone."""
    if not words:
        return
    yield " ".join(words)
    for known, _ in choices[-1][:2]:
        yield " ".join((*words[:-1], known))
    if len(words) > 1:
        for known, _ in choices[0][:2]:
            yield " ".join((known, *words[1:]))
        yield " ".join((*words[:-1], words[-1][0]))
        yield words[0]
        for known, _ in choices[0][:1]:
            yield known


def _slipped_beginnings(text: str) -> Iterable[str]:
    """A short beginning without its slip, if two letters were swapped or one is too many."""
    if not keys.SHORTEST_SLIP < len(text) <= SHORT or is_ideographic(text):
        return
    for place in range(len(text) - 1):
        yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    for place in range(len(text)):
        yield text[:place] + text[place + 1 :]
