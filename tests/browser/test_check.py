"""The live check in a real browser: the answer comes while one types, settles by itself, and nothing jumps."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from domain import decisions
from domain.decisions import Words
from models import Budget, Receipt, Registration
from tests.browser.conftest import PHONE_FIRST, Look, fits
from tests.world import World

pytestmark = pytest.mark.browser

NAME = "Talsperrenverband Oberwald"
FREE = "Käserei Brunnthal"
SHIFTS = """() => { window.shifts = []; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts.push([one.value, ...one.sources.map(
    ({node, previousRect: was, currentRect: is}) => `${node?.id || node?.nodeName}: ${was.y} to ${is.y}`)]);
}).observe({type: "layout-shift"}) }"""
"""From now on, what moves without having been touched: how much, what, and from where to where."""


def answer(page: Page, verdict: str, *, settled: bool = True) -> Locator:
    wanted = page.locator(
        f"[data-verdict={verdict}]" + (":not([data-provisional])" if settled else "[data-provisional]")
    )
    expect(wanted).to_be_visible()
    return wanted


def slow(page: Page, milliseconds: int) -> None:
    """Answers take this long from now on, as on a train."""

    def later(route: Any) -> None:
        page.wait_for_timeout(milliseconds)
        route.continue_()

    page.route("**/checks", later)


@pytest.mark.parametrize("width", PHONE_FIRST)
def test_typing_answers_so_far_and_a_pause_settles_it(look: Look, world: World, width: str) -> None:
    page = look.as_(world.ana, width)
    page.clock.install(time=0)
    page.goto("/")
    page.clock.pause_at(3600)
    page.get_by_label("Who is the prospect?").press_sequentially(FREE)
    page.clock.run_for(400)
    expect(answer(page, "free", settled=False)).to_contain_text("Free so far")
    assert not Receipt.select().exists()
    page.clock.run_for(1000)
    answer(page, "free")
    assert [(row.name, row.verdict) for row in Receipt.select()] == [(FREE, "free")]
    assert fits(page)


@pytest.mark.parametrize("width", PHONE_FIRST)
def test_nothing_moves_when_a_late_answer_comes(look: Look, world: World, width: str) -> None:
    decisions.approve(world.max, world.file(world.ben), Words(clause="5.1"))
    page = look.as_(world.rita, width)
    page.goto("/")
    page.evaluate(SHIFTS)
    slow(page, 700)
    for name, verdict in ((NAME, "taken"), (FREE, "free")):
        page.get_by_label("Who is the prospect?").fill("")
        page.get_by_label("Who is the prospect?").press_sequentially(name, delay=5)
        answer(page, verdict)
    assert page.evaluate("window.shifts") == []


def test_an_emptied_field_has_no_answer_at_once_and_nothing_moves_later(look: Look, world: World) -> None:
    """The server's word for it may come long after the last letter went; what moves then would be a surprise."""
    page = look.as_(world.ana)
    page.goto("/")
    field = page.get_by_label("Who is the prospect?")
    field.press_sequentially(FREE, delay=5)
    answer(page, "free")
    slow(page, 900)
    page.evaluate(SHIFTS)
    with page.expect_response("**/checks"):
        field.fill("")
        assert page.locator("#verdict").inner_html().strip() == ""
    page.wait_for_timeout(100)
    assert page.evaluate("window.shifts") == []


def test_enter_settles_at_once_and_no_late_keystroke_takes_it_back(look: Look, world: World) -> None:
    page = look.as_(world.ana)
    page.goto("/")
    page.get_by_label("Who is the prospect?").press_sequentially(FREE, delay=5)
    page.keyboard.press("Enter")
    answer(page, "free")
    page.wait_for_timeout(1600)
    answer(page, "free")
    assert Receipt.select().count() == 1
    assert Budget.get(Budget.window == "minute").spent == 1


def test_leaving_the_field_settles_but_going_to_the_second_line_does_not(look: Look, world: World) -> None:
    page = look.as_(world.ana)
    page.goto("/")
    page.get_by_text("Add web address").click()
    page.get_by_label("Who is the prospect?").fill(FREE)
    page.get_by_label("City").focus()
    assert not Receipt.select().exists()
    page.get_by_label("City").fill("Brunnthal")
    page.get_by_role("link", name="Your receipts").focus()
    answer(page, "free")
    assert Receipt.get().city == "Brunnthal"


def test_an_older_answer_never_covers_a_newer_one(look: Look, world: World) -> None:
    """The answer to the first name is held back until the second has been asked."""
    world.file(world.ben)
    page = look.as_(world.rita)
    page.goto("/")
    slow(page, 900)
    page.get_by_label("Who is the prospect?").fill(NAME)
    page.wait_for_timeout(400)
    page.get_by_label("Who is the prospect?").fill(FREE)
    answer(page, "free")
    page.wait_for_timeout(1000)
    answer(page, "free")


@pytest.mark.parametrize("script", [True, False])
def test_from_the_answer_to_the_form_in_one_press(look: Look, world: World, script: bool) -> None:
    page = look.as_(world.ana, script=script)
    page.goto("/")
    page.get_by_text("Add web address").click()
    page.get_by_label("Country").select_option("DE")
    page.get_by_label("Who is the prospect?").fill(FREE)  # last, so that no answer without the country comes before
    page.get_by_role("button", name="Check").click()
    answer(page, "free").get_by_role("button", name="Register").click()
    expect(page.get_by_label("Company")).to_have_value(FREE)
    assert Registration.get().status == "held"


@pytest.mark.parametrize("script", [True, False])
def test_over_the_budget_it_says_when_to_go_on_and_keeps_what_was_typed(look: Look, world: World, script: bool) -> None:
    for row in range(2):
        Budget.create(user=world.ana, window="day", starts_at=_days()[row], spent=40)
    page = look.as_(world.ana, script=script)
    page.goto("/")
    page.get_by_label("Who is the prospect?").fill(FREE)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#verdict")).to_contain_text("You have used today’s 40 checks")
    expect(page.get_by_label("Who is the prospect?")).to_have_value(FREE)


def _days() -> list[Any]:
    """Today's window, and tomorrow's in case midnight passes meanwhile."""
    from datetime import timedelta

    from domain import budgets, moment, rules

    numbers, now = rules.in_force(), moment.now()
    return [budgets.today(numbers, now + timedelta(days=day))[0] for day in range(2)]


def test_the_four_answers_are_told_to_screen_readers_from_one_place(look: Look, world: World) -> None:
    page = look.as_(world.ana)
    page.goto("/")
    region = page.get_by_role("status")
    expect(region).to_have_count(1)
    expect(region).to_be_empty()
    page.get_by_label("Who is the prospect?").fill(FREE)
    page.keyboard.press("Enter")
    expect(region).to_contain_text("Free")
