"""How little does it take? A clear case in two clicks; from check to "registered" in a minute and twelve taps."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from models import Evidence, Registration
from tests.browser.conftest import Look
from tests.world import MONDAY, World

pytestmark = pytest.mark.browser

MOST_CLICKS, MOST_SECONDS = 2, 20
MOST_TAPS, MOST_SIMULATED = 12, 60

PER_LETTER, PER_TAP = 0.25, 1.2
"""Seconds of a thumb that knows what to type (45 words a minute are rare), and to find and press the next thing."""

COUNT = """
addEventListener("pointerdown", (event) => {
  if (event.isTrusted) sessionStorage.setItem("presses", Number(sessionStorage.getItem("presses") ?? 0) + 1);
}, true);
"""


def test_a_clear_case_is_decided_in_two_clicks(look: Look, world: World) -> None:
    claim = world.file(world.ana, "Glaswerk Steinau", value_band="40k_to_100k")
    Evidence.create(
        code="E-1", registration=claim, partner=claim.partner, uploaded_by=world.ana, uploaded_at=MONDAY,
        filename="AW Messung.eml", kind="eml", size=9, sha256="0" * 64,
    )  # fmt: skip
    page = look.as_(world.max, "desk")
    page.add_init_script(COUNT)
    page.goto("/queue")
    began = time.monotonic()
    page.get_by_role("link", name=claim.company).click()
    page.get_by_role("button", name="Approve until").click()
    page.wait_for_url(f"**/queue?done={claim.code}")
    expect(page.get_by_role("status").filter(has_text="is approved")).to_be_visible()
    assert int(page.evaluate("sessionStorage.getItem('presses')")) <= MOST_CLICKS
    assert time.monotonic() - began < MOST_SECONDS
    assert Registration.get_by_id(claim.id).status == "approved"


@dataclass
class Thumb:
    """Types and taps on a phone, and counts. What the phone itself shows (a list to choose from) takes two taps."""

    page: Page
    taps: int = 0
    letters: int = 0

    def tap(self, what: Locator) -> None:
        what.click()
        self.taps += 1

    def type(self, field: Locator, text: str) -> None:
        self.tap(field)
        self.page.keyboard.type(text)
        self.letters += len(text)

    def choose(self, field: Locator, value: str) -> None:
        field.select_option(value)
        self.taps += 2


def test_on_the_phone_from_check_to_registered_in_a_minute_and_twelve_taps(look: Look, world: World) -> None:
    page = look.as_(world.ana)
    page.add_init_script(COUNT)
    page.goto("/")
    thumb, began = Thumb(page), time.monotonic()
    thumb.type(page.get_by_label("Who is the prospect?"), "Käserei Brunnthal eG")
    card = page.locator("#answer[data-verdict=free]:not([data-provisional])")  # settles by itself after a second
    thumb.tap(card.get_by_role("button", name="Register"))
    thumb.type(page.get_by_label("Web address"), "brunnthal-kaese.example")
    thumb.choose(page.get_by_label("Country"), "DE")
    thumb.type(page.get_by_label("Your contact there"), "Josef Hartinger")
    thumb.choose(page.get_by_label("Product line"), "flow")
    thumb.tap(page.get_by_text("15,000 to 40,000"))
    thumb.tap(page.get_by_role("button", name="in 3 months"))
    thumb.tap(page.get_by_role("button", name="today"))
    thumb.tap(page.locator(".pin").get_by_role("button", name="Register claim"))
    expect(page.locator("#registration")).to_have_attribute("data-status", "submitted")
    expect(page.locator("#course")).to_contain_text("Registered")
    waited = time.monotonic() - began
    assert thumb.taps <= MOST_TAPS
    assert waited + thumb.letters * PER_LETTER + thumb.taps * PER_TAP <= MOST_SIMULATED
    selects = 2 * 2
    assert int(page.evaluate("sessionStorage.getItem('presses')")) <= MOST_TAPS - selects, "what the browser saw itself"


def test_every_key_of_the_decision_page_does_what_its_list_says(look: Look, world: World) -> None:
    claim = world.file(world.ana, "Glaswerk Steinau")
    page = look.as_(world.max, "desk")
    page.goto("/queue")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next and previous row")
    page.keyboard.press("Escape")
    page.keyboard.press("6")
    page.wait_for_url("**/queue?which=paused")
    page.keyboard.press("1")
    page.wait_for_url("**/queue?which=all")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/registrations/{claim.code}/decision")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("Carry out the decision that is open")
    page.keyboard.press("a")  # the page behind the list does not listen
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    page.keyboard.press("Tab")  # past its only button: it does not cover what has the focus then
    expect(sheet).to_be_hidden()
    opener = page.get_by_role("button", name="Keys of this page")
    opener.click()
    expect(sheet).to_be_visible()
    opener.click()
    expect(sheet).to_be_hidden()
    page.evaluate("document.activeElement.blur()")
    assert page.locator("details[data-key=a][open]").count() == 0
    page.keyboard.press("2")
    expect(page.locator("[data-keys=ticks] input").nth(1)).to_be_checked()
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(page.locator("#decide")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("#list")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_label("What should be decided, and what do you propose?")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.get_by_label("Condition", exact=True)).to_be_focused()
    page.keyboard.type("Name the buyer.")
    expect(page.locator("[data-echo=conditions-text-1]")).to_have_text("Name the buyer.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".problem")).to_be_focused()
    expect(page.get_by_label("Condition", exact=True)).to_have_value("Name the buyer.")
    page.keyboard.press("u")
    page.wait_for_url("**/queue")
    assert Registration.get_by_id(claim.id).status == "submitted"
