"""Do real spellings meet and other names part? A table of pairs with the level the product wants, and why."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from domain.matching import REASON_WORDS, Company, Thresholds, compare

pytestmark = pytest.mark.once

with (Path(__file__).parent / "pairs.csv").open(encoding="utf-8") as file:
    PAIRS = [(row["typed"], row["known"], row["level"], row["why"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("typed", "known", "level", "why"), PAIRS)
def test_two_names_reach_the_level_that_the_product_wants(typed: str, known: str, level: str, why: str) -> None:
    likeness = compare(Company(typed), Company(known))
    assert likeness.level == level, f"{why}: {likeness}"


@pytest.mark.parametrize(("typed", "known", "level", "why"), PAIRS)
def test_it_does_not_matter_which_name_was_typed(typed: str, known: str, level: str, why: str) -> None:
    there, back = compare(Company(typed), Company(known)), compare(Company(known), Company(typed))
    assert (there.score, there.level) == (back.score, back.level)


@pytest.mark.parametrize(("typed", "known", "level", "why"), PAIRS)
def test_every_judgment_gives_reasons_that_staff_can_read(typed: str, known: str, level: str, why: str) -> None:
    reasons = compare(Company(typed), Company(known)).reasons
    assert reasons
    for reason in reasons:
        sentence = REASON_WORDS[reason.code]
        assert reason.detail or "%(detail)s" not in sentence
        assert sentence % {"detail": reason.detail}


def test_the_programme_may_set_other_thresholds() -> None:
    typed, known = Company("Sieemns AG"), Company("Siemens AG")
    assert compare(typed, known).level == "same"
    assert compare(typed, known, Thresholds(same=99, similar=90)).level == "similar"
    assert compare(typed, known, Thresholds(same=100, similar=99)).level == "different"


# One account as eight partners may write it within one second: whoever they are, the claims have to meet.
EIGHT_SPELLINGS = (
    Company("Grönaberger Fabrik GmbH"),
    Company("Groenaberger Fabrik"),  # umlaut
    Company("GRÖNABERGER FABRIK & Co. KG"),  # case and legal form
    Company("Grönabrger Fabrik GmbH"),  # a letter left out
    Company("Grönabegrer Fabrik"),  # letters swapped
    Company("Fabrik Grönaberger"),  # word order
    Company("Гронабергер Фабрик"),  # other script
    Company("", domain="https://www.groenaberger-fabrik.de/"),  # only the web address
)


@pytest.mark.parametrize("other", EIGHT_SPELLINGS)
@pytest.mark.parametrize("one", EIGHT_SPELLINGS)
def test_eight_spellings_of_one_account_all_meet(one: Company, other: Company) -> None:
    assert compare(one, other).level in ("same", "similar"), compare(one, other)
