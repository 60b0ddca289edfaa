"""Does evidence beat spelling?"""

from __future__ import annotations

import time

import pytest

from domain.matching import Company, Level, as_written, compare, is_checkable

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


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        # Words and initials of names that are legal forms elsewhere
        ("A. O. Smith", "Smith", Level.SIMILAR),
        ("UD Trucks", "Trucks Ltd", Level.SIMILAR),
        ("SIA Engineering Company", "Engineering GmbH", Level.SIMILAR),
        ("SAS", "SAS Institute Inc.", Level.SIMILAR),
        ("Vodafone NZ", "Vodafone", Level.SIMILAR),
        ("Air NZ", "Air", Level.DIFFERENT),
        ("Studio AKA Ltd", "Studio Ltd", Level.SIMILAR),
        ("Studio AKA Ltd", "Studio AKA", Level.SAME),
        ("Audi aka AG", "Audi AG", Level.SIMILAR),
        ("Hydro Extrusions formerly Sapa AB", "Sapa AB", Level.SIMILAR),
        ("Hydro Extrusions formerly Sapa AB", "Hydro Extrusions", Level.SAME),
        # … and where they are legal forms
        ("Citibank, N.A.", "Citibank", Level.SAME),
        ("citibank n.a.", "Citibank", Level.SAME),
        ("banesco c.a.", "Banesco C.A.", Level.SAME),
        ("ао ромашка", "АО Ромашка", Level.SAME),
        ("UAB Baltic Logistics", "Baltic Logistics UAB", Level.SAME),
        ("JSC Bank of Georgia", "Bank of Georgia", Level.SAME),
        ("PT Bank Central Asia Tbk", "Bank Central Asia", Level.SAME),
        ("SAS Paris Logistique", "Paris Logistique SAS", Level.SAME),
        ("GmbH Deutsche Telekom", "Deutsche Telekom AG", Level.SAME),
        ("UAB Logistics", "Logistics UAB", Level.SIMILAR),
        ("Quellbrunn.Tamsin.Ltd", "Quellbrunn Tamsin Limited", Level.SAME),
        ("QuellbrunnTamsinGmbH", "Quellbrunn Tamsin", Level.SAME),
        ("q u e l l b r u n n g m b h", "Quellbrunn GmbH", Level.SAME),
        ("Quellbrunn.io GmbH", "quellbrunn.io", Level.SIMILAR),
        ("Quellbrunn.io GmbH", "Quellbrunn", Level.SAME),
        ("Unlimited", "Un", Level.DIFFERENT),
        ("SIA Brightwell Krombach", "Brightwell Krombach", Level.SAME),
        ("Müller e.Kfm.", "Müller", Level.SAME),
        ("Arçelik Sanayi ve Ticaret A.Ş.", "Arçelik", Level.SAME),
        # A slip in one short word, and nothing else to go by
        ("Quantel Ltd", "Qvantel", Level.SIMILAR),
        ("ORBIS AG", "Orbiss Ltd", Level.SIMILAR),
        ("Bocsh", "Bosch GmbH", Level.SAME),
        ("Volkswagon", "Volkswagen AG", Level.SAME),
        ("Quantel Messtechnik", "Qvantel Messtechnik", Level.SAME),
        # What CJK writes without spaces, and numbers
        ("华为", "华为技术有限公司", Level.SIMILAR),
        ("日立", "株式会社日立製作所", Level.SIMILAR),
        ("华", "华为技术有限公司", Level.DIFFERENT),
        ("株式会社セブン・イレブン・ジャパン", "株式会社セブンイレブンジャパン", Level.SAME),
        ("中国 石油", "中国石油", Level.SAME),
        ("日本IBM株式会社", "日本電気株式会社", Level.DIFFERENT),
        ("上海ABB工程有限公司", "上海汽车集团", Level.DIFFERENT),
        ("上海", "上海汽车集团", Level.DIFFERENT),
        ("Everest 01", "Everest 1", Level.SAME),
        ("Everest 01", "Everest 10", Level.DIFFERENT),
    ],
)
def test_names_that_other_names_may_be_mistaken_for(one: str, other: str, level: Level) -> None:
    assert compare(Company(one), Company(other)).level is level
    assert compare(Company(other), Company(one)).level is level


