"""What stands in the index: an entry for each account, lead and claim, and how they are numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.matching.company import MOST_ALSO, Company
from domain.matching.spellings import domain_of

LONGEST = 300  # characters kept of each text
FIELDS = "name, domain, country, city, vat, also"
FOUND = f"{FIELDS}, core"

_UNSTORABLE = dict.fromkeys((0, *range(0xD800, 0xE000)))  # what PostgreSQL refuses in a text


class Kind(StrEnum):
    ACCOUNT = "account"
    LEAD = "lead"
    CLAIM = "claim"


Thing = tuple[Kind, int]

_FROM = {Kind.ACCOUNT: 0, Kind.LEAD: 2**29, Kind.CLAIM: 2**30}
FIRST_CLAIM, _LAST = _FROM[Kind.CLAIM], 2**31 - 1


@dataclass(frozen=True)
class Entry:
    """A company in the index; `ref` is the primary key of its account, lead or registration."""

    kind: Kind
    ref: int
    company: Company


def number(thing: Thing) -> int:
    """The number of an entry, in all tables of the index. Who is read from the highest on meets claims before records,
    the oldest claim before all, since it is the oldest that holds the account, and of records the newest first."""
    kind, ref = thing
    return _LAST - ref if kind == Kind.CLAIM else _FROM[Kind(kind)] + ref


def thing_of(number: int) -> Thing:
    """What stands under this number."""
    if number >= FIRST_CLAIM:
        return Kind.CLAIM, _LAST - number
    kind = Kind.LEAD if number >= _FROM[Kind.LEAD] else Kind.ACCOUNT
    return kind, number - _FROM[kind]


def stored(company: Company) -> Company:
    """The company as the index keeps it: cut to length, without what no database can store, its domain registrable."""
    name, city, vat = (text.translate(_UNSTORABLE)[:LONGEST] for text in (company.name, company.city, company.vat))
    country = company.country.translate(_UNSTORABLE).strip().upper()[:2]
    also = tuple(" ".join(other.translate(_UNSTORABLE)[:LONGEST].split()) for other in company.also[:MOST_ALSO])
    return Company(name, domain_of(company), country, city, vat, tuple(filter(None, also)))


def texts_of(company: Company) -> tuple[str, ...]:
    """The `FIELDS` of a stored company."""
    return (company.name, company.domain, company.country, company.city, company.vat, "\n".join(company.also))


def company_of(texts: Sequence[str]) -> Company:
    """What `texts_of` has written, read as `FIELDS`; or as `FOUND`, so that its name need not be read again."""
    name, domain, country, city, vat, also, *cores = texts
    core = cores[0].partition("\n")[0] if cores else ""
    return Company(name, domain, country, city, vat, tuple(also.splitlines()), core)
