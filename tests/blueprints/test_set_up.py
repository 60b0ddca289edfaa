"""Does an empty portal show how to begin, and open by the printed link alone?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from config import Config
from domain import accounts, rules
from jobs.clock import Clock
from jobs.schedule import SCHEDULE, Every, Job
from migrations.runner import migrate_all
from models import User, Vendor
from models.base import close
from tests.conftest import POSTGRES
from tests.factors import set_up_app
from tests.postgres import empty
from tests.world import World

TYPED = {
    "vendor": "Sud Optik", "legal_name": "Sud Optik GmbH", "country": "AT", "zone": "Europe/Vienna", "currency": "EUR",
    "lines": "Lenses\nNight sights", "name": "Eva Kern", "email": "eva@sud.example",
    "password": "quiet rivers carry small boats",
}  # fmt: skip


@pytest.fixture
def bare(app: Flask, tmp_path: Path) -> Flask:
    """A portal at its very first start."""
    rules.forget()
    if POSTGRES:
        empty()
        return app
    close()
    fresh = create_app(Config(instance=tmp_path / "bare", secret_key="for tests only"))
    fresh.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    migrate_all()
    return fresh


def path_of(app: Flask) -> str:
    printed = app.test_cli_runner().invoke(args=["users", "first-link"]).stdout
    found = re.fullmatch(r"http://localhost:8000(/set-up/\S+)\n", printed)
    assert found
    return found[1]


def test_before_set_up_every_door_says_how_to_begin(bare: Flask) -> None:
    guest = bare.test_client()
    assert "first-link" in guest.get("/sign-in").text
    for path in ("/people", "/partners", "/account"):
        assert guest.get(path).location.startswith("/sign-in")
    assert "first-link" in guest.post("/sign-in", data={"email": "eva@sud.example"}).text
    assert guest.post("/sign-in/password", data={"email": "eva@sud.example", "password": "x"}).status_code == 422
    assert guest.get("/rules").status_code == 404


def test_before_set_up_the_clock_waits_in_silence(bare: Flask, caplog: pytest.LogCaptureFixture) -> None:
    clock, did = Clock(bare.config["DIBS"]), []
    clock.renew()
    for job in SCHEDULE:
        clock.tick(job)
    clock.tick(Job("early", Every(2), lambda now: did.append(now) or 1))
    assert clock.hold.is_ours
    assert (did, caplog.records) == ([], [])


def test_the_printed_link_opens_the_programme(bare: Flask) -> None:
    path, guest = path_of(bare), bare.test_client()
    assert guest.get(path).status_code == 200
    assert guest.post(path, data=TYPED).location == "/account/protect"
    assert guest.get("/people").status_code == 303  # not before there is a second factor
    key = guest.get_cookie("dibs")
    assert key is not None
    page = set_up_app(guest)
    assert "Recovery codes" in page.text
    assert 'href="/people"' in page.text
    for page_path in ("/people", "/partners", "/account"):
        assert guest.get(page_path).status_code == 200
    assert accounts.person_of(key.value) is None
    assert Vendor.get_current().name == "Sud Optik"
    assert bare.test_client().get(path).status_code == 410
    assert bare.test_client().post(path, data=TYPED).status_code == 409


def test_wrong_answers_come_back_with_all_that_was_typed_but_the_password(bare: Flask) -> None:
    response = bare.test_client().post(path_of(bare), data={**TYPED, "email": "eva", "lines": "Lenses\nNight sights"})
    assert response.status_code == 422
    assert 'id="email-error"' in response.text
    for kept in ("Sud Optik GmbH", "Lenses\nNight sights", '"AT" selected', '"Europe/Vienna" selected'):
        assert kept in response.text
    assert TYPED["password"] not in response.text
    assert not User.select().exists()


def test_an_invented_link_opens_nothing(bare: Flask) -> None:
    path_of(bare)
    assert bare.test_client().get("/set-up/invented").status_code == 410
    assert bare.test_client().post("/set-up/invented", data=TYPED).status_code == 409
    assert not User.select().exists()


def test_the_command_prints_no_link_once_there_is_an_administrator(world: World) -> None:
    result = world.app.test_cli_runner().invoke(args=["users", "first-link"])
    assert result.exit_code == 1
    assert "has been set up" in result.output


def test_people_are_made_from_the_command_line(world: World) -> None:
    runner = world.app.test_cli_runner()
    person = ["--email", "mia@acme.example", "--name", "Mia Holt", "--role", "rep"]
    made = runner.invoke(args=["users", "create", *person, "--partner", world.ana.partner.code])
    assert "/sign-in/link/" in made.output
    link = made.stdout.strip().split("8000", 1)[1]
    assert world.app.test_client().post(link).status_code == 303
    assert "mia@acme.example\trep" in runner.invoke(args=["users", "list"]).output


@pytest.mark.parametrize(
    "wrong",
    [["--role", "rep"], ["--role", "director", "--partner", "P-ACME-1111"], ["--role", "director", "--email", "x"]],
)
def test_a_wrong_command_is_told(world: World, wrong: list[str]) -> None:
    base = ["--email", "mia@acme.example", "--name", "Mia"]
    result = world.app.test_cli_runner().invoke(args=["users", "create", *base, *wrong])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert User.select().count() == 6


def test_who_sets_it_up_reads_their_own_language_and_so_do_the_rules(bare: Flask) -> None:
    client, path, german = bare.test_client(), path_of(bare), {"Accept-Language": "de"}
    page = client.get(path, headers=german).text
    assert "Richten Sie Ihr Partnerprogramm ein" in page
    assert 'action="/language"' in page
    assert client.post(path, data=TYPED, headers=german).status_code == 303
    assert User.get().locale == "de"
    rules_page = client.get("/rules", headers=german).text
    assert "<b>7.1</b> <span>Eine genehmigte Registrierung ist ab der Genehmigung 90 Tage geschützt." in rules_page
    assert "40.000\u00a0€" in rules_page
