"""The history of the rules: who, when, why, what; compared, and brought back."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from domain import moment, rules
from domain.settings import answering
from models import Publication, RulesVersion
from tests.setting_forms import fields, hidden, published
from tests.world import MONDAY, World


@pytest.fixture
def ada(world: World) -> FlaskClient:
    return world.sign_in(world.ada)


def test_the_history_says_who_when_why_and_what(world: World, ada: FlaskClient) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.ada)
        client.post(
            "/settings/protection/publication", data=fields("protection", protection_days="120", note="Longer projects")
        )
        page = client.get("/settings/versions").text
        assert "Ada Berg" in page
        assert "Longer projects" in page
        assert "How long is a claim protected?" in page
        assert "today, 10:00" in page
        shown = client.get("/settings/versions/2").text
    assert "<del>90 days</del>" in shown
    assert "<ins>120 days</ins>" in shown


def test_two_versions_can_be_compared(ada: FlaskClient) -> None:
    for days in ("100", "110", "120"):
        published(ada, "protection", protection_days=days)
    assert "<del>110 days</del>" in ada.get("/settings/versions/4").text
    assert "<del>100 days</del>" in ada.get("/settings/versions/4?against=2").text
    for strange in ("", "0", "99", "-1", "x", "9" * 40):
        assert ada.get(f"/settings/versions/4?against={strange}").status_code == 200


def test_an_older_version_is_published_again_as_the_next(ada: FlaskClient) -> None:
    published(ada, "protection", protection_days="120")
    published(ada, "checks", hold_hours="8")
    first, third = rules.of(RulesVersion.get(RulesVersion.number == 1)), rules.in_force()
    preview = ada.get("/settings/versions/1").text
    assert "It becomes version 4." in preview
    answer = ada.post("/settings/versions/1/publication", data={"seen": "3", "note": "It was better"})
    assert answer.status_code == 303
    now = rules.in_force()
    assert (now.number, answering.changes(first, now)) == (4, [])
    assert third.protection_days == 120
    assert Publication.get(Publication.version == now.version_id).restored == 1
    assert "Version 1 again" in ada.get("/settings/versions").text


def test_going_back_on_rules_that_moved_on_is_refused(ada: FlaskClient) -> None:
    published(ada, "protection", protection_days="120")
    published(ada, "checks", hold_hours="8")
    answer = ada.post("/settings/versions/1/publication", data={"seen": "2", "note": "It was better"})
    assert answer.status_code == 409
    assert 'value="It was better"' in answer.text
    assert rules.in_force().number == 3


def test_a_note_that_is_too_long_is_told_with_everything_kept(ada: FlaskClient) -> None:
    answer = ada.post(
        "/settings/protection/publication", data=fields("protection", protection_days="120", note="x" * 501)
    )
    assert answer.status_code == 422
    assert "Use at most 500 characters." in answer.text
    assert hidden(answer.text)["protection_days"] == ["120"]
