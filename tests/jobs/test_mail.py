"""Promise 7 for mail: whatever the server does, each mail arrives, once, and what cannot be sent is seen."""

from __future__ import annotations

import email
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from config import Config
from domain import accounts, deliveries, events, moment
from domain.refusals import Kind, Refused
from integrations import mail
from jobs.mail import send_due
from models import Delivery, Registration, User
from models.base import close, connect, db
from tests.world import MONDAY, World


class Postman:
    """An SMTP server that keeps what it gets, and answers each attempt with the next of `answers`, else 250."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []
        self.lock = threading.Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        with self.lock:
            answer = self.answers.pop(0) if self.answers else "250 OK"
            if answer.startswith("250"):
                self.mails.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return answer

    @property
    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.mails]


@pytest.fixture
def postman() -> Iterator[Postman]:
    handler = Postman()
    for port in range(8450, 8460):
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        try:
            controller.start()
        except OSError:  # another worker has this port
            continue
        handler.port = port  # type: ignore[attr-defined]
        yield handler
        controller.stop()
        return
    pytest.fail("no port between 8450 and 8459 is free")


@pytest.fixture
def smtp(config: Config, postman: Postman) -> Config:
    return with_server(config, f"smtp://127.0.0.1:{postman.port}")  # type: ignore[attr-defined]


def with_server(config: Config, url: str) -> Config:
    return Config(
        instance=config.instance, database_url=config.database_url, secret_key="for tests only", mail_url=url,
        base_url="https://partners.nordwind.example",
    )  # fmt: skip


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return world.file(world.ana)


def pending(claim: Registration, to: User, count: int = 1) -> list[Delivery]:
    """So many mails that wait."""
    Delivery.update(state="sent").execute()
    with moment.at(MONDAY), db.atomic():
        for _ in range(count):
            facts = {"days": 30, "until": "2027-06-07"}
            events.record("protection.ending", claim, facts=facts, to=[to])
    return list(Delivery.select().where(Delivery.state == "pending").order_by(Delivery.id))


def send(config: Config, minutes: float = 0) -> int:
    """One run, so many minutes after the mails were made."""
    now = MONDAY + timedelta(minutes=minutes)
    with moment.at(now):
        return send_due(now, config)


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.get_by_id(delivery.id)


def test_a_mail_arrives_with_its_headers_and_both_alternatives(
    world: World, smtp: Config, postman: Postman, claim: Registration
) -> None:
    (row,) = pending(claim, world.ana)
    assert send(smtp) == 1
    (letter,) = postman.mails
    assert letter["Subject"] == "Talsperrenverband Oberwald: protection ends on Monday 7 June 2027"
    assert letter["From"] == "Nordwind Instruments <partners@partners.nordwind.example>"
    assert letter["To"] == "Ana Novak <ana@acme.example>"
    assert letter["Message-ID"] == f"<{row.message_id}@partners.nordwind.example>"
    assert letter["References"] == letter["In-Reply-To"] == f"<{claim.code}@partners.nordwind.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "<partners.partners.nordwind.example>" in letter["List-Id"]
    assert letter["Date"].datetime == MONDAY
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    body = letter.get_body(("plain",))
    assert body is not None
    assert f"https://partners.nordwind.example/registrations/{claim.code}" in body.get_content().splitlines()
    assert fresh(row).state == "sent"
    assert send(smtp, 500) == 0


def test_no_mail_is_traced(world: World, smtp: Config, postman: Postman, claim: Registration) -> None:
    pending(claim, world.ana)
    send(smtp)
    html = postman.mails[0].get_body(("html",))
    assert html is not None
    assert "<img" not in html.get_content()
    assert html.get_content().count("http") == 1


def test_a_temporary_no_is_tried_again_under_the_same_message_id(
    world: World, smtp: Config, postman: Postman, claim: Registration
) -> None:
    (row,) = pending(claim, world.ana)
    postman.answers = ["451 try later", "451 try later"]
    assert [send(smtp, 0), send(smtp, 0.5), send(smtp, 1), send(smtp, 2), send(smtp, 7)] == [0, 0, 0, 0, 1]
    assert postman.ids == [f"<{row.message_id}@partners.nordwind.example>"]
    assert fresh(row).attempts == 3
    assert fresh(row).error == ""


def test_a_permanent_no_is_kept_with_the_servers_words_and_can_be_sent_again(
    world: World, smtp: Config, postman: Postman, claim: Registration
) -> None:
    bad, good = pending(claim, world.ana, 2)
    postman.answers = ["550 5.1.1 no such mailbox"]
    assert send(smtp) == 1
    assert (fresh(bad).state, fresh(bad).error) == ("failed", "550 5.1.1 no such mailbox")
    assert fresh(good).state == "sent"
    assert send(smtp, 9999) == 0
    with moment.at(MONDAY + timedelta(days=9)):
        deliveries.send_again(world.ada, fresh(bad))
        with pytest.raises(Refused):
            deliveries.send_again(world.ada, fresh(bad))
        with pytest.raises(Refused) as refused:
            deliveries.send_again(world.max, fresh(bad))
        assert refused.value.kind is Kind.NOT_YOURS
        assert send_due(moment.now(), smtp) == 1


def test_after_three_days_of_no_it_has_failed(
    world: World, smtp: Config, postman: Postman, claim: Registration
) -> None:
    (row,) = pending(claim, world.ana)
    postman.answers = ["451 not now"] * 99
    for hour in range(0, 80):
        send(smtp, hour * 60)
    assert fresh(row).state == "failed"
    assert fresh(row).error == "451 not now"
    assert 12 <= fresh(row).attempts <= 20
    postman.answers = []
    assert send(smtp, 81 * 60) == 0


def test_when_the_server_is_away_no_attempt_is_counted_and_all_arrive_within_a_minute_of_its_return(
    world: World, config: Config, smtp: Config, postman: Postman, claim: Registration
) -> None:
    rows = pending(claim, world.ana, 5)
    away = with_server(config, "smtp://127.0.0.1:1")
    for minute in range(90):
        assert send(away, minute) == 0
    assert all(
        fresh(row).state == "pending" and fresh(row).attempts == 0 and "127.0.0.1" in fresh(row).error for row in rows
    )
    assert send(smtp, 90) == 5
    assert len(set(postman.ids)) == 5


def test_a_server_that_is_away_for_three_days_leaves_the_mail_failed(
    world: World, config: Config, claim: Registration
) -> None:
    (row,) = pending(claim, world.ana)
    away = with_server(config, "smtp://127.0.0.1:1")
    send(away, 3 * 1440 - 1)
    assert fresh(row).state == "pending"
    send(away, 3 * 1440 + 1)
    assert fresh(row).state == "failed"


def test_a_server_that_says_nothing_is_given_up(
    world: World, config: Config, claim: Registration, monkeypatch: Any
) -> None:
    """It accepts the connection and is silent; the outbox is not held up for long and the database not at all."""
    monkeypatch.setattr(mail, "SECONDS", 0.3)
    (row,) = pending(claim, world.ana)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = datetime.now(UTC)
        assert send(with_server(config, f"smtp://127.0.0.1:{silent.getsockname()[1]}")) == 0
        assert datetime.now(UTC) - started < timedelta(seconds=3)
    assert fresh(row).state == "pending"
    assert "timed out" in fresh(row).error


def test_no_transaction_is_open_while_the_server_is_spoken_to(
    world: World, smtp: Config, postman: Postman, claim: Registration, monkeypatch: Any
) -> None:
    pending(claim, world.ana)
    depths: list[int] = []
    sending = mail.Server.send
    monkeypatch.setattr(
        mail.Server, "send", lambda self, letter: (depths.append(db.transaction_depth()), sending(self, letter))[1]
    )
    assert send(smtp) == 1
    assert depths == [0]


def test_two_senders_at_once_send_each_mail_once(
    world: World, smtp: Config, postman: Postman, claim: Registration
) -> None:
    rows = pending(claim, world.ana, 40)
    ready, counts = threading.Barrier(4), []

    def work() -> None:
        db.connect(reuse_if_open=True)
        ready.wait()
        with moment.at(MONDAY):
            counts.append(send_due(MONDAY, smtp))
        close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(counts) == 40
    assert sorted(postman.ids) == sorted(f"<{row.message_id}@partners.nordwind.example>" for row in rows)


def test_a_clock_killed_between_sending_and_noting_sends_at_most_twice_under_one_message_id(
    world: World, smtp: Config, postman: Postman, claim: Registration
) -> None:
    (row,) = pending(claim, world.ana)
    close()
    killed = multiprocessing.get_context("fork").Process(target=_send_and_die, args=(smtp,))
    killed.start()
    killed.join(30)
    assert killed.exitcode == -9
    assert fresh(row).state == "pending"
    assert send(smtp, 0.5) == 0, "not before its next time"
    assert send(smtp, 1.1) == 1
    assert send(smtp, 500) == 0
    assert len(postman.ids) == 2
    assert len(set(postman.ids)) == 1


def _send_and_die(config: Config) -> None:
    """Another clock, killed after the server's OK and before it is noted."""
    connect(config.database)
    deliveries.sent = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    send(config)


