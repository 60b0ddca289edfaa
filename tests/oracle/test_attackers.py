"""What does somebody learn who tries out names for a month, before a person is alarmed? At most one in a hundred."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from random import Random

import pytest

from domain import rules
from domain.matching import Company, index
from domain.matching.index import Kind
from models import Account, Alarm, Opportunity, Partner, User
from models.base import db
from sample.names import Made, companies
from tests.domain.probing.asking import name
from tests.oracle.attackers import PEOPLE, STRATEGIES, Attack
from tests.world import MONDAY, SILVER, World

CUSTOMERS = 10_000
MOST = CUSTOMERS // 100
QUICK = (
    "settle, as fast as the budgets allow", "read while typing, as fast as allowed", "file and take back",
    "check and file in turn, as fast as allowed", "lists of customers, as fast as the budgets allow",
    "behind twenty words, as fast as allowed", "retype what was free and hold it, as fast as allowed",
)  # fmt: skip


def customers(count: int) -> list[Made]:
    """True customers in the CRM: half of them with an open opportunity (taken), the others known (review)."""
    made = list(islice(companies(Random(5)), count))
    rows = [{"external_id": f"A{n}", "name": one.name, "domain": one.domain, "country": one.country, "products": [],
             "updated_at": MONDAY} for n, one in enumerate(made)]  # fmt: skip
    day = (MONDAY + timedelta(days=10)).date()
    with db.atomic():
        for start in range(0, count, 500):
            Account.insert_many(rows[start : start + 500]).execute()
        known = dict(Account.select(Account.external_id, Account.id).tuples())
        deals = [_deal(known[f"A{n}"], n, day) for n in range(0, count, 2)]
        for start in range(0, len(deals), 500):
            Opportunity.insert_many(deals[start : start + 500]).execute()
            things = range(2 * start, min(2 * (start + 500), count))
            index.put_many([(Kind.ACCOUNT, known[f"A{n}"], _company(made[n])) for n in things])
    return made


def _deal(account: int, number: int, day: date) -> dict[str, object]:
    return {
        "external_id": f"O{number}", "account": account, "name": "Deal", "stage": "proposal",
        "created_on": day - timedelta(days=90), "last_activity_on": day, "updated_at": MONDAY,
    }  # fmt: skip


def _company(made: Made) -> Company:
    return Company(made.name, made.domain, made.country, made.city)


def attacker(number: int, made: list[Made]) -> Attack:
    partner = Partner.create(code=f"P-X{number:03}-0000", name=f"Probing {number}", country="DE", **SILVER)
    people = [
        User.create(email=f"x{n}@p{number}.example", name=f"X {n}", role="rep", partner=partner, created_at=MONDAY)
        for n in range(PEOPLE)
    ]
    rng = Random(number)
    return Attack(partner, people, _shuffled(made, rng), _invented(rng), rng)


def _invented(rng: Random) -> Iterator[Made]:
    """Names that are like no customer's."""
    while True:
        yield Made(name(rng).title(), "DE", "")


def _shuffled(made: list[Made], rng: Random) -> Iterator[Made]:
    """No order and no even pace: what gives a list away is left out."""
    return iter(rng.sample(made, len(made)))


def learnt(number: int, way: str, made: list[Made]) -> tuple[int, bool]:
    attack = attacker(number, made)
    attack.run(STRATEGIES[way](attack))
    true = {one.name for one in made}
    return len(attack.learnt & true), attack.is_noticed()


@pytest.mark.once
def test_fast_ones_are_noticed_long_before(world: World) -> None:
    """A few hundred customers and the fastest of each door: the long version has them all."""
    made = customers(400)
    for number, way in enumerate(QUICK):
        found, is_noticed = learnt(number, way, made)
        assert is_noticed, way
        assert found <= MOST // 2, (way, found)


@pytest.mark.audit
def test_a_month_of_five_logins_by_every_door_learns_at_most_one_in_a_hundred(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    made = customers(CUSTOMERS)
    assert rules.in_force(MONDAY).partner_names_per_day == 100
    table = {way: learnt(number, way, made) for number, way in enumerate(STRATEGIES)}
    lines = [
        f"{found:4} of {CUSTOMERS}, {'' if seen else 'not '}noticed: {way}" for way, (found, seen) in table.items()
    ]
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *lines, ""]))
    worst = max(found for found, _ in table.values())
    assert worst <= MOST, table
    assert worst > 10, "whoever asks 30 names learns some: else nothing was tried"
    assert Alarm.select().count() >= len(STRATEGIES) // 2
