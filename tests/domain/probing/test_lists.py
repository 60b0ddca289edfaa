"""Does a list raise no alarm by itself when it is honest, and hide nothing when it is not?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain import rules
from domain.probing.judging import Asked, Trace, judge
from tests.domain.probing.asking import honest, until
from tests.world import MONDAY

NIGHT = MONDAY.replace(hour=23)


def of_list(
    names: int, hits: int, *, at: datetime = NIGHT, pace: float = 4, is_early: bool = True
) -> tuple[Asked, ...]:
    """In the order of the alphabet, at the pace of the clock, by night; the hits spread evenly."""
    every = names / hits if hits else 0
    marks = {round(number * every) for number in range(hits)}
    return tuple(
        Asked(
            at + timedelta(seconds=pace * number), 1, f"name {number:04}", number in marks, from_list=True,
            is_early=is_early,
        )
        for number in range(names)
    )  # fmt: skip


def codes(asked: tuple[Asked, ...]) -> set[str]:
    return {reason.code for reason in judge(Trace(asked), rules.Rules())}


def test_an_honest_list_as_long_as_may_be_raises_no_alarm() -> None:
    longest = rules.Rules().list_lines
    assert codes(of_list(longest, longest * 12 // 100)) == set()


def test_it_raises_none_on_top_of_a_busy_partners_day() -> None:
    by_hand = until(honest(5), MONDAY + timedelta(days=20), days=20).asked
    alone = codes(by_hand)
    assert codes((*by_hand, *of_list(100, 5))) == alone == set()


def test_three_colleagues_may_each_have_a_list_on_one_day() -> None:
    each = [replace(one, user=number) for number in range(3) for one in of_list(30, 3)]
    assert codes(tuple(each)) == set()


def test_the_same_names_asked_by_hand_are_an_alarm() -> None:
    by_hand = tuple(replace(one, from_list=False, is_early=False) for one in of_list(60, 6))
    assert codes(by_hand) >= {"sorted", "even", "night"}


def test_a_list_of_our_customers_is_an_alarm_from_the_thirtieth_name_on() -> None:
    assert codes(of_list(29, 29)) == set()
    assert codes(of_list(30, 18)) == {"share"}


@pytest.mark.parametrize("names", [120, 200, 300])
def test_diluted_with_invented_names_it_is_one_at_fifty_hits(names: int) -> None:
    assert codes(of_list(names, 49)) == set()
    assert codes(of_list(names, 50)) == {"hits"}


def test_hits_of_lists_and_of_hands_are_counted_together() -> None:
    by_hand = tuple(
        replace(one, from_list=False, name=f"other {one.name}", at=one.at.replace(hour=10) + timedelta(hours=number))
        for number, one in enumerate(of_list(120, 25))
    )
    assert codes((*by_hand, *of_list(120, 25))) >= {"hits"}


def test_a_list_of_which_nothing_comes_for_two_weeks_is_asked_about() -> None:
    assert codes(of_list(200, 10)) == set()
    assert codes(of_list(200, 10, is_early=False)) == {"unclaimed"}


def test_a_list_covers_no_hand_that_asks_in_order() -> None:
    """Names of a list between those of a hand part nothing."""
    start = MONDAY.replace(hour=10)
    moments = [start + timedelta(seconds=50 * number + 17 * (number % 3)) for number in range(22)]
    by_hand = [Asked(at, 1, f"name {number:04} x") for number, at in enumerate(moments)]
    between = [replace(one, at=by.at + timedelta(seconds=1)) for one, by in zip(of_list(22, 0), by_hand, strict=True)]
    asked = tuple(sorted([*by_hand, *between], key=lambda one: one.at))
    assert "sorted" in codes(asked)
