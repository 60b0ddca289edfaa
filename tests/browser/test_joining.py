"""From the sign-in page to the first sign-in of a new partner's admin, on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from models import Application, Partner
from tests.browser.conftest import Look
from tests.world import World

pytestmark = pytest.mark.browser

LINK = re.compile(r"http://127\.0\.0\.1:\d+(/\S+)")


def link_in(mail: str) -> str:
    found = LINK.search(mail)
    assert found is not None, mail
    return found[1]


def is_as_wide_as_the_phone(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("script", [True, pytest.param(False, marks=pytest.mark.audit)])
def test_a_company_applies_confirms_is_approved_and_its_admin_signs_in(look: Look, world: World, script: bool) -> None:
    applicant = look.as_(None, "phone", script=script)
    apply(applicant)
    confirm(applicant, look)
    status_page = applicant.url
    approve(look, world)
    applicant.goto(status_page)
    expect(applicant.get_by_role("heading", name="Welcome to the programme")).to_be_visible()
    sign_in(applicant, look)


def apply(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("link", name="Become a partner").click()
    assert is_as_wide_as_the_phone(page)
    page.get_by_role("link", name="Apply").click()
    page.get_by_label("Company name").fill("Messtechnik Fuchs GmbH")
    page.get_by_role("button", name="Send application").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a country.")
    expect(page.get_by_label("Company name")).to_have_value("Messtechnik Fuchs GmbH")
    page.get_by_label("Country").select_option("AT")
    page.get_by_label("Register or VAT number").fill("ATU12345678")
    page.get_by_label("Web address").fill("https://www.fuchs-mess.example/kontakt")
    page.get_by_label("Austria").check()
    page.get_by_label("What do you sell").fill("We calibrate for utilities in Tyrol.")
    page.get_by_label("Your name").fill("Freya Fuchs")
    page.get_by_label("Work email address").fill("Freya@fuchs-mess.example")
    page.get_by_label("I have read the programme rules").check()
    assert is_as_wide_as_the_phone(page)
    page.get_by_role("button", name="Send application").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your email address")


def confirm(page: Page, look: Look) -> None:
    page.goto(link_in(look.newest_mail()))
    assert Application.get().status == "sent", "opening the link confirms nothing"
    page.get_by_role("button", name="Confirm the application").click()
    expect(page.get_by_role("heading", name="We answer by")).to_be_visible()
    assert is_as_wide_as_the_phone(page)


def approve(look: Look, world: World) -> None:
    manager = look.as_(world.max, "desk")
    manager.goto("/partners")
    manager.get_by_role("link", name="Applications: 1 waiting").click()
    manager.get_by_role("link", name="Messtechnik Fuchs GmbH").click()
    expect(manager.locator("main")).to_contain_text("Email at the company’s own domain")
    manager.wait_for_load_state()  # keys are heard from then on
    manager.keyboard.press("a")
    manager.get_by_label("Partner level").select_option("silver")
    manager.get_by_label("Words to the applicant, if any").fill("Good to have you.")
    expect(manager.locator(".letter [data-echo=approve-text]")).to_have_text("Good to have you.")
    manager.get_by_role("button", name="Approve and invite").click()
    expect(manager.get_by_role("link", name="Messtechnik Fuchs GmbH")).to_be_visible()


def sign_in(page: Page, look: Look) -> None:
    mail = look.newest_mail()
    assert "Good to have you." in mail
    page.goto(link_in(mail))
    page.get_by_role("button", name="Accept and sign in").click()
    expect(page.get_by_role("heading", name="Who is the prospect?")).to_be_visible()
    page.goto(f"/partners/{Partner.get(Partner.name == 'Messtechnik Fuchs GmbH').code}")
    expect(page.get_by_role("heading", name="Invite a colleague")).to_be_visible()
