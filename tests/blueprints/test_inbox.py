"""The inbox: one's own news in the words of the mails, unread marked, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import events, moment
from models import Delivery, Registration, User
from models.base import db
from tests.world import MONDAY, World


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return world.file(world.ana, "Stadtwerke <b>Rhönau</b> Netz")


def tell(claim: Registration, to: User, count: int = 1) -> None:
    with moment.at(MONDAY + timedelta(hours=1)), db.atomic():
        for _ in range(count):
            events.record("protection.ending", claim, facts={"days": 30, "until": "2027-06-07"}, to=[to])


def codes(user: User) -> list[str]:
    return [row.message_id for row in Delivery.inbox_of(user)]


def test_news_come_newest_first_in_the_words_of_the_mail(world: World, claim: Registration) -> None:
    tell(claim, world.ana)
    body = world.sign_in(world.ana).get("/inbox").text
    ending = 'ends in 30 days, on Monday <span class="nowrap">7 June 2027</span><'
    assert f"Stadtwerke &lt;b&gt;Rhönau&lt;/b&gt; Netz {ending}" in body
    assert body.index("ends in 30 days") < body.index("is registered for you as")
    assert body.count("data-unread") == 2


def test_an_empty_inbox_says_what_belongs_there(world: World) -> None:
    body = world.sign_in(world.rita).get("/inbox").text
    assert "What happens to your registrations is told here" in body


def test_opening_an_entry_leads_to_what_it_is_about_and_marks_it_read(world: World, claim: Registration) -> None:
    browser = world.sign_in(world.ana)
    reply = browser.get(f"/inbox/{codes(world.ana)[0]}")
    assert (reply.status_code, reply.location) == (303, f"/registrations/{claim.code}")
    assert Delivery.unread_count(world.ana) == 0


def test_opening_a_registration_reads_what_the_inbox_says_of_it_and_no_more(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        other = world.file(world.ana, "Wasserwerk Unterwald")
    unread = Delivery.unread_count(world.ana)
    assert world.sign_in(world.ana).get(f"/registrations/{claim.code}").status_code == 200
    left = Delivery.inbox_of(world.ana, is_unread=True)
    assert {row.event.subject_id for row in left} == {other.id}
    assert left.count() < unread
    before = Delivery.unread_count(world.max)
    world.sign_in(world.max).get(f"/registrations/{claim.code}/decision")
    assert Delivery.unread_count(world.max) < before


def test_a_manager_is_led_to_the_decision(world: World, claim: Registration) -> None:
    reply = world.sign_in(world.max).get(f"/inbox/{codes(world.max)[0]}")
    assert reply.location == f"/registrations/{claim.code}/decision"


def test_mark_all_as_read_leaves_what_came_in_since(world: World, claim: Registration) -> None:
    seen = codes(world.ana)[0]
    tell(claim, world.ana)
    assert world.sign_in(world.ana).post("/inbox/read", data={"up_to": seen}).status_code == 303
    assert [row.event.name for row in Delivery.inbox_of(world.ana, is_unread=True)] == ["protection.ending"]


def test_the_count_in_the_navigation_is_true(world: World, claim: Registration) -> None:
    tell(claim, world.ana, 4)
    browser = world.sign_in(world.ana)
    assert '<span class="count">5' in browser.get("/inbox").text
    browser.post("/inbox/read", data={"up_to": codes(world.ana)[0]})
    assert '<span class="count">' not in browser.get("/inbox").text


@pytest.mark.parametrize("person", ["rita", "ben", "max", "ada"])
def test_other_peoples_entries_are_not_there(world: World, claim: Registration, person: str) -> None:
    stranger, code = world.sign_in(getattr(world, person)), codes(world.ana)[0]
    assert stranger.get(f"/inbox/{code}").status_code == 404
    assert stranger.post("/inbox/read", data={"up_to": code}).status_code == 404
    assert "is registered for you as" not in stranger.get("/inbox").text
    assert Delivery.unread_count(world.ana) == 1


def test_nobody_reads_without_signing_in(world: World, claim: Registration) -> None:
    assert "/sign-in" in world.app.test_client().get("/inbox").location


@pytest.mark.parametrize("page", ["2", "3", "999999999999", "-1", "x", "0"])
def test_pages_hold_twenty_five_and_odd_numbers_find_one(world: World, claim: Registration, page: str) -> None:
    tell(claim, world.ana, 30)
    body = world.sign_in(world.ana).get(f"/inbox?page={page}").text
    assert body.count('<tr role="row" data-unread') == (6 if page in ("2", "3") else 25)


def test_a_page_costs_the_same_few_queries_however_full(
    world: World, claim: Registration, caplog: pytest.LogCaptureFixture
) -> None:
    browser, counts = world.sign_in(world.ana), []
    for more in (0, 20):
        tell(claim, world.ana, more)
        caplog.clear()
        with caplog.at_level("DEBUG", "peewee"):
            browser.get("/inbox")
        counts.append(len(caplog.records))
    assert counts[0] == counts[1] <= 16


def test_signing_in_by_mail_leaves_nothing_in_the_inbox(world: World) -> None:
    from domain import accounts

    accounts.ask_for_link("rita@rival.example", "10.0.0.1")
    assert Delivery.inbox_of(world.rita).count() == 0
    assert Delivery.select().where(Delivery.channel == "mail").count() == 1