def test_names_cannot_put_headers_into_a_mail(
    world: World, smtp: Config, postman: Postman, claim: Registration
) -> None:
    ana = world.ana
    User.update(name="Ana\r\nBcc: everyone@x.example\u2028, x").where(User.id == ana.id).execute()
    Registration.update(company="Ober\nwald\r\nX-Mean: 1").where(Registration.id == claim.id).execute()
    pending(claim, ana)
    assert send(smtp) == 1
    (letter,) = postman.mails
    assert "Bcc" not in letter
    assert "X-Mean" not in letter
    assert letter["Subject"].startswith("Ober wald X-Mean: 1: protection ends")


@pytest.mark.parametrize("address", ["nobody", "a@b@c", "ana@acme.example\r\nBcc: x@y.example", "", "a b@c.example"])
def test_an_address_that_is_none_fails_for_good_and_holds_up_nothing(
    world: World, smtp: Config, postman: Postman, claim: Registration, address: str
) -> None:
    User.update(email=address).where(User.id == world.ana.id).execute()
    ana = User.get(User.email == address)
    (bad,) = pending(claim, ana)
    with moment.at(MONDAY), db.atomic():
        events.record("protection.ending", claim, facts={"days": 7, "until": "2027-06-07"}, to=[world.ben])
    assert send(smtp) == 1
    assert fresh(bad).state == "failed"
    assert [letter["To"] for letter in postman.mails] == ["Ben Adler <ben@acme.example>"]


