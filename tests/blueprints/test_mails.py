"""The administrator's page of mails: what waits, what failed and why, send again; for nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config import Config
from domain import accounts, moment
from jobs import running
from jobs.mail import send_due
from jobs.schedule import SCHEDULE
from models import Delivery, Registration
from tests.world import MONDAY, World

SEND_MAIL = next(job for job in SCHEDULE if job.name == "send_mail")


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return world.file(world.ana, "Stadtwerke <b>Rhönau</b> Netz")


@pytest.fixture
def failed(claim: Registration) -> Delivery:
    row = Delivery.select().where(Delivery.channel == "mail").order_by(Delivery.id).get()
    Delivery.update(state="failed", error="550 5.1.1 no such mailbox").where(Delivery.id == row.id).execute()
    return Delivery.get_by_id(row.id)


def test_the_list_shows_state_and_the_servers_words(world: World, failed: Delivery) -> None:
    body = world.sign_in(world.ada).get("/mails").text
    assert "550 5.1.1 no such mailbox" in body
    assert "Rhönau&lt;/b&gt; Netz: registered as" in body
    only = world.sign_in(world.ada).get("/mails?state=failed").text
    assert only.count('data-state="failed"') == only.count("data-state=") == 1


def test_a_server_that_cannot_be_reached_is_told(world: World, claim: Registration, config: Config) -> None:
    with moment.at(MONDAY):
        browser = world.sign_in(world.ada)
        running.run_safely(SEND_MAIL, replace(config, mail_url="smtp://127.0.0.1:1"), None)
        text = browser.get("/mails").text
        assert "Emails cannot be sent at the moment" in text
        assert "refused" in text
        Delivery.update(next_at=MONDAY).execute()
        running.run_safely(SEND_MAIL, config, None)
        assert "cannot be sent at the moment" not in browser.get("/mails").text


def test_a_failed_mail_is_sent_again(world: World, failed: Delivery) -> None:
    browser = world.sign_in(world.ada)
    assert "Send again" in browser.get(f"/mails/{failed.message_id}").text
    assert browser.post(f"/mails/{failed.message_id}/again").status_code == 303
    assert Delivery.get_by_id(failed.id).state == "pending"
    assert browser.post(f"/mails/{failed.message_id}/again").status_code == 409


@pytest.mark.parametrize("person", ["ana", "ben", "rita", "max", "dora"])
def test_nobody_but_an_administrator_sees_mails(world: World, failed: Delivery, person: str) -> None:
    browser = world.sign_in(getattr(world, person))
    for path in ("/mails", f"/mails/{failed.message_id}"):
        assert browser.get(path).status_code == 403
    assert browser.post(f"/mails/{failed.message_id}/again").status_code == 403


def test_an_unknown_mail_is_not_there(world: World) -> None:
    assert world.sign_in(world.ada).get("/mails/none").status_code == 404


@pytest.mark.parametrize("state", ["", "sent", "nothing", "sent' OR 1"])
def test_an_empty_list_says_so(world: World, state: str) -> None:
    body = world.sign_in(world.ada).get("/mails", query_string={"state": state}).text
    assert "No emails" in body


def test_a_clock_that_stands_still_is_said(world: World) -> None:
    browser = world.sign_in(world.ada)
    assert "The clock is not running" in browser.get("/mails").text
    running.note("send_mail", moment.now(), 0, "")
    assert "The clock is not running" not in browser.get("/mails").text
    running.note("send_mail", moment.now(), 0, "the server is away")
    assert "the server is away" in browser.get("/mails").text


def test_without_a_server_the_administrator_reads_sign_in_mails_here(world: World, config: Config) -> None:
    """The first people of a new installation get in this way."""
    accounts.ask_for_link("rita@rival.example", "10.0.0.1")
    send_due(moment.now(), config)
    row = Delivery.select().where(Delivery.channel == "mail").get()
    assert "/sign-in/link/" in world.sign_in(world.ada).get(f"/mails/{row.message_id}").text


def test_without_a_server_no_mail_is_said_to_be_sent(world: World, claim: Registration) -> None:
    Delivery.update(state="sent", sent_at=MONDAY).execute()
    body = world.sign_in(world.ada).get("/mails?state=sent").text
    assert "Kept, not sent" in body
    assert "</svg>Sent<" not in body
    asked = world.app.test_client().post("/sign-in", data={"email": "ana@acme.example"}, follow_redirects=True).text
    assert "is on its way" not in asked
    assert "sends no email yet" in asked


def test_with_a_server_nobody_reads_other_peoples_sign_in_links(world: World, config: Config) -> None:
    accounts.ask_for_link("rita@rival.example", "10.0.0.1")
    send_due(moment.now(), config)
    world.app.config["DIBS"] = replace(config, mail_url="smtp://127.0.0.1:1")
    row = Delivery.select().where(Delivery.channel == "mail").get()
    assert "/sign-in/link/" not in world.sign_in(world.ada).get(f"/mails/{row.message_id}").text


def test_a_mail_lies_in_the_folder_under_a_name_that_leads_nowhere_else(world: World, config: Config) -> None:
    (config.instance / "mail").mkdir()
    for path in ("..%2f..%2fsecret", "%2e%2e", "a" * 3000):
        assert world.sign_in(world.ada).get(f"/mails/{path}").status_code == 404
