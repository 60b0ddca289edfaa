"""Accounts that look alike, judged with the keyboard alone; and beside a claim without leaving its page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain import lookup, moment
from domain.duplicates import searching
from domain.matching import index
from domain.matching.index import Kind
from models import Account, Judgement
from models.base import db
from tests.browser.conftest import PHONE_FIRST, Look, fits
from tests.world import World

pytestmark = pytest.mark.browser


def known(*names: str) -> list[Account]:
    rows = []
    for name in names:
        row = Account.create(external_id=f"A-{name}", name=name, updated_at=moment.now())
        with db.atomic():
            index.put(Kind.ACCOUNT, row.id, lookup.company_of_record(row))
        rows.append(row)
    return rows


@pytest.mark.parametrize("width", PHONE_FIRST)
def test_one_key_judges_the_marked_pair_and_the_next_is_marked(world: World, look: Look, width: str) -> None:
    known("Luchs Gasanalytik", "Luchs Gasanalytik KG", "Otter Messbau", "Otter Messbau Service")
    searching.run_due()
    page = look.as_(world.max, width)
    page.goto("/duplicates")
    pairs = page.locator("[data-keys=pairs] > li")
    expect(pairs).to_have_count(2)
    expect(pairs.nth(0)).to_have_attribute("aria-current", "true")
    assert fits(page)
    page.keyboard.press("j")
    expect(pairs.nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("d")
    expect(pairs).to_have_count(1)
    expect(page.get_by_text("are different companies")).to_be_visible()
    page.keyboard.press("s")
    expect(pairs).to_have_count(0)
    said = [(row.verdict, row.name) for row in Judgement.select().order_by(Judgement.id)]
    assert said == [("different", "Otter Messbau"), ("same", "Luchs Gasanalytik")]
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("taken back by Max Lindner")).to_be_visible()
    assert not look.complaints


def test_a_letter_in_the_search_field_judges_nothing(world: World, look: Look) -> None:
    known("Luchs Gasanalytik", "Luchs Gasanalytik KG")
    searching.run_due()
    page = look.as_(world.max, "desk")
    page.goto("/duplicates")
    page.get_by_label("Name").press_sequentially("sd")
    expect(page.locator("[data-keys=pairs] > li")).to_have_count(1)
    assert not Judgement.select().exists()


def test_beside_a_claim_the_answer_comes_without_leaving_what_is_typed(world: World, look: Look) -> None:
    known("Glaswerk Steinau Service")
    claim = world.file(world.ana, "Glaswerk Steinau Nord")
    page = look.as_(world.max, "desk")
    page.goto(f"/registrations/{claim.code}/decision")
    page.locator("details[data-key=d] > summary").click()
    page.get_by_label("Why, in your words").fill("Half a sentence")
    page.get_by_role("button", name="Different company").click()
    expect(page.locator("#alike")).to_contain_text("Max Lindner said: different company")
    expect(page.get_by_label("Why, in your words")).to_have_value("Half a sentence")
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("button", name="Same company")).to_be_visible()
    assert not look.complaints