def test_a_mail_that_cannot_be_made_is_noted_and_the_next_one_goes_out(
    world: World, smtp: Config, postman: Postman, claim: Registration
) -> None:
    (broken,) = pending(claim, world.ana)
    with moment.at(MONDAY), db.atomic():
        events.record("silence.warned", claim, facts={}, to=[world.ana])  # without the dates its words need
        events.record("protection.ending", claim, facts={"days": 7, "until": "2027-06-07"}, to=[world.ben])
    assert send(smtp) == 2
    left = Delivery.get(Delivery.state == "pending")
    assert left.event.name == "silence.warned"
    assert "Error" in left.error
    assert broken.id != left.id


def test_without_a_server_mails_are_files_and_sending_twice_is_one(
    world: World, config: Config, claim: Registration
) -> None:
    (row,) = pending(claim, world.ana)
    assert send(config) == 1
    Delivery.update(state="pending").where(Delivery.id == row.id).execute()
    assert send(config, 5) == 1
    (path,) = Path(config.mail_folder).iterdir()
    assert path.name == f"{row.message_id}.eml"
    letter = email.message_from_bytes(path.read_bytes(), policy=default)
    assert letter["To"] == "Ana Novak <ana@acme.example>"


def test_a_sign_in_mail_is_not_sent_when_its_link_has_run_out(world: World, smtp: Config, postman: Postman) -> None:
    with moment.at(MONDAY):
        accounts.ask_for_link("ana@acme.example", "10.0.0.1")
    row = Delivery.get(Delivery.channel == "mail")
    assert send(smtp, 60) == 0
    assert fresh(row).state == "failed"
    assert "ran out" in fresh(row).error
    assert postman.mails == []