@pytest.mark.parametrize(
    ("ours", "theirs", "code"),
    [
        (("DE123456789", "", ""), ("DE 123 456 789", "", ""), "same_vat"),
        (("DE123456789", "", ""), ("123456789", "DE", ""), "same_vat"),
        (("EL123456789", "", ""), ("123456789", "GR", ""), "same_vat"),
        (("CHE-123.456.789", "CH", ""), ("CHE-123.456.789 MWST", "CH", ""), "same_vat"),
        (("NO 123456789 MVA", "", ""), ("123456789", "NO", ""), "same_vat"),
        (("UK 123456789", "", ""), ("GB123456789", "", ""), "same_vat"),
        (("Nr. 123456789", "DE", ""), ("123456789", "DE", ""), "same_vat"),
        (("USt-ID-Nr.: DE 123456789", "", ""), ("DE123456789", "", ""), "same_vat"),
        (("HRB 12345", "DE", "Köln"), ("HRB12345", "DE", "Koeln"), "same_vat"),
        (("DE123456789", "", ""), ("PT123456789", "", ""), "other_vat"),
        (("DE123456789", "", ""), ("DE987654321", "", ""), "other_vat"),
        (("HRB 12345", "", "Köln"), ("HRB 54321", "", "Köln"), "other_vat"),
        (("QX 12345678", "DE", ""), ("12345678", "DE", ""), "other_vat"),
        (("12345678", "DK", ""), ("12345678", "GB", ""), ""),
        (("HRB 12345", "DE", "Köln"), ("HRB 12345", "DE", "München"), ""),
        (("HRB 12345", "DE", "Köln"), ("HRB 12345", "DE", ""), ""),
        (("HRB 12345", "DE", "Köln"), ("DE123456789", "DE", "Köln"), ""),
        (("DE123456789", "DE", ""), ("20123456", "DE", ""), ""),
    ],
)
def test_a_number_proves_or_objects_only_where_it_is_given(
    ours: tuple[str, str, str], theirs: tuple[str, str, str], code: str
) -> None:
    one, other = (Company("Quellbrunn", vat=vat, country=country, city=city) for vat, country, city in (ours, theirs))
    for pair in ((one, other), (other, one)):
        found = {why.code for why in compare(*pair).reasons if why.code.endswith("_vat")}
        assert found == ({code} if code else set())


@pytest.mark.parametrize(
    ("theirs", "level"),
    [
        (("HRB 12345", "DE", ""), Level.SIMILAR),
        (("HRB 12345", "", "Köln"), Level.SIMILAR),
        (("HRB 12345", "DE", "Köln"), Level.SIMILAR),
        (("HRB 12345", "AT", ""), Level.DIFFERENT),
        (("HRB 54321", "DE", ""), Level.DIFFERENT),
    ],
)
def test_the_number_of_a_court_that_is_not_told_is_for_a_person(theirs: tuple[str, str, str], level: Level) -> None:
    vat, country, city = theirs
    one, other = Company("Quellbrunn", country="DE", vat="HRB 12345"), Company("Ostrava", "", country, city, vat)
    assert compare(one, other).level is compare(other, one).level is level
    assert ("court_unknown" in {why.code for why in compare(one, other).reasons}) is (level is Level.SIMILAR)


@pytest.mark.parametrize("name", ["Sapa", "Sapa AB", "SAIC", "AMBA"])
def test_a_name_that_is_a_form_elsewhere_can_be_checked(name: str) -> None:
    assert is_checkable(Company(name))
