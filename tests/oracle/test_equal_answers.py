"""Within one verdict, do body, length, work or time tell why? Asked over HTTP, cause against cause, interleaved."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise
from random import Random

import pytest
from flask.testing import FlaskClient

from domain import codes, moment, rules
from domain.probing import alarms
from models import Receipt
from models.base import db, log_db
from tests.oracle.causes import FREE, REVIEW, TAKEN, Causes, names
from tests.oracle.equal import area
from tests.world import MONDAY, World

Named = tuple[tuple[str, Callable[[Causes, str], None]], ...]
HTMX = {"HX-Request": "true"}
PAIRS = {"taken": TAKEN, "review": REVIEW, "free": FREE}
EACH = 2_000
NAMES = 40


def made(world: World, causes: Named, each: int) -> dict[str, list[str]]:
    """Cause -> its names, each drawn at random, so that names say nothing about causes."""
    with moment.at(MONDAY - timedelta(minutes=1)):
        rules.publish(replace(rules.in_force(), **WIDE), {"en": "."})
    drawn, place = names(Random(7), each * len(causes)), Causes(world)
    found: dict[str, list[str]] = {}
    with moment.at(MONDAY):
        for number, (cause, bring) in enumerate(causes):
            found[cause] = drawn[number * each : (number + 1) * each]
            for name in found[cause]:
                bring(place, name)
    return found


WIDE = {
    "checks_per_minute": 10**6, "settled_per_day": 10**6, "partner_names_per_day": 10**6,
    "partner_names_per_month": 10**7, "alarm_hits": 10**7, "alarm_names": 10**7, "alarm_run": 10**6,
    "alarm_typed": 10**7, "alarm_hit_share": 100, "alarm_night": 10**6,
}  # fmt: skip
"""So much may be asked that the clock of the test is the only one that counts."""


def bare(text: str, name: str) -> str:
    """Without what differs by right: receipt, moment, token, and the name that was typed."""
    text = re.sub(r"R-\w{4}-\w{4}", "R-", text)
    text = re.sub(r'name="csrf_token" value="[^"]+"', "token", text)
    return re.sub(r"<time[^>]*>.*?</time>", "T", text).replace(name, "N")


@pytest.fixture(autouse=True)
def _never_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every tenth name is judged at once, whatever the answer was: it would only blur what is compared here."""
    monkeypatch.setattr(alarms, "EVERY", 10**9)


def asked(client: FlaskClient, name: str, settled: str, line: str = "flow") -> str:
    form = {"name": name, "settled": settled, "line": line, "country": "DE"}
    answer = client.post("/checks", data=form, headers=HTMX)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("settled", ["", "1"])
@pytest.mark.parametrize("verdict", PAIRS)
def test_body_length_and_work_are_the_same_for_every_cause(world: World, verdict: str, settled: str) -> None:
    names_of = made(world, PAIRS[verdict], 3)
    told: dict[str, set[tuple[str, int, int]]] = {}
    with moment.at(MONDAY + timedelta(hours=1)):
        client = world.sign_in(world.ana)
        for first in range(2):  # the first opens the budgets of the day; the second is like all others
            for cause, mine in names_of.items():
                text, statements = counted(client, mine[first], settled)
                assert f'data-verdict="{verdict}"' in text, (cause, text[:300])
                if first:
                    told.setdefault(verdict, set()).add((bare(text, mine[first]), len(text), statements))
    assert len(told[verdict]) == 1, {(length, count) for _, length, count in told[verdict]}


def counted(client: FlaskClient, name: str, settled: str) -> tuple[str, int]:
    seen: list[object] = []
    for database in (db, log_db):
        database.query_hooks.append(lambda *_: seen.append(1))
    try:
        return asked(client, name, settled), len(seen)
    finally:
        for database in (db, log_db):
            database.query_hooks.clear()


def test_receipt_numbers_tell_neither_order_nor_answer(world: World) -> None:
    """Numbers are drawn, not counted: the order of their letters is that of a coin."""
    assert len({codes.fresh("R") for _ in range(2000)}) == 2000
    names_of = made(world, TAKEN[:3] + FREE[:1], 12)
    with moment.at(MONDAY + timedelta(hours=1)):
        client = world.sign_in(world.ana)
        for name in (one for mine in zip(*names_of.values(), strict=True) for one in mine):
            asked(client, name, "1")
    rows = [row.code for row in Receipt.select().where(Receipt.user == world.ana).order_by(Receipt.id)]
    rises = sum(a < b for a, b in pairwise(rows))
    assert len(rows) == 48
    assert 8 < rises < 39


def test_the_area_finds_a_difference_that_is_there() -> None:
    rng = Random(3)
    slow, quick = [rng.gauss(10.3, 1) for _ in range(EACH)], [rng.gauss(10, 1) for _ in range(EACH)]
    assert area(slow, quick)[1] > 0.55
    assert area(quick, [rng.gauss(10, 1) for _ in range(EACH)])[1] < 0.52


@pytest.mark.audit
@pytest.mark.alone
@pytest.mark.parametrize("verdict", PAIRS)
def test_time_does_not_tell_the_cause(world: World, verdict: str, capsys: pytest.CaptureFixture[str]) -> None:
    """2 x 2,000 requests for each pair of causes, in turn; the 95 % interval of the area reaches below 0.55.

    Every forty rounds it is the next day, so that each name is new again: it costs, and settled it gets a receipt.
    """
    names_of = made(world, PAIRS[verdict], NAMES)
    times: dict[str, list[float]] = {cause: [] for cause in names_of}
    rng = Random(11)
    for number in range(-NAMES, EACH):
        with moment.at(MONDAY + timedelta(hours=1, days=number // NAMES + 1)):
            if number % NAMES == 0:
                client = world.sign_in(world.ana)
            for cause in rng.sample(list(names_of), len(names_of)):
                name, settled = names_of[cause][number % NAMES], "1" if number % 2 else ""
                started = time.perf_counter()
                asked(client, name, settled)
                if number >= 0:
                    times[cause].append(time.perf_counter() - started)
    found = {pair: area(times[pair[0]], times[pair[1]]) for pair in combinations(times, 2)}
    lines = [
        f"{verdict}: {a} / {b}: AUC {auc:.3f} ({low:.3f} to {high:.3f})" for (a, b), (auc, low, high) in found.items()
    ]
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *lines, ""]))
    assert all(low < 0.55 for _, low, _ in found.values()), lines
