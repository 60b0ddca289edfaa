"""The managers' page of alarms, and a partner's budget: reasons in words, names for a reason, an act with a word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from domain import allowances, checks, moment, pauses
from domain.checks import Prospect
from models import Alarm, Allowance, CheckPause, Reading
from tests.world import MONDAY, World

NOW = MONDAY + timedelta(hours=1)


@pytest.fixture
def alarm(world: World) -> Alarm:
    for number, letter in enumerate("ABCDEFGHIJKLMNOPQRST"):
        with moment.at(MONDAY + timedelta(minutes=number)):
            checks.check(world.rita, Prospect(f"{letter}hrental Werke"), settled=True)
    return Alarm.get()


def browser(world: World, name: str) -> FlaskClient:
    with moment.at(NOW):
        return world.sign_in(getattr(world, name))


def test_the_queue_says_that_there_is_an_alarm_and_leads_to_its_reasons(world: World, alarm: Alarm) -> None:
    with moment.at(NOW):
        max_ = browser(world, "max")
        assert "1 alarm: checks look like probing" in max_.get("/queue").text
        assert f'href="/alarms/{alarm.code}"' in max_.get("/alarms").text
        page = max_.get(f"/alarms/{alarm.code}").text
    assert "20 names came one after another in the order of the alphabet." in page
    assert "even pace, one every 60 seconds" in page
    assert "hrental" not in page


def test_names_open_by_a_button_and_leave_a_trace(world: World, alarm: Alarm) -> None:
    with moment.at(NOW):
        page = browser(world, "max").post(f"/alarms/{alarm.code}/names").text
    assert "Ahrental Werke" in page
    assert Reading.get().reason == f"alarm: {alarm.code}"


def test_pause_and_let_go_on_each_with_a_word(world: World, alarm: Alarm) -> None:
    with moment.at(NOW):
        max_ = browser(world, "max")
        empty = max_.post(f"/alarms/{alarm.code}/pause", data={"reason": ""})
        assert (empty.status_code, "the partner reads it" in empty.text) == (422, True)
        assert max_.post(f"/alarms/{alarm.code}/pause", data={"reason": "Call me."}).status_code == 303
        assert max_.post(f"/alarms/{alarm.code}/pause", data={"reason": "Call me."}).status_code == 409
        rita = browser(world, "rita")
        refused = rita.post(
            "/checks", data={"name": "Käserei Brunnthal", "settled": "1"}, headers={"HX-Request": "true"}
        )
        assert (refused.status_code, "paused" in refused.text) == (429, True)
        assert "Call me." in rita.get("/").text
        assert max_.post(f"/alarms/{alarm.code}/close", data={"note": " "}).status_code == 422
        assert max_.post(f"/alarms/{alarm.code}/close", data={"note": "A fair."}).status_code == 303
        assert max_.post(f"/alarms/{alarm.code}/close", data={"note": "A fair."}).status_code == 409
        assert "A fair." in max_.get(f"/alarms/{alarm.code}").text
        assert rita.post("/checks", data={"name": "Käserei Brunnthal", "settled": "1"}).status_code == 200


@pytest.mark.parametrize("who", ["dora", "ada", "rita", "ben"])
def test_the_page_is_for_channel_managers_alone(world: World, alarm: Alarm, who: str) -> None:
    with moment.at(NOW):
        client = browser(world, who)
        assert client.get("/alarms").status_code == client.get(f"/alarms/{alarm.code}").status_code == 403
        assert client.post(f"/alarms/{alarm.code}/names").status_code == 403
    assert not Reading.select().exists()


def test_an_alarm_that_there_is_not_is_not_found(world: World) -> None:
    with moment.at(NOW):
        assert browser(world, "max").get("/alarms/AL-1111-1111").status_code == 404


def test_more_names_are_given_on_the_partners_page_and_the_partner_reads_why(world: World) -> None:
    given = {"per_person": "80", "per_day": "200", "per_month": "1 200", "until": "2027-04-01", "reason": "The fair."}
    with moment.at(NOW):
        max_ = browser(world, "max")
        assert "Give more names" in max_.get("/partners/P-RIVA-2222").text
        wrong = max_.post("/partners/P-RIVA-2222/allowance", data={**given, "per_day": "many"})
        assert (wrong.status_code, 'value="many"' in wrong.text, "The fair." in wrong.text) == (422, True, True)
        assert max_.post("/partners/P-RIVA-2222/allowance", data=given).status_code == 303
        assert Allowance.get().per_month == 1200
        for page in ("/", "/partners/P-RIVA-2222"):
            assert "The fair." in browser(world, "rita").get(page).text
        assert "0 of 80" in browser(world, "rita").get("/").text
        assert "The fair." not in browser(world, "ana").get("/").text
        assert max_.post("/partners/P-RIVA-2222/allowance/end").status_code == 303
        assert max_.post("/partners/P-RIVA-2222/allowance/end").status_code == 409


def test_a_paused_partner_is_let_go_on_from_its_own_page_too(world: World) -> None:
    with moment.at(NOW):
        pauses.begin(world.max, world.rita.partner, "Call me.")
        max_ = browser(world, "max")
        assert "Let it check again" in max_.get("/partners/P-RIVA-2222").text
        assert "Let it check again" not in browser(world, "dora").get("/partners/P-RIVA-2222").text
        assert browser(world, "dora").post("/partners/P-RIVA-2222/checks/resume").status_code == 403
        assert max_.post("/partners/P-RIVA-2222/checks/resume").status_code == 303
    assert CheckPause.of(world.rita.partner_id) is None


@pytest.mark.parametrize("who", ["ada", "rita", "ben"])
def test_giving_names_is_for_managers_and_directors(world: World, who: str) -> None:
    with moment.at(NOW):
        assert browser(world, who).get("/partners/P-RIVA-2222/allowance").status_code == 403
    assert allowances.MOST["per_day"] > 0
