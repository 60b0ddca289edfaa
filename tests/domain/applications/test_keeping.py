"""Does the clock remind in time and once, and is what came of nothing really gone, with its mails?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from config import Config
from domain import applications, letters, moment
from domain.refusals import Refused
from jobs import mail
from models import Application, Delivery, Event
from models.base import db
from tests.applicants import sent, waiting
from tests.world import MONDAY, World

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    with moment.at(MONDAY):
        yield


def reminded() -> int:
    return Event.select().where(Event.name == "application.due").count()


def test_staff_are_reminded_once_a_working_day_before_the_answer_is_due(world: World) -> None:
    """Due on Monday, 10:00: reminded from Friday, 10:00, on."""
    made = waiting()
    friday = MONDAY + 4 * DAY
    assert applications.remind_due(friday - timedelta(minutes=1)) == 0
    assert applications.remind_due(friday) == 1
    assert applications.remind_due(friday) == applications.remind_due(MONDAY + 9 * DAY) == 0
    assert reminded() == 1
    told = Delivery.with_event().where(Event.name == "application.due")
    assert {(row.reader.name, row.channel) for row in told} == {("Max Lindner", "mail"), ("Max Lindner", "inbox")}
    assert Application.get_by_id(made.id).status == "waiting"


def test_a_missed_day_is_caught_up(world: World) -> None:
    waiting()
    assert applications.remind_due(MONDAY + 30 * DAY) == 1


def test_what_is_answered_is_not_reminded_of(world: World) -> None:
    applications.withdraw(waiting())
    applications.decline(world.max, waiting(company="Zweite GmbH"), "told_too_little", "No.")
    assert applications.remind_due(MONDAY + 9 * DAY) == 0


def test_what_nobody_confirms_is_deleted_after_seven_days_with_its_mail(world: World) -> None:
    made = sent()
    assert applications.forget_due(MONDAY + 7 * DAY - timedelta(seconds=1)) == 0
    assert applications.forget_due(MONDAY + 7 * DAY) == 1
    assert applications.forget_due(MONDAY + 7 * DAY) == 0
    assert Application.select().count() == Delivery.select().count() == 0
    assert [event.name for event in Event.about("application", made.id)] == [
        "application.sent",
        "application.forgotten",
    ]
    assert "fuchs" not in everything_said(made).casefold()


def test_what_was_declined_or_withdrawn_is_deleted_after_180_days(world: World) -> None:
    applications.withdraw(waiting())
    applications.decline(world.max, waiting(company="Zweite GmbH"), "told_too_little", "No.")
    assert applications.forget_due(MONDAY + 180 * DAY - timedelta(seconds=1)) == 0
    assert applications.forget_due(MONDAY + 180 * DAY) == 2
    assert Application.select().count() == 0


def test_what_waits_or_was_approved_stays(world: World) -> None:
    waiting()
    applications.approve(world.max, waiting(company="Zweite GmbH"), "silver", "")
    assert applications.forget_due(MONDAY + 900 * DAY) == 0


def test_one_that_was_confirmed_in_the_last_second_stays(world: World) -> None:
    made = sent()
    with moment.at(MONDAY + 7 * DAY):
        applications.confirm(made)
        assert applications.forget_due(moment.now()) == 0
    assert Application.get_by_id(made.id).status == "waiting"


def test_one_that_is_deleted_cannot_be_confirmed(world: World) -> None:
    made = sent()
    applications.forget_due(MONDAY + 7 * DAY)
    with pytest.raises(Refused, match="deleted"):
        applications.confirm(made)
    assert Event.select().where(Event.name == "application.confirmed").count() == 0


def test_the_inbox_still_reads_when_the_application_is_gone(world: World) -> None:
    made = applications.withdraw(waiting())
    applications.forget_due(MONDAY + 180 * DAY)
    news = list(Delivery.inbox_of(world.max))
    assert len(news) == 2
    for letter in letters.of_many(news):
        assert letter.facts["company"] == made.code
        assert letter.path == "/applications"
    page = world.sign_in(world.max).get("/inbox")
    assert page.status_code == 200
    assert made.code in page.text


def test_a_mail_goes_to_whoever_has_no_account(world: World, config: Config) -> None:
    made = waiting()
    assert mail.send_due(MONDAY, config) == 3
    kept = [path.read_text() for path in config.mail_folder.glob("*.eml")]
    to_freya = [text for text in kept if "freya@fuchs-mess.example" in text]
    assert len(to_freya) == 2
    assert all(applications.path(made, config.key())[:40] in text.replace("=\n", "") for text in to_freya)
    assert {row.state for row in Delivery.select().where(Delivery.channel == "mail")} == {"sent"}


def everything_said(made: Application) -> str:
    """All that any table still holds, but the log of what was asked of the database."""
    tables = [str(name) for name in db.get_tables()]
    return "".join(str(db.execute_sql(f'SELECT * FROM "{table}"').fetchall()) for table in tables)
