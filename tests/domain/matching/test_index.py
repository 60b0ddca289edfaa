"""Is everything that was filed found again, at once and with the same work whatever there is?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from domain.matching import Company, Level, compare, core, index
from domain.matching.index import Kind, candidates, put, put_many, remove
from domain.matching.sought import tried
from domain.matching.spellings import spellings
from models.base import db
from models.names import NameEntry, NameKey
from tests.world import World

ACME = Company("Höchstadter Fördertechnik GmbH", "https://www.hoechstadter.de/x", "de", "Ulm", "DE 123 456 789")


def names(company: Company, limit: int = 20) -> list[str]:
    return [entry.company.name for entry in candidates(company, limit)]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(event: Any) -> None:
        sent.append(event.sql)

    db.query_hooks.append(note)
    try:
        yield sent
    finally:
        db.query_hooks.remove(note)


@pytest.fixture(autouse=True)
def filed(world: World) -> None:
    """One account among others that share words with it."""
    others = [
        "Ulmer Fördertechnik",
        "Höchst Pharma AG",
        "Nordwind Instruments",
        "日立製作所",
        "Bayerische Motoren Werke",
    ]
    with db.atomic():
        put(Kind.ACCOUNT, 900_001, ACME)
        put_many((Kind.LEAD, 900_100 + place, Company(name)) for place, name in enumerate(others))


@pytest.mark.parametrize(
    "typed",
    [
        Company("Höchstadter Fördertechnik"),
        Company("HOECHSTADTER FOERDERTECHNIK AG"),
        Company("Hochstdter Fordertechnik"),  # a slip in one word
        Company("Höchstadter Födertecknik"),  # two in the other
        Company("Fördertechnik Höchstadter"),
        Company("Höchstadter Förder-Technik"),
        Company("Höchstadterfördertechnik"),
        Company("hoechstadter.de"),
        Company("Ganz anders", domain="jo@mail.hoechstadter.de"),
        Company("Ganz anders", vat="DE123456789"),
        Company("", domain="hoechstadter-foerdertechnik.com"),  # another domain that reads like the name
    ],
)
def test_an_account_is_found_however_it_is_typed(typed: Company) -> None:
    assert ACME.name in names(typed)


def test_cjk_names_and_initials_are_found() -> None:
    assert names(Company("株式会社日立製作所"))[0] == "日立製作所"
    assert "Bayerische Motoren Werke" in names(Company("BMW"))


def test_an_entry_comes_back_with_what_a_comparison_needs() -> None:
    (found, *_) = candidates(Company("Höchstadter Fördertechnik"))
    assert (found.kind, found.ref) == (Kind.ACCOUNT, 900_001)
    assert found.company == Company(ACME.name, "hoechstadter.de", "DE", "Ulm", "DE 123 456 789")


def test_the_same_domain_comes_first() -> None:
    put(Kind.CLAIM, 900_002, Company("Unlike anything", domain="nordwind-werke.de"))
    found = names(Company("Nordwind Instruments", domain="nordwind-werke.de"))
    assert found[:2] == ["Unlike anything", "Nordwind Instruments"]


def test_filing_anew_replaces_the_old_name() -> None:
    put(Kind.ACCOUNT, 900_001, Company("Quellbrunn Getränke", domain="quellbrunn.de"))
    assert names(Company("Quellbrunn Getraenke"))[0] == "Quellbrunn Getränke"
    assert "Quellbrunn Getränke" not in names(Company("anything", domain="hoechstadter.de"))
    assert ACME.name not in names(Company("Höchstadter Fördertechnik"))


def test_filing_the_same_twice_changes_nothing() -> None:
    before = NameEntry.select().count(), NameKey.select().count()
    put(Kind.ACCOUNT, 900_001, ACME)
    assert (NameEntry.select().count(), NameKey.select().count()) == before


def test_what_is_removed_leaves_no_key_behind() -> None:
    before = NameEntry.select().count(), NameKey.select().count()
    for kind in Kind:
        put(kind, 900_010, Company("Kurzlebig Verwaltung", "kurzlebig.de", "AT", "Linz", "ATU12345678"))
    for kind in Kind:
        remove(kind, 900_010)
    remove(Kind.CLAIM, 900_011)
    assert (NameEntry.select().count(), NameKey.select().count()) == before


def test_the_same_number_may_name_an_account_a_lead_and_a_claim() -> None:
    for kind in Kind:
        put(kind, 900_020, Company(f"Dreifach {kind}"))
    remove(Kind.LEAD, 900_020)
    assert {(entry.kind, entry.company.name) for entry in candidates(Company("Dreifach"))} >= {
        (Kind.ACCOUNT, "Dreifach account"),
        (Kind.CLAIM, "Dreifach claim"),
    }
    assert "Dreifach lead" not in names(Company("Dreifach lead"))


def test_of_several_rows_for_one_thing_the_last_counts() -> None:
    rows = [(Kind.CLAIM, 900_030, Company("Erstfassung")), (Kind.CLAIM, 900_030, Company("Zweitfassung"))]
    assert put_many(rows) == 1
    assert names(Company("Zweitfassung"))[0] == "Zweitfassung"
    assert "Erstfassung" not in names(Company("Erstfassung"))


def test_what_is_rolled_back_is_not_found() -> None:
    with db.atomic() as transaction:
        put(Kind.CLAIM, 900_040, Company("Rückwärts Logistik"))
        assert names(Company("Rückwärts Logistik"))[0] == "Rückwärts Logistik"
        transaction.rollback()
    assert "Rückwärts Logistik" not in names(Company("Rückwärts Logistik"))


def test_a_claim_is_found_behind_a_crowd_of_accounts_of_the_same_name() -> None:
    put(Kind.CLAIM, 900_050, Company("Zur Linde"))
    put_many((Kind.ACCOUNT, 910_000 + number, Company("Zur Linde", city=f"Ort {number}")) for number in range(800))
    found = candidates(Company("Zur Linde"), 20)
    assert len(found) == 20
    assert (Kind.CLAIM, 900_050) in {(entry.kind, entry.ref) for entry in found}


def test_of_many_claims_of_one_name_the_oldest_is_found_since_it_holds_the_account() -> None:
    put_many((Kind.CLAIM, 905_000 + number, Company("Zum Anker")) for number in range(60))
    put_many((Kind.ACCOUNT, 905_000 + number, Company("Zum Anker")) for number in range(60))
    claims = [entry.ref for entry in candidates(Company("Zum Anker"), 20) if entry.kind is Kind.CLAIM]
    assert claims == list(range(905_000, 905_010))


@pytest.mark.parametrize(
    "company",
    [
        Company("ꂷꊪꋍ ꊈꌠꃅꄉ " * 12 + "t/a ꅉꀕꌠ ꊨꏦꏱꅉ" * 3),
        Company("Wolkenschieber" * 14, "wolkenschieberwolkenschieberwolkenschieber.example"),
        Company("Ur", also=tuple(f"Quastenflosser{n} Brombeerhain{n} Wiesenschaum{n}" for n in "abcdefgh")),
    ],
)
def test_no_name_asks_for_more_than_a_database_takes(company: Company) -> None:
    put(Kind.ACCOUNT, 900_070, company)
    for half_typed in (False, True):
        assert (Kind.ACCOUNT, 900_070) in {
            (entry.kind, entry.ref) for entry in candidates(company, half_typed=half_typed)
        }


def test_a_name_of_common_words_is_found_among_many() -> None:
    put_many((Kind.ACCOUNT, 920_000 + number, Company(f"Nordbau {number} Handel GmbH")) for number in range(800))
    assert names(Company("Nordbau 417 Handel"))[0] == "Nordbau 417 Handel GmbH"


@pytest.mark.parametrize(
    ("typed", "meant", "number", "crowd"),
    [
        ("Transports Martin", "Transport Martin", 900_090, {"{} Martin": 420, "Transports {}": 110}),
        ("Solar", "Solari GmbH", 900_090, {"Solar {}": 110}),
        (
            "Phoenix Smith Services Group",
            "Smith Phoenix",
            990_000,  # the newest: those before it are more than are read
            {"{} Phoenix": 420, "{} Smith": 420, "{} Services": 420, "{} Group": 420},
        ),
        (
            "Phoenix Smith Services Group",
            "Smith Phoenix",
            990_000,  # beside crowds of slips of which no more than some are read
            {
                "{} Phoenix": 420,
                "{} Smith": 420,
                "{} Services": 420,
                "{} Group": 420,
                "Smiths {} Services": 420,
                "Service {} Group": 420,
            },
        ),
    ],
)
def test_a_general_word_may_have_a_slip_and_outweighs_no_name(
    typed: str, meant: str, number: int, crowd: dict[str, int]
) -> None:
    for place, (pattern, count) in enumerate(crowd.items()):
        first = 920_000 + 1_000 * place
        put_many((Kind.ACCOUNT, first + at, Company(pattern.format(f"Wort{at}"))) for at in range(count))
    put(Kind.ACCOUNT, number, Company(meant))
    assert meant in names(Company(typed), 120)


LONG = "Siedlec Compania de Transportes y Servicios Logistica Internacional"
WRONG = ("Sieldec", "Compania de Transportes", "Servicios"), ("Siedlec", "Compania de Tranportes", "Servicos")
FILLERS = [f"Weide{number} Compania de Transportes y Servicios Logistica Internacional" for number in range(450)]


@pytest.mark.parametrize(("own", "first", "second"), WRONG)
def test_a_long_name_is_found_by_its_own_words_whichever_have_a_slip(own: str, first: str, second: str) -> None:
    put_many((Kind.ACCOUNT, place, Company(name)) for place, name in enumerate([LONG, *FILLERS], 950_000))
    assert LONG in names(Company(f"{own} {first} y {second} Logistica Internacional"))


@pytest.mark.parametrize("words", [("transportes", "martin"), ("compania", "de", "transportes", "y", "servicios")])
def test_in_a_name_of_general_words_alone_any_may_be_a_slip(words: tuple[str, ...]) -> None:
    assert set(words) <= {*tried(words), "de", "y"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sprak", "Suprakonda Messtechnik"),  # a letter is missing: the end is one further
        ("kuarz", "Kaurzel"),  # two swapped, in a beginning too short for keys
        ("hjnsyb", "Jnsyber"),  # one too many
        ("brunwlader", "Brunnwalderhof"),  # two slips
        ("onvoi", "Onvolio"),  # a letter is missing, in five
    ],
)
def test_staff_find_a_half_typed_name_with_slips(typed: str, meant: str) -> None:
    put(Kind.ACCOUNT, 900_080, Company(f"{meant} GmbH"))
    assert [entry.ref for entry in index.begun(Company(typed))][:1] == [900_080]


def test_a_search_costs_the_same_statements_whatever_it_finds() -> None:
    searches = [Company("Höchstadter Fördertechnik"), Company("Xyqwzk Vvbnm"), Company("Irgendwer", "hoechstadter.de")]
    costs = []
    for company in searches:
        with counted() as sent:
            candidates(company)
        costs.append(sent)
    assert [len(sent) for sent in costs] == [6, 6, 6]
    assert costs[0] == costs[1] == costs[2]


def test_filing_a_batch_needs_few_statements() -> None:
    with counted() as sent:
        put_many((Kind.LEAD, 930_000 + number, Company(f"Stapelwerk Nummer {number}")) for number in range(400))
    assert len(sent) <= 5


def test_no_beginning_of_a_name_is_ever_taken_or_reviewed() -> None:
    put(Kind.ACCOUNT, 900_060, Company("Wolkenstein Prothesen GmbH"))
    full = "Wolkenstein Prothesen"
    for end in [*range(4, 10), *range(13, 19)]:
        typed = Company(full[:end])
        levels = {compare(typed, entry.company).level for entry in candidates(typed)}
        assert levels <= {Level.DIFFERENT}, full[:end]


@pytest.mark.parametrize(
    "name", ["", "\x00", "\ud800", "a" * 10_000, "a " * 5_000, "日" * 5_000, "'; DROP TABLE x", "%_?"]
)
def test_any_text_can_be_filed_and_searched(name: str) -> None:
    hostile = Company(name, name, name, name, name)
    put(Kind.CLAIM, 900_070, hostile)
    candidates(hostile)
    remove(Kind.CLAIM, 900_070)
    assert ACME.name in names(Company("Höchstadter Fördertechnik"))


def test_the_limit_is_kept() -> None:
    assert len(candidates(Company("Höchstadter Fördertechnik"), 1)) == 1
    assert index.candidates(Company("Höchstadter Fördertechnik"), 0) == []


READ_AGAIN = [
    "Acme Ltd",
    "Luchs GmbH t/a Otter",
    "www.luchs.example",
    "日立製作所株式会社",
    "GmbH",
    "A. O. Smith",
    "Pharmaceut. AG",
    "",
]


@pytest.mark.parametrize(
    "name", [*READ_AGAIN, "Sapa AB", "S A P", "Müller & Söhne e.K.", "\x00Nul SA", "a " * 400, "ß" * 400]
)
@pytest.mark.parametrize("domain", ["", "luchs.example"])
def test_a_name_that_the_index_has_read_is_not_read_otherwise(name: str, domain: str) -> None:
    """What is found carries its core along, which spares reading it again."""
    put(Kind.ACCOUNT, 900_200, Company(name, domain, also=("Luchs Holding AG",)))
    found = candidates(Company(name, domain, also=("Luchs Holding AG",)), 50)
    company = next(entry.company for entry in found if entry.ref == 900_200)
    assert company.core == core(company.name)
    assert spellings(company) == spellings(replace(company, core=""))


def test_what_an_older_release_has_read_is_not_mixed_up() -> None:
    old, new = Company("Luchs GmbH", core="luchs gmbh"), Company("Luchs GmbH", core="luchs")
    assert [spellings(company)[0].words for company in (old, new)] == [("luchs", "gmbh"), ("luchs",)]


def test_a_crowd_under_a_slip_hides_nobody() -> None:
    """Of a word that was only thought of fewer entries are read: the typed words bring the right one."""
    put_many((Kind.ACCOUNT, 910_000 + number, Company(f"Bandwerk {number}x")) for number in range(300))
    put(Kind.ACCOUNT, 909_999, Company("Bandwerk Quellbrunn"))
    assert names(Company("Banswerk Quellbrunn"))[0] == "Bandwerk Quellbrunn"
