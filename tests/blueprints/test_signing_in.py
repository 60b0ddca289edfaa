"""Does the door open for those who prove who they are, and say the same to everybody else?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from config import Config
from domain import accounts, moment
from models import Delivery, Session, SigninLink, User
from tests.world import MONDAY, World

GOOD = "quiet rivers carry small boats"


@pytest.fixture
def guest(app: Flask, world: World) -> FlaskClient:
    return app.test_client()


def newest() -> SigninLink:
    return SigninLink.select().order_by(SigninLink.id.desc()).get()


def token(app: Flask) -> str:
    return accounts.link_token(newest(), app.config["DIBS"].key())


def ask(client: FlaskClient, email: str = "ana@acme.example", **more: str) -> TestResponse:
    return client.post("/sign-in", data={"email": email, **more})


def who(client: FlaskClient) -> int:
    """200 for somebody signed in, 303 for nobody."""
    return client.get("/account").status_code


def body(response: TestResponse, email: str = "") -> str:
    """The page without what is random in each answer, and without the address that was typed."""
    text = re.sub(r'name="csrf_token" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", response.text)
    return text.replace(email, "") if email else text


def test_a_signed_out_page_leads_to_sign_in_and_back(app: Flask, guest: FlaskClient, world: World) -> None:
    accounts.set_password(world.ana, GOOD)
    away = guest.get("/account?x=1")
    assert (away.status_code, away.location) == (303, "/sign-in?next=/account?x%3D1")
    data = {"email": "Ana@Acme.example ", "password": GOOD, "next": "/account?x=1"}
    assert guest.post("/sign-in/password", data=data).location == "/account?x=1"


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", "javascript:1"])
def test_sign_in_leads_nowhere_else(guest: FlaskClient, world: World, path: str) -> None:
    accounts.set_password(world.ana, GOOD)
    data = {"email": "ana@acme.example", "password": GOOD, "next": path}
    assert guest.post("/sign-in/password", data=data).location == "/"


def test_an_expired_session_sends_htmx_to_sign_in(guest: FlaskClient) -> None:
    here = {"HX-Request": "true", "HX-Current-URL": "http://localhost/account?x=1"}
    response = guest.post("/account", headers=here)
    assert response.headers["HX-Redirect"] == "/sign-in?next=/account?x%3D1"
    assert "<html" not in response.text


def test_a_form_sent_signed_out_leads_back_to_its_page(guest: FlaskClient) -> None:
    """Browsers keep what was typed there; an address elsewhere is not followed."""
    sent = guest.post("/account/password", headers={"Referer": "http://localhost/account"})
    assert sent.location == "/sign-in?next=/account"
    assert guest.post("/account", headers={"Referer": "https://evil.example/x"}).location == "/sign-in"


def test_the_mailed_link_signs_in_after_a_press(app: Flask, guest: FlaskClient) -> None:
    ask(guest)
    path = f"/sign-in/link/{token(app)}"
    assert "Ana Novak" in guest.get(path).text
    assert guest.post(path).status_code == 303
    assert who(guest) == 200


def test_opening_the_link_signs_nobody_in(app: Flask, guest: FlaskClient) -> None:
    ask(guest)
    for _ in range(3):
        response = guest.get(f"/sign-in/link/{token(app)}")
        assert response.status_code == 200
        assert "dibs=" not in str(response.headers)
    assert who(guest) == 303
    assert not Session.select().exists()


def test_a_used_link_says_so_and_offers_a_new_one(app: Flask, guest: FlaskClient) -> None:
    ask(guest)
    path = f"/sign-in/link/{token(app)}"
    guest.post(path)
    other = app.test_client()
    assert other.get(path).status_code == 410
    refused = other.post(path)
    assert refused.status_code == 409
    assert "Send me a new link" in refused.text
    assert who(other) == 303
    assert other.post("/sign-in/again", data={"token": path.rsplit("/", 1)[1]}).location == "/sign-in/mail"
    assert Delivery.select().count() == 2


def test_an_invented_link_mails_nobody(guest: FlaskClient) -> None:
    assert guest.get("/sign-in/link/invented.token").status_code == 410
    assert guest.post("/sign-in/again", data={"token": "invented.token"}).location == "/sign-in"
    assert not Delivery.select().exists()


def test_the_code_signs_in_where_it_was_asked_for(app: Flask, guest: FlaskClient) -> None:
    ask(guest)
    code = accounts.link_code(newest(), app.config["DIBS"].key())
    other = app.test_client()
    assert other.post("/sign-in/mail", data={"code": code}).location == "/sign-in"
    assert guest.post("/sign-in/mail", data={"code": f" {code[:3]} {code[3:]} "}).status_code == 303
    assert who(guest) == 200
    assert who(other) == 303


def test_a_code_is_refused_after_five_tries(app: Flask, guest: FlaskClient) -> None:
    ask(guest)
    code = accounts.link_code(newest(), app.config["DIBS"].key())
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert guest.post("/sign-in/mail", data={"code": wrong}).status_code == 422
    refused = guest.post("/sign-in/mail", data={"code": code})
    assert (refused.status_code, "no longer works" in refused.text) == (422, True)
    assert who(guest) == 303


@pytest.mark.parametrize("state", ["unknown", "inactive"])
def test_asking_answers_the_same_for_addresses_that_nobody_may_use(app: Flask, world: World, state: str) -> None:
    if state == "inactive":
        User.update(is_active=False).where(User.id == world.ben.id).execute()
    stranger = "ben@acme.example" if state == "inactive" else "nobody@nowhere.example"
    answers = []
    for email in ("ana@acme.example", stranger):
        client = app.test_client()
        asked, page = ask(client, email), client.get("/sign-in/mail")
        wrong = client.post("/sign-in/mail", data={"code": "12345"})
        statuses = (asked.status_code, asked.location, page.status_code, wrong.status_code)
        answers.append((statuses, body(page, email), body(wrong, email)))
    assert answers[0] == answers[1]


def test_wrong_passwords_answer_the_same_for_known_and_unknown(app: Flask, world: World) -> None:
    accounts.set_password(world.ana, GOOD)
    answers = []
    for email in ("ana@acme.example", "rita@rival.example", "nobody@nowhere.example"):
        response = app.test_client().post("/sign-in/password", data={"email": email, "password": "x" * 20})
        answers.append((response.status_code, body(response, email), response.headers.get("Set-Cookie", "")[:5]))
    assert answers[0][0] == 422
    assert answers[0] == answers[1] == answers[2]


def test_what_was_typed_stays_but_not_the_password(guest: FlaskClient) -> None:
    text = guest.post("/sign-in/password", data={"email": "ana@acme.example", "password": "not my secret!"}).text
    assert 'value="ana@acme.example"' in text
    assert "not my secret!" not in text


@pytest.mark.parametrize(
    "email", ["", "ana", "a@b", "a b@acme.example", "x" * 300 + "@acme.example", "ana@acme.example\r\nBcc: x@y.example"]
)
def test_what_is_no_address_is_told_at_the_field(guest: FlaskClient, email: str) -> None:
    response = ask(guest, email)
    assert response.status_code == 422
    assert 'id="email-error"' in response.text
    assert "<title>Error:" in response.text


def test_mails_are_bounded_over_all_processes(config: Config, app: Flask, world: World) -> None:
    """Two applications on one database share the buckets; the eleventh mail waits."""
    other = create_app(config)
    other.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with moment.at(MONDAY):
        statuses = [ask(one.test_client()).status_code for one in (app, other) * 5]
        refused = ask(other.test_client())
        assert statuses == [303] * 10
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) == 360
        assert "10:06" in refused.text
        assert ask(app.test_client(), "rita@rival.example").status_code == 303


def test_unknown_addresses_are_bounded_alike(app: Flask, world: World) -> None:
    with moment.at(MONDAY):
        said = [ask(app.test_client(), "nobody@nowhere.example").status_code for _ in range(11)]
    assert said == [303] * 10 + [429]


def test_one_network_cannot_try_every_address(app: Flask, world: World) -> None:
    with moment.at(MONDAY):
        said = [
            app.test_client().post(
                "/sign-in/password", data={"email": f"p{n}@acme.example", "password": "x"},
                environ_base={"REMOTE_ADDR": f"192.0.2.{n}"},
            ).status_code
            for n in range(31)
        ]  # fmt: skip
        elsewhere = app.test_client().post(
            "/sign-in/password", data={"email": "p@acme.example", "password": "x"},
            environ_base={"REMOTE_ADDR": "198.51.100.1"},
        )  # fmt: skip
    assert said == [422] * 30 + [429]
    assert elsewhere.status_code == 422


@pytest.mark.parametrize(("proxies", "first_said"), [(0, 429), (1, 303)])
def test_a_visitor_cannot_claim_to_come_from_elsewhere(
    world: World, config: Config, proxies: int, first_said: int
) -> None:
    """Without a proxy of ours in front, and with one, whose word counts and not what stood there before."""
    client = create_app(replace(config, trusted_proxies=proxies)).test_client()
    client.application.config["WTF_CSRF_ENABLED"] = False
    for number in range(31):
        said = {"X-Forwarded-For": f"198.51.{number}.1"}
        answer = client.post("/sign-in", data={"email": f"a{number}@x.example"}, headers=said)
    assert answer.status_code == first_said
    if proxies:
        for number in range(31):
            said = {"X-Forwarded-For": f"198.51.{number}.1, 203.0.113.9"}
            answer = client.post("/sign-in", data={"email": f"b{number}@x.example"}, headers=said)
        assert answer.status_code == 429, "what a visitor puts before the proxy's own word says nothing"


def test_signing_in_changes_the_key_and_kills_the_old_one(app: Flask, world: World) -> None:
    """A key that somebody planted before sign-in is worth nothing after it."""
    accounts.set_password(world.ana, GOOD)
    planted = accounts.open_session(world.rita)
    client = app.test_client()
    client.set_cookie("dibs", planted)
    client.post("/sign-in/password", data={"email": "ana@acme.example", "password": GOOD})
    cookie = client.get_cookie("dibs")
    assert cookie is not None
    assert cookie.value != planted
    assert accounts.person_of(planted) is None
    assert accounts.person_of(cookie.value) == world.ana


def test_signing_in_changes_the_form_token(app: Flask, world: World) -> None:
    accounts.set_password(world.ana, GOOD)
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in/password").text)
    assert found
    data = {"email": "ana@acme.example", "password": GOOD, "csrf_token": found[1]}
    assert client.post("/sign-in/password", data={**data, "csrf_token": ""}).status_code == 400
    assert client.post("/sign-in/password", data=data).status_code == 303
    assert client.post("/account", data={"name": "Mallory", "csrf_token": found[1]}).status_code == 400


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask, guest: FlaskClient) -> None:
    ask(guest)
    cookie = guest.post(f"/sign-in/link/{token(app)}").headers["Set-Cookie"]
    assert all(part in cookie for part in ("dibs=", "HttpOnly", "SameSite=Lax", "Path=/"))


def test_over_tls_the_cookie_is_bound_to_the_host(config: Config, world: World) -> None:
    accounts.set_password(world.ana, GOOD)
    safe = create_app(Config(**{**vars(config), "base_url": "https://partners.example"}))
    safe.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    response = safe.test_client().post("/sign-in/password", data={"email": "ana@acme.example", "password": GOOD})
    [cookie] = [c for c in response.headers.getlist("Set-Cookie") if "__Host-dibs=" in c]
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_over_tls_so_is_every_other_cookie(config: Config, world: World) -> None:
    """That of forms and that of the language."""
    safe = create_app(replace(config, base_url="https://partners.example"))
    safe.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    client = safe.test_client()
    answers = [
        client.post("/language", data={"language": "de"}),
        client.post("/sign-in", data={"email": "a@b.example"}),
    ]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-language", "__Host-form"}
    for cookie in cookies:
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
        assert "Domain" not in cookie


def test_signing_out_ends_the_session_and_clears_the_browser(world: World) -> None:
    client = world.sign_in(world.ana)
    cookie = client.get_cookie("dibs")
    assert cookie is not None
    assert client.get("/sign-out").status_code == 405
    response = client.post("/sign-out")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"', "the vendor's other sites keep their cookies"
    assert accounts.person_of(cookie.value) is None
    assert who(client) == 303


def test_a_deactivated_person_is_out_at_the_next_request(world: World) -> None:
    client = world.sign_in(world.ana)
    assert who(client) == 200
    User.update(is_active=False).where(User.id == world.ana.id).execute()
    assert who(client) == 303


def test_a_session_left_alone_is_over(world: World) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.max)
    with moment.at(MONDAY + timedelta(hours=11)):
        assert who(client) == 200
    with moment.at(MONDAY + timedelta(hours=24)):
        assert who(client) == 303


def test_who_is_signed_in_is_sent_on(world: World) -> None:
    assert world.sign_in(world.ana).get("/sign-in").location == "/"
    assert world.sign_in(world.max).get("/sign-in").location == "/queue"
    assert world.sign_in(world.ada).get("/sign-in").location == "/people"


@pytest.mark.parametrize(
    "foreign",
    ["https://evil.example/portal", "http://localhost/\\evil.example", "http://localhost.evil.example/", "http://[bad"],
)
def test_a_page_that_says_no_never_leads_to_where_a_stranger_sent_one_from(world: World, foreign: str) -> None:
    answer = world.sign_in(world.ana).get("/registrations/DR-XXXX-XXXX", headers={"Referer": foreign})
    assert answer.status_code == 404
    assert "evil" not in answer.text
    ours = world.sign_in(world.ana).get("/registrations/X", headers={"Referer": "http://localhost/registrations?q=a"})
    assert 'href="/registrations?q=a"' in ours.text


def test_the_front_door_is_the_sign_in_page(world: World) -> None:
    answer = world.app.test_client().get("/")
    assert answer.status_code == 200
    assert "Sign in" in answer.text
