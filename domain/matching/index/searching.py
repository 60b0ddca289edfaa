"""Which entries are most worth a comparison with a company? With equal work, whatever there is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain

from domain.matching import keys
from domain.matching.company import MOST_ALSO, Company
from domain.matching.index.entries import FIRST_CLAIM, FOUND, Entry, company_of, stored, thing_of
from domain.matching.normalise import core
from domain.matching.ranking import begins, rated
from domain.matching.sought import Sought, most_beginnings, near_keys, sought
from domain.matching.spellings import spellings
from models.statements import between, marks, ordered, query, query_column, query_each, query_lists

COMMON = 400  # entries that are read under one typed key
COMMON_SLIPS = 80  # the same under a key that was only thought of
RARITY = [math.log(1 + COMMON / max(1, count)) for count in range(COMMON + 1)]  # what a find is worth among so many
MOST_WORDS = 80  # words of the index under one key that are compared with the typed ones
MOST_RANKED = 120  # entries under the keys that are fetched and ranked
MOST_COMPARED = 12  # entries that a check compares; a filing asks for more (`domain.lookup`)
NEIGHBOURS = 60  # entries that are read from each beginning on
MOST_CALLED = 60  # entries of each name that people said is the same
AFTER = "\x0b"  # next to a line's end: other names stand in the lines below
LAST = "\U0010ffff"


def candidates(company: Company, limit: int = MOST_COMPARED, *, half_typed: bool = False) -> list[Entry]:
    """The entries most worth a comparison, best first, from CRM and claims alike, with equal work whatever there is.

    Entries with the same web domain or VAT number come first. Half of the places are kept for claims, so that no crowd
    of like-named accounts hides one. `half_typed`: names that only begin like the typed one are found as well.
    """
    typed = stored(company)
    wanted = sought(typed, _known(near_keys(typed, half_typed=half_typed)), half_typed=half_typed)
    proofs = keys.proof_keys(typed)
    found = _under(wanted.thought_of, COMMON_SLIPS) | _under([*proofs, *wanted.typed], COMMON)
    proven = {entry for key in proofs for entry in found.get(key, ())}
    cores = _cores(_heaviest(found, wanted.weights, proven)) | _neighbours(wanted.beginnings, half_typed=half_typed)
    return _entries(_best(cores, wanted, proven, limit, half_typed=half_typed), limit)


def begun(company: Company, limit: int = 20) -> list[Entry]:
    """The entries with a name that begins like the typed one, slips aside: what staff may be about to type."""
    typed = core(company.name)
    found = candidates(company, limit, half_typed=True) if typed else []
    return [entry for entry in found if any(begins(typed, " ".join(known.words)) for known in spellings(entry.company))]


def called(cores: Sequence[str]) -> list[Entry]:
    """The entries with exactly these cores, claims first: what people said is the same name. Always one statement."""
    filled = [*cores[:MOST_ALSO], *[""] * (MOST_ALSO - len(cores))]
    newest = f"SELECT id, {FOUND} FROM name_entry WHERE {between('core')} ORDER BY id DESC LIMIT {MOST_CALLED}"  # noqa: S608
    rows = query_each(newest, [filled, [core and core + AFTER for core in filled]])
    found = {entry: company_of(texts) for entry, *texts in rows}
    return [Entry(*thing_of(entry), found[entry]) for entry in sorted(found, reverse=True)]


def _known(wanted: Sequence[int]) -> list[str]:
    """The words of the index under these keys, of each key the first when there are too many."""
    first = f"SELECT word AS found FROM name_word WHERE key = ? ORDER BY word LIMIT {MOST_WORDS}"  # noqa: S608
    return list(dict.fromkeys(chain.from_iterable(query_lists(first, wanted).values())))


def _under(wanted: Sequence[int], most: int) -> dict[int, list[int]]:
    """The first entries under each key, claims before records, read in one statement."""
    newest = f"SELECT entry AS found FROM name_key WHERE key = ? ORDER BY entry DESC LIMIT {most}"  # noqa: S608
    return query_lists(newest, wanted)


def _heaviest(found: dict[int, list[int]], weights: dict[int, float], proven: set[int]) -> list[int]:
    """The proven entries, then those under the rarest and surest keys; claims, then the newest where that is equal."""
    sums: dict[int, float] = {}
    for key, worth in weights.items():
        entries = found.get(key, ())
        is_cut = worth < 1 and len(entries) == COMMON_SLIPS  # then there may be any number: it weighs least
        share = worth * RARITY[COMMON if is_cut else len(entries)]
        for entry in entries:  # in so many short lists quicker than sets
            sums[entry] = sums[entry] + share if entry in sums else share
    bar = sorted(sums.values())[-MOST_RANKED] if len(sums) > MOST_RANKED else 0.0
    heaviest = sorted([(worth, entry) for entry, worth in sums.items() if worth >= bar], reverse=True)
    first = sorted(proven, reverse=True)[: MOST_RANKED // 2]
    return [*first, *(entry for _, entry in heaviest if entry not in proven)][:MOST_RANKED]


def _cores(numbers: Sequence[int]) -> dict[int, str]:
    """The cores of these entries."""
    return query_column("core", "name_entry", numbers)


def _neighbours(beginnings: Sequence[str], *, half_typed: bool) -> dict[int, str]:
    """Entries whose cores begin so, in the order of the alphabet."""
    first = f"SELECT id, core FROM name_entry WHERE {between('core')} ORDER BY {ordered('core')} LIMIT {NEIGHBOURS}"  # noqa: S608
    filled = [*beginnings, *[""] * (most_beginnings(half_typed=half_typed) - len(beginnings))]
    return dict(query_each(first, [filled, [start and start + LAST for start in filled]]))


def _best(cores: dict[int, str], wanted: Sought, proven: set[int], limit: int, *, half_typed: bool) -> list[int]:
    """The numbers of the best of both sources, most alike first, enough of each to fill all places."""
    scores = _scores(wanted.cores, set(cores.values()), half_typed=half_typed)
    best = sorted([(scores[core], -len(core), entry) for entry, core in cores.items()], reverse=True)
    order = sorted([entry for _, _, entry in best], key=proven.__contains__, reverse=True)  # the proven before all
    claims = [entry for entry in order if entry >= FIRST_CLAIM][:limit]
    others = [entry for entry in order if entry < FIRST_CLAIM][:limit]
    room = min(len(claims), max(limit // 2, limit - len(others)))
    chosen = {*claims[:room], *others[: limit - room]}
    return [entry for entry in order if entry in chosen]


def _scores(typed: Sequence[str], cores: set[str], *, half_typed: bool) -> dict[str, float]:
    """How like the typed cores each filed one is, by the best of its names; each single name has its score as well."""
    names = list(set("\n".join(cores).split("\n")))
    each = [rated(one, names, half_typed=half_typed) for one in typed]
    best = map(max, *each) if len(each) > 1 else each[0] if each else [0.0] * len(names)
    scores = dict(zip(names, best, strict=True))
    for several in cores - scores.keys():
        scores[several] = max(scores[name] for name in several.split("\n"))
    return scores


def _entries(numbers: Sequence[int], limit: int) -> list[Entry]:
    """The entries with these numbers, at most `limit`, in their order."""
    ids = [*numbers, *[None] * (limit + 1 - len(numbers))]  # one statement for any number: the work must not tell
    rows = query(f"SELECT id, {FOUND} FROM name_entry WHERE id IN ({marks(ids)})", ids)  # noqa: S608
    found = {entry: company_of(texts) for entry, *texts in rows}
    return [Entry(*thing_of(number), found[number]) for number in numbers if number in found]
