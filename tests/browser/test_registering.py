"""Registering in a real browser: on a phone and a desk, with and without script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from domain import moment
from models import Evidence, Registration
from tests.browser.conftest import PHONE_FIRST, Look, fits
from tests.world import World

pytestmark = pytest.mark.browser

MAIL = {
    "name": "AW Messung.eml",
    "mimeType": "message/rfc822",
    "buffer": b"From: a@k.example\r\nTo: b@a.example\r\n\r\nGern.",
}
PROGRAM = {"name": "Angebot.pdf.exe", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00"}


def fill(page: Page, *, contact: str = "Josef Hartinger") -> None:
    today = moment.now().date()
    page.get_by_label("Company").fill("Käserei Brunnthal eG")
    page.get_by_label("Web address").fill("www.brunnthal-kaese.example")
    page.get_by_label("Country").select_option("DE")
    page.get_by_label("Your contact there").fill(contact)
    page.get_by_label("Product line").select_option("flow")
    page.get_by_label("15,000 to 40,000").check()
    page.get_by_label("Expected close").fill((today + timedelta(days=70)).isoformat())
    page.get_by_label("First contact").fill((today - timedelta(days=5)).isoformat())


@pytest.mark.parametrize("width", PHONE_FIRST)
def test_the_form_saves_itself_takes_files_and_files_the_claim(look: Look, world: World, width: str) -> None:
    page = look.as_(world.ana, width)
    page.goto("/registrations/new")
    fill(page)
    expect(page.locator("#saved")).to_contain_text("Saved as draft at")
    expect(page).to_have_url(f"{look.address}/registrations/{Registration.get().code}/edit")
    page.locator(".drop input[multiple]").set_input_files([MAIL, PROGRAM])  # type: ignore[list-item]
    expect(page.locator("#files")).to_contain_text("AW Messung.eml")
    expect(page.locator("#sending")).to_contain_text("Refused: this is a program")
    page.reload()
    expect(page.get_by_label("Your contact there")).to_have_value("Josef Hartinger")
    assert fits(page)
    page.get_by_role("button", name="Register claim").last.click()
    expect(page.locator("[data-status=approved]")).to_be_visible()
    assert fits(page)


@pytest.mark.parametrize("width", PHONE_FIRST)
def test_without_script_the_same_form_does_it_in_one_go(look: Look, world: World, width: str) -> None:
    page = look.as_(world.ana, width, script=False)
    page.goto("/registrations/new")
    fill(page, contact="")
    page.locator(".drop input[multiple]").set_input_files([MAIL])  # type: ignore[list-item]
    page.locator(".pin .button").first.click()
    expect(page.locator(".problem")).to_contain_text("Enter the name of your contact")
    expect(page.get_by_label("Company")).to_have_value("Käserei Brunnthal eG")
    page.get_by_label("Your contact there").fill("Josef Hartinger")
    page.locator(".pin .button").first.click()
    expect(page.locator("[data-status=approved]")).to_be_visible()
    assert Evidence.select().count() == 1


def test_a_field_that_is_being_mended_stops_to_shout_and_nothing_moves(look: Look, world: World) -> None:
    page = look.as_(world.ana)
    page.goto("/registrations/new")
    fill(page, contact="")
    page.locator(".pin .button").first.click()
    contact = page.get_by_label("Your contact there")
    wrong, line = page.locator(".field:has(#contact_name)"), page.locator(".problem a[href='#contact_name']")
    top = "field => field.getBoundingClientRect().top + scrollY"
    before = contact.evaluate(top)
    contact.press_sequentially("J")
    assert contact.evaluate(top) == before
    expect(wrong).to_have_class("field wrong mended")
    expect(line).to_have_attribute("data-mended", "")
    expect(wrong.locator(".error")).to_be_visible()


def test_a_double_click_makes_one_claim(look: Look, world: World) -> None:
    page = look.as_(world.ana)
    page.goto("/registrations/new")
    fill(page)
    page.locator(".pin .button").first.dblclick()
    expect(page.locator("[data-status=submitted]")).to_be_visible()
    assert Registration.select().where(Registration.filed_at.is_null(False)).count() == 1


def test_the_back_button_after_filing_shows_the_claim_not_a_second_form(look: Look, world: World) -> None:
    page = look.as_(world.ana)
    page.goto("/registrations/new")
    fill(page)
    expect(page.locator("#saved")).to_contain_text("Saved as draft at")
    page.locator(".pin .button").first.click()
    expect(page.locator("[data-status=submitted]")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-status=submitted]")).to_be_visible()


def test_stage_two_saves_itself_and_the_next_action_is_under_the_thumb(look: Look, world: World) -> None:
    claim = world.file(world.ana)
    page = look.as_(world.ana)
    page.goto(f"/registrations/{claim.code}")
    page.locator(".pin").get_by_role("link", name="Complete stage 2").click()
    page.get_by_label("Industry").fill("Water")
    page.get_by_label("Employees").fill("250")
    expect(page.locator("#saved")).to_contain_text("Saved at")
    assert Registration.get_by_id(claim.id).details["industry"] == "Water"
    assert fits(page)
