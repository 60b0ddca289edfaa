"""Does every screen stand in the list of pictures, and is every picture of a screen that there is?"""

from __future__ import annotations

from collections import Counter

from flask import Flask

from domain.words import LANGUAGES
from gallery.listed import AT_A_DESK, CHAPTERS, NO_PICTURE, PASSES, chosen, every
from gallery.screens import PEOPLE, Screen


def opened(app: Flask) -> set[str]:
    """Endpoints that answer GET."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def shown() -> set[str]:
    return {one.shows for one in every() if isinstance(one, Screen)}


def test_every_address_that_opens_has_a_picture_or_a_reason_why_not(app: Flask) -> None:
    assert opened(app) - shown() - NO_PICTURE.keys() == set(), "add a screen to gallery/, or a reason to NO_PICTURE"


def test_no_picture_or_reason_is_left_of_an_address_that_went(app: Flask) -> None:
    assert (shown() | NO_PICTURE.keys()) - opened(app) == set()


def test_what_has_a_picture_needs_no_reason_why_not() -> None:
    assert shown() & NO_PICTURE.keys() == set()


def test_no_two_screens_are_kept_under_one_name() -> None:
    assert [name for name, times in Counter(one.name for one in every()).items() if times > 1] == []


def test_every_screen_is_taken_in_every_language() -> None:
    for language in LANGUAGES:
        taken = {one.name for how in PASSES if how.language == language for one in chosen(how)}
        assert taken == {one.name for one in every()}, language


def test_whoever_looks_is_in_the_cast() -> None:
    assert {one.who for one in every() if isinstance(one, Screen) and isinstance(one.who, str)} <= {"", *PEOPLE}
    assert set(AT_A_DESK) <= set(CHAPTERS)
