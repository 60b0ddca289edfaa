"""Can people set what is theirs, see where they are signed in, and nothing of anybody else's?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from blueprints.entry import device
from domain import accounts, moment
from domain.accounts import open_session, passwords
from models import Session, User
from tests.world import World

GOOD = "quiet rivers carry small boats"


def test_the_page_names_the_person_and_this_browser(world: World) -> None:
    text = world.sign_in(world.ana).get("/account").text
    assert "Ana Novak" in text
    assert "Partner representative" in text
    assert "This browser" in text
    assert "Absence" not in text


def test_this_browser_stands_first_among_the_sign_ins(world: World) -> None:
    here = world.sign_in(world.ana)
    with moment.at(moment.now() + timedelta(minutes=5)):
        open_session(world.ana, "Mozilla/5.0 (Windows NT 10.0) Firefox/120.0")
    text = here.get("/account").text
    assert 0 < text.index("This browser") < text.index("Firefox on Windows")


def test_a_name_can_be_changed(world: World) -> None:
    assert world.sign_in(world.ana).post("/account", data={"name": " Ana  Nová ", "locale": "en"}).status_code == 303
    assert world.ana.name == "Ana Nová"


@pytest.mark.parametrize("name", ["", "x" * 150, "\u202e\u0000"])
def test_a_name_that_cannot_be_is_told_and_kept(world: World, name: str) -> None:
    response = world.sign_in(world.ana).post("/account", data={"name": name, "locale": "xx"})
    assert response.status_code == 422
    assert 'id="name-error"' in response.text
    assert world.ana.name == "Ana Novak"


def test_a_password_is_set_and_the_other_browser_is_out(world: World) -> None:
    here, there = world.sign_in(world.ana), world.sign_in(world.ana)
    data = {"password": GOOD, "again": GOOD}
    assert here.post("/account/password", data=data).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303


def test_a_short_password_is_told_at_its_field(world: World) -> None:
    response = world.sign_in(world.ana).post("/account/password", data={"password": "short", "again": "short"})
    assert response.status_code == 422
    assert passwords.TOO_SHORT in response.text
    assert world.ana.password_hash is None


def test_spaces_around_a_password_count(world: World) -> None:
    world.sign_in(world.ana).post("/account/password", data={"password": f" {GOOD} ", "again": f" {GOOD} "})
    assert accounts.sign_in_by_password("ana@acme.example", f" {GOOD} ", "", "net")


def test_ones_own_session_can_be_ended_a_foreign_one_is_not_there(world: World) -> None:
    ana, other, rita = world.sign_in(world.ana), world.sign_in(world.ana), world.sign_in(world.rita)
    ana_cookie, rita_cookie = other.get_cookie("dibs"), rita.get_cookie("dibs")
    assert ana_cookie is not None
    assert rita_cookie is not None
    handles = {key: accounts.sessions.key_hash(key)[:16] for key in (ana_cookie.value, rita_cookie.value)}
    assert ana.post(f"/account/sessions/{handles[rita_cookie.value]}/end").status_code == 404
    assert ana.post(f"/account/sessions/{handles[ana_cookie.value]}/end").status_code == 303
    assert other.get("/account").status_code == 303
    assert rita.get("/account").status_code == 200


def test_a_decider_notes_an_absence_in_the_programmes_days(world: World) -> None:
    client = world.sign_in(world.max)
    client.post("/account/absence", data={"away_from": "8.3.2027", "away_until": "2027-03-12"})
    assert world.max.away_from.isoformat() == "2027-03-07T23:00:00+00:00"
    assert world.max.away_until.isoformat() == "2027-03-12T22:59:59.999999+00:00"
    text = client.get("/account").text
    assert 'value="2027-03-08"' in text
    assert 'value="2027-03-12"' in text
    client.post("/account/absence", data={"away_from": "", "away_until": ""})
    assert world.max.away_from is None


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("31.2.2027", "", "away_from"), ("2027-03-08", "2027-03-07", "away_until"), ("2027-03-08", "x", "away_until")],
)
def test_an_absence_that_cannot_be_is_told(world: World, first: str, last: str, field: str) -> None:
    response = world.sign_in(world.max).post("/account/absence", data={"away_from": first, "away_until": last})
    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text


def test_an_absence_is_not_a_partners(world: World) -> None:
    assert world.sign_in(world.ana).post("/account/absence", data={"away_from": "2027-03-08"}).status_code == 403


def test_nobody_changes_anything_signed_out(world: World) -> None:
    guest = world.app.test_client()
    for path in ("/account", "/account/password", "/account/absence"):
        assert guest.post(path, data={"name": "x"}).status_code == 303
    assert not Session.select().exists()
    assert User.get(User.email == "ana@acme.example").name == "Ana Novak"


def test_devices_are_called_as_people_know_them() -> None:
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
    assert device(windows) == ("Chrome", "Windows")
    assert device(f"{windows} Edg/130.0") == ("Edge", "Windows")
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"
    assert device(phone) == ("Safari", "iPhone")
    assert device("curl/8") == ("", "")
