"""Deciding in a real browser: what was opened stays open when the answer comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE_FIRST, Look, fits
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", PHONE_FIRST)
def test_a_decline_without_reason_comes_back_open_with_its_errors(world: World, look: Look, width: str) -> None:
    claim = world.file(world.ana, "Glaswerk Steinau")
    page = look.as_(world.max, width)
    page.goto(f"/registrations/{claim.code}/decision")
    page.locator("details[data-key=d] > summary").click()
    page.get_by_label("Why, in your words").fill("The notes name nobody.")
    page.get_by_role("button", name="Decline this claim").click()
    expect(page.locator(".problem")).to_be_focused()
    expect(page.get_by_label("Why, in your words")).to_be_visible()
    expect(page.get_by_label("Why, in your words")).to_have_value("The notes name nobody.")
    assert fits(page)
    expect(page.locator(".nav [aria-current]")).to_contain_text("Queue")
    assert not look.complaints
