"""By which names does one company go: its legal name, a trading or former name, its web address?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.matching.company import MOST_ALSO, Company
from domain.matching.domains import domain_label, looks_like_address, registrable_domain
from domain.matching.normalise import LONGEST_NAME, cut_short, is_only_form, letters, words

MOST_NAMES = 3  # legal name and other names that are read
OTHER_NAME = "other_name"  # the hint that takes nothing off
SHORTEST_LABEL = 4  # letters that the label of a domain needs to be read as a name
_MARKS = (
    *(
        "t/as?",
        "trading as",
        "d/?b/?a",
        "doing business as",
        r"a\.?/?k\.?/?a",
        "also known as",
        r"f\.?/?k\.?/?a",
        "formerly",
    ),
    *("formerly known as", "firmierend als", "vormals", "ehemals", "antes", "anteriormente", "anciennement", "già"),
)
_other_name = re.compile(rf"[\s,;(\[]+(?:{'|'.join(sorted(_MARKS, key=len, reverse=True))})[.:\s]+", re.IGNORECASE)


@dataclass(frozen=True)
class Spelling:
    """One name, as words. `hint` is the reason to give when it is not the legal name: then it is only a hint.

    But for `other_name`: what the CRM says a company is called as well is as good as its legal name. `cut_short`: those
    of the words that were written as abbreviations.
    """

    words: tuple[str, ...]
    hint: str = ""
    cut_short: frozenset[str] = frozenset()


def domain_of(company: Company) -> str:
    """The registrable domain, also when somebody typed it in place of the name."""
    if company.domain:
        return registrable_domain(company.domain)
    return registrable_domain(company.name) if looks_like_address(company.name) else ""


def spellings(company: Company) -> tuple[Spelling, ...]:
    """The legal name, other names given with it ("X Ltd t/a Y"), the CRM's, and the web address read as a name."""
    return _spellings(company, company.core)


@lru_cache(maxsize=256)  # for the typed one; thousands of known ones would only be gone through by memory's collector
def _spellings(company: Company, core: str) -> tuple[Spelling, ...]:
    """`core` stands here since companies are equal without it: one that an older release has kept is not mixed up."""
    found = [] if looks_like_address(company.name) else _names(company.name, core)
    found += _others(company.also, {spelling.words for spelling in found})
    label = words(domain_label(domain_of(company)))
    if sum(map(len, label)) >= SHORTEST_LABEL:
        found.append(Spelling(label, "domain_like_name"))
    return tuple(found)


def _names(name: str, core: str) -> list[Spelling]:
    """The names in one text, `t/a` between. `core`: what the index has kept of a text without one."""
    names = _other_name.split(name[:LONGEST_NAME])[:MOST_NAMES]
    if len(names) == 1 and core:
        return [Spelling(tuple(core.split(" ")), "", cut_short(name))]
    if any(map(is_only_form, names[1:])):  # Studio AKA Ltd may be one name
        names = [name, *(one for one in names if not is_only_form(one))][:MOST_NAMES]
    found = [Spelling(words(one), "trade_name" if place else "", cut_short(one)) for place, one in enumerate(names)]
    return [spelling for spelling in found if spelling.words]


def _others(also: tuple[str, ...], known: set[tuple[str, ...]]) -> list[Spelling]:
    """Other full names that say something new."""
    names = dict.fromkeys(words(name) for name in also[:MOST_ALSO] if not looks_like_address(name))
    return [Spelling(name, OTHER_NAME) for name in names if name and name not in known]


def is_checkable(company: Company) -> bool:
    """Is this enough for a verdict (PRODUCT.md A)? A domain, or four letters or two CJK characters of a name.

    A legal form alone is none.
    """
    if domain_of(company):
        return True
    name = company.name
    return not looks_like_address(name) and letters(name) >= 4 and not is_only_form(name)
