"""What would outlive a session, or cannot be taken back, asks anew who it is; and the person is told by mail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import moment
from models import CalendarFeed, Delivery, Erasure, Event
from tests.world import MONDAY, World

ASKED = (
    ("ana", "/account/calendar", "/account"),
    ("ada", "/people/{ana}/factors", "/people/{ana}"),
    ("ada", "/people/{ana}/erasure", "/people/{ana}/erasure"),
    ("ada", "/personal-data/erasures", "/personal-data"),
)


@pytest.mark.parametrize(("who", "path", "back"), ASKED)
def test_an_old_sign_in_proves_anew_who_it_is(world: World, who: str, path: str, back: str) -> None:
    with moment.at(MONDAY):
        browser = world.sign_in(getattr(world, who))
    path, back = path.format(ana=world.ana.code), back.format(ana=world.ana.code)
    with moment.at(MONDAY + timedelta(minutes=11)):
        answer = browser.post(path, data={"name": "Kasimira", "again": "Kasimira", "reason": "request"})
        assert (answer.status_code, answer.location) == (303, f"/account/confirm?next={back}")
    assert not CalendarFeed.select().exists()
    assert not Erasure.select().exists()
    assert not Event.select().where(Event.name == "user.factors_reset").exists()


def test_whoever_could_delete_is_asked_before_anything_is_typed(world: World) -> None:
    with moment.at(MONDAY):
        ada = world.sign_in(world.ada)
    with moment.at(MONDAY + timedelta(minutes=11)):
        for path in ("/personal-data", f"/people/{world.ana.code}/erasure"):
            assert ada.get(path).location == f"/account/confirm?next={path}"


def test_a_calendar_that_was_made_is_told_by_mail(world: World) -> None:
    with moment.at(MONDAY):
        assert world.sign_in(world.ana).post("/account/calendar").status_code == 200
    told = Delivery.select().join(Event).where(Event.name == "user.calendar_opened", Delivery.channel == "mail")
    assert [row.recipient_id for row in told] == [world.ana.id]
