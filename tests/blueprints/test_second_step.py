"""Is half a sign-in good for nothing but its other half, on every address, and do the screens finish it?"""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.access import COMING_IN, WHO
from domain import accounts, moment
from domain.accounts import apps, sessions
from domain.accounts import passkeys as keys
from domain.refusals import Kind, Refused
from models import AuthenticatorApp, Event, Passkey, RecoveryCode, Session, User
from tests.authenticator import Device
from tests.factors import KEY, digits, give_app, set_up_app, step, wrong
from tests.full import Full, addresses
from tests.test_tenancy import FRONT_DOOR, PUBLIC
from tests.world import MONDAY, World

GOOD = "quiet rivers carry small boats"
HALF_DONE = {"second_step.new", "second_step.create"}
"""Where who has shown one factor shows the other."""


@pytest.fixture
def portal(app: Flask, world: World) -> Flask:
    """Where passkeys work: the address that mails name is the one that is opened."""
    app.config["DIBS"] = app.config["DIBS"].__class__(**{**vars(app.config["DIBS"]), "base_url": "http://localhost"})
    return app


def by_password(app: Flask, user: User, **more: str) -> FlaskClient:
    """A browser in which this person has given the right password."""
    accounts.set_password(user, GOOD)
    client = app.test_client()
    client.post("/sign-in/password", data={"email": user.email, "password": GOOD, **more})
    return client


def key(client: FlaskClient) -> str:
    cookie = client.get_cookie("dibs")
    return cookie.value if cookie else ""


def who(client: FlaskClient) -> int:
    """200 for somebody signed in, 303 for nobody."""
    return client.get("/account").status_code


# half a session


def shut_out(full: Full, client: FlaskClient, open_to: set[str]) -> list[str]:
    """Addresses that give half a session more than a stranger gets: the way to sign in."""
    faults = []
    for rule in full.world.app.url_map.iter_rules():
        if rule.endpoint in {*PUBLIC, FRONT_DOOR, *open_to}:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for _, path in addresses(full, rule)[:1]:
                answer = client.open(path, method=method)
                if answer.status_code != 303 or not answer.location.startswith("/sign-in"):
                    faults.append(f"{method} {path}: {answer.status_code}")
    return faults


def test_who_has_shown_one_factor_can_do_nothing_but_show_the_other(full: Full) -> None:
    for user in (full.world.ben, full.world.max):
        give_app(user)
        client = full.world.app.test_client()
        client.set_cookie("dibs", accounts.enter(user, "", "password"))
        assert shut_out(full, client, HALF_DONE) == []
        assert client.get("/sign-in/second").status_code == 200
        assert Session.select().where(Session.key_hash == sessions.key_hash(key(client)), Session.awaits != "").exists()
        accounts.factors.forget_all(user)


def test_staff_without_a_second_factor_can_do_nothing_but_set_one_up(full: Full) -> None:
    client = full.world.app.test_client()
    client.set_cookie("dibs", accounts.enter(full.world.dora, "", "password"))
    to_set_up = {endpoint for endpoint, whose in WHO.items() if whose == COMING_IN}
    assert shut_out(full, client, to_set_up) == []
    assert to_set_up == {
        "factors.protect", "factors.app", "factors.set_up_app", "passkeys.new", "passkeys.challenge", "passkeys.create",
    }  # fmt: skip


def test_the_front_door_shows_half_a_session_the_way_in_alone(world: World) -> None:
    give_app(world.ana)
    client = by_password(world.app, world.ana)
    assert "Who is the prospect?" not in client.get("/").text
    assert "Ana Novak" not in client.get("/").text


def test_a_stolen_half_session_is_worth_nothing_once_it_was_finished(world: World) -> None:
    give_app(world.ana)
    owner, thief = by_password(world.app, world.ana), world.app.test_client()
    thief.set_cookie("dibs", key(owner))
    owner.post("/sign-in/second", data={"code": digits(world.ana)})
    assert who(owner) == 200
    assert thief.post("/sign-in/second", data={"code": digits(world.ana, 1)}).location == "/sign-in"
    assert who(thief) == 303


