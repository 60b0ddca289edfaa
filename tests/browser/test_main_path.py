"""Sign in, check, register with a file, decide, download: phone and desk, with and without script; and by keyboard."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from domain import moment
from models import Registration
from tests.browser.conftest import Look
from tests.world import World

pytestmark = pytest.mark.browser

NAME = "Käserei Brunnthal eG"
MAIL = FilePayload(
    name="AW Messung.eml", mimeType="message/rfc822",
    buffer=b"From: j@brunnthal-kaese.example\r\nTo: ana@acme.example\r\nSubject: Messung\r\n\r\nGern.",
)  # fmt: skip

WAYS = [
    pytest.param("phone", True, id="phone with script"),
    pytest.param("desk", False, id="desk without script"),
    pytest.param("phone", False, id="phone without script", marks=pytest.mark.audit),
    pytest.param("desk", True, id="desk with script", marks=pytest.mark.audit),
]


@pytest.mark.parametrize(("width", "script"), WAYS)
def test_from_the_mailed_code_to_the_certificate(
    look: Look, world: World, tmp_path: Path, width: str, script: bool
) -> None:
    partner = look.sign_in(world.ana, width, script=script)
    partner.get_by_label("Who is the prospect?").fill(NAME)
    partner.get_by_role("button", name="Check").click()
    card = partner.locator("#answer[data-verdict=free]:not([data-provisional])")
    card.get_by_role("button", name="Register").click()
    register(partner, script)
    code = partner.url.rsplit("/", 1)[1]
    expect(partner.locator("#registration")).to_have_attribute("data-status", "submitted")
    fits(partner)

    manager = look.sign_in(world.max, width, script=script)
    fits(manager)
    manager.get_by_role("link", name=NAME).click()
    fits(manager)
    manager.get_by_role("button", name="Approve until").click()
    expect(manager).to_have_url(re.compile(r"/queue(\?done=.+)?$"))

    look.run("certificates")
    partner.goto(f"/registrations/{code}")
    expect(partner.locator("#registration")).to_have_attribute("data-status", "approved")
    fits(partner)
    with partner.expect_download() as coming:
        partner.get_by_role("link", name="Certificate (PDF)").click()
    coming.value.save_as(tmp_path / "certificate.pdf")
    assert (tmp_path / "certificate.pdf").read_bytes().startswith(b"%PDF")


def register(page: Page, script: bool) -> None:
    expect(page.get_by_label("Company")).to_have_value(NAME)
    today = moment.now().date()
    page.get_by_label("Web address").fill("brunnthal-kaese.example")
    page.get_by_label("Country").select_option("DE")
    page.get_by_label("Your contact there").fill("Josef Hartinger")
    page.get_by_label("Product line").select_option("flow")
    page.get_by_label("40,000 to 100,000").check()  # above what a rule may approve
    page.get_by_label("Expected close").fill((today + timedelta(days=70)).isoformat())
    page.get_by_label("First contact").fill((today - timedelta(days=5)).isoformat())
    page.locator(".drop input[multiple]").set_input_files([MAIL])
    if script:  # without it the file goes with the form
        expect(page.locator("#files")).to_contain_text("AW Messung.eml")
    page.locator(".pin").get_by_role("button", name="Register claim").click()
    expect(page.locator("#evidence")).to_contain_text("AW Messung.eml")


def fits(page: Page) -> None:
    """Nothing sticks out to the right."""
    wide = page.viewport_size
    assert wide is not None
    assert page.locator("main").bounding_box()["width"] <= wide["width"]  # type: ignore[index]


# by keyboard alone


def test_the_keyboard_alone_checks_registers_and_decides(look: Look, world: World) -> None:
    page = look.as_(world.ana, "desk")
    page.goto("/")
    reach(page, "name")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    expect(page.locator("#answer[data-verdict=free]:not([data-provisional])")).to_be_visible()
    press_on(page, "Register")
    expect(page.get_by_label("Company")).to_have_value(NAME)
    today = moment.now().date()
    for field, text in (
        ("domain", "brunnthal-kaese.example"), ("country", "Germany"), ("contact_name", "Josef Hartinger"),
        ("product_line", "Flow"), ("value_band", ""), ("expected_close_on", _typed(today + timedelta(days=70))),
        ("first_contact_on", _typed(today - timedelta(days=5))),
    ):  # fmt: skip
        reach(page, field)
        page.keyboard.press("ArrowDown") if field == "value_band" else page.keyboard.type(text)
    press_on(page, "Register claim")
    expect(page.locator("#registration")).to_have_attribute("data-status", "submitted")
    assert Registration.get().value_band == "15k_to_40k"


def _typed(day: date) -> str:
    """As Chromium's date field takes it in English."""
    return day.strftime("%m%d%Y")


def reach(page: Page, name: str) -> None:
    """Go on with the Tab key until the field has the focus."""
    for _ in range(40):
        if page.evaluate("document.activeElement.name || ''") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached with the Tab key")


def press_on(page: Page, words: str) -> None:
    """Go on with the Tab key to the button or link of these words, and press it."""
    for _ in range(60):
        if (
            page.evaluate("(document.activeElement.tabIndex >= 0 && document.activeElement.innerText || '').trim()")
            == words
        ):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{words} cannot be reached with the Tab key")


def test_the_queue_and_the_decision_go_by_single_keys(look: Look, world: World) -> None:
    first, second, third = (world.file(world.ana, f"{name} Werke") for name in ("Adelfurt", "Brakenau", "Cismar"))
    page = look.as_(world.max, "desk")
    page.goto("/queue")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=second.company)).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name=first.company)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(first.company)
    page.wait_for_load_state()
    page.keyboard.press("a")
    press_on(page, page.get_by_role("button", name="Approve until").inner_text())
    expect(page).to_have_url(re.compile(r"/queue(\?done=.+)?$"))

    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(second.company)
    page.wait_for_load_state()
    page.keyboard.press("r")
    expect(page.get_by_label("Question to the partner")).to_be_focused()
    page.keyboard.type("Which plant is it, a or d?")  # letters of other keys, which are only text here
    press_on(page, "Return to the partner")
    expect(page).to_have_url(re.compile(r"/queue(\?done=.+)?$"))

    page.goto(f"/registrations/{third.code}/decision")
    page.keyboard.press("d")
    expect(page.get_by_label("Reason", exact=True)).to_be_focused()
    for text in ("Proof", "4.2"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.type("No named person answers.")
    page.keyboard.press("Tab")
    page.keyboard.type("Register again")
    press_on(page, "Decline this claim")
    expect(page).to_have_url(re.compile(r"/queue(\?done=.+)?$"))
    states = [Registration.get_by_id(claim.id).status for claim in (first, second, third)]
    assert states == ["approved", "returned", "declined"]
