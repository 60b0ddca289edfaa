"""PRODUCT.md D: those who asked are told late, one by one, at one hour, never why, and never when it was won."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain import codes, decisions, moment, protection, watches
from domain.decisions import Words
from domain.refusals import Invalid, Kind, Refused
from models import Delivery, Event, Partner, Receipt, Registration, RulesVersion, User, Watch
from tests.world import MONDAY, World

BERLIN = ZoneInfo("Europe/Berlin")
NAME = "Talsperrenverband Oberwald"


@pytest.fixture
def held(world: World) -> Registration:
    """Ana holds the account, approved."""
    with moment.at(MONDAY):
        return decisions.approve(world.max, world.file(world.ana), Words(clause="5.1"))


def receipt(user: User, name: str = NAME, verdict: str = "taken", line: str = "flow") -> Receipt:
    return Receipt.create(
        code=codes.fresh("C"), user=user, partner=user.partner, at=moment.now(), name=name, core=name.lower(),
        country="DE", product_line=line, verdict=verdict, rules_version=RulesVersion.get(),
    )  # fmt: skip


def ask(user: User, day: float = 1, **values: Any) -> Watch:
    with moment.at(MONDAY + timedelta(days=day)):
        return watches.ask(user, receipt(user, **values), "We built their first plant.")


def another(world: World, name: str) -> User:
    """A rep of one more partner."""
    partner = Partner.create(
        code=codes.fresh("P"), name=name, country="DE", tier="silver", joined_on=MONDAY.date(), created_at=MONDAY
    )  # fmt: skip
    return User.create(email=f"{name.lower()}@x.example", name=name, role="rep", partner=partner, created_at=MONDAY)


def days_told(first: int, last: int) -> dict[str, datetime]:
    """Who was told when, in Berlin, if the job runs every day at ten."""
    for day in range(first, last):
        now = datetime(2027, 3, 8, 10, 0, tzinfo=BERLIN) + timedelta(days=day)
        with moment.at(now):
            watches.run(moment.now())
    mails = Delivery.with_event().where(Event.name == "watch.freed", Delivery.channel == "mail")
    return {row.recipient.name: row.event.at.astimezone(BERLIN) for row in mails}


def end(world: World, held: Registration, verb: Any = protection.withdraw, day: float = 10.25) -> None:
    with moment.at(MONDAY + timedelta(days=day)):
        verb(world.ana, Registration.get_by_id(held.id))


@pytest.mark.parametrize("days", [1, 2, 3])
def test_the_asker_is_told_at_ten_one_to_three_days_after_the_end(
    world: World, held: Registration, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    monkeypatch.setattr(watches, "draw", lambda low, high: days)
    ask(world.rita)
    end(world, held)
    assert days_told(2, 20) == {"Rita Sommer": datetime(2027, 3, 18 + days, 10, 0, tzinfo=BERLIN)}
    assert days_told(2, 40) == {"Rita Sommer": datetime(2027, 3, 18 + days, 10, 0, tzinfo=BERLIN)}, "once"


def test_the_number_of_days_is_drawn_from_all_of_one_to_three() -> None:
    assert {watches.draw(1, 3) for _ in range(200)} == {1, 2, 3}


def test_those_who_asked_later_are_told_a_day_later(
    world: World, held: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter([2, 1, 1, 1])
    monkeypatch.setattr(watches, "draw", lambda low, high: next(numbers))
    late, later = another(world, "Late"), another(world, "Later")
    ask(world.rita, 1)
    ask(late, 2, name="Talsperrenverband Oberwald GmbH")
    ask(later, 3)
    end(world, held)
    told = {name: when.day for name, when in days_told(4, 30).items()}
    assert told == {"Rita Sommer": 20, "Late": 21, "Later": 22}


def test_when_the_first_one_told_registers_the_second_is_not_told(
    world: World, held: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watches, "draw", lambda low, high: 1)
    late = another(world, "Late")
    ask(world.rita, 1)
    ask(late, 2)
    end(world, held)
    assert list(days_told(4, 12)) == ["Rita Sommer"]
    with moment.at(MONDAY + timedelta(days=11.2)):
        assert world.file(world.rita).status == "submitted"
    assert list(days_told(12, 30)) == ["Rita Sommer"]
    assert Watch.get(Watch.user == late).tell_at is None, "and goes on waiting"


def test_nobody_is_told_when_it_was_won(world: World, held: Registration) -> None:
    ask(world.rita)
    end(world, held, protection.win)
    assert days_told(2, 80) == {}
    assert Watch.get().ended_at is None, "the entry stays as it is: that it goes would tell"


def test_another_product_line_is_another_matter(world: World, held: Registration) -> None:
    """Gas is taken by Ben; that flow comes free is no news for who waits for gas."""
    with moment.at(MONDAY):
        world.file(world.ben, product_line="gas")
    ask(world.rita, line="gas")
    end(world, held)
    assert days_told(2, 40) == {}


def test_an_entry_lasts_ninety_days(world: World, held: Registration, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watches, "draw", lambda low, high: 1)
    ask(world.rita, 1)
    assert days_told(2, 95) == {}
    end(world, held, day=95.5)
    assert days_told(95, 110) == {}
    assert Watch.get().ended_at is not None


def test_the_mail_says_neither_who_held_it_nor_why(world: World, held: Registration) -> None:
    from domain import letters
    from integrations import message

    ask(world.rita)
    end(world, held)
    days_told(2, 20)
    with moment.at(MONDAY + timedelta(days=20)):
        letter = letters.of(Delivery.with_event().where(Event.name == "watch.freed", Delivery.channel == "mail").get())
    said = message.write(letter.event, letter.locale, letter.facts)
    whole = said.subject + said.text(letter.path) + said.html(letter.path, "#0f5061")
    assert not any(word in whole.lower() for word in ("acme", "ana", "withdr", "expire", "lost", held.code.lower()))
    assert Event.get(Event.name == "watch.freed").facts == {}


def test_asking_twice_is_one_entry(world: World, held: Registration) -> None:
    assert ask(world.rita).code == ask(world.rita, 2).code
    assert Watch.select().count() == 1


def test_a_reason_is_needed(world: World, held: Registration) -> None:
    with moment.at(MONDAY):
        for reason in ("", "  ", "x" * 501):
            with pytest.raises(Invalid):
                watches.ask(world.rita, receipt(world.rita), reason)


@pytest.mark.parametrize("verdict", ["free", "own", "review"])
def test_only_what_is_taken_can_be_waited_for(world: World, verdict: str) -> None:
    with moment.at(MONDAY), pytest.raises(Refused):
        watches.ask(world.rita, receipt(world.rita, verdict=verdict), "Why not.")


def test_a_company_waits_for_ten_accounts_at_most(world: World) -> None:
    for number in range(10):
        ask(world.rita, name=f"Wasserwerk Nummer {number}")
    with pytest.raises(Refused) as refused:
        ask(world.rita, name="Wasserwerk Elf")
    assert refused.value.kind is Kind.WRONG
    watches.stop(world.rita, Watch.select().first())
    assert ask(world.rita, name="Wasserwerk Elf")


def test_neither_strangers_nor_staff_ask_or_stop(world: World) -> None:
    watch = ask(world.rita)
    with moment.at(MONDAY):
        slip = receipt(world.rita)
        for person in (world.ana, world.max):
            with pytest.raises(Refused):
                watches.ask(person, slip, "Mine.")
            with pytest.raises(Refused):
                watches.stop(person, watch)


def test_ending_an_entry_is_on_record_once(world: World, held: Registration) -> None:
    with moment.at(MONDAY):
        entry = ask(world.rita)
        watches.stop(world.rita, entry)
        watches.stop(world.rita, entry)
    assert Event.select().where(Event.name == "watch.ended", Event.actor == world.rita).count() == 1
