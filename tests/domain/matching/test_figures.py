"""Does the engine reach the figures promised for a programme of a usual size?"""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest

from domain.matching import Company, Level, compare
from domain.matching.index import Kind, candidates, put, put_many
from models.base import db
from tests.domain.matching.invented import companies, variants
from tests.world import World

pytestmark = pytest.mark.once

ACCOUNTS, BACKGROUND, STRANGERS = 200, 5_000, 600


def verdict(typed: Company) -> Level:
    """The highest level that any found candidate reaches."""
    levels = {compare(typed, entry.company).level for entry in candidates(typed)}
    return next((level for level in (Level.SAME, Level.SIMILAR) if level in levels), Level.DIFFERENT)


@pytest.fixture
def accounts(world: World) -> list[Company]:
    """Accounts known to the CRM, among many others built from other word parts."""
    known = companies(ACCOUNTS, seed=1)
    crowd = _crowd(BACKGROUND)
    with db.atomic():
        put_many((Kind.ACCOUNT, 1_000_000 + place, company) for place, company in enumerate([*crowd, *known]))
    return known


def _words(text: str) -> list[str]:
    return text.split()


def _crowd(count: int) -> list[Company]:
    rng = random.Random(2)
    syllables = _words("ba bel bro da dor fin gal gro hel ka kor lis mor nel pa per qua ri sel sta tri u ve vor xi za")
    trades = _words("Solutions Handel Comercial Services Technik Industrias Media Bau Energy Pharma Textil Data")
    names = ["".join(rng.choice(syllables) for _ in range(rng.randint(2, 4))).capitalize() for _ in range(count)]
    return [Company(f"{name} {rng.choice(trades)} {rng.choice(['GmbH', 'SL', 'Ltd'])}") for name in names]


def test_nineteen_of_twenty_variants_are_not_free(accounts: list[Company]) -> None:
    rng = random.Random(3)
    missed, tried = Counter[str](), Counter[str]()
    for company in accounts:
        for kind, typed in variants(company, rng).items():
            tried[kind] += 1
            missed[kind] += verdict(typed) is Level.DIFFERENT
    assert set(tried) == {"typo", "legal form", "umlaut", "order", "domain"}
    assert missed.total() <= 0.05 * tried.total(), missed
    assert all(missed[kind] <= 0.08 * tried[kind] for kind in tried), missed
    assert missed["umlaut"] == missed["order"] == missed["domain"] == 0


def test_unrelated_names_are_free(accounts: list[Company]) -> None:
    rng = random.Random(4)
    sounds = _words("cho dru esk fla glim hob irn jux klo lum myr nost ogr plin quo rusk spl thw umb vrim wog yst zarn")
    trades = _words("Partners Vertrieb Servicios Networks Anlagen Metals Design Press")
    strangers = [
        Company(f"{''.join(rng.choice(sounds) for _ in range(2)).capitalize()} {rng.choice(trades)} {form}")
        for form in ("GmbH", "S.L.", "Ltd") * (STRANGERS // 3)
    ]
    levels = Counter(verdict(company) for company in strangers)
    assert levels[Level.SAME] == 0
    assert levels[Level.SIMILAR] <= 0.05 * len(strangers), levels


@pytest.mark.once
def test_new_names_from_the_same_word_parts_are_seldom_flagged(accounts: list[Company]) -> None:
    """Harder than life: the strangers are made of the very syllables that the accounts are made of."""
    known = {company.name.split()[0] for company in accounts} | {company.name.split()[1] for company in accounts}
    fresh = [company for company in companies(900, seed=5) if not known & set(company.name.split()[:2])][:300]
    levels = Counter(verdict(Company(company.name)) for company in fresh)
    assert levels[Level.SAME] <= 0.05 * len(fresh), levels
    assert levels[Level.DIFFERENT] >= 0.7 * len(fresh), levels


@pytest.mark.audit
@pytest.mark.alone
def test_a_check_and_a_filing_are_quick(accounts: list[Company]) -> None:
    """Ten times the usual time, so that only a lost index fails; `make bench` has the figures."""
    typed = [Company(company.name) for company in companies(100, seed=6)]
    start = time.perf_counter()
    for company in typed:
        verdict(company)
    middle = time.perf_counter()
    with db.atomic():
        for place, company in enumerate(typed):
            put(Kind.CLAIM, 2_000_000 + place, company)
    assert (middle - start) / len(typed) < 0.05
    assert (time.perf_counter() - middle) / len(typed) < 0.02
