"""Does evidence beat spelling?"""

from __future__ import annotations

import time

import pytest

from domain.matching import Company, Level, as_written, compare

pytestmark = pytest.mark.once


def codes(typed: Company, known: Company) -> set[str]:
    return {reason.code for reason in compare(typed, known).reasons}


def test_the_same_web_domain_means_the_same_company_whatever_the_names_say() -> None:
    typed, known = (
        Company("Anything Else", domain="jo@mail.acme.de"),
        Company("Acme Robotics", domain="https://acme.de"),
    )
    assert compare(typed, known).level is Level.SAME
    assert compare(typed, known).reasons[0].code == "same_domain"


def test_an_address_typed_as_the_name_counts_as_the_domain() -> None:
    assert compare(Company("www.acme.de"), Company("Robowerk Nord", domain="acme.de")).level is Level.SAME


def test_a_shared_domain_proves_nothing() -> None:
    typed, known = Company("Bäckerei Kornfeld", domain="a@gmail.com"), Company("Zahnarzt Brehmer", domain="b@gmail.com")
    assert compare(typed, known).level is Level.DIFFERENT


@pytest.mark.parametrize("known", ["DE 123 456 789", "de123456789", "123456789"])
def test_the_same_vat_number_means_the_same_company(known: str) -> None:
    assert compare(Company("Alt", vat="DE123456789"), Company("Neu Holding", vat=known)).level is Level.SAME


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        (Company("Acme Robotics", country="DE"), Company("Acme Robotics", country="MX")),
        (Company("Acme Robotics", domain="acme.de"), Company("Acme Robotics", domain="acmerobots.com")),
        (Company("Acme Robotics", vat="DE123456789"), Company("Acme Robotics", vat="DE987654321")),
    ],
)
def test_evidence_against_sends_the_same_name_to_a_person(typed: Company, known: Company) -> None:
    assert compare(typed, known).level is Level.SIMILAR
    assert any(not reason.is_for for reason in compare(typed, known).reasons)


@pytest.mark.parametrize("known", [Company("Acme Robotics", country="DE"), Company("Acme Robotics", domain="acme.com")])
def test_what_is_unknown_on_one_side_speaks_neither_for_nor_against(known: Company) -> None:
    assert compare(Company("Acme Robotics"), known).level is Level.SAME


def test_domains_that_differ_in_the_ending_only_are_no_evidence_against() -> None:
    typed, known = Company("Acme Robotics", domain="acme.de"), Company("Acme Robotics", domain="acme.com")
    assert compare(typed, known).level is Level.SAME
    assert "related_domain" in codes(typed, known)


def test_city_and_country_are_told_to_staff() -> None:
    typed, known = Company("Acme", country="de", city="München"), Company("Acme", country="DE", city="Muenchen")
    assert {"same_name", "same_country", "same_city"} <= codes(typed, known)
    assert "other_city" in codes(Company("Acme", city="Ulm"), Company("Acme", city="Kiel"))


def test_reasons_for_come_before_reasons_against() -> None:
    found = compare(Company("Acme Robotics", country="DE"), Company("Acme Robotics", country="MX")).reasons
    assert [reason.is_for for reason in found] == sorted((reason.is_for for reason in found), reverse=True)


@pytest.mark.parametrize(
    "name",
    ["", " ", "...", "\x00", "\u202e\u200f\u200b", "😀" * 50, "a" * 10_000, "a " * 5_000, "日" * 10_000, "ﷺ" * 10_000,
     "\ud800", "&" * 300, "S.A. " * 2_000, "t/a " * 2_000, "1" * 5_000, "İ" * 300, "\u0301" * 1_000, "x@y." * 2_000],
)  # fmt: skip
def test_any_text_is_judged_quickly(name: str) -> None:
    start = time.perf_counter()
    for other in (name, "Acme Robotics GmbH", name[::-1]):
        likeness = compare(Company(name, name, name, name, name), Company(other, other, other, other, other))
        assert 0 <= likeness.score <= 100
    assert time.perf_counter() - start < 0.5


def test_two_empty_companies_are_not_the_same() -> None:
    assert compare(Company(""), Company("")).level is Level.DIFFERENT
    assert compare(Company("..."), Company("!!!")).level is Level.DIFFERENT


def test_the_words_of_a_reason_are_told_as_the_names_write_them() -> None:
    names = ("Bodegas Figueroa Muñoz S.L.", "BODEGAS Figueroa-Munoz Service")
    found = compare(Company(names[0]), Company(names[1]))
    shared = next(why.detail for why in found.reasons if why.code == "some_words")
    assert shared == "bodegas figuroa munoz", "compared without accents and umlauts"
    assert as_written(shared, names[:1]) == "Bodegas Figueroa Muñoz"
    assert as_written("figuroa / trumpf", ["Figueroa", "Trümpf"]) == "Figueroa / Trümpf"
    assert as_written("acme.example", ["Acme"]) == "acme.example"
