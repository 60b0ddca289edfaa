"""A list is checked as its owner would: each line once, at its price, with room left, whatever dies or changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain import allowances, budgets, bulk, checks, decisions, leaving, moment, partners, pauses, roles, rules
from domain.allowances import Wanted
from domain.bulk import Received, running
from domain.checks import Prospect
from domain.decisions import Words
from domain.people import Part
from domain.refusals import Invalid, Kind, Refused
from models import BulkCheck, BulkLine, Delivery, Event, Receipt, User
from tests.world import MONDAY, World

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
NAMES = tuple(f"{word} {kind}" for kind in ("Druckerei", "Gerberei", "Weberei") for word in (
    "Ahrental", "Bodewald", "Cadenberge", "Dreisam", "Ederau", "Fuldatal", "Gersprenz", "Hunteburg", "Ilmenau",
    "Jagsttal", "Kinzigau", "Lippetal", "Mümling", "Niddaau", "Ohmtal", "Pegnitzau", "Queichtal", "Rezatgrund",
    "Sinntal", "Tauberau",
))  # fmt: skip
"""Sixty names that look like none of each other."""


def few(**numbers: int) -> None:
    with moment.at(MONDAY - MINUTE):
        rules.publish(replace(rules.in_force(), **numbers), {"en": "."})


def read(user: User, text: str, name: str = "") -> BulkCheck:
    return bulk.receive(user, Received(name, bulk.from_text(text, rules.in_force().list_lines)))


def started(user: User, names: tuple[str, ...] = NAMES[:3], at: timedelta = timedelta()) -> BulkCheck:
    with moment.at(MONDAY + at):
        return bulk.start(user, read(user, "\n".join(names)))


def tick(since: timedelta = timedelta(), runs: int = 1) -> None:
    """The clock runs, every two seconds."""
    for number in range(runs):
        at = MONDAY + since + 2 * number * SECOND
        with moment.at(at):
            bulk.run_due(at)


def now(listed: BulkCheck) -> BulkCheck:
    return BulkCheck.get_by_id(listed.id)


def answers(listed: BulkCheck) -> list[str]:
    return [line.verdict or line.problem for line in BulkLine.of(listed)]


def spent(user: User, at: timedelta = timedelta()) -> int:
    return budgets.spent(user, rules.in_force(MONDAY + at), MONDAY + at).person


def test_each_line_is_a_settled_check_with_its_receipt_and_costs_a_name(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.rita, "Talsperrenverband Oberwald")
        decisions.approve(world.max, claim, Words(clause="5.1"))
        own = world.file(world.ana, "Kalkwerk Hohenstein", domain="kalkwerk-hohenstein.example")
    before = spent(world.ana)
    listed = started(world.ana, ("Talsperrenverband Oberwald GmbH", "Kalkwerk Hohenstein", "Ahrental Druckerei"))
    assert spent(world.ana) == before, "what is only read costs nothing"
    tick(runs=2)
    assert answers(listed) == ["taken", "own", "free"]
    assert spent(world.ana) == before + 3
    lines = list(BulkLine.of(listed))
    receipts = {row.code: row for row in Receipt.select()}
    assert [receipts[line.receipt].verdict for line in lines] == ["taken", "own", "free"]
    assert {receipts[line.receipt].from_list for line in lines} == {listed.code}
    assert [line.registration_id for line in lines] == [None, own.id, None]
    assert now(listed).state == "done"


def test_what_is_repeated_costs_nothing(world: World) -> None:
    with moment.at(MONDAY):
        checks.check(world.ana, Prospect(NAMES[0]), settled=True)
    listed = started(world.ana, (NAMES[0], NAMES[1], NAMES[1].upper(), f"{NAMES[1]} GmbH"))
    tick(MINUTE, runs=3)
    assert answers(listed) == ["free"] * 4
    assert spent(world.ana) == 2


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("GmbH", "form"),
        ("S.A. de C.V.", "form"),
        ("GmbH & Co. KG", "form"),
        ("abc", "short"),
        ("12", "short"),
        ("gmail.com", "shared"),
        ("x" * 250, "long"),
        ("😀😀", "short"),
    ],
)
def test_a_line_that_cannot_be_judged_says_so_and_costs_nothing(world: World, line: str, problem: str) -> None:
    listed = started(world.ana, (NAMES[0], line))
    tick()
    assert answers(listed) == ["free", problem]
    assert (spent(world.ana), Receipt.select().count(), now(listed).state) == (1, 1, "done")


def test_a_list_without_a_line_that_can_be_judged_does_not_start(world: World) -> None:
    with moment.at(MONDAY):
        listed = read(world.ana, "GmbH\nAG")
        with pytest.raises(Invalid):
            bulk.start(world.ana, listed)
    assert now(listed).state == "read"
    assert not BulkLine.select().exists()


# ---- columns


def lines(text: str) -> list[tuple[str, str, str, str]]:
    rows = bulk.from_text(text, 300)
    is_headed = bulk.reading.has_head(rows)
    found = bulk.reading.lines_of(rows, is_headed, bulk.reading.mapped(rows, is_headed), "", "")
    return [(one.prospect.name, one.prospect.domain, one.prospect.country, one.prospect.city) for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ahrental AG\n\nMüller, Söhne; Inh.\n ", [("Ahrental AG", "", "", ""), ("Müller, Söhne; Inh.", "", "", "")]),
        ("Company\tWebsite\tCountry\nAhrental\tahrental.de\tGermany", [("Ahrental", "ahrental.de", "DE", "")]),
        ("Firma;Ort;Land\nAhrental;Hof;Österreich", [("Ahrental", "", "AT", "Hof")]),
        ("Empresa,País\n\"Ahrental, S.A.\",España", [("Ahrental, S.A.", "", "ES", "")]),
        ("ahrental.de\tAhrent\tDE\nbo.de\tBo\tDE", [("Ahrent", "ahrental.de", "DE", ""), ("Bo", "bo.de", "DE", "")]),
        ("Company\nAhrental", [("Ahrental", "", "", "")]),
        ("www.ahrental.de\nbode.de", [("", "www.ahrental.de", "", ""), ("", "bode.de", "", "")]),
        ("\ufeffKunde\nAhrental\u202e\x00", [("Ahrental", "", "", "")]),
        ("\"an open quote\tDE\nAhrental\tDE", [("an open quote DE", "", "", ""), ("Ahrental", "", "DE", "")]),
    ],
)  # fmt: skip
def test_pasted_names_and_tables_are_read_as_they_are_meant(
    text: str, found: list[tuple[str, ...]], world: World
) -> None:
    with moment.at(MONDAY):
        assert lines(text) == found


def test_an_owner_corrects_columns_and_chooses_for_the_whole_list(world: World) -> None:
    with moment.at(MONDAY):
        listed = read(world.ana, "Hof\tAhrental\nBonn\tBodewald")
        listed = bulk.correct(
            world.ana, listed, {"name": 1, "city": 0, "vat": 99}, is_headed=False, line="flow", country="DE"
        )
        assert listed.mapping == {"name": 1, "city": 0}
        bulk.start(world.ana, listed)
    tick()
    rows = [(row.name, row.city, row.country, row.product_line) for row in Receipt.select().order_by(Receipt.id)]
    assert rows == [("Ahrental", "Hof", "DE", "flow"), ("Bodewald", "Bonn", "DE", "flow")]
    with moment.at(MONDAY), pytest.raises(Refused):
        bulk.correct(world.ana, now(listed), {"name": 0}, is_headed=False, line="", country="")


def test_too_many_lines_too_many_lists_and_nothing_are_said(world: World) -> None:
    few(list_lines=10)
    with moment.at(MONDAY):
        with pytest.raises(Invalid) as told:
            read(world.ana, "\n".join(NAMES[:11]))
        assert told.value.values["most"] == 10
        for nothing in ("", "  \n\n", "Company"):
            with pytest.raises(Invalid):
                read(world.ana, nothing)
        for _ in range(20):
            read(world.ana, "\n".join(NAMES[:10]))
        with pytest.raises(Refused):
            read(world.ana, NAMES[0])


# ---- budget and pace


def test_a_list_leaves_names_of_the_day_for_typing_and_goes_on_the_next_day(world: World) -> None:
    few(settled_per_day=10)
    listed = started(world.ana, NAMES[:14])
    tick(runs=30)
    assert sum(bool(one) for one in answers(listed)) == spent(world.ana) == 8
    stands = now(listed)
    assert (stands.state, stands.waits) == ("running", "day")
    assert stands.waits_until.isoformat() == "2027-03-08T23:00:00+00:00"
    with moment.at(MONDAY + timedelta(hours=1)):
        assert checks.check(world.ana, Prospect("Zwiesel Brauhaus"), settled=True).verdict == "free"
    tick(timedelta(hours=10), runs=3)
    assert spent(world.ana) == 9
    tick(timedelta(hours=14, minutes=6), runs=30)
    assert (now(listed).state, now(listed).waits) == ("done", "")
    assert spent(world.ana, timedelta(hours=15)) == 6


def test_a_list_does_not_use_up_what_colleagues_have(world: World) -> None:
    few(partner_names_per_day=10)
    listed = started(world.ana, NAMES[:14])
    tick(runs=30)
    assert (sum(bool(one) for one in answers(listed)), now(listed).waits) == (8, "day")
    with moment.at(MONDAY + MINUTE):
        checks.check(world.ben, Prospect("Zwiesel Brauhaus"), settled=True)


def test_a_month_that_is_used_up_is_said_as_such(world: World) -> None:
    few(partner_names_per_month=50, settled_per_day=60, partner_names_per_day=100)
    listed = started(world.ana, NAMES[:50])
    tick(runs=200)
    assert (sum(bool(one) for one in answers(listed)), now(listed).waits) == (40, "month")
    assert now(listed).waits_until.isoformat() == "2027-03-31T22:00:00+00:00"


def test_more_names_from_a_manager_let_it_go_on_within_minutes(world: World) -> None:
    few(settled_per_day=5)
    listed = started(world.ana, NAMES[:14])
    tick(runs=5)
    assert now(listed).waits == "day"
    with moment.at(MONDAY + MINUTE):
        until = (MONDAY + 9 * DAY).date()
        allowances.give(world.max, world.ana.partner, Wanted(50, 120, 700, until, "A fair in Hanover."))
    tick(timedelta(minutes=6), runs=60)
    assert now(listed).state == "done"


def test_a_list_takes_half_of_a_minute_and_less_while_its_owner_types(world: World) -> None:
    few(checks_per_minute=10, settled_per_day=200, partner_names_per_day=400)
    listed = started(world.ana, NAMES[:40])
    tick(runs=25)
    assert sum(bool(one) for one in answers(listed)) == 5
    for number in range(5):
        with moment.at(MONDAY + 59 * SECOND):
            checks.check(world.ana, Prospect(f"Zwiesel {number} Brauhaus"), settled=False)
    with moment.at(MONDAY + MINUTE):
        for number in range(4):
            checks.check(world.ana, Prospect(f"Zwiesel {number} Brauhaus"), settled=False)
    tick(MINUTE, runs=25)
    assert sum(bool(one) for one in answers(listed)) == 6


def test_paused_checks_pause_the_list_and_let_it_go_on(world: World) -> None:
    listed = started(world.ana)
    with moment.at(MONDAY + SECOND):
        pauses.begin(world.max, world.ana.partner, "Please call.")
    tick(2 * SECOND)
    assert (now(listed).waits, now(listed).waits_until, spent(world.ana)) == ("paused", None, 0)
    with moment.at(MONDAY + MINUTE):
        pauses.end(world.max, world.ana.partner)
    tick(timedelta(minutes=6), runs=2)
    assert (now(listed).state, spent(world.ana)) == ("done", 3)


# ---- killed, twice, stopped


class Killed(BaseException):
    """What no handler catches: the process is gone."""


@pytest.mark.parametrize("where", ["_take", "_asked", "_note_line"])
def test_killed_anywhere_within_a_line_no_line_is_paid_or_checked_twice(
    world: World, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Before it is begun, after it was asked and paid, after it was noted: each time the process is gone after that."""
    listed = started(world.ana, NAMES[:6])
    original: Callable[..., Any] = getattr(running, where)
    calls = 0

    def dying(*given: Any, **values: Any) -> Any:
        nonlocal calls
        done = original(*given, **values)
        calls += 1
        if calls in (2, 5):
            raise Killed
        return done

    monkeypatch.setattr(running, where, dying)
    for number in range(12):
        try:
            tick(timedelta(minutes=13 * number), runs=3)
        except Killed:
            continue
    assert now(listed).state == "done"
    assert answers(listed) == ["free"] * 6
    assert (spent(world.ana), Receipt.select().count()) == (6, 6)
    assert len({line.receipt for line in BulkLine.of(listed)}) == 6