def test_a_thief_of_half_a_session_takes_the_persons_tries_and_no_more(world: World) -> None:
    with moment.at(MONDAY):
        give_app(world.ana)
        thief = by_password(world.app, world.ana)
        said = [thief.post("/sign-in/second", data={"code": wrong(digits(world.ana))}).status_code for _ in range(12)]
    assert said == [422] * 10 + [429] * 2
    assert who(thief) == 303


# the second step


def test_the_digits_finish_it_under_a_fresh_key_and_lead_on(world: World) -> None:
    give_app(world.ana)
    client = by_password(world.app, world.ana, next="/inbox?which=unread")
    planted = key(client)
    assert client.get("/sign-in/second").status_code == 200
    assert client.post("/sign-in/second", data={"code": wrong(digits(world.ana))}).status_code == 422
    done = client.post("/sign-in/second", data={"code": digits(world.ana)})
    assert done.location == "/inbox?which=unread"
    assert key(client) != planted
    assert accounts.person_of(planted) is None
    assert who(client) == 200


def test_a_recovery_code_finishes_it_once(world: World) -> None:
    code = give_app(world.ana)[0]
    client = by_password(world.app, world.ana)
    assert client.post("/sign-in/second", data={"code": code}).location == "/"
    again = by_password(world.app, world.ana)
    assert again.post("/sign-in/second", data={"code": code}).status_code == 422
    assert "9 of 10 left" in world.sign_in(world.ana).get("/account").text


def test_the_second_step_without_a_first_leads_to_the_first(world: World) -> None:
    give_app(world.ana)
    for client in (world.app.test_client(), world.sign_in(world.rita)):
        assert client.get("/sign-in/second").location == "/sign-in"
        assert client.post("/sign-in/second", data={"code": digits(world.ana)}).location == "/sign-in"


def test_a_key_planted_before_the_first_step_is_worth_nothing_after_the_second(world: World) -> None:
    give_app(world.ana)
    accounts.set_password(world.ana, GOOD)
    planted = accounts.enter(world.rita, "", "link")
    client = world.app.test_client()
    client.set_cookie("dibs", planted)
    client.post("/sign-in/password", data={"email": "ana@acme.example", "password": GOOD})
    client.post("/sign-in/second", data={"code": digits(world.ana)})
    assert accounts.person_of(planted) is None
    assert accounts.person_of(key(client)) == world.ana


# setting up


def test_staff_set_up_an_app_and_are_in(world: World) -> None:
    client = by_password(world.app, world.max, next="/partners")
    assert "Protect your account" in client.get("/account/protect").text
    half = key(client)
    page = set_up_app(client)
    assert page.status_code == 200
    assert len(re.findall(r"<li translate=\"no\">[2-9a-z-]{29}</li>", page.text)) == 10
    assert 'href="/partners"' in page.text
    assert client.get("/queue").status_code == 200
    assert key(client) != half
    assert RecoveryCode.left(world.max) == 10


def test_half_a_sign_in_brings_the_first_factor_and_nothing_beside_it(world: World, portal: Flask) -> None:
    """A browser that died between the factor and the fresh key; a second request of the same half session."""
    client = by_password(portal, world.max)
    shown = apps.digits_at(world.max, "first", KEY, step())
    apps.set_up(world.max, "first", shown, KEY, key(client))
    assert sessions.half_of(key(client)) is not None
    for endpoint in ("protect", "app", "passkeys/new"):
        assert client.get(f"/account/{endpoint}").location.startswith("/sign-in"), endpoint
    assert client.post("/account/app", data={"code": "1"}).location.startswith("/sign-in")
    with pytest.raises(Refused) as no:
        apps.set_up(world.max, "other", apps.digits_at(world.max, "other", KEY, step()), KEY, key(client))
    assert no.value.kind is Kind.MOVED_ON
    assert AuthenticatorApp.get().nonce == "first"


def test_half_a_sign_in_adds_no_passkey_to_a_factor_of_the_same_moment(world: World) -> None:
    half = accounts.enter(world.max, "", "link")
    place, device = keys.Place("localhost", "http://localhost"), Device()
    answer = device.make(keys.to_register(world.max, place, KEY))
    apps.set_up(world.max, "first", apps.digits_at(world.max, "first", KEY, step()), KEY, half)
    with pytest.raises(Refused):
        keys.register(world.max, answer, "Thief", place, KEY, half)
    assert Passkey.select().count() == 0


