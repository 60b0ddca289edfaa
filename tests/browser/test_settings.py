"""Are the tints on the settings page those that the browser paints, and does the page show them while one types?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from domain import contrast, rules
from models import Vendor
from tests.browser.conftest import Look
from tests.world import World

pytestmark = pytest.mark.browser

PAINTED = """(colour) => {
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d");
  drawing.fillStyle = colour;
  drawing.fillRect(0, 0, 1, 1);
  return [...drawing.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


def painted(page: Page, selector: str, what: str) -> tuple[int, ...]:
    """The colour on the screen, whichever way the stylesheet writes it."""
    colour = page.locator(selector).first.evaluate(f"(one) => getComputedStyle(one).{what}")
    return tuple(page.evaluate(PAINTED, colour))


def channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 2 for a, b in zip(one, other, strict=True))


@pytest.mark.audit
def test_the_tints_shown_are_those_that_the_browser_paints(look: Look, world: World) -> None:
    page = look.as_(world.ada, "desk")
    wrong = []
    for accent in ("#0f5061", "#ffe000", "#d40000", "#00a0ff", "#101010", "#f2f2f2", "#7a00ff", "#2fae4b"):
        Vendor.update(accent=accent).execute()
        for tint in contrast.tints(accent):
            page.emulate_media(color_scheme=tint.theme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.goto("/settings/protection")
            button, link = ".pin .button", ".back + * a, aside a"
            seen = {
                "fill": painted(page, button, "backgroundColor"), "on_fill": painted(page, button, "color"),
                "ink": painted(page, link, "color"),
            }  # fmt: skip
            wrong += [
                (accent, tint.theme, n, c, getattr(tint, n))
                for n, c in seen.items()
                if not near(c, channels(getattr(tint, n)))
            ]
    assert wrong == []


def test_the_contrast_follows_what_is_typed_and_nothing_else_moves(look: Look, world: World) -> None:
    page = look.as_(world.ada)
    page.goto("/settings/brand")
    page.get_by_label("Name your partners know you by").fill("Südwind")
    page.get_by_label("Accent").fill("#a03020")
    expect(page.locator("#contrast rect[fill='#a03020']")).to_be_visible()
    assert re.search(r"7\.1 : 1", page.locator("#contrast").inner_text())
    expect(page.get_by_label("Name your partners know you by")).to_have_value("Südwind")


def test_questions_are_found_while_one_types(look: Look, world: World) -> None:
    page = look.as_(world.ada)
    page.goto("/settings")
    page.get_by_label("What do you want to set?").fill("how long protected")
    expect(page.locator("#found dl a")).to_have_count(1)
    page.get_by_role("link", name="How long is a claim protected?").click()
    expect(page.locator("#protection_days")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
def test_an_answer_is_changed_on_a_phone(look: Look, world: World, script: bool) -> None:
    page = look.as_(world.ada, script=script)
    page.goto("/settings/protection")
    page.get_by_label("How long is a claim protected?").fill("9999")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("How long is a claim protected?")
    page.get_by_label("How long is a claim protected?").fill("120")
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_role("row", name="How long is a claim protected?")).to_contain_text("120 days")
    page.get_by_role("button", name="Continue editing").click()
    expect(page.get_by_label("How long is a claim protected?")).to_have_value("120")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_label("Why (optional)").fill("Longer projects")
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Version 2")
    assert rules.in_force().protection_days == 120
