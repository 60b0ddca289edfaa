"""Is an application answered once, by those who may, in time that both sides see, and does a partner come of it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from domain import applications, moment, rules
from domain.applications import history
from domain.refusals import Invalid, Kind, Refused
from domain.settings.publishing import Wanted, publish
from integrations import message
from models import Application, Delivery, Event, Partner, User
from tests.applicants import KEY, sent, typed, waiting
from tests.together import at_once
from tests.world import MONDAY, World

REASON = "told_too_little"


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    with moment.at(MONDAY):
        yield


def names(application: Application) -> list[str]:
    return [event.name for event in Event.about("application", application.id)]


def told(name: str) -> list[str]:
    rows = Delivery.with_event().where(Event.name == name, Delivery.channel == "mail").order_by(Delivery.id)
    return [row.reader.name for row in rows]


def letter(name: str, reader: str = "Freya Fuchs") -> tuple[message.Message, str]:
    """What the mail about this says, and the path of its button."""
    from domain import letters

    rows = Delivery.with_event().where(Event.name == name, Delivery.channel == "mail")
    found = letters.of(next(row for row in rows if row.reader.name == reader), KEY)
    return message.write(found.event, found.locale, found.facts), found.path


def test_confirming_fixes_the_day_of_our_answer_in_working_hours(world: World) -> None:
    """Five business days from Monday, 10:00 in Berlin: the next Monday, 10:00."""
    made = waiting()
    assert (made.status, made.confirmed_at, made.forget_at) == ("waiting", MONDAY, None)
    assert made.due_at == MONDAY + timedelta(days=7)


def test_holidays_put_the_answer_off(world: World) -> None:
    """Good Friday and Easter Monday 2027 are the 26th and 29th of March."""
    with moment.at(MONDAY + timedelta(days=14)):
        assert waiting().due_at == MONDAY + timedelta(days=23, hours=-1)  # summer time has begun


def test_confirming_twice_counts_once(world: World) -> None:
    made = waiting()
    with moment.at(MONDAY + timedelta(hours=3)):
        assert applications.confirm(made).due_at == made.due_at
    assert names(made).count("application.confirmed") == 1


def test_both_sides_hear_of_a_confirmed_application(world: World) -> None:
    made = waiting()
    assert told("application.confirmed") == ["Max Lindner", "Freya Fuchs"]
    said, path = letter("application.confirmed")
    assert path == applications.path(made, KEY)
    assert said.locale == "de"
    staff, way = letter("application.confirmed", "Max Lindner")
    assert way == f"/applications/{made.code}"
    assert staff.subject == "Messtechnik Fuchs GmbH: wants to become a partner"


def test_of_a_country_that_is_nobodys_every_channel_manager_hears(world: World) -> None:
    waiting(country="JP")
    assert told("application.confirmed") == ["Max Lindner", "Freya Fuchs"]
    User.update(is_active=False).where(User.id == world.max.id).execute()
    waiting(country="JP", company="Zweite GmbH")
    assert told("application.confirmed")[2:] == ["Dora Feld", "Freya Fuchs"]


def test_approval_makes_the_partner_and_invites_its_first_admin_in_one_mail(world: World) -> None:
    made = waiting()
    partner = applications.approve(world.max, made, "silver", "Europe", "Looking forward to it.")
    assert (partner.name, partner.country, partner.domain) == ("Messtechnik Fuchs GmbH", "AT", "fuchs-mess.example")
    assert (partner.tier, partner.territory) == ("silver", "Europe")
    freya = User.get(User.email == "freya@fuchs-mess.example")
    assert (freya.role, freya.partner, freya.locale) == ("partner_admin", partner, "de")
    after = Application.get_by_id(made.id)
    assert (after.status, after.partner, after.user, after.decided_by) == ("approved", partner, freya, world.max)
    assert after.forget_at is None
    assert names(made) == ["application.sent", "application.confirmed", "application.approved"]
    assert told("user.invited") == ["Freya Fuchs"]
    said, path = letter("user.invited")
    assert said.quote == "Looking forward to it."
    assert path.startswith("/sign-in/link/")
    assert told("application.approved") == []


def test_who_is_invited_without_having_applied_reads_no_word_of_an_application(world: World) -> None:
    from domain import people
    from domain.people import Invitation

    people.invite(world.ben, Invitation("mia@acme.example", "Mia Holt", "rep"), world.ben.partner)
    said, _ = letter("user.invited", "Mia Holt")
    assert said.happened == "Ben Adler invited you to the partner portal of Nordwind Instruments."
    assert said.quote == ""


@pytest.mark.parametrize(
    ("tier", "territory", "field"), [("", "", "tier"), ("tin", "", "tier"), ("silver", "Mars", "territory")]
)
def test_an_approval_that_lacks_something_changes_nothing(world: World, tier: str, territory: str, field: str) -> None:
    made = waiting()
    with pytest.raises(Invalid) as refused:
        applications.approve(world.max, made, tier, territory)
    assert set(refused.value.errors) == {field}
    assert Application.get_by_id(made.id).status == "waiting"
    assert Partner.select().count() == 2


def test_an_address_that_is_here_already_stops_the_approval_whole(world: World) -> None:
    made = waiting(email="rita@rival.example")
    with pytest.raises(Invalid) as refused:
        applications.approve(world.max, made, "silver", "")
    assert set(refused.value.errors) == {"admin_email"}
    assert Application.get_by_id(made.id).status == "waiting"
    assert Partner.select().count() == 2
    assert "application.approved" not in names(made)


def test_a_decline_tells_reason_words_and_when_it_is_deleted(world: World) -> None:
    made = applications.decline(world.dora, waiting(locale="en"), REASON, "Tell us who your customers are.")
    assert (made.status, made.reason, made.decided_by) == ("declined", REASON, world.dora)
    assert made.forget_at == MONDAY + timedelta(days=180)
    said, path = letter("application.declined")
    assert "What you told us is not enough to go by" in said.happened
    assert said.quote == "Tell us who your customers are."
    assert "4 September 2027" in said.more
    assert path == applications.path(made, KEY)
    assert told("application.declined") == ["Freya Fuchs"]


@pytest.mark.parametrize(
    ("reason", "text", "fields"),
    [("", "", {"reason", "text"}), ("existing_customer", "No.", {"reason"}), (REASON, "", {"text"}),
     (REASON, "x" * 2001, {"text"})],
)  # fmt: skip
def test_a_decline_needs_one_of_the_reasons_and_words(world: World, reason: str, text: str, fields: set[str]) -> None:
    made = waiting()
    with pytest.raises(Invalid) as refused:
        applications.decline(world.max, made, reason, text)
    assert set(refused.value.errors) == fields


@pytest.mark.parametrize("who", ["ada", "ana", "ben", "rita"])
def test_only_managers_and_directors_answer(world: World, who: str) -> None:
    made, person = waiting(), getattr(world, who)
    for verb in (
        lambda: applications.approve(person, made, "silver", ""),
        lambda: applications.decline(person, made, REASON, "No."),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.kind is Kind.NOT_YOURS


ENDS: dict[str, Callable[[World, Application], object]] = {
    "approve": lambda world, made: applications.approve(world.max, made, "silver", ""),
    "decline": lambda world, made: applications.decline(world.dora, made, REASON, "No."),
    "withdraw": lambda world, made: applications.withdraw(made),
}


@pytest.mark.parametrize("second", ENDS)
@pytest.mark.parametrize("first", ENDS)
def test_it_ends_once(world: World, first: str, second: str) -> None:
    """Whoever comes second, on a page that was opened before, is refused and changes nothing."""
    made = waiting()
    ENDS[first](world, made)
    before = Application.get_by_id(made.id).__data__
    with pytest.raises(Refused) as refused:
        ENDS[second](world, made)
    assert refused.value.kind is Kind.MOVED_ON
    assert Application.get_by_id(made.id).__data__ == before
    assert len(names(made)) == 3


def test_what_nobody_confirmed_cannot_be_answered_or_withdrawn(world: World) -> None:
    made = sent()
    for verb in ENDS.values():
        with pytest.raises(Refused):
            verb(world, made)
    assert Application.get_by_id(made.id).status == "sent"


def test_of_two_managers_in_one_moment_one_decides(world: World) -> None:
    for number in range(5):
        made = waiting(email=f"f{number}@fuchs-mess.example", company=f"Fuchs {number} GmbH")
        assert sorted(together(world, made)) == ["done", "moved on"]
        ends = {"application.approved", "application.declined"} & set(names(made))
        assert len(ends) == 1
        after = Application.get_by_id(made.id)
        assert (after.partner is not None) == (after.status == "approved")


def together(world: World, made: Application) -> list[str]:
    manager, director = world.max, world.dora
    found = at_once(
        lambda: applications.approve(manager, made, "silver", ""),
        lambda: applications.decline(director, made, REASON, "No."),
        at=MONDAY,
    )
    return ["moved on" if isinstance(one, Refused) and one.kind is Kind.MOVED_ON else _said(one) for one in found]


def _said(outcome: object) -> str:
    return str(outcome) if isinstance(outcome, Exception) else "done"


def test_withdrawing_tells_staff_and_sets_the_day_of_deletion(world: World) -> None:
    made = applications.withdraw(waiting())
    assert (made.status, made.ended_at) == ("withdrawn", MONDAY)
    assert made.forget_at == MONDAY + timedelta(days=180)
    assert told("application.withdrawn") == ["Max Lindner"]


def test_the_history_says_who_did_what(world: World) -> None:
    made = applications.decline(world.dora, waiting(), REASON, "Tell us more.")
    lines = history.of(made)
    assert [line.says.split()[0] for line in lines] == ["The", "Confirmed", "Sent"]
    assert lines[0].values["who"] == "Dora Feld"
    assert lines[0].text == "Tell us more."


def test_a_new_time_to_answer_holds_for_what_is_confirmed_from_then_on(world: World) -> None:
    before = waiting()
    now = rules.in_force()
    publish(world.ada, Wanted(replace(now, application_days=1), now.number))
    after = applications.confirm(applications.apply(typed(company="Zweite GmbH"), "key", "net"))
    assert Application.get_by_id(before.id).due_at == MONDAY + timedelta(days=7)
    assert after.due_at == MONDAY + timedelta(days=1)
