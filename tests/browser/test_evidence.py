"""Evidence in a real browser: what was read appears by itself, and rating takes a click and keeps one's place."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect

from config import Config
from domain import evidence
from integrations import evidence as store
from models import Evidence, Rating, Registration
from tests.browser.conftest import PHONE_FIRST, Look, fits
from tests.integrations.readers.test_files import pdf
from tests.integrations.readers.thirty import mail
from tests.world import World

pytestmark = pytest.mark.browser


def filed(world: World, config: Config) -> Registration:
    """A claim that a person decides, with a mail and an offer."""
    claim = world.file(world.ana, "Käserei Brunnthal", domain="brunnthal.example", value_band="40k_to_100k")
    for name, content in (("Termin.eml", mail()), ("Offer.pdf", pdf())):
        kept = store.keep(config.evidence_folder, claim.partner_id, name, io.BytesIO(content))
        evidence.attach(world.ana, kept, registration=claim)
    return claim


def test_what_was_read_appears_without_a_reload(world: World, config: Config, look: Look) -> None:
    claim = filed(world, config)
    page = look.as_(world.ana)
    page.goto(f"/registrations/{claim.code}")
    expect(page.locator("#files")).to_contain_text("Being read")
    assert look.run("readouts") == 2
    expect(page.locator("#files")).to_contain_text("Email from the prospect’s domain", timeout=10_000)
    page.locator("#files img").scroll_into_view_if_needed()
    expect(page.locator("#files img")).to_have_js_property("naturalWidth", 509)
    assert not look.complaints


@pytest.mark.parametrize("width", PHONE_FIRST)
def test_a_file_is_rated_by_mouse_or_keyboard_and_the_place_is_kept(
    world: World, config: Config, look: Look, width: str
) -> None:
    claim = filed(world, config)
    look.run("readouts")
    first, second = Evidence.of_claim(claim)
    page = look.as_(world.max, width)
    page.goto(f"/registrations/{claim.code}/decision")
    page.locator(f"#weak-{first.code}").click()
    expect(page.locator("#proof [role=status]")).to_have_text("1 of 2 rated")
    page.locator(f"#accepted-{second.code}").focus()
    page.keyboard.press("Space")
    expect(page.locator("#proof [role=status]")).to_have_text("2 of 2 rated")
    expect(page.locator(f"#accepted-{second.code}")).to_be_focused()
    assert {row.evidence_id: row.weight for row in Rating.select()} == {first.id: "weak", second.id: "accepted"}
    assert fits(page)
    assert not look.complaints


def test_without_script_each_file_has_a_button(world: World, config: Config, look: Look) -> None:
    claim = filed(world, config)
    page = look.as_(world.max, script=False)
    page.goto(f"/registrations/{claim.code}/decision")
    page.locator("#proof fieldset").first.get_by_label("missing").check()
    page.get_by_role("button", name="Save Termin.eml").click()
    expect(page.locator("#proof [role=status]")).to_have_text("1 of 2 rated")
    assert Rating.get().weight == "missing"