def test_recovery_codes_are_shown_even_if_time_runs_out_after_the_factor_was_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, complete = by_password(world.app, world.max), sessions.complete

    def too_late(half: Session, how: str) -> str:
        Session.update(expires_at=moment.now()).where(Session.id == half.id).execute()
        return complete(half, how)

    monkeypatch.setattr(sessions, "complete", too_late)
    page = set_up_app(client)
    assert page.status_code == 200
    codes = re.findall(r"<li translate=\"no\">([2-9a-z-]{29})</li>", page.text)
    assert len(codes) == RecoveryCode.left(world.max) == 10
    assert '<a class="button" href="/sign-in">' in page.text
    assert client.get("/queue").status_code == 303, "nobody is signed in"
    monkeypatch.undo()
    again = by_password(world.app, world.max)
    assert again.post("/sign-in/second", data={"code": codes[0]}).location == "/queue"


def test_the_page_of_the_app_shows_one_secret_until_it_is_confirmed(world: World) -> None:
    client = world.sign_in(world.ana)
    first, again = (re.search(r"<code>([A-Z2-7 ]+)</code>", client.get("/account/app").text) for _ in range(2))
    assert first is not None
    assert again is not None
    assert first[1] == again[1]
    assert client.post("/account/app", data={"code": "000000"}).status_code in (422, 200)
    assert set_up_app(client).status_code == 200
    assert first[1] not in client.get("/account/app").text


def test_a_wrong_code_sets_nothing_up_and_shows_the_same_secret(world: World) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.ana)
        found = re.search(r"<code>([A-Z2-7 ]+)</code>", client.get("/account/app").text)
        assert found is not None
        answer = client.post("/account/app", data={"code": "1"})
        assert answer.status_code == 422
        assert found[1] in answer.text
        assert not AuthenticatorApp.select().exists()


def test_setting_up_changes_the_key_and_ends_the_other_browser(world: World) -> None:
    here, there = world.sign_in(world.ana), world.sign_in(world.ana)
    old = key(here)
    set_up_app(here)
    assert who(here) == 200
    assert who(there) == 303
    assert key(here) != old
    assert accounts.person_of(old) is None
    assert "ways to sign in to your account were changed" in there.get("/sign-in").text


def test_the_square_is_dark_on_light_without_inline_style(world: World) -> None:
    page = world.sign_in(world.ana).get("/account/app").text
    assert 'class="square"' in page
    assert "style=" not in page
    assert "otpauth://totp/Nordwind" in page


# is it you?


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/account/app"), ("POST", "/account/app"), ("POST", "/account/app/end"), ("GET", "/account/codes"),
     ("POST", "/account/codes"), ("GET", "/account/password"), ("POST", "/account/password"),
     ("POST", "/account/password/end"), ("GET", "/account/passkeys/new"), ("POST", "/account/passkeys"),
     ("POST", "/account/passkeys/K-1/end"), ("POST", "/account/data"),
     ("POST", "/account/sessions/end"), ("POST", "/account/sessions/none/end")],
)  # fmt: skip
def test_an_old_proof_is_asked_for_anew_before_anything_changes(
    portal: Flask, world: World, method: str, path: str
) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.ana)
        Passkey.create(
            code="K-1", user=world.ana, credential="c", public_key="x", sign_count=0, name="x", is_synced=False,
            created_at=MONDAY,
        )  # fmt: skip
    with moment.at(MONDAY + timedelta(minutes=11)):
        answer = client.open(path, method=method, data={"password": GOOD, "again": GOOD})
        assert answer.status_code == 303
        assert answer.location.startswith("/account/confirm?next=/account")
        assert client.get(answer.location).status_code == 200
    assert world.ana.password_hash is None
    assert Passkey.select().count() == 1


