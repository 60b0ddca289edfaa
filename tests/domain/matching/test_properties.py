"""What holds of any names, not only of those that somebody thought of?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.matching import Company, Level, Thresholds, compare, core, is_checkable, lists
from domain.matching.alignment import Fit, _runs_of, fit_of

pytestmark = pytest.mark.once

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs",))
ANY = st.text(LETTERS, max_size=60)
WORDS = """Brightwell Krombach Nordlicht Sieemns Siemens Müller Mueller Łódź Газпром 日立 Group Holding Bank of the and
& 2 III North Energy Solutions S A. J.P. Intl. Pharmaceut. Pharmaceuticals x aa Ltd AG São OY 42 ii"""
OWNS = "Brightwell Krombach Nordlicht Quellbrunn Ostrava Tamsin"
FORMS = """GmbH|AG|Ltd|Limited|Inc.|LLC|S.A.|S.L.|S.p.A.|B.V.|N.V.|Oy|AB|A/S|ApS|Sp. z o.o.|s.r.o.|Kft.|d.o.o.|PLC
Pty Ltd|K.K.|Pte. Ltd.|Sdn Bhd|Ltda|S.A. de C.V.|SARL|SAS|GmbH & Co. KG|UAB|SIA|OÜ|A.Ş.|PJSC|ООО"""
NAME = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=5).map(" ".join) | ANY
OWN = st.lists(st.sampled_from(OWNS.split()), min_size=1, max_size=3)
FORM = st.sampled_from([form for line in FORMS.splitlines() for form in line.split("|")])
GENERAL = [word for name in ("trade_words", "places", "form_words") for word in lists.words(name)]
IN_FRONT = sorted(lists.phrases("legal_beginnings"))
QUICK = settings(max_examples=150, deadline=None, derandomize=True)
"""The same examples each time: a suite that fails now and then is not trusted."""


@QUICK
@given(NAME)
def test_a_name_is_folded_once_for_all(name: str) -> None:
    assert core(core(name)) == core(name)


@QUICK
@given(ANY, ANY)
def test_nothing_that_is_typed_is_an_error(name: str, domain: str) -> None:
    typed = Company(name, domain)
    is_checkable(typed)
    assert 0 <= compare(typed, Company("Brightwell Group")).score <= 100


@QUICK
@given(NAME, NAME)
def test_who_is_asked_first_does_not_matter(one: str, other: str) -> None:
    forth, back = compare(Company(one), Company(other)), compare(Company(other), Company(one))
    assert (forth.score, forth.level) == (back.score, back.level)


@QUICK
@given(NAME)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    if core(name):
        assert compare(Company(name), Company(name)).level is Level.SAME


@QUICK
@given(OWN, OWN, FORM, FORM)
def test_legal_form_and_case_change_no_verdict(one: list[str], other: list[str], form: str, second: str) -> None:
    bare = compare(Company(" ".join(one)), Company(" ".join(other)))
    dressed = compare(Company(f"{' '.join(one)} {form}".upper()), Company(f"{' '.join(other)} {second}".lower()))
    assert dressed.level is bare.level


@QUICK
@given(st.lists(st.sampled_from(GENERAL), min_size=1, max_size=4).map(" ".join), st.sampled_from(IN_FRONT))
def test_a_legal_form_in_front_makes_no_other_company(name: str, form: str) -> None:
    """Else who holds “Baltic Logistics UAB” loses it to whoever writes “UAB Baltic Logistics”."""
    if core(name):
        assert compare(Company(f"{form} {name}"), Company(name)).level is not Level.DIFFERENT


@QUICK
@given(NAME, NAME, st.integers(51, 99), st.integers(75, 100))
def test_a_stricter_bar_never_makes_more_alike(one: str, other: str, similar: int, same: int) -> None:
    order = [Level.DIFFERENT, Level.SIMILAR, Level.SAME]
    found = compare(Company(one), Company(other), Thresholds(same, min(similar, same - 1)))
    stricter = compare(Company(one), Company(other), Thresholds(min(100, same + 1), min(similar, same - 1) + 1))
    assert order.index(stricter.level) <= order.index(found.level)


SPELT = st.text("abn", min_size=1, max_size=5) | st.sampled_from(["banana", "group", "north", "日立", "製作", "2"])


@settings(QUICK, max_examples=1500)
@given(st.lists(SPELT, min_size=1, max_size=4).map(tuple), SPELT, SPELT)
def test_a_word_is_spelt_by_the_first_run_that_does(parts: tuple[str, ...], one: str, other: str) -> None:
    """Those that are passed over, since they begin otherwise or are too long, would not have spelt it."""
    ends = [(start, end) for start in range(len(parts)) for end in range(start + 2, len(parts) + 1)]
    runs = [(parts[start:end], fit_of("".join(parts[start:end]), one + other)) for start, end in ends]
    sure = [(run, Fit.JOINED if "".join(run) == one + other else fit) for run, fit in runs]
    assert _runs_of(one + other, parts) == [(run, fit) for run, fit in sure if fit in (Fit.JOINED, Fit.TYPO)][:1]
