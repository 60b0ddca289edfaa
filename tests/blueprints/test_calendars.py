"""The calendar’s address: shown once, read without signing in, dead when renewed or ended, and of few words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import icalendar
import pytest

from domain import decisions, moment
from domain.decisions import Words
from models import CalendarFeed, Registration
from tests.world import MONDAY, World


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with moment.at(MONDAY):
        yield


def made(world: World, who: str = "ana", **typed: str) -> str:
    """The path of a fresh calendar."""
    page = world.sign_in(getattr(world, who)).post("/account/calendar", data=typed)
    assert page.status_code == 200
    found = re.search(r'value="http://[^/"]+(/calendar/[^"]+\.ics)"', page.text)
    assert found is not None
    return found[1]


def events(content: str) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_it_is_made_read_renewed_and_ended(world: World) -> None:
    world.file(world.ana, "Fjordlaks AS")
    path, stranger = made(world), world.app.test_client()
    answer = stranger.get(path)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert len(events(answer.text)) == 1
    renewed = made(world)
    assert stranger.get(path).status_code == 404
    assert stranger.get(renewed).status_code == 200
    ana = world.sign_in(world.ana)
    assert "Make a new address" in ana.get("/account").text
    assert ana.post("/account/calendar/end").location == "/account?done=calendar"
    assert stranger.get(renewed).status_code == 404
    assert "The calendar has ended." in ana.get("/account?done=calendar").text


def test_the_address_is_shown_once(world: World) -> None:
    secret = made(world).removeprefix("/calendar/").removesuffix(".ics")
    ana = world.sign_in(world.ana)
    for path in ("/account", "/", "/inbox"):
        assert secret not in ana.get(path).text


def test_what_did_not_change_is_not_sent_again(world: World) -> None:
    claim = world.file(world.ana, "Fjordlaks AS")
    path, client = made(world), world.app.test_client()
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    with moment.at(MONDAY + timedelta(hours=1)):
        Registration.update(stage_two_at=moment.now()).where(Registration.id == claim.id).execute()
        changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    (event,) = events(changed.text)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


@pytest.mark.parametrize(("typed", "company"), [({}, False), ({"names": "1"}, True)])
def test_it_says_neither_value_nor_contact_and_the_customer_only_when_wanted(
    world: World, typed: dict[str, str], company: bool
) -> None:
    claim = world.file(world.ana, "Fjordlaks AS", contact_name="Irene Thoma", domain="fjordlaks.example")
    Registration.update(value_minor=31_415_00).where(Registration.id == claim.id).execute()
    with moment.at(MONDAY + timedelta(hours=1)):
        decisions.approve(world.max, Registration.get_by_id(claim.id), Words(clause="5.1"))
        text = world.app.test_client().get(made(world, **typed)).text.replace("\r\n ", "")
    for secret in ("Irene", "Thoma", "fjordlaks.example", "31415", "31,415", "40,000", "Ana Novak", "Acme"):
        assert secret not in text
    assert claim.code in text
    assert ("Fjordlaks AS" in text) is company


def test_an_address_that_nobody_has_is_no_calendar(world: World) -> None:
    client = world.app.test_client()
    for key in ("x", "a" * 43, "%00", "%ed%a0%80", "..%2f"):
        assert client.get(f"/calendar/{key}.ics").status_code == 404


def test_a_calendar_opens_no_other_door(world: World) -> None:
    key = made(world).removeprefix("/calendar/").removesuffix(".ics")
    client = world.app.test_client()
    client.set_cookie("dibs", key)
    assert client.get("/account").status_code == 303


def test_it_speaks_the_persons_language_whoever_asks(world: World) -> None:
    world.file(world.ana, "Fjordlaks AS")
    answer = world.app.test_client().get(made(world), headers={"Accept-Language": "xx"})
    assert "Stage 2 is due" in answer.text
    assert CalendarFeed.select().count() == 1


def test_whoever_is_let_go_leaves_no_address_behind(world: World) -> None:
    """Who comes back makes a new one: the old address may be in anybody's calendar by now."""
    path = made(world)
    ben, stranger = world.sign_in(world.ben), world.app.test_client()
    ben.post(f"/people/{world.ana.code}/deactivation")
    assert stranger.get(path).status_code == 404
    ben.post(f"/people/{world.ana.code}/reactivation")
    assert world.ana.is_active
    assert stranger.get(path).status_code == 404
