"""Is every way of trying out a list noticed, and nobody who sells?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from domain.probing.judging import TESTS, Asked, Trace, Typed, judge
from domain.probing.reasons import WORDS
from domain.rules import Rules
from tests.domain.probing.asking import honest, name, until
from tests.world import MONDAY

pytestmark = pytest.mark.once
RULES = Rules()


def codes(trace: Trace, rules: Rules = RULES) -> set[str]:
    return {one.code for one in judge(trace, rules)}


def asked(
    count: int, *, seconds: float = 0, user: int = 0, hit: bool = False, hour: int = 10, **how: bool
) -> list[Asked]:
    """So many names at uneven moments (or every so many seconds), in no order."""
    rng, at, found = Random(count), MONDAY.replace(hour=hour), list[Asked]()
    for _ in range(count):
        at += timedelta(seconds=seconds or rng.expovariate(1 / 90) + 3)
        found.append(Asked(at, user, name(rng), hit, **how))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_a_busy_partner_that_sells_is_never_an_alarm_on_any_hour_of_thirty_days(seed: int) -> None:
    everything = honest(seed)
    assert len(everything) > 400
    for hour in range(0, 30 * 24, 3):
        assert codes(until(everything, MONDAY.replace(hour=0) + timedelta(hours=hour))) == set()


def test_every_reason_has_words_with_its_figures() -> None:
    assert WORDS.keys() == TESTS.keys()


def test_names_that_were_not_free_add_up_however_slowly() -> None:
    slow = [replace(one, at=MONDAY + timedelta(hours=14 * n)) for n, one in enumerate(asked(50, hit=True))]
    few_free = [Asked(one.at + timedelta(hours=1), 0, f"free {one.name}") for one in slow]
    assert codes(Trace((*slow, *few_free))) == {"hits"}
    assert codes(Trace((*slow[:49], *few_free))) == set()
    assert codes(Trace((*slow[:49], *few_free), in_the_air=1)) == {"hits"}


def test_what_the_partner_goes_after_is_no_probing() -> None:
    kept = asked(80, hit=True, is_pursued=True)
    free = asked(120, hour=14)
    assert "hits" not in codes(Trace((*kept, *free)))


def test_an_asked_name_counts_once() -> None:
    assert codes(Trace(tuple(replace(one, name="one") for one in asked(80, hit=True)))) == set()


def test_mostly_names_that_were_not_free() -> None:
    assert codes(Trace(tuple(asked(30, hit=True)))) == {"share"}
    assert codes(Trace(tuple(asked(29, hit=True)))) == set()
    assert codes(Trace((*asked(15, hit=True), *asked(16, hour=14)))) == set()


def test_many_names_and_hardly_a_claim() -> None:
    days = [replace(one, at=one.at + timedelta(days=n // 30)) for n, one in enumerate(asked(200))]
    some = [replace(one, is_claimed=n < 4) for n, one in enumerate(days)]
    assert codes(Trace(tuple(sorted(days, key=lambda one: one.at)))) == {"unclaimed"}
    assert codes(Trace(tuple(sorted(some, key=lambda one: one.at)))) == set()


@pytest.mark.parametrize("is_down", [False, True])
def test_a_list_in_the_order_of_the_alphabet(is_down: bool) -> None:
    names = sorted((one.name for one in asked(20)), reverse=is_down)
    swept = [replace(one, name=word, user=n % 3) for n, (one, word) in enumerate(zip(asked(20), names, strict=True))]
    assert codes(Trace(tuple(swept))) == {"sorted"}
    assert codes(Trace(tuple(swept[:19]))) == set()


def test_an_even_pace_is_a_programs() -> None:
    rng = Random(1)
    even = [replace(one, at=one.at + timedelta(seconds=rng.uniform(-2, 2))) for one in asked(20, seconds=45)]
    assert codes(Trace(tuple(even))) == {"even"}
    assert codes(Trace(tuple(even[:19]))) == set()


def test_a_night_full_of_names() -> None:
    assert codes(Trace(tuple(asked(25, hour=1)))) == {"night"}
    assert codes(Trace(tuple(asked(25, hour=9)))) == set()


def test_many_people_who_all_ask_for_much() -> None:
    crowd = [one for user in range(3) for one in asked(20 + user, user=user, hour=9 + 2 * user)]
    assert codes(Trace(tuple(crowd))) == {"crowd"}
    assert codes(Trace(tuple(one for one in crowd if one.user))) == set()


def test_answers_read_off_while_typing() -> None:
    day = MONDAY.date()
    assert codes(Trace(typed=(Typed(0, day, 400),))) == {"typed"}
    assert codes(Trace(tuple(asked(12)), typed=(Typed(0, day, 400),))) == set()
    assert codes(Trace(typed=(Typed(0, day, 399),))) == set()


def test_whom_a_manager_gave_more_names_may_ask_for_more() -> None:
    trace = Trace((*asked(60, hit=True), *asked(60, hour=14)), factor=2)
    assert codes(trace) == set()
    assert codes(replace(trace, factor=1)) == {"hits"}
