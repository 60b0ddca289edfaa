"""The rules in words: their numbers follow the settings, a preview, wrong and stale texts kept."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from domain import rules, wording
from models import RulesVersion
from tests.setting_forms import published
from tests.world import World


@pytest.fixture
def ada(world: World) -> FlaskClient:
    return world.sign_in(world.ada)


def test_numbers_in_the_text_follow_the_settings(ada: FlaskClient) -> None:
    text = "## Protection\n\nProtected for {protection} days by {vendor}."
    answer = ada.post("/settings/text/publication", data={"text": text, "seen": "1", "language": "en"})
    assert answer.status_code == 303
    assert "Protected for 90 days by Nordwind Instruments." in ada.get("/rules").text
    published(ada, "protection", protection_days="120")
    assert "Protected for 120 days by Nordwind Instruments." in ada.get("/rules").text
    assert "Protected for 90 days" in RulesVersion.get(RulesVersion.number == 2).text["en"]


def test_the_preview_of_a_text_shows_it_as_partners_will_read_it(ada: FlaskClient) -> None:
    answer = ada.post("/settings/text", data={"text": "## <b>Bold</b>\n\nFor {protection} days.", "seen": "1"})
    assert answer.status_code == 200
    assert "For 90 days." in answer.text
    assert "&lt;b&gt;Bold" in answer.text
    assert "First to file wins." in answer.text  # what goes
    assert rules.in_force().number == 1


def test_a_change_in_one_language_reminds_of_the_others(world: World, ada: FlaskClient) -> None:
    """All partners are bound by the same rules, whatever language they read them in."""
    reminder = "Not changed: German."
    text = {"text": "## Schutz\n\nWer zuerst kommt.", "seen": "1", "language": "de"}
    assert "Not changed: English." in ada.post("/settings/text", data=text).text
    assert ada.post("/settings/text/publication", data=text).status_code == 303
    assert reminder in ada.post("/settings/text", data={"text": "## New", "seen": "2", "language": "en"}).text


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "Enter the rules in words"), ("For {protectoin} days", "There is no {protectoin}"), ("x" * 60_001, "60,000")],
)
def test_a_text_that_cannot_be_is_told_and_kept(ada: FlaskClient, text: str, says: str) -> None:
    for path in ("/settings/text", "/settings/text/publication"):
        answer = ada.post(path, data={"text": text, "seen": "1"})
        assert answer.status_code == 422
        assert says in answer.text
        assert text[:1000] in answer.text


def test_a_text_on_rules_that_moved_on_is_kept(ada: FlaskClient) -> None:
    published(ada, "protection", protection_days="120")
    for path in ("/settings/text", "/settings/text/publication"):
        answer = ada.post(path, data={"text": "My own words", "seen": "1"})
        assert (answer.status_code, "My own words" in answer.text) == (409, True)
    assert wording.of(RulesVersion.get(RulesVersion.number == 2))["en"].startswith("## Protection")
