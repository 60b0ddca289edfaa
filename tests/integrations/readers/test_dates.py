"""Dates as mail programs write them for people, in their languages; and what is no date is none."""

from __future__ import annotations

import pytest

from integrations.readers import dates, forwards

WRITTEN = {
    "Wed, Mar 3, 2027 at 2:22 PM": "2027-03-03T14:22:00",
    "Wed, Mar 3, 2027 at 2:22\u202fPM": "2027-03-03T14:22:00",
    "Wednesday, March 3, 2027 12:05 AM": "2027-03-03T00:05:00",
    "3 March 2027 at 14:22:10 CET": "2027-03-03T14:22:10+01:00",
    "Mi., 3. März 2027 um 14:22 Uhr": "2027-03-03T14:22:00",
    "Mittwoch, 3. März 2027 14:22": "2027-03-03T14:22:00",
    "03.03.2027 um 14:22": "2027-03-03T14:22:00",
    "03.03.27": "2027-03-03",
    "mié, 3 mar 2027 a las 14:22": "2027-03-03T14:22:00",
    "miércoles, 3 de marzo de 2027 14:22": "2027-03-03T14:22:00",
    "3 de diciembre del 2026, 9:05": "2026-12-03T09:05:00",
    "mer. 3 août 2027 à 14:22": "2027-08-03T14:22:00",
    "mer 3 mag 2027 alle ore 14:22": "2027-05-03T14:22:00",
    "di 3 mrt 2027 om 14:22": "2027-03-03T14:22:00",
    "2027-03-03 14:22:10 +0100": "2027-03-03T14:22:10+01:00",
    "2027年3月3日(水) 14:22": "2027-03-03T14:22:00",
    "3/4/2027 2:22 PM": "2027-03-04T14:22:00",
    "3/4/2027 14:22": "2027-04-03T14:22:00",
    "12/25/2026": "2026-12-25",
    "31.02.2027 and 01.03.2027": "2027-03-01",
    "March 3, 2027 25:99": "2027-03-03",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_date_is_read_as_exactly_as_it_is_written(text: str) -> None:
    found = dates.find(text)
    assert found is not None
    assert found.iso == WRITTEN[text]


@pytest.mark.parametrize("text", ["", "yesterday", "99.99.2027", "Order 3 of 2027 boxes", "12345678", "Foo 3, 2027"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates.find(text) is None


@pytest.mark.parametrize("text", ["On Monday we wrote:", "From: here to there", "Von: a\nBetreff: b", "Date: 3.3.2027"])
def test_plain_sentences_are_no_letters(text: str) -> None:
    assert forwards.inside(text) == []


def test_a_long_hostile_text_is_read_in_no_time() -> None:
    """Patterns that try again and again from each place would take minutes here."""
    for line in ("On " + "a" * 400, "From: " + "x@" * 200, "> " * 250, "Am 3. März 2027 " * 30, "-" * 450, "1/" * 200):
        forwards.inside("\n".join([line] * 2000))


def test_a_moment_at_the_end_of_the_calendar_is_no_trouble() -> None:
    assert dates.header("Fri, 31 Dec 9999 23:59:59 -1200") in ("", "9999-12-31T23:59:59-12:00")
    assert dates.header("not a date") == ""
