"""Cells as CRMs write them mean what a person would say they mean."""

from __future__ import annotations

from datetime import date

import pytest

from domain.imports import values
from domain.imports.values import Habits


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Deutschland", "DE"),
        ("GERMANY", "DE"),
        ("Alemania", "DE"),
        ("de", "DE"),
        ("DEU", "DE"),
        ("Österreich", "AT"),
        ("Oesterreich", "AT"),
        ("Austria", "AT"),
        ("España", "ES"),
        ("Espana", "ES"),
        ("Spanien", "ES"),
        ("Schweiz", "CH"),
        ("Suiza", "CH"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("Vereinigtes Königreich", "GB"),
        ("Reino Unido", "GB"),
        ("EE. UU.", "US"),
        ("Estados Unidos", "US"),
        ("U.S.A.", "US"),
        ("USA", "US"),
        ("México", "MX"),
        ("Türkei", "TR"),
        ("The Netherlands", "NL"),
        ("Países Bajos", "NL"),
        ("Niederlande", "NL"),
        ("Atlantis", ""),
        ("EU", ""),
        ("??", ""),
    ],
)
def test_countries_are_known_by_code_and_name_in_three_languages(cell: str, code: str) -> None:
    assert values.country(cell) == code


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2026-12-31", "dmy", date(2026, 12, 31)),
        ("2026-12-31T23:59:59.000Z", "mdy", date(2026, 12, 31)),
        ("2026-12-31 08:15:00", "dmy", date(2026, 12, 31)),
        ("2026/3/4", "mdy", date(2026, 3, 4)),
        ("31.12.2026", "mdy", date(2026, 12, 31)),
        ("3.4.26", "mdy", date(2026, 4, 3)),
        ("20261231", "dmy", date(2026, 12, 31)),
        ("3/4/2026", "dmy", date(2026, 4, 3)),
        ("3/4/2026", "mdy", date(2026, 3, 4)),
        ("31-12-2026 10:00", "dmy", date(2026, 12, 31)),
        ("12/31/2026 11:30 PM", "mdy", date(2026, 12, 31)),
        ("46387", "dmy", date(2026, 12, 31)),
        ("46387.75", "dmy", date(2026, 12, 31)),
        ("31.2.2026", "dmy", None),
        ("12/31/2026", "dmy", None),
        ("2026-13-01", "dmy", None),
        ("1899-01-01", "dmy", None),
        ("9999-12-31", "dmy", None),
        ("soon", "dmy", None),
        ("0", "dmy", None),
        ("", "dmy", None),
    ],
)
def test_dates_are_read_and_impossible_ones_are_none(cell: str, order: str, day: date | None) -> None:
    assert values.day(cell, order) == day


@pytest.mark.parametrize(
    ("cells", "order", "is_ambiguous"),
    [
        (["3/4/2026", "13/4/2026"], "dmy", False),
        (["3/4/2026", "4/13/2026"], "mdy", False),
        (["3/4/2026", "4/5/2026"], "dmy", True),
        (["3.4.2026"], "dmy", False),
        (["2026-03-04"], "dmy", False),
        (["3/4/2026", "4/13/2026", "4/14/2026", "31/1/2026"], "mdy", False),
    ],
)
def test_the_order_of_dates_is_decided_by_the_whole_column(cells: list[str], order: str, is_ambiguous: bool) -> None:
    habits = Habits()
    for cell in cells:
        habits.meet("date", cell)
    assert (habits.order("dmy"), habits.is_ambiguous) == (order, is_ambiguous)


def test_a_column_that_does_not_tell_is_read_as_is_usual() -> None:
    habits = Habits()
    habits.meet("date", "3/4/2026")
    assert (habits.order("mdy"), habits.order("dmy")) == ("mdy", "dmy")


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("1'234.50", 123450),
        ("1 234,50 €", 123450),
        ("1\u202f234,50", 123450),
        ("1.234", 123400),
        ("1,234", 123400),
        ("1.234.567", 123456700),
        ("12,5", 1250),
        ("12.5", 1250),
        ("USD 99", 9900),
        ("€ 0,99", 99),
        ("-3,50", -350),
        ("(50)", -5000),
        ("0", 0),
        ("1234567.891", 123456789),
        ("", None),
        ("n/a", None),
        ("9" * 30, None),
    ],
)
def test_amounts_of_both_makes_are_read(cell: str, minor: int | None) -> None:
    told = "." if cell == "1234567.891" else ""
    assert values.minor_units(cell, told) == minor


def test_a_column_that_proves_its_decimal_sign_settles_the_doubtful() -> None:
    habits = Habits()
    for cell in ("1.5", "2.25", "1.234"):
        habits.meet("amount", cell)
    assert habits.decimal == "."
    assert values.minor_units("1.234", habits.decimal) == 123


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("€", "EUR"),
        ("1.234,56 EUR", "EUR"),
        ("US$ 5", "USD"),
        ("$5", "USD"),
        ("£", "GBP"),
        ("Fr. 20", "CHF"),
        ("Euro", "EUR"),
        ("5", ""),
    ],
)
def test_currencies_are_read_from_their_signs(cell: str, code: str) -> None:
    assert values.currency_in(cell) == code


@pytest.mark.parametrize(
    ("cell", "is_closed"),
    [
        ("Closed Won", True),
        ("Gewonnen", True),
        ("Ganada", True),
        ("Perdida", True),
        ("Disqualifiziert", True),
        ("Inactive", True),
        ("Unqualified", True),
        ("Open", False),
        ("Offen", False),
        ("Abierta", False),
        ("In Progress", False),
        ("Active", False),
        ("Proposal", None),
        ("", None),
    ],
)
def test_states_are_read_in_three_languages(cell: str, is_closed: bool | None) -> None:
    assert values.is_closed(cell) is is_closed
