"""Whatever partners and managers do in whatever order: one partner holds the account, and nobody waits for nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from domain import decisions, moment, protection
from domain.decisions import Words
from domain.refusals import Refused
from domain.registrations import filing, holds, order
from models import Obstacle, Registration
from models.registrations import IN_ORDER
from tests.domain.registrations.spellings import EIGHT, rivals
from tests.world import MONDAY, World

STEPS = 40
DECLINED = Words("weak_proof", "4.2", "Proof was too weak", "appeal")


class Walk:
    """A few partners and a manager who do what comes to their minds with one account."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.rng, self.people = world, random.Random(seed), rivals(4)
        self.now, self.told = MONDAY, []  # type: tuple[object, list[str]]

    def step(self) -> None:
        acts: list[Callable[[], object]] = [
            self.begin,
            self.begin,
            self.file,
            self.file,
            self.end,
            self.decide,
            self.lapse,
        ]
        act = self.rng.choice(acts)
        self.now += timedelta(hours=self.rng.choice((0, 1, 3, 200)))  # type: ignore[operator]
        with moment.at(self.now):  # type: ignore[arg-type]
            try:
                act()
                self.told.append(act.__name__)
            except Refused as refused:
                self.told.append(f"{act.__name__}: {refused.message}")

    def begin(self) -> None:
        user = self.rng.choice(self.people)
        company, domain = self.rng.choice(EIGHT[:4])
        holds.hold(user, self.world.draft(user, company, domain=domain))

    def file(self) -> None:
        if claim := self.one_of("draft", "held"):
            filing.submit(claim.holder, claim)

    def end(self) -> None:
        if claim := self.one_of("submitted", "approved"):
            protection.withdraw(claim.holder, claim)

    def decide(self) -> None:
        if claim := self.one_of("submitted"):
            verb = self.rng.choice((decisions.approve, decisions.decline))
            verb(
                self.world.max,
                decisions.opened(self.world.max, claim),
                Words() if verb is decisions.approve else DECLINED,
            )

    def lapse(self) -> None:
        holds.release_due(moment.now())
        protection.expire_due(moment.now())

    def one_of(self, *states: str) -> Registration | None:
        claims = list(Registration.select().where(Registration.status.in_(states)))
        return self.rng.choice(claims) if claims else None

    def check(self) -> None:
        claims = list(Registration.select().where(Registration.status.in_(IN_ORDER)))
        assert len({claim.partner_id for claim in claims if claim.is_protected}) <= 1, self.told
        for claim in claims:
            if claim.is_waiting:
                assert order.stands_behind(claim), self.told
                assert _living_before(claim), self.told


def _living_before(claim: Registration) -> bool:
    """Something that this claim waits for is still there."""
    refs = Obstacle.select(Obstacle.ref).where(Obstacle.registration == claim, Obstacle.resolved_at.is_null())
    return Registration.select().where(Registration.id.in_(refs), Registration.status.in_(IN_ORDER)).exists()


SEEDS = [*range(4), *(pytest.param(seed, marks=pytest.mark.once) for seed in range(4, 12))]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_partner_holds_it_and_nobody_waits_for_nothing(world: World, seed: int) -> None:
    walk = Walk(world, seed)
    for _ in range(STEPS):
        walk.step()
        walk.check()
