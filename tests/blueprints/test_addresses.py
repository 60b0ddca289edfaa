"""Do the screens change an address only after a fresh proof, and do their answers tell nobody who is known?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from domain import accounts, moment
from domain.accounts import addresses
from models import AddressChange, Event, User
from tests.factors import KEY
from tests.world import MONDAY, World

NEW = "anna.neu@acme.example"


def token(change: AddressChange, event: str = addresses.ASKED) -> str:
    return addresses.path_of(change, event, KEY)


def test_an_address_is_asked_for_confirmed_and_taken_back(world: World) -> None:
    ana, client = world.ana, world.sign_in(world.ana)
    assert "ana@acme.example" in client.get("/account/address").text
    answer = client.post("/account/address", data={"email": NEW})
    assert (answer.status_code, answer.location) == (303, "/account/address")
    assert f"We have emailed a link to {NEW}." in client.get("/account/address").text
    change = AddressChange.get()
    for _ in range(2):
        assert f"Sign in with {NEW}?" in client.get(token(change)).text
    assert User.get_by_id(ana.id).email == "ana@acme.example"
    old_key = client.get_cookie("dibs")
    done = client.post(token(change))
    assert done.location == "/account?done=address"
    assert client.get_cookie("dibs") != old_key
    page = client.get(done.location).text
    assert "Your email address is changed." in page
    assert NEW in page
    assert client.get(token(change)).status_code == 410
    assert client.post(token(change)).status_code == 409
    stranger, way = world.app.test_client(), token(change, addresses.CHANGED)
    for _ in range(2):
        assert "Was it somebody else who changed your address?" in stranger.get(way).text
    back = stranger.post(way)
    assert back.status_code == 200
    assert "Your address is ana@acme.example again" in back.text
    assert client.get("/account").status_code == 303
    assert "Your email address was changed, which ends all sign-ins." in client.get("/sign-in").text
    assert stranger.get(way).status_code == 410
    assert stranger.post(way).status_code == 409


def test_what_was_typed_stays_and_says_what_is_wrong(world: World) -> None:
    client = world.sign_in(world.ana)
    answer = client.post("/account/address", data={"email": "ana@rival.example"})
    assert answer.status_code == 422
    assert 'value="ana@rival.example"' in answer.text
    assert "Enter an address at acme.example." in answer.text


def test_the_answer_is_the_same_whoever_is_known(world: World) -> None:
    said = set()
    for typed in ("ben@acme.example", "nobody@acme.example"):
        with moment.at(MONDAY):
            client = world.sign_in(world.ana)
            answer = client.post("/account/address", data={"email": typed})
            page = client.get(answer.location).text.replace(typed, "…")
        said.add((answer.status_code, re.sub(r'("X-CSRFToken": "|name="csrf_token" value=")[^"]+', "", page)))
    assert len(said) == 1


def test_somebody_elses_link_is_one_that_was_never_made(world: World) -> None:
    """A mistyped address gives the stranger who gets the mail nothing."""
    change = addresses.ask(world.ana, NEW, "192.0.2.0/24")
    for who in (world.ben, world.rita, world.ada):
        client = world.sign_in(who)
        pages = {
            re.sub(r'("X-CSRFToken": "|name="csrf_token" value=")[^"]+', "", client.get(path).text)
            for path in (token(change), "/account/address/nonsense")
        }
        assert client.get(token(change)).status_code == client.post(token(change)).status_code == 404
        assert len(pages) == 1
    assert world.app.test_client().get(token(change)).location.startswith("/sign-in?next=/account/address/")
    assert world.app.test_client().get("/address/back/nonsense").status_code == 404
    assert world.ana.email == "ana@acme.example"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_old_sign_in_proves_anew_who_it_is(world: World, method: str) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.ana)
    with moment.at(MONDAY + timedelta(minutes=11)):
        answer = client.open("/account/address", method=method, data={"email": NEW})
        assert (answer.status_code, answer.location) == (303, "/account/confirm?next=/account/address")
    assert not AddressChange.select().exists()


def test_too_many_are_told_when_to_go_on(world: World) -> None:
    client = world.sign_in(world.ana)
    codes = [
        client.post("/account/address", data={"email": f"a{number}@acme.example"}).status_code for number in range(6)
    ]
    assert codes == [303] * 5 + [429]


def test_somebody_who_has_it_by_now_is_told_to_the_holder_of_the_mail_box_alone(world: World) -> None:
    client = world.sign_in(world.ana)
    client.post("/account/address", data={"email": "ben@acme.example"})
    answer = client.post(token(AddressChange.get()))
    assert answer.status_code == 409
    assert "Somebody else signs in with this address." in answer.text
    assert accounts.person_of("") is None
    assert Event.select().where(Event.name == addresses.CHANGED).count() == 0
