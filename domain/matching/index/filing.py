"""How does a company come into the index, and out again? In the transaction of the row it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.matching import keys
from domain.matching.company import Company
from domain.matching.index.entries import FIELDS, Kind, Thing, company_of, number, stored, texts_of
from domain.matching.normalise import core
from domain.matching.spellings import OTHER_NAME, spellings
from models.statements import marks, query, row_lock, run_each, slices

FORGET = "DELETE FROM name_key WHERE key = ? AND entry = ?"


@dataclass(frozen=True)
class Filing:
    """A company as it will be filed: all that can be computed before the caller takes a lock."""

    company: Company
    core: str
    keys: frozenset[int]


@dataclass(frozen=True)
class Filings:
    """Companies ready to be filed, and the rows of words that the index did not know when they were made ready."""

    each: list[Filing]
    words: list[tuple[int, str]]


def put(kind: Kind, ref: int, company: Company) -> None:
    """File a company, or file it anew, in the caller's transaction."""
    put_many([(kind, ref, company)])


def put_many(rows: Iterable[tuple[Kind, int, Company]]) -> int:
    """File many companies in the caller's transaction; returns how many. Of rows for one thing the last counts."""
    wanted = {(kind, ref): company for kind, ref, company in rows}
    return put_ready(list(wanted), ready(list(wanted.values())))


def ready(companies: Iterable[Company]) -> Filings:
    """The slow half of filing, which writes nothing and needs no transaction."""
    each = [filing(stored(company)) for company in companies]
    new = _unknown({word for filing in each for word in keys.words_of(filing.company)})
    return Filings(each, sorted((key, word) for word in new for key in keys.ways_to(word)))


def filing(company: Company) -> Filing:
    """What will stand in the index for a company as it is `stored`."""
    others = (" ".join(spelling.words) for spelling in spellings(company) if spelling.hint == OTHER_NAME)
    return Filing(company, "\n".join((core(company.name), *others)), frozenset(keys.filing_keys(company)))


def put_ready(things: Sequence[Thing], filings: Filings) -> int:
    """File what was made ready under these different things, in the caller's transaction, who sizes the batches.

    Rows are written in one order, so that two transactions that learn the same new words wait for each other, never in
    a circle.
    """
    wanted = {number(thing): new for thing, new in zip(things, filings.each, strict=True)}
    there = filed(list(wanted))
    changed = {entry: new for entry, new in sorted(wanted.items()) if there.get(entry) != new.company}
    write(changed)
    gone, added = [], []
    for entry, new in changed.items():
        old = keys.filing_keys(there[entry]) if entry in there else set()
        gone += [(key, entry) for key in old - new.keys]
        added += [(key, entry) for key in new.keys - old]
    run_each(FORGET, gone)
    run_each("INSERT INTO name_key (key, entry) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(added))
    run_each("INSERT INTO name_word (key, word) VALUES (?, ?) ON CONFLICT DO NOTHING", filings.words)
    return len(things)


def remove(kind: Kind, ref: int) -> None:
    """Take a company out, in the caller's transaction, if it is there. Its words stay: they name nobody."""
    for entry, company in filed([number((kind, ref))]).items():
        run_each(FORGET, [(key, entry) for key in keys.filing_keys(company)])
        query("DELETE FROM name_entry WHERE id = ?", [entry])


def filed(entries: Sequence[int], *, is_locked: bool = False) -> dict[int, Company]:
    """What is in the index under these numbers now. `is_locked`: nobody else changes it before our transaction ends."""
    lock = row_lock() if is_locked else ""
    found: dict[int, Company] = {}
    for part in slices(entries):
        rows = query(f"SELECT id, {FIELDS} FROM name_entry WHERE id IN ({marks(part)}){lock}", part)  # noqa: S608
        found |= {entry: company_of(texts) for entry, *texts in rows}
    return found


def write(filings: dict[int, Filing]) -> None:
    """Insert or replace these entries, but not their keys."""
    columns = f"id, {FIELDS}, core".split(", ")
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    for part in slices(list(filings.items())):
        rows = [(entry, *texts_of(new.company), new.core) for entry, new in part]
        places = ", ".join([f"({marks(columns)})"] * len(rows))
        sql = f"INSERT INTO name_entry ({', '.join(columns)}) VALUES {places} ON CONFLICT (id) DO UPDATE SET {changes}"  # noqa: S608
        query(sql, [value for row in rows for value in row])


def _unknown(words: set[str]) -> list[str]:
    """Words that the index has not met. None is ever removed, so one that is visible needs no writing."""
    new: list[str] = []
    for part in slices(sorted(words)):
        asked = ", ".join(["(?, ?)"] * len(part))
        sql = f"WITH asked (key, word) AS (VALUES {asked}) SELECT word FROM asked JOIN name_word USING (key, word)"  # noqa: S608
        known = {word for (word,) in query(sql, [value for word in part for value in (keys.beginning(word), word)])}
        new += [word for word in part if word not in known]
    return new
