"""Can a partner read a single decision out of what is published to all? It is coarse, rare, and of many."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain import decisions, home, moment, rules
from domain.decisions import Words
from domain.reports import published
from models import Answer, AnswerFigures, Partner, Registration, User
from tests.world import MONDAY, SILVER, World

LEAST = rules.Rules().figures_least
NEW = rules.Rules().figures_new
SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve", "wi", "zo")


@pytest.fixture
def three(world: World) -> list[User]:
    """People of three partners, so that no two of them know all decisions but one."""
    firm = Partner.create(code="P-THRD-3333", name="Third", country="DE", **SILVER)
    fred = User.create(email="fred@third.example", name="Fred", role="rep", partner=firm, created_at=MONDAY)
    Partner.update(open_claim_cap=1000).execute()
    return [world.ana, world.rita, fred]


def name(number: int) -> str:
    return "".join(SYLLABLES[(number * step + step) % 14] for step in (1, 3, 5, 9)).title() + f" Werk {number}"


def decide(world: World, user: User, number: int, at: datetime, *, minutes: int = 60, yes: bool = True) -> None:
    with moment.at(at):
        claim = decisions.opened(world.max, world.file(user, name(number), domain=f"werk-{number}.example"))
    with moment.at(at + timedelta(minutes=minutes)):
        claim = Registration.get_by_id(claim.id)
        if yes:
            decisions.approve(world.max, claim, Words(clause="5.1", is_other_customer=True))
        else:
            decisions.decline(world.max, claim, Words(reason="no_fit", clause="4.2", text="No.", next_step="appeal"))


def fill(world: World, people: list[User], count: int, first: int = 0, at: datetime = MONDAY) -> None:
    for number in range(first, first + count):
        decide(world, people[number % len(people)], number, at)


def read(days: float) -> tuple[int | None, int] | None:
    """What a partner reads so many days later."""
    row = published.newest(MONDAY + timedelta(days=days), rules.in_force())
    return (row.half_within, row.approved) if row else None


def publish(days: float) -> int:
    with moment.at(MONDAY + timedelta(days=days)):
        return published.publish(moment.now())


@pytest.mark.once
def test_too_few_decisions_are_not_published(world: World, three: list[User]) -> None:
    fill(world, three, LEAST - 1)
    assert publish(1) == 0
    assert read(1) is None
    decide(world, three[0], LEAST, MONDAY)
    assert publish(1) == 1
    assert read(1) == (60, 100)


@pytest.mark.once
def test_decisions_on_the_claims_of_two_partners_are_not_published(world: World, three: list[User]) -> None:
    fill(world, three[:2], 2 * LEAST)
    assert publish(1) == 0


def test_what_was_decided_today_is_not_in_it_and_the_page_never_reckons_itself(world: World, three: list[User]) -> None:
    fill(world, three, LEAST)
    assert publish(0.2) == 0, "today is not over"
    publish(1)
    before = read(1)
    decide(world, three[0], 50, MONDAY + timedelta(days=1), yes=False)
    with moment.at(MONDAY + timedelta(days=1, hours=5)):
        seen = home.of(world.rita, rules.in_force()).figures
    assert seen is not None
    assert (seen.half_within, seen.approved) == before


def test_it_changes_only_after_many_new_decisions(world: World, three: list[User]) -> None:
    """Whoever compares before and after sees the work of at least so many decisions."""
    fill(world, three, LEAST)
    assert publish(1) == 1
    for number in range(NEW - 1):
        decide(world, three[number % 3], 100 + number, MONDAY + timedelta(days=1 + number), minutes=400, yes=False)
        assert publish(2 + number) == 0
        assert read(2 + number) == (60, 100)
    decide(world, three[0], 200, MONDAY + timedelta(days=NEW), minutes=400, yes=False)
    assert publish(NEW + 1) == 1
    assert read(NEW + 1) != (60, 100)


@pytest.mark.once
@pytest.mark.parametrize(("minutes", "half"), [(1, 30), (30, 30), (31, 60), (61, 90), (89, 90)])
def test_the_half_is_rounded_up_to_half_an_hour(world: World, three: list[User], minutes: int, half: int) -> None:
    for number in range(LEAST):
        decide(world, three[number % 3], number, MONDAY, minutes=minutes)
    publish(1)
    assert read(1) == (half, 100)


@pytest.mark.once
def test_the_share_is_rounded_to_five_of_a_hundred(world: World, three: list[User]) -> None:
    fill(world, three, 10)
    decide(world, three[0], 30, MONDAY, yes=False)
    publish(1)
    assert read(1) == (60, 90), "ten of eleven are 91"


@pytest.mark.once
def test_decisions_by_rule_say_nothing_of_how_long_people_take(world: World, three: list[User]) -> None:
    fill(world, three, LEAST)
    Registration.update(answer_started_at=None).execute()
    Answer.delete().execute()
    publish(1)
    assert read(1) == (None, 100)


@pytest.mark.once
def test_the_half_does_not_move_with_one_answer_among_many_decisions_by_rule(world: World, three: list[User]) -> None:
    """Else five decisions by rule and one by a person would show how long that person took."""
    fill(world, three, LEAST)
    publish(1)
    for number in range(40):
        decide(world, three[number % 3], 100 + number, MONDAY + timedelta(days=1), minutes=400)
    late = [claim.id for claim in Registration.select().where(Registration.decided_at > MONDAY + timedelta(days=1))]
    Answer.delete().where(Answer.registration.in_(late[NEW - 1 :])).execute()
    assert publish(2) == 1
    assert read(2) == (60, 100)
    decide(world, three[0], 200, MONDAY + timedelta(days=2), minutes=400)
    fill(world, three, NEW, first=300, at=MONDAY + timedelta(days=2))
    assert publish(3) == 1
    assert AnswerFigures.newest().answers > LEAST  # type: ignore[union-attr]


def test_it_is_published_once_a_day_at_most_and_grows_old(world: World, three: list[User]) -> None:
    fill(world, three, LEAST)
    assert publish(1) == 1
    fill(world, three, NEW, first=60, at=MONDAY + timedelta(hours=1))
    assert publish(1.1) == 0
    assert AnswerFigures.select().count() == 1
    assert AnswerFigures.get().published_on == date(2027, 3, 9)
    assert read(80) is not None
    assert read(95) is None
    assert publish(95) == 0, "and nothing was decided in the days of which it would speak"
