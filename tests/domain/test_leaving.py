"""Can work end up with somebody who left or only reads, and can two let each other go? Also in the same moment."""

from __future__ import annotations

import pytest

from domain import leaving, moment, people, roles
from domain.people import Invitation, Part
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import drafts, filing, holds
from models import Registration, User
from tests.world import MONDAY, World


def let_go(person: User) -> None:
    User.update(is_active=False).where(User.id == person.id).execute()


def made_reader(person: User) -> None:
    User.update(role="reader").where(User.id == person.id).execute()


@pytest.mark.parametrize("lose", [let_go, made_reader])
def test_what_is_being_filed_does_not_end_with_somebody_who_lost_the_right(
    world: World, monkeypatch: pytest.MonkeyPatch, lose: object
) -> None:
    """They go while the form is looked up; whoever is signed in as before files it."""
    look = filing.look

    def slow(*given: object) -> filing.Seen:
        lose(world.ana)  # type: ignore[operator]
        return look(*given)  # type: ignore[arg-type]

    with moment.at(MONDAY):
        claim = world.draft(world.ana)
        monkeypatch.setattr(filing, "look", slow)
        with pytest.raises(Refused, match="no longer holds registrations"):
            filing.submit(world.ben, claim)
    assert Registration.get_by_id(claim.id).status == "draft"


@pytest.mark.parametrize("lose", [let_go, made_reader])
def test_nothing_is_held_for_somebody_who_lost_the_right(world: World, lose: object) -> None:
    with moment.at(MONDAY):
        draft = world.draft(world.ana)
        lose(world.ana)  # type: ignore[operator]
        assert holds.hold(world.ben, draft).status == "draft"


def test_what_is_filed_as_they_go_needs_a_successor(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock of claims is taken before it is asked what is open."""
    taken, serialised = list[str](), leaving.serialised
    with moment.at(MONDAY):
        claim = world.file(world.ben)

    def noted(name: str) -> object:
        taken.append(name)
        if name == "claims":  # it came to her before the lock was had
            Registration.update(holder=world.ana).where(Registration.id == claim.id).execute()
        return serialised(name)

    monkeypatch.setattr(leaving, "serialised", noted)
    with pytest.raises(Invalid):
        leaving.deactivate(world.ben, world.ana)
    assert taken == ["people", "claims"]
    assert User.get_by_id(world.ana.id).is_active


def test_drafts_are_handed_over_when_nothing_is_open(world: World) -> None:
    draft = world.draft(world.ana)
    leaving.deactivate(world.ben, world.ana)
    assert Registration.get_by_id(draft.id).holder == world.ben
    drafts.discard(world.ben, Registration.get_by_id(draft.id))


def test_a_reader_keeps_no_draft(world: World) -> None:
    draft = world.draft(world.ana)
    roles.change(world.ben, world.ana, Part("reader", "company"))
    assert Registration.get_by_id(draft.id).holder == world.ben


def test_of_two_who_let_each_other_go_one_stays(world: World) -> None:
    User.update(role="partner_admin").where(User.id == world.ana.id).execute()
    ana, ben = User.get_by_id(world.ana.id), User.get_by_id(world.ben.id)  # both as they were when they asked
    leaving.deactivate(ben, ana)
    with pytest.raises(Refused) as no:
        leaving.deactivate(ana, ben)
    assert no.value.kind is Kind.NOT_YOURS
    assert User.get_by_id(ben.id).is_active


def test_whoever_lost_the_role_meanwhile_changes_nobodys(world: World) -> None:
    User.update(role="partner_admin").where(User.id == world.ana.id).execute()
    ana = User.get_by_id(world.ana.id)
    roles.change(world.ben, ana, Part("rep", "own"))
    with pytest.raises(Refused):
        roles.change(ana, world.ben, Part("rep", "own"))
    assert User.get_by_id(world.ben.id).role == "partner_admin"


def test_only_who_has_not_come_is_invited_again_and_not_for_ever(world: World) -> None:
    with moment.at(MONDAY):
        with pytest.raises(Refused, match="has come already"):
            people.invite_again(world.ben, world.ana)
        carl = people.invite(world.ben, Invitation("carl@acme.example", "Carl Eder", "rep"), world.ana.partner)
        for _ in range(10):
            people.invite_again(world.ben, carl)
        with pytest.raises(Refused) as no:
            people.invite_again(world.ben, carl)
    assert no.value.kind is Kind.OVER_BUDGET
