"""From the account page to a calendar's address and back, on a phone and a desk, with and without script."""

from __future__ import annotations

import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE_FIRST, Look, fits
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", PHONE_FIRST)
def test_a_calendar_is_made_read_and_ended(look: Look, world: World, width: str, script: bool) -> None:
    claim = world.file(world.ana, "Fjordlaks AS")
    page = look.as_(world.ana, width, script=script)
    page.goto("/account")
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your calendar’s address")
    address = page.get_by_label("Address").input_value()
    assert fits(page)
    assert page.get_by_role("link", name="Open in your calendar").get_attribute("href") == f"webcal{address[4:]}"
    with urllib.request.urlopen(address) as answer:
        assert claim.code in answer.read().decode()
    page.get_by_role("link", name="Done").click()
    expect(page.locator("#calendar")).to_contain_text("Your calendar has a secret address")
    page.get_by_role("button", name="End the calendar").click()
    expect(page.get_by_text("The calendar has ended.")).to_be_visible()
    assert fits(page)
