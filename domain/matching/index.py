"""Which accounts, leads and claims could a company be? The one module of matching that reads and writes rows.

Everything by which a company can be found is a key (see `keys`): an equal number in one B-tree, the same on SQLite and
PostgreSQL. A search is three statements whatever it finds: words near the typed ones, ids under the keys, the entries.
Under a key the newest `COMMON` entries are read, claims before all others: what many share weighs little, and no
statistics need to be kept.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import nlargest
from typing import Any

from domain.matching import keys
from domain.matching.company import MOST_ALSO, Company
from domain.matching.normalise import core
from domain.matching.ranking import likeness
from domain.matching.spellings import OTHER_NAME, domain_of, spellings
from models.names import CLAIMS_FROM as _CLAIMS_FROM
from models.names import NameEntry
from models.statements import marks, padded, query, run_each, slices

COMMON = 600  # entries that are read under one key
MOST_WORDS = 4_000  # words of the index that are compared with the typed ones
MOST_RANKED = 120  # entries that are fetched and ranked
MOST_CALLED = 60  # entries of the names that people said are the same
LONGEST = 300  # characters kept of each text

_UNSTORABLE = dict.fromkeys((0, *range(0xD800, 0xE000)))  # what PostgreSQL refuses in a text
_FIELDS = "name, domain, country, city, vat, also"


class Kind(StrEnum):
    ACCOUNT = "account"
    LEAD = "lead"
    CLAIM = "claim"


@dataclass(frozen=True)
class Entry:
    """A company in the index; `ref` is the primary key of its account, lead or registration."""

    kind: Kind
    ref: int
    company: Company


Thing = tuple[Kind, int]


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
    each = [_filing(_stored(company)) for company in companies]
    new = _unknown({word for filing in each for word in keys.words_of(filing.company)})
    return Filings(each, sorted((key, word) for word in new for key in keys.beginnings(word)))


def _filing(company: Company) -> Filing:
    others = (" ".join(spelling.words) for spelling in spellings(company) if spelling.hint == OTHER_NAME)
    return Filing(company, "\n".join((core(company.name), *others)), frozenset(keys.filing_keys(company)))


def put_ready(things: Sequence[Thing], filings: Filings) -> int:
    """File what was made ready under these different things, in the caller's transaction, who sizes the batches.

    Rows are written in one order, so that two transactions that learn the same new words wait for each other, never in
    a circle.
    """
    filed = _filed(things)
    wanted = zip(things, filings.each, strict=True)
    changed = {thing: new for thing, new in wanted if filed.get(thing, (0, None))[1] != new.company}
    ids = _write(changed)
    gone, added = [], []
    for thing, new in changed.items():
        old = keys.filing_keys(filed[thing][1]) if thing in filed else set()
        gone += [(key, _number(thing[0], ids[thing])) for key in old - new.keys]
        added += [(key, _number(thing[0], ids[thing])) for key in new.keys - old]
    run_each("DELETE FROM name_key WHERE key = ? AND entry = ?", gone)
    run_each("INSERT INTO name_key (key, entry) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(added))
    run_each("INSERT INTO name_word (key, word) VALUES (?, ?) ON CONFLICT DO NOTHING", filings.words)
    return len(things)


def remove(kind: Kind, ref: int) -> None:
    """Take a company out, in the caller's transaction, if it is there. Its words stay: they name nobody."""
    for entry, company in _filed([(Kind(kind), ref)]).values():
        rows = [(key, _number(Kind(kind), entry)) for key in keys.filing_keys(company)]
        run_each("DELETE FROM name_key WHERE key = ? AND entry = ?", rows)
        query("DELETE FROM name_entry WHERE id = ?", [entry])


def candidates(company: Company, limit: int = 20) -> list[Entry]:
    """The entries most worth a comparison, best first, from CRM and claims alike, with equal work whatever there is.

    Entries with the same web domain or VAT number come first. Half of the places are kept for claims, so that no crowd
    of like-named accounts hides one.
    """
    typed = _stored(company)
    weights = keys.search_weights(typed, _words_near(typed))
    proofs = keys.proof_keys(typed)
    found = _under([*proofs, *weights])
    proven = {entry for key in proofs for entry in found[key]}
    cores = [" ".join(spelling.words) for spelling in spellings(typed)]
    ranked = sorted(
        (number not in proven, -likeness(cores, filed_core), number, kind, ref, texts)
        for number, filed_core, kind, ref, texts in _entries(_heaviest(found, weights, proven))
    )
    return [Entry(Kind(kind), ref, _company(texts)) for *_, kind, ref, texts in _mixed(ranked, limit)]


def called(cores: Sequence[str]) -> list[Entry]:
    """The entries with exactly these cores, claims first: what people said is the same name. Always one statement."""
    slots: list[str | None] = [*cores[:MOST_ALSO], *[None] * (MOST_ALSO - len(cores))]
    wanted = [keys.number(core.replace(" ", "")) if core else None for core in slots]
    rows = NameEntry.called(wanted, slots, f"kind, ref, {_FIELDS}", MOST_CALLED)
    return [Entry(Kind(kind), ref, _company(texts)) for kind, ref, *texts in rows]


