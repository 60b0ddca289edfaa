"""Does an address change only for who holds both mail boxes, and can the old one take it back?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain import accounts, events, letters, moment, retention
from domain.accounts import addresses, factors, sessions
from domain.refusals import Invalid, Refused
from integrations import message
from jobs.mail import send_due
from models import AddressChange, Delivery, Event, SigninLink, User
from tests.factors import KEY, give_app
from tests.together import at_once
from tests.world import MONDAY, World

HOME, NEW, GOOD = "192.0.2.0/24", "anna.neu@acme.example", "quiet rivers carry small boats"


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    with moment.at(MONDAY):
        yield


@pytest.fixture
def ana(world: World) -> User:
    """The cast is found by address, and hers changes."""
    return world.ana


def fresh(user: User) -> User:
    return User.get_by_id(user.id)


def moved(user: User, new: str = NEW, here: str = "") -> AddressChange:
    change = addresses.ask(fresh(user), new, HOME)
    addresses.confirm(fresh(user), change, here)
    return AddressChange.get_by_id(change.id)


def mails(name: str) -> list[letters.Letter]:
    found = Delivery.with_event().where(Event.name == name, Delivery.channel == "mail").order_by(Delivery.id)
    return letters.of_many(found, KEY)


def test_asking_changes_nothing_and_mails_the_new_address_alone(world: World, ana: User) -> None:
    change = addresses.ask(ana, "  Anna.Neu@ACME.example ", HOME)
    assert fresh(ana).email == "ana@acme.example"
    [letter] = mails(addresses.ASKED)
    assert (letter.to_address, letter.to_name) == (NEW, "")
    assert addresses.to_confirm(ana, letter.path.rpartition("/")[2], KEY) == change
    said = message.write(letter.event, letter.locale, letter.facts)
    assert "Ana" not in said.text(letter.path), "an address that anybody may have typed gets no word of theirs"
    assert not Delivery.select().where(Delivery.channel == "inbox").exists()


def test_confirming_moves_the_person_and_tells_the_old_address_with_a_way_back(world: World, ana: User) -> None:
    change = moved(ana)
    assert fresh(ana).email == NEW
    [letter] = mails(addresses.CHANGED)
    assert letter.to_address == "ana@acme.example"
    assert addresses.to_take_back(letter.path.rpartition("/")[2], KEY) == change
    assert NEW not in message.write(letter.event, letter.locale, letter.facts).text(letter.path)
    inbox = letters.of(Delivery.inbox_of(ana).get())
    assert inbox.path == "/account", "the inbox carries no link that takes anything back"
    assert events.first_broken("user", ana.id) is None


def test_it_ends_every_sign_in_but_the_one_that_confirms_and_links_to_the_old_mail_box(world: World, ana: User) -> None:
    here, there = accounts.open_session(ana), accounts.open_session(ana)
    accounts.ask_for_link(ana.email, HOME)
    mailed = accounts.link_token(SigninLink.newest_of(ana), KEY)
    moved(ana, here=here)
    assert accounts.person_of(here) == ana
    assert accounts.person_of(there) is None
    assert sessions.why_ended(there) == "address"
    with pytest.raises(Refused):
        accounts.use_link(mailed, KEY, "")


@pytest.mark.parametrize("taken", ["ben@acme.example", "nobody.yet@acme.example"])
def test_asking_does_not_tell_who_has_an_address(world: World, ana: User, taken: str) -> None:
    addresses.ask(ana, taken, HOME)
    assert [letter.to_address for letter in mails(addresses.ASKED)] == [taken]


def test_who_holds_the_mail_box_of_somebody_else_learns_it_and_nothing_moves(world: World, ana: User) -> None:
    change = addresses.ask(ana, "ben@acme.example", HOME)
    with pytest.raises(Refused, match="Somebody else"):
        addresses.confirm(ana, change, "")
    assert fresh(ana).email == "ana@acme.example"
    assert mails(addresses.CHANGED) == []
    with pytest.raises(Refused, match="no longer works"):
        addresses.confirm(ana, change, "")


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "email address such as"), ("ana@acme.example", "already"), ("ana@", "email address such as"),
     ("ana@gmx.de", "Enter an address at"), ("ana@rival.example", "Enter an address at")],
)  # fmt: skip
def test_what_is_no_address_of_the_company_is_refused(world: World, ana: User, typed: str, says: str) -> None:
    with pytest.raises(Invalid) as no:
        addresses.ask(ana, typed, HOME)
    assert says in no.value.errors["email"]


def test_staff_may_move_to_any_address(world: World, ana: User) -> None:
    moved(world.max, "max@nordwind-instruments.example")
    assert fresh(world.max).email == "max@nordwind-instruments.example"


def test_a_link_works_once_for_its_person_and_until_its_time(world: World, ana: User) -> None:
    first = addresses.ask(ana, "a1@acme.example", HOME)
    second = addresses.ask(ana, "a2@acme.example", HOME)
    token = addresses.path_of(second, addresses.ASKED, KEY).rpartition("/")[2]
    for user, text, key in (
        (world.ben, token, KEY), (ana, token[:-1] + "g", KEY), (ana, token, b"another key"),
        (ana, addresses.path_of(second, addresses.CHANGED, KEY).rpartition("/")[2], KEY), (ana, "é\0", KEY),
    ):  # fmt: skip
        assert addresses.to_confirm(user, text, key) is None
    with pytest.raises(Refused):
        addresses.confirm(ana, first, "")  # a newer one replaced it
    with moment.at(MONDAY + timedelta(hours=24)), pytest.raises(Refused):
        addresses.confirm(ana, second, "")
    addresses.confirm(ana, second, "")
    with pytest.raises(Refused):
        addresses.confirm(ana, second, "")
    assert fresh(ana).email == "a2@acme.example"


def test_taking_it_back_brings_the_old_address_ends_everything_and_keeps_the_second_factor(
    world: World, ana: User
) -> None:
    accounts.set_password(ana, GOOD)
    give_app(ana)
    change = moved(ana)
    thief = accounts.open_session(ana)
    addresses.take_back(change)
    back = fresh(ana)
    assert (back.email, back.password_hash) == ("ana@acme.example", None)
    assert accounts.person_of(thief) is None
    assert factors.is_asked(back), "who has the mail box alone must not get past it"
    assert [letter.to_address for letter in mails("user.address_restored")] == ["ana@acme.example"]
    with pytest.raises(Refused):
        addresses.take_back(change)


def test_a_thief_who_moves_on_cannot_shake_off_the_first_address(world: World, ana: User) -> None:
    first = moved(ana)
    second = moved(ana, "thief@acme.example")
    addresses.take_back(first)
    assert fresh(ana).email == "ana@acme.example"
    with pytest.raises(Refused):
        addresses.take_back(AddressChange.get_by_id(second.id))
    assert fresh(ana).email == "ana@acme.example"


def test_it_can_be_taken_back_for_so_many_days(world: World, ana: User) -> None:
    change = moved(ana)
    with moment.at(MONDAY + timedelta(days=14)), pytest.raises(Refused):
        addresses.take_back(change)
    assert fresh(ana).email == NEW


def test_an_address_that_somebody_else_has_by_now_is_not_taken_from_them(world: World, ana: User) -> None:
    change = moved(ana)
    moved(world.ben, "ana@acme.example")
    with pytest.raises(Refused, match="Please call us"):
        addresses.take_back(change)
    assert fresh(ana).email == NEW
    assert AddressChange.get_by_id(change.id).ended_at is None


def test_somebody_who_was_removed_does_not_come_back_by_it(world: World, ana: User) -> None:
    change = moved(ana)
    User.update(is_active=False).where(User.id == ana.id).execute()
    with pytest.raises(Refused):
        addresses.take_back(change)


def test_of_many_confirmations_at_once_one_counts(world: World, ana: User) -> None:
    change = addresses.ask(ana, NEW, HOME)

    def press() -> None:
        addresses.confirm(fresh(ana), AddressChange.get_by_id(change.id), "")

    said = at_once(*[press] * 4, at=MONDAY)
    assert sorted(type(one).__name__ for one in said) == ["NoneType", "Refused", "Refused", "Refused"]
    assert Event.select().where(Event.name == addresses.CHANGED).count() == 1


def test_mail_boxes_are_not_flooded(world: World, ana: User) -> None:
    for number in range(5):
        addresses.ask(ana, f"a{number}@acme.example", HOME)
    with pytest.raises(Refused) as no:
        addresses.ask(ana, "a5@acme.example", HOME)
    assert "retry_after" in no.value.values
    for user in (world.ben, world.max, world.dora, world.ada):
        addresses.ask(user, "box@acme.example", HOME)
    so_far = AddressChange.select().count()
    addresses.ask(world.ben, "box@acme.example", HOME)
    with pytest.raises(Refused):
        addresses.ask(world.max, "box@acme.example", HOME)
    assert AddressChange.select().count() == so_far + 1


def test_a_link_that_ran_out_is_not_mailed_and_changes_are_forgotten(world: World, ana: User) -> None:
    addresses.ask(ana, NEW, HOME)
    with moment.at(MONDAY + timedelta(days=2)):
        assert send_due(moment.now(), world.app.config["DIBS"]) == 0
    row = Delivery.get(Delivery.channel == "mail")
    assert row.state == "failed"
    assert "ran out" in row.error
    retention.forget_sign_ins(MONDAY + timedelta(days=30))
    assert AddressChange.select().count() == 1
    retention.forget_sign_ins(MONDAY + timedelta(days=32))
    assert AddressChange.select().count() == 0
    assert letters.of(row, KEY).path == "/account"
