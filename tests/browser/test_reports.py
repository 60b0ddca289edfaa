"""The report in a real browser: from a figure to the claims behind it; phone and desk, with and without script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from domain import decisions, moment
from domain.decisions import Words
from models import Registration
from tests.browser.conftest import PHONE_FIRST, Look, fits
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def filled(world: World) -> World:
    claim = decisions.opened(world.max, world.file(world.ana, "Fjordlaks AS"))
    world.file(world.rita, "Glaswerk Steinau", domain="glaswerk.example")
    decisions.approve(world.max, Registration.get_by_id(claim.id), Words(clause="5.1"))
    return world


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", PHONE_FIRST)
def test_from_a_figure_to_its_claims_and_back(look: Look, filled: World, width: str, script: bool) -> None:
    page = look.as_(filled.max, width, script=script)
    page.goto("/reports")
    expect(page.get_by_role("img", name=re.compile("Time to decision by month"))).to_be_visible()
    expect(page.get_by_role("img", name="1 of 1 decided claims approved")).to_be_visible()
    assert fits(page)
    page.get_by_text("Show the figures: Time to decision").click()
    expect(page.get_by_role("table", name="Time to decision by month")).to_be_visible()
    assert fits(page)
    page.locator("#figures").get_by_role("link", name="2", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Claims registered")
    expect(page.get_by_role("row")).to_have_count(3)
    assert fits(page)
    page.get_by_role("link", name="Report", exact=True).click()
    expect(page.locator("#figures")).to_be_visible()


@pytest.mark.parametrize("width", PHONE_FIRST)
def test_days_and_filters_stand_in_the_address(look: Look, filled: World, width: str) -> None:
    page = look.as_(filled.dora, width)
    page.goto("/reports")
    page.get_by_text("Other days, filters").click()
    today = moment.now().date()
    page.get_by_label("From").fill((today - timedelta(days=3)).isoformat())
    page.get_by_label("To (inclusive)").fill((today + timedelta(days=1)).isoformat())
    page.get_by_label("Partner", exact=True).select_option("P-RIVA-2222")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"from=.+&to=.+&partner=P-RIVA-2222"))
    expect(page.locator(".lede")).to_contain_text("Rival Technik")
    expect(page.get_by_role("row", name=re.compile("^Rival Technik"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Acme"))).to_have_count(0)
    assert fits(page)


@pytest.mark.parametrize("width", PHONE_FIRST)
def test_a_partner_reads_its_own_report_from_home(look: Look, filled: World, width: str) -> None:
    page = look.as_(filled.ana, width)
    page.goto("/")
    page.get_by_role("link", name="Your report").click()
    expect(page.get_by_role("img", name=re.compile("Claims by month"))).to_be_visible()
    expect(page.locator("#figures")).to_contain_text("claims registered")
    assert fits(page)


def test_the_file_comes_as_a_file(look: Look, filled: World) -> None:
    page = look.as_(filled.max, "desk")
    page.goto("/reports")
    with page.expect_download() as got:
        page.get_by_role("link", name="XLSX").click()
    assert got.value.suggested_filename.endswith(".xlsx")