def test_digits_prove_it_and_lead_back(world: World) -> None:
    with moment.at(MONDAY):
        give_app(world.ana)
        client = world.sign_in(world.ana)
    with moment.at(MONDAY + timedelta(hours=1)):
        old, data = key(client), {"next": "/account/codes"}
        refused = client.post("/account/confirm", data={**data, "code": wrong(digits(world.ana))})
        assert refused.status_code == 422
        assert client.post("/account/confirm", data={**data, "password": GOOD}).status_code == 422
        done = client.post("/account/confirm", data={**data, "code": digits(world.ana)})
        assert done.location == "/account/codes"
        assert client.get("/account/codes").status_code == 200
        assert key(client) != old


def test_the_password_proves_it_for_who_has_nothing_else(world: World) -> None:
    accounts.set_password(world.ana, GOOD)
    with moment.at(MONDAY):
        client = world.sign_in(world.ana)
    with moment.at(MONDAY + timedelta(hours=1)):
        assert client.post("/account/confirm", data={"password": "wrong"}).status_code == 422
        away = {"password": GOOD, "next": "//evil.example"}
        assert client.post("/account/confirm", data=away).location == "/account"
        assert client.get("/account/app").status_code == 200


def test_a_mail_proves_it_for_everybody(world: World) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.ana)
    with moment.at(MONDAY + timedelta(hours=1)):
        old = key(client)
        assert client.post("/account/confirm/mail", data={"next": "/account/app"}).location == "/sign-in/mail"
        link = accounts.links.SigninLink.newest_of(world.ana)
        code = accounts.link_code(link, world.app.config["DIBS"].key())
        assert client.post("/sign-in/mail", data={"code": code}).location == "/account/app"
        assert client.get("/account/app").status_code == 200
        assert accounts.person_of(old) is None


# passkeys


def make_passkey(client: FlaskClient, name: str = "Laptop") -> tuple[Device, int]:
    device = Device()
    asked = client.post("/account/passkeys/challenge").text
    answer = client.post("/account/passkeys", data={"name": name, "passkey": device.make(asked)})
    return device, answer.status_code


def test_a_passkey_is_made_and_signs_in_without_an_address(portal: Flask, world: World) -> None:
    maker = world.sign_in(world.max)
    device, status = make_passkey(maker)
    assert status == 200  # recovery codes
    assert "Laptop" in maker.get("/account").text
    guest = portal.test_client()
    asked = guest.post("/sign-in/passkey/challenge")
    assert asked.content_type == "application/json"
    assert "max" not in asked.text
    data = {"passkey": device.answer(asked.text), "next": "/partners"}
    assert guest.post("/sign-in/passkey", data=data).location == "/partners"
    assert who(guest) == 200
    assert portal.test_client().post("/sign-in/passkey", data=data).status_code == 422


def test_a_passkey_finishes_half_a_sign_in(portal: Flask, world: World) -> None:
    device, _ = make_passkey(world.sign_in(world.ana))
    client = by_password(portal, world.ana)
    half = key(client)
    page = client.get("/sign-in/second").text
    assert "Use a passkey" in page
    assert "Recovery code" in page
    asked = client.post("/sign-in/passkey/challenge").text
    client.post("/sign-in/passkey", data={"passkey": device.answer(asked)})
    assert who(client) == 200
    assert sessions.half_of(half) is None


def test_staff_set_up_a_passkey_and_are_in(portal: Flask, world: World) -> None:
    client = by_password(portal, world.dora)
    _, status = make_passkey(client, "Key ring")
    assert status == 200
    assert client.get("/queue").status_code == 200


def test_a_passkey_is_renamed_and_removed_by_its_person_alone(portal: Flask, world: World) -> None:
    ana, rita = world.sign_in(world.ana), world.sign_in(world.rita)
    make_passkey(ana)
    path = f"/account/passkeys/{Passkey.get().code}"
    for method, end in (("GET", ""), ("POST", ""), ("POST", "/end")):
        assert rita.open(path + end, method=method, data={"name": "Mine"}).status_code == 404
    assert ana.post(path, data={"name": ""}).status_code == 422
    assert ana.post(path, data={"name": "Work laptop"}).status_code == 303
    assert Passkey.get().name == "Work laptop"
    there = world.sign_in(world.ana)
    assert ana.post(f"{path}/end").status_code == 303
    assert not Passkey.select().exists()
    assert (who(ana), who(there)) == (200, 303)