def _mixed(ranked: list[Any], limit: int) -> list[Any]:
    """The best rows of both sources in their order, claims with up to half of the places."""
    claims = [row for row in ranked if row[3] == Kind.CLAIM]
    others = [row for row in ranked if row[3] != Kind.CLAIM]
    room = max(limit // 2, limit - len(others))
    return sorted([*claims[:room], *others[: limit - min(room, len(claims))]])


def _number(kind: Kind, entry: int) -> int:
    """The number under which an entry stands in the keys."""
    return entry + _CLAIMS_FROM if kind is Kind.CLAIM else entry


def _words_near(company: Company) -> list[str]:
    """Words of the index that begin like a typed one, a slip aside."""
    wanted = padded(sorted({key for word in keys.words_of(company) for key in keys.beginnings(word)}))
    sql = f"SELECT DISTINCT word FROM name_word WHERE key IN ({marks(wanted)}) LIMIT {MOST_WORDS}"  # noqa: S608
    return [word for (word,) in query(sql, wanted)]


def _under(wanted: Sequence[int]) -> defaultdict[int, list[int]]:
    """The newest entries under each key, claims first, read in one statement."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    newest = f"SELECT key, entry FROM name_key WHERE key = ? ORDER BY entry DESC LIMIT {COMMON}"  # noqa: S608
    filled = padded(wanted)
    branches = [f"SELECT * FROM ({newest}) newest"] * len(filled)  # noqa: S608
    for key, entry in query(" UNION ALL ".join(branches), filled):
        found[key].append(entry)
    return found


def _heaviest(found: dict[int, list[int]], weights: dict[int, float], proven: set[int]) -> list[int]:
    """The proven entries, then those under the rarest and surest keys; newest first where that is equal."""
    sums: defaultdict[int, float] = defaultdict(float)
    for key, worth in weights.items():
        entries = found.get(key, ())
        share = worth * math.log(1 + COMMON / max(1, len(entries)))
        for entry in entries:
            sums[entry] += share
    heaviest = nlargest(MOST_RANKED, sums, key=lambda entry: (sums[entry], entry))
    first = sorted(proven, reverse=True)[: MOST_RANKED // 2]
    return [*first, *(entry for entry in heaviest if entry not in proven)][:MOST_RANKED]


def _entries(numbers: Sequence[int]) -> Iterable[tuple[int, str, str, int, tuple[str, ...]]]:
    """The entries with these numbers: number, core, kind, ref, and the texts of the company."""
    ids = padded([number % _CLAIMS_FROM for number in numbers])
    sql = f"SELECT id, core, kind, ref, {_FIELDS} FROM name_entry WHERE id IN ({marks(ids)})"  # noqa: S608
    for entry, filed_core, kind, ref, *texts in query(sql, ids):
        yield _number(Kind(kind), entry), filed_core, kind, ref, tuple(texts)


def _stored(company: Company) -> Company:
    """The company as the index keeps it: cut to length, without what no database can store, its domain registrable."""
    name, city, vat = (text.translate(_UNSTORABLE)[:LONGEST] for text in (company.name, company.city, company.vat))
    country = company.country.translate(_UNSTORABLE).strip().upper()[:2]
    also = tuple(" ".join(other.translate(_UNSTORABLE)[:LONGEST].split()) for other in company.also[:MOST_ALSO])
    return Company(name, domain_of(company), country, city, vat, tuple(filter(None, also)))


def _filed(things: Sequence[Thing]) -> dict[Thing, tuple[int, Company]]:
    """What is in the index of these things now, with ids."""
    found: dict[Thing, tuple[int, Company]] = {}
    for kind in {kind for kind, _ in things}:
        for refs in slices([ref for other, ref in things if other == kind]):
            sql = f"SELECT ref, id, {_FIELDS} FROM name_entry WHERE kind = ? AND ref IN ({marks(refs)})"  # noqa: S608
            for row in query(sql, [str(kind), *refs]):
                found[kind, row[0]] = (row[1], _company(row[2:]))
    return found


def _write(filings: dict[Thing, Filing]) -> dict[Thing, int]:
    """Insert or replace the entries; returns their ids."""
    ids: dict[Thing, int] = {}
    changes = ", ".join(f"{field} = excluded.{field}" for field in [*_FIELDS.split(", "), "core"])
    conflict = f"ON CONFLICT (kind, ref) DO UPDATE SET {changes} RETURNING kind, ref, id"
    for part in slices(sorted(filings.items(), key=lambda item: item[0])):
        values = [(str(kind), ref, *_texts(new.company), new.core) for (kind, ref), new in part]
        places = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?, ?)"] * len(part))
        sql = f"INSERT INTO name_entry (kind, ref, {_FIELDS}, core) VALUES {places} {conflict}"  # noqa: S608
        for kind, ref, entry in query(sql, [value for row in values for value in row]):
            ids[Kind(kind), ref] = entry
    return ids


def _texts(company: Company) -> tuple[str, ...]:
    return (company.name, company.domain, company.country, company.city, company.vat, "\n".join(company.also))


def _company(texts: Sequence[str]) -> Company:
    """What `_texts` has written."""
    name, domain, country, city, vat, also = texts
    return Company(name, domain, country, city, vat, tuple(also.splitlines()))


def _unknown(words: set[str]) -> list[str]:
    """Words that the index has not met. None is ever removed, so one that is visible needs no writing."""
    new: list[str] = []
    for part in slices(sorted(words)):
        asked = ", ".join(["(?, ?)"] * len(part))
        sql = f"WITH asked (key, word) AS (VALUES {asked}) SELECT word FROM asked JOIN name_word USING (key, word)"  # noqa: S608
        known = {word for (word,) in query(sql, [value for word in part for value in (keys.beginning(word), word)])}
        new += [word for word in part if word not in known]
    return new