def test_killed_while_paying_leaves_neither_price_nor_receipt(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = started(world.ana, NAMES[:1])
    with monkeypatch.context() as patch:
        patch.setattr(Receipt, "save", lambda *_, **__: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            tick()
    assert (spent(world.ana), Receipt.select().count()) == (0, 0)
    tick(2 * MINUTE, runs=2)
    assert (spent(world.ana), Receipt.select().count(), now(listed).state) == (1, 1, "done")


def test_a_line_that_fails_again_and_again_is_given_up_and_the_rest_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, original = started(world.ana), checks.check

    def failing(user: User, prospect: Prospect, **how: Any) -> Any:
        if prospect.name == NAMES[1]:
            raise RuntimeError("an error of ours")
        return original(user, prospect, **how)

    monkeypatch.setattr(checks, "check", failing)
    for number in range(6):
        tick(2 * number * MINUTE, runs=3)
    assert (answers(listed), now(listed).state) == (["free", "failed", "free"], "done")


def test_two_clocks_take_a_line_once(world: World) -> None:
    listed = started(world.ana, NAMES[:1])
    line = BulkLine.get()
    with moment.at(MONDAY):
        assert running._take(listed, line)
        assert not running._take(listed, line)


def test_whoever_stops_it_keeps_what_was_answered(world: World) -> None:
    listed = started(world.ana, NAMES[:8])
    tick()
    with moment.at(MONDAY + 3 * SECOND):
        bulk.stop(now(listed), world.ana)
        with pytest.raises(Refused):
            bulk.stop(listed, world.ana)
    tick(4 * SECOND, runs=5)
    assert (answers(listed), now(listed).why) == (["free"] * 5 + [""] * 3, "owner")
    assert spent(world.ana) == 5
    with moment.at(MONDAY + MINUTE):
        assert not running._take(listed, BulkLine.open_of(listed).first()), "nor a clock that was at it"


def test_a_double_click_starts_it_once(world: World) -> None:
    with moment.at(MONDAY):
        listed = read(world.ana, "\n".join(NAMES[:3]))
        bulk.start(world.ana, listed)
        with pytest.raises(Refused):
            bulk.start(world.ana, listed)
    assert BulkLine.select().count() == 3


def _let_go(world: World) -> None:
    leaving.deactivate(world.ben, world.ana)


def _reads_only(world: World) -> None:
    roles.change(world.ben, world.ana, Part("reader"))


def _suspended(world: World) -> None:
    partners.suspend(world.max, world.ana.partner)


@pytest.mark.parametrize(("change", "why"), [(_let_go, "removed"), (_reads_only, "role"), (_suspended, "suspended")])
def test_whoever_may_not_check_any_more_has_no_list_that_goes_on(
    world: World, change: Callable[[World], None], why: str
) -> None:
    listed = started(world.ana, NAMES[:8])
    tick()
    with moment.at(MONDAY + 3 * SECOND):
        change(world)
    tick(4 * SECOND, runs=5)
    assert (now(listed).state, now(listed).why, spent(world.ana)) == ("stopped", why, 5)
    assert bulk.ENDED[why]


@pytest.mark.parametrize("who", ["max", "dora", "ada"])
def test_staff_have_no_lists(world: World, who: str) -> None:
    with moment.at(MONDAY), pytest.raises(Refused) as told:
        read(getattr(world, who), "Ahrental Druckerei")
    assert told.value.kind is Kind.NOT_YOURS


# ---- told, kept, forgotten


def told(name: str) -> list[tuple[str, str]]:
    rows = Delivery.with_event().where(Event.name == name)
    return sorted((row.recipient.email.partition("@")[0], row.channel) for row in rows)


def test_its_owner_finds_a_line_in_the_inbox_and_no_mail(world: World) -> None:
    started(world.ana)
    tick(runs=2)
    assert told("list.done") == [("ana", "inbox")]


def test_after_a_night_there_is_a_mail_too(world: World) -> None:
    few(settled_per_day=5)
    started(world.ana, NAMES[:6])
    tick(runs=3)
    tick(DAY, runs=3)
    assert told("list.done_late") == [("ana", "inbox"), ("ana", "mail")]
    assert told("list.done") == []


def test_nobody_but_the_owner_sees_it(world: World) -> None:
    listed = started(world.ana)
    for who in ("ben", "rita", "max", "dora", "ada"):
        assert list(BulkCheck.visible_to(getattr(world, who))) == []
    assert [row.code for row in BulkCheck.visible_to(world.ana)] == [listed.code]


def test_deleted_lists_go_with_their_news_and_leave_the_receipts(world: World) -> None:
    listed = started(world.ana)
    tick(runs=2)
    with moment.at(MONDAY + MINUTE):
        bulk.delete(world.ana, now(listed))
    assert (BulkCheck.select().count(), BulkLine.select().count(), told("list.done")) == (0, 0, [])
    assert Receipt.select().count() == 3
    assert "Druckerei" not in str([event.facts for event in Event.select()])


def test_after_its_days_a_list_goes_by_itself(world: World) -> None:
    done = started(world.ana)
    tick(runs=2)
    with moment.at(MONDAY + 29 * DAY):
        left = read(world.ana, "Ahrental")
        assert bulk.forget_old(MONDAY + 29 * DAY) == 0
    assert bulk.forget_old(MONDAY + 31 * DAY) == 1
    assert [row.code for row in BulkCheck.select()] == [left.code]
    assert not BulkLine.select().where(BulkLine.bulk == done.id).exists()