def test_staff_cannot_remove_their_last_factor(portal: Flask, world: World) -> None:
    max_ = world.sign_in(world.max)
    make_passkey(max_)
    refused = max_.post(f"/account/passkeys/{Passkey.get().code}/end")
    assert refused.status_code == 422
    assert "Set up another one" in refused.text


def test_passkeys_work_at_one_address_and_the_page_says_which(portal: Flask, world: World) -> None:
    elsewhere = portal.test_client().get("/sign-in", base_url="http://127.0.0.1")
    assert "Passkeys work at http://localhost alone" in elsewhere.text
    assert "data-passkey" not in elsewhere.text
    assert 'data-passkey="get"' in portal.test_client().get("/sign-in").text


@pytest.mark.parametrize(
    ("address", "host", "origin"),
    [
        ("", "localhost", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "", "http://127.0.0.1:8000"),
        ("https://192.0.2.7", "", "https://192.0.2.7"),
        ("https://[2001:db8::1]", "", "https://[2001:db8::1]"),
        ("http://partners.example", "", "http://partners.example"),
        ("https://partners.example/", "partners.example", "https://partners.example"),
        ("https://partners.example:443", "partners.example", "https://partners.example"),
        ("https://partners.example:8443/dibs", "partners.example", "https://partners.example:8443"),
    ],
)
def test_the_host_of_passkeys_comes_from_the_address(world: World, address: str, host: str, origin: str) -> None:
    config = world.app.config["DIBS"]
    there = config.__class__(**{**vars(config), "base_url": address})
    assert (there.passkey_host, there.origin) == (host, origin)


def test_a_portal_without_passkeys_offers_none(app: Flask, world: World) -> None:
    app.config["DIBS"] = app.config["DIBS"].__class__(**{**vars(app.config["DIBS"]), "base_url": "http://192.0.2.7"})
    guest, ana = app.test_client(), world.sign_in(world.ana)
    assert "passkey" not in guest.get("/sign-in").text.casefold()
    assert "https" in ana.get("/account/passkeys/new").text
    assert guest.post("/sign-in/passkey/challenge").status_code == 404
    assert ana.post("/account/passkeys/challenge").status_code == 404


# the rest of the account page


def test_all_other_sign_ins_end_at_once(world: World) -> None:
    here, there, rita = world.sign_in(world.ana), world.sign_in(world.ana), world.sign_in(world.rita)
    assert here.post("/account/sessions/end").status_code == 303
    assert [who(client) for client in (here, there, rita)] == [200, 303, 200]
    assert "ended from another device" in there.get("/sign-in").text


def test_an_idle_sign_in_is_told_so(world: World) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.max)
    with moment.at(MONDAY + timedelta(hours=13)):
        assert "nothing was done here for a while" in client.get("/sign-in").text
        assert "signed out because" not in world.app.test_client().get("/sign-in").text


def test_a_password_is_deleted(world: World) -> None:
    accounts.set_password(world.ana, GOOD)
    client, other = world.sign_in(world.ana), world.sign_in(world.ana)
    assert client.post("/account/password/end").status_code == 303
    assert (who(client), who(other), world.ana.password_hash) == (200, 303, None)


def test_an_administrator_resets_on_the_persons_page(world: World) -> None:
    give_app(world.ana)
    ada, ana = world.sign_in(world.ada), world.sign_in(world.ana)
    path = f"/people/{world.ana.code}"
    assert "Take second factor away" in ada.get(path).text
    assert "Take second factor away" not in world.sign_in(world.max).get(path).text
    assert world.sign_in(world.max).post(f"{path}/factors").status_code == 403
    assert ada.post(f"{path}/factors").status_code == 303
    assert who(ana) == 303
    assert "taken your second factor away" in ana.get("/sign-in").text
    assert ada.post(f"{path}/factors").status_code == 409


def test_the_challenge_is_json_and_kept_by_nobody(portal: Flask, world: World) -> None:
    asked = portal.test_client().post("/sign-in/passkey/challenge")
    assert asked.headers["Cache-Control"] == "no-store"
    assert json.loads(asked.text)["rpId"] == "localhost"
    assert not Event.select().exists()
