"""Does every entry stand under all its keys and no other, and how is that brought about while others go on?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.matching import keys
from domain.matching.company import Company
from domain.matching.index.entries import Thing, number, stored, thing_of
from domain.matching.index.filing import FORGET, filed, filing, write
from models.statements import marks, query, run_each, slices

VERSION = 5
"""Raise it when the same company would be filed under other keys, or its name be read otherwise, since a comparison
takes the words that were filed: `flask --app app migrate` then files all anew."""

PLACE = tuple[int, int]
FIRST: PLACE = (-(2**31), -1)
"""Before the first row of the keys."""


def refile(rows: Sequence[tuple[Thing, Company]]) -> None:
    """File these whatever stands there, in the caller's transaction; keys too many are left to `sweep`."""
    each = {number(thing): filing(stored(company)) for thing, company in rows}
    write(each)
    wanted = sorted((key, entry) for entry, new in each.items() for key in new.keys)
    run_each("INSERT INTO name_key (key, entry) VALUES (?, ?) ON CONFLICT DO NOTHING", wanted)
    words = {word for new in each.values() for word in keys.words_of(new.company)}
    ways = sorted((key, word) for word in words for key in keys.ways_to(word))
    run_each("INSERT INTO name_word (key, word) VALUES (?, ?) ON CONFLICT DO NOTHING", ways)


def differing(rows: Sequence[tuple[Thing, Company]]) -> list[Thing]:
    """Those of these things that are not in the index, or not as this company."""
    wanted = {thing: filing(stored(company)) for thing, company in rows}
    numbers = [number(thing) for thing in wanted]
    there, cores = filed(numbers), _cores(numbers)
    return [
        thing
        for thing, new in wanted.items()
        if (there.get(number(thing)), cores.get(number(thing))) != (new.company, new.core)
    ]


def _cores(entries: Sequence[int]) -> dict[int, str]:
    """The normalised names under these numbers, by which entries are ranked and looked up in their order."""
    found: dict[int, str] = {}
    for part in slices(entries):
        found |= dict(query(f"SELECT id, core FROM name_entry WHERE id IN ({marks(part)})", part))  # noqa: S608
    return found


def things_after(entry: int, limit: int) -> list[tuple[int, Thing]]:
    """The next entries by number, with what they stand for."""
    rows = query("SELECT id FROM name_entry WHERE id > ? ORDER BY id LIMIT ?", [entry, limit])
    return [(found, thing_of(found)) for (found,) in rows]


def sweep(after: PLACE, limit: int) -> PLACE | None:
    """Take out keys among the next rows that nothing is filed under any more. Returns the last place; None: the end.

    Call it in a transaction of its own.
    """
    rows = _rows(after, limit)
    held = filed(sorted({entry for _, entry in rows}), is_locked=True)
    wanted = {entry: keys.filing_keys(company) for entry, company in held.items()}
    run_each(FORGET, [(key, entry) for key, entry in rows if key not in wanted.get(entry, ())])
    return rows[-1] if rows else None


def faults(limit: int = 500) -> Iterator[str]:
    """What is wrong between entries and keys, in words; nothing when all is well. Reads all, changes nothing."""
    place: PLACE | None = FIRST
    standing: dict[int, int] = {}
    while place is not None:
        rows = _rows(place, limit)
        held = filed(sorted({entry for _, entry in rows}))
        wanted = {entry: keys.filing_keys(company) for entry, company in held.items()}
        for key, entry in rows:
            if key in wanted.get(entry, ()):
                standing[entry] = standing.get(entry, 0) + 1
            else:
                yield f"a key too many for {' '.join(map(str, thing_of(entry)))}"
        place = rows[-1] if rows else None
    yield from _lacking(standing, limit)


def _lacking(standing: dict[int, int], limit: int) -> Iterator[str]:
    """Entries that stand under fewer keys than they should, or whose words cannot be found."""
    last = -1
    while some := things_after(last, limit):
        for entry, company in filed([entry for entry, _ in some]).items():
            if standing.get(entry, 0) != len(keys.filing_keys(company)):
                yield f"a key too few for {' '.join(map(str, thing_of(entry)))}"
            if lost := [word for word in sorted(keys.words_of(company)) if not _is_known(word)]:
                yield f"the words {', '.join(lost)} cannot be found"
        last = some[-1][0]


def _is_known(word: str) -> bool:
    ways = keys.ways_to(word)
    sql = f"SELECT count(*) FROM name_word WHERE word = ? AND key IN ({marks(list(ways))})"  # noqa: S608
    ((count,),) = query(sql, [word, *ways])
    return bool(count == len(ways))


def _rows(after: PLACE, limit: int) -> list[PLACE]:
    sql = "SELECT key, entry FROM name_key WHERE key > ? OR (key = ? AND entry > ?) ORDER BY key, entry LIMIT ?"
    return [(key, entry) for key, entry in query(sql, [after[0], *after, limit])]
