"""Is a person found however the name stands there, and nobody else?"""

from __future__ import annotations

import unicodedata

import pytest

from domain.personal.names import GONE, is_enough, spellings

ZORA = spellings("Zora Zeisig", "zora@goldammer.example")


@pytest.mark.parametrize(
    "text",
    [
        "Zora Zeisig", "met zora  zeisig today", "Zeisig, Zora", "ZEISIG ZORA", "from Zora\nZeisig.",
        "<zora@goldammer.example>", "Zora@Goldammer.example, and others", "mailto:zora@goldammer.example.",
    ],
)  # fmt: skip
def test_a_person_is_found(text: str) -> None:
    assert ZORA.is_in(text)
    assert not ZORA.is_in(ZORA.taken_out(text))


@pytest.mark.parametrize(
    "text",
    ["Zora", "Zeisig", "Zora Zeisigmann", "Azora Zeisig", "alizora@goldammer.example", "zora@goldammer.example.org"],
)
def test_somebody_else_is_not(text: str) -> None:
    assert not ZORA.is_in(text)
    assert ZORA.taken_out(text) == text


def test_a_name_is_taken_out_of_lists_and_records_whole() -> None:
    facts = {"letters": [{"from": {"name": "Zora Zeisig", "address": "zora@goldammer.example"}}], "pages": 3}
    cleared = ZORA.taken_out(facts)
    assert cleared == {"letters": [{"from": {"name": GONE, "address": GONE}}], "pages": 3}


@pytest.mark.parametrize("name", ["Jörg Müller", "Łukasz Żak", "山田 太郎", "O'Brien Patrick", "Anne-Marie d’Arc"])
def test_names_of_all_kinds_are_found_in_either_form_of_unicode(name: str) -> None:
    names = spellings(name)
    for form in ("NFC", "NFD"):
        assert names.is_in(unicodedata.normalize(form, f"Met {name.upper()} there"))


def test_what_is_shown_is_the_text_around_the_name_and_nothing_else_of_a_record() -> None:
    facts = {
        "letters": [{"from": {"name": "Zora Zeisig"}, "subject": "x" * 90 + " Zora Zeisig called"}],
        "kind": "mail",
    }
    assert ZORA.around(facts, 20) == f"Zora Zeisig · …{'x' * 19} Zora Zeisig called"
    assert ZORA.around({"kind": "mail"}) == ""


def test_a_short_or_empty_name_finds_nothing() -> None:
    assert not spellings("", "a").is_in("a")


@pytest.mark.parametrize(("typed", "enough"), [("Müller", False), ("Jo Li", True), ("x@y.example", True), ("@", False)])
def test_one_word_does_not_mean_one_person(typed: str, enough: bool) -> None:
    assert is_enough(typed) is enough
