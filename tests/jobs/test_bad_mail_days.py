"""The mail server refuses, hangs, says 451 or 5xx: what becomes of the mail, and what do people and the doctor read?"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from config import Config
from domain import moment
from domain.wellness import answers
from integrations import machine, mail
from jobs import running
from jobs.schedule import named
from models import Delivery, Registration
from tests.jobs.postmen import DRIPS, GONE, SILENT, serving
from tests.jobs.test_mail import pending
from tests.world import MONDAY, World

pytestmark = pytest.mark.once


@dataclass(frozen=True)
class Day:
    """What the server says; what becomes of two mails of that minute; what the doctor says of the server."""

    says: dict[str, str]
    states: tuple[str, str]
    reads: str  # on the administrator's page
    doctor: str = "ok"
    is_taken: bool = False


DAYS = {
    "refuses everybody": Day({"hello": "554 no service"}, ("pending", "pending"), "554 no service", "554 no service"),
    "is too busy": Day({"hello": "421 come back later"}, ("pending", "pending"), "421 come back", "421 come back"),
    "hangs at the door": Day({"hello": SILENT}, ("pending", "pending"), "timed out", "timed out"),
    "drips at the door": Day({"hello": DRIPS}, ("pending", "pending"), "127.0.0.1", "127.0.0.1"),
    "does not know us": Day({"AUTH": "535 wrong password"}, ("pending", "pending"), "535 wrong", "535 wrong"),
    "does not want our address": Day({"MAIL": "550 not from here"}, ("pending", "pending"), "550 not from here"),
    "says 451 to the reader": Day({"RCPT": "451 try later"}, ("pending", "pending"), "451 try later"),
    "says 550 to the reader": Day({"RCPT": "550 no such mailbox"}, ("failed", "failed"), "550 no such mailbox"),
    "says 421 in the middle": Day({"RCPT": "421 going down"}, ("pending", "pending"), "421 going down"),
    "says 451 to the mail": Day({"sent": "451 greylisted"}, ("pending", "pending"), "451 greylisted"),
    "says 552 to the mail": Day({"sent": "552 mailbox full"}, ("failed", "failed"), "552 mailbox full"),
    "does not take data": Day({"DATA": "554 no"}, ("failed", "failed"), "554 no"),
    "hangs in the middle": Day({"MAIL": SILENT}, ("pending", "pending"), "timed out"),
    "drips in the middle": Day({"RCPT": DRIPS}, ("pending", "pending"), "Connection"),
    "hangs after the mail": Day({"sent": SILENT}, ("pending", "pending"), "timed out"),
    "goes in the middle": Day({"MAIL": GONE}, ("pending", "pending"), "Connection unexpectedly closed"),
    "goes after it took the mail": Day({"sent": GONE}, ("pending", "pending"), "closed", is_taken=True),
}


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return world.file(world.ana)


def served(world: World, config: Config, url: str) -> Config:
    found = replace(config, mail_url=url, base_url="https://partners.nordwind.example")
    world.app.config["DIBS"] = replace(found, base_url=config.base_url)
    return found


def is_silent(what: str) -> bool:
    return not {SILENT, DRIPS}.isdisjoint(DAYS[what].says.values())


def _long(what: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.audit] if is_silent(what) and what != "hangs at the door" else []


@pytest.mark.parametrize("what", [pytest.param(what, marks=_long(what)) for what in DAYS])
def test_a_mail_survives_a_day_on_which_the_server(
    world: World, config: Config, claim: Registration, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, rows = DAYS[what], pending(claim, world.ana, 2)
    with serving(**day.says) as bad, monkeypatch.context() as hurried:
        if is_silent(what):  # where a server answers, a busy machine must not be taken for its silence
            hurried.setattr(mail, "SECONDS", 0.2)
            hurried.setattr(mail.greet, "__defaults__", (0.3,))
        began = time.monotonic()
        with moment.at(MONDAY):
            running.run_safely(named("send_mail"), served(world, config, bad.url), None)
        assert time.monotonic() - began < 20, "nobody waits for ever"
        assert states(rows) == day.states
        assert len(bad.taken) == int(day.is_taken)
        assert day.reads in page(world)
        assert day.doctor in doctor(world.app.config["DIBS"])
    with serving() as well:
        later = MONDAY + timedelta(minutes=2)
        with moment.at(later):
            running.run_safely(named("send_mail"), served(world, config, well.url), None)
        arrive = day.states.count("pending")
        assert len(well.taken) == arrive
        assert states(rows) == tuple("sent" if state == "pending" else state for state in day.states)
        ids = {line for one in (*bad.taken, *well.taken) for line in one.splitlines() if line.startswith(b"Message-ID")}
        assert len(ids) == arrive, "twice under one name at most"


def states(rows: list[Delivery]) -> tuple[str, ...]:
    return tuple(Delivery.get_by_id(row.id).state for row in rows)


def page(world: World) -> str:
    """What the administrator reads."""
    with moment.at(MONDAY + timedelta(minutes=1)):
        return world.sign_in(world.ada).get("/mails").text


def doctor(config: Config) -> str:
    """What it says of the mail server."""
    looks = machine.looks(config, MONDAY, set, is_deep=False)
    (said,) = answers({"server": looks["server"]})
    return said.line


def test_people_sign_in_by_password_and_read_the_inbox_while_no_mail_goes_out(
    world: World, claim: Registration
) -> None:
    """What waits as mail stands in the inbox at once: nobody depends on the server to know."""
    pending(claim, world.ana)
    with moment.at(MONDAY):
        assert claim.code in world.sign_in(world.ana).get("/inbox").text


def test_mails_that_wait_for_an_hour_are_wrong_and_those_that_failed_are_told(
    world: World, config: Config, claim: Registration
) -> None:
    from domain.wellness import rows as wellness_rows

    (row,) = pending(claim, world.ana)
    late = wellness_rows.looks(MONDAY + timedelta(minutes=61))["mails"]
    (said,) = answers({"mails": late})
    assert said.line.startswith("WRONG  Emails: Waiting for more than an hour: 1.")
    Delivery.update(state="failed").where(Delivery.id == row.id).execute()
    (said,) = answers({"mails": late})
    assert "Could not be sent: 1." in said.line
