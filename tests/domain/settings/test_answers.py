"""Every field of the rules can be set once, is read as it is shown, and refuses what cannot be."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from typing import Any

import pytest

from domain.rules import Band, Choice, Line, Rules, Tier, from_json, to_json
from domain.settings import answering, pages
from domain.settings.judging import Faulty
from domain.settings.kinds import Wrong
from domain.settings.questions import AT_ONCE, CLAIMS
from tests.world import RULES, World

EVERY = list(pages.SETTINGS.values())


def read(name: str, **typed: Any) -> Any:
    """What one setting makes of what was typed."""
    fields = {key.replace("_of", "-"): tuple(value) for key, value in typed.items()}
    return pages.SETTINGS[name].kind.read(name, fields)


def wrong(name: str, **typed: Any) -> str:
    with pytest.raises(Wrong) as refusal:
        read(name, **typed)
    return refusal.value.says


def test_every_field_of_the_rules_stands_on_one_page() -> None:
    held = {field.name for field in dataclasses.fields(Rules)} - {"version_id", "number"}
    asked = [setting.name for page in pages.PAGES for setting in page.settings]
    assert sorted(asked) == sorted(held)


@pytest.mark.parametrize("setting", EVERY, ids=lambda setting: setting.name)
def test_what_is_shown_is_read_as_it_was(setting: Any) -> None:
    """A page that is saved unchanged changes nothing, also under other rules than the usual."""
    page = pages.of(setting.name)
    for rules in (RULES, replace(RULES, tiers=(Tier("x", "X", 0),), watch_delay_days=(0, 9), work_days=(5, 6))):
        after = answering.read(page, answering.shown(page, rules), rules)
        assert answering.changes(rules, after) == []
    assert setting.asks.endswith("?")
    assert setting.says.endswith(".")
    assert setting.counts in (CLAIMS, AT_ONCE)


def test_each_default_lies_within_its_own_limits() -> None:
    for setting in EVERY:
        if setting.name != "lines":  # a programme begins with lines of its own
            setting.kind.read(setting.name, setting.kind.shown(setting.name, setting.default))


@pytest.mark.parametrize("typed", ["", "x", "6", "731", "7.5", "-7", "٧٠", "9" * 400, "1e2", "7 0 0 0"])
def test_a_number_outside_its_limits_is_no_answer(typed: str) -> None:
    assert "whole number" in wrong("protection_days", protection_days=[typed])


@pytest.mark.parametrize("typed", ["40000", "40,000", "40.000", "40 000", "40’000"])
def test_an_amount_is_read_as_people_write_it(typed: str) -> None:
    assert read("auto_approve_limit", auto_approve_limit=[typed]) == 40_000_00


def test_days_of_reminders_are_sorted_and_stand_once() -> None:
    assert read("protection_reminders", protection_reminders=["1, 14;30 7"]) == (30, 14, 7, 1)
    for typed in ("", "7, 7", "7, x", "0", "1,2,3,4,5,6,7"):
        assert wrong("protection_reminders", protection_reminders=[typed])


def test_a_span_begins_with_the_smaller() -> None:
    assert read("watch_delay_days", watch_delay_days=["2", "5"]) == (2, 5)
    for typed in (["5", "2"], ["2"], ["", "2"], ["1", "2", "3"], []):
        assert wrong("watch_delay_days", watch_delay_days=typed)


def test_a_time_of_day_is_one() -> None:
    assert read("work_starts", work_starts=["8.30"]) == "08:30"
    for typed in ("24:00", "9", "09:60", "noon", "٠٩:٠٠"):
        assert wrong("work_starts", work_starts=[typed])


def test_a_line_keeps_its_code_when_its_words_change() -> None:
    lines = read("lines", lines_ofcode=["flow", "gas", ""], lines_ofname=["Flow meters", "", " New   line "])
    assert lines == (Line("flow", "Flow meters"), Line("new_line", "New line"))


def test_two_lines_never_share_a_code() -> None:
    lines = read("lines", lines_ofcode=["flow", "flow", ""], lines_ofname=["One", "Two", "Flow"])
    assert len({line.code for line in lines}) == 3


@pytest.mark.parametrize(
    "names",
    [[], [""], ["Flow", "flow"], ["x" * 81], [f"line {n}" for n in range(51)]],
    ids=["none", "empty", "twice", "long", "many"],
)
def test_a_list_that_cannot_be_is_told(names: list[str]) -> None:
    assert wrong("lines", lines_ofname=names)


def test_levels_have_points() -> None:
    given = {"tiers_ofcode": ["gold", ""], "tiers_ofname": ["Gold", "Platinum"], "tiers_ofpoints": ["15", "20"]}
    assert read("tiers", **given) == (Tier("gold", "Gold", 15), Tier("platinum", "Platinum", 20))
    for points in (["15", ""], ["15", "61"], ["15", "many"]):
        assert "points" in wrong("tiers", **{**given, "tiers_ofpoints": points})
    assert "no name" in wrong("tiers", **{**given, "tiers_ofname": ["Gold", ""]})


def test_clauses_are_known_by_their_number() -> None:
    clauses = read("clauses", clauses_ofcode=["4.2", ""], clauses_ofname=["4.3 Standard of proof", "9 End"])
    assert clauses == (Choice("4.3", "4.3 Standard of proof"), Choice("9", "9 End"))
    assert wrong("clauses", clauses_ofname=["Standard of proof"])
    assert wrong("clauses", clauses_ofname=["4.2 One", "4.2 Two"])


def test_bands_have_the_codes_of_their_limits() -> None:
    assert read("bands", bands=["15000", "40,000", "100000"]) == Rules().bands
    assert read("bands", bands=["500", ""]) == (Band("up_to_500", 0, 500_00), Band("above_500", 500_00, None))
    for typed in ([], [""], ["40000", "15000"], ["15000", "15000"], ["0"], ["x"]):
        assert wrong("bands", bands=typed)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"work_ends": "08:00"}, "work_ends"), ({"holiday_region": "XX"}, "holiday_region"),
        ({"similar_score": 86}, "similar_score"), ({"silence_end_days": 28}, "silence_end_days"),
        ({"stage_two_reminder_days": 7}, "stage_two_reminder_days"), ({"protection_days": 30}, "protection_reminders"),
        ({"evidence_file_megabytes": 100, "evidence_claim_megabytes": 50}, "evidence_file_megabytes"),
        ({"auto_approve_limit": 200_000_00}, "auto_approve_limit"), ({"session_days": 7}, "partner_idle_days"),
        ({"stage_two_asked": ("industry",)}, "stage_two_required"), ({"tiers": (Tier("x", "X", 1),)}, "tiers"),
    ],
)  # fmt: skip
def test_answers_that_do_not_fit_together_are_told(world: World, changed: dict[str, Any], field: str) -> None:
    from domain.settings.judging import require

    with pytest.raises(Faulty) as refusal:
        require(replace(RULES, **changed), RULES)
    assert list(refusal.value.errors) == [field]


def test_a_region_is_one_of_its_country() -> None:
    page = pages.of("holiday_region")
    typed = {**answering.shown(page, RULES), "holiday_region": ("BY",)}
    assert answering.read(page, typed, RULES).holiday_region == "BY"
    with pytest.raises(Faulty):
        answering.read(page, {**typed, "holiday_country": ("FR",)}, RULES)


def test_the_same_ticks_in_another_order_are_no_change() -> None:
    page = pages.of("countries")
    typed = {**answering.shown(page, RULES), "countries": tuple(reversed(RULES.countries))}
    assert answering.changes(RULES, answering.read(page, typed, RULES)) == []


def test_rules_of_an_older_release_load_with_the_usual_for_what_they_lack() -> None:
    stored = to_json(RULES)
    for name in ("stage_one_asked", "stage_two_asked", "languages"):
        del stored[name]
    assert answering.changes(RULES, from_json(stored)) == []


def test_people_are_spoken_to_in_a_language_that_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    from domain.rules import numbers

    monkeypatch.setattr(numbers, "LANGUAGES", ("en", "de", "es"))
    assert Rules().offered == ("en", "de", "es")
    assert [Rules().spoken(language) for language in ("de", "fr")] == ["de", "en"]
    german = replace(Rules(), languages=("es", "de", "xx"))
    assert german.offered == ("de", "es")
    assert [german.spoken(language) for language in ("es", "en")] == ["es", "de"]


def test_a_reason_has_the_vendors_words_in_each_language() -> None:
    page, numbers = pages.named("decisions"), Rules()
    assert page is not None
    typed = answering.shown(page, numbers)
    said = ("Kein Bedarf", *typed["decline_reasons-de"][1:])
    after = answering.read(page, {**typed, "decline_reasons-de": said}, numbers)
    first = after.decline_reasons[0]
    assert (first.said("de"), first.said("es"), first.said("en")) == ("Kein Bedarf", first.name, first.name)
    assert [change.setting.name for change in answering.changes(numbers, after)] == ["decline_reasons"]
    assert from_json(to_json(after)).decline_reasons == after.decline_reasons


def test_words_in_other_languages_stay_with_their_row() -> None:
    """The row before is emptied: its words in other languages go with it."""
    kind = pages.SETTINGS["decline_reasons"].kind
    typed = {"r-code": ("a", "b"), "r-name": ("", "Second"), "r-de": ("Erstes", "Zweites"), "r-es": ()}
    assert kind.read("r", typed) == (Choice("b", "Second", "Zweites"),)
    with pytest.raises(Wrong):
        kind.read("r", {**typed, "r-de": ("", "Z" * 121)})
