"""Can roles and sight be changed by the right people alone, and does nobody keep work that a role cannot do?"""

from __future__ import annotations

import pytest

from domain import leaving, questions, roles
from domain.accounts import open_session, person_of
from domain.checks import Prospect, check
from domain.people import Part
from domain.permissions import may
from domain.refusals import Invalid, Refused
from models import Event, Question, Receipt, Registration, Territory, User
from tests.world import World

READER = Part("reader", "company")


@pytest.fixture
def carl(world: World) -> User:
    """A third colleague at Acme."""
    return User.create(
        email="carl@acme.example",
        name="Carl Eder",
        role="rep",
        partner=world.ana.partner,
        created_at=world.ana.created_at,
    )


def fresh(person: User) -> User:
    return User.get_by_id(person.id)


def test_whoever_only_reads_sees_claims_and_does_nothing(world: World, carl: User) -> None:
    claim = world.file(world.ana)
    roles.change(world.ben, carl, READER)
    reader = fresh(carl)
    assert list(Registration.visible_to(reader)) == [claim]
    assert not any(may(reader, action) for action in ("checks:make", "claims:file", "colleagues:set"))
    assert not may(reader, "claims:change", claim)
    assert may(world.ana, "claims:change", claim)


def test_a_team_sees_what_its_people_hold(world: World, carl: User) -> None:
    mine, anas = world.file(carl, "Kunststofftechnik Silberingen"), world.file(world.ana)
    roles.change(world.ben, carl, Part("rep", "own", "North"))
    assert list(Registration.visible_to(fresh(carl))) == [mine]
    roles.change(world.ben, carl, Part("rep", "team", "North"))
    assert list(Registration.visible_to(fresh(carl))) == [mine]
    roles.change(world.ben, world.ana, Part("rep", "own", " North "))
    assert set(Registration.visible_to(fresh(carl))) == {mine, anas}
    assert list(Registration.visible_to(fresh(world.ana))) == [anas]


@pytest.mark.parametrize("sees", ["own", "team", "company"])
def test_a_team_of_the_same_name_at_a_rival_is_another_team(world: World, carl: User, sees: str) -> None:
    world.file(world.ana, "Molkerei Rotenhain")
    rivals = world.file(world.rita, "Kunststofftechnik Silberingen")
    asked = check(world.rita, Prospect("Molkerei Rotenhain", country="DE"), settled=True)
    questions.ask(world.rita, "We met first.", "key", receipt=Receipt.get(Receipt.code == asked.receipt), claim=None)
    User.update(team="North").where(User.id == world.rita.id).execute()
    roles.change(world.ben, carl, Part("rep", sees, "North"))
    for model in (Registration, Receipt, Question):
        theirs = model.partner == world.rita.partner
        assert model.select().where(theirs).exists()
        assert not model.visible_to(fresh(carl)).where(theirs).exists()
    assert rivals in Registration.visible_to(world.max)


def test_who_holds_registrations_hands_them_over_before_only_reading(world: World, carl: User) -> None:
    claim = world.file(world.ana)
    with pytest.raises(Invalid) as no:
        roles.change(world.ben, world.ana, READER)
    assert set(no.value.errors) == {"heir"}
    assert fresh(world.ana).role == "rep", "nothing was done by halves"
    with pytest.raises(Invalid):
        roles.change(world.ben, world.ana, READER, world.rita)
    roles.change(world.ben, world.ana, READER, carl)
    after = Registration.get_by_id(claim.id)
    assert (after.holder, after.filed_at, after.claim_seq) == (carl, claim.filed_at, claim.claim_seq)
    assert fresh(world.ana).role == "reader"


def test_a_reader_takes_nothing_over(world: World, carl: User) -> None:
    world.file(world.ana)
    roles.change(world.ben, carl, READER)
    assert carl not in leaving.colleagues_of(world.ana)
    with pytest.raises(Invalid):
        leaving.deactivate(world.ben, world.ana, fresh(carl))


def test_another_role_ends_the_sign_ins_and_another_sight_does_not(world: World, carl: User) -> None:
    key = open_session(carl, "test")
    roles.change(world.ben, carl, Part("rep", "own"))
    assert person_of(key) == carl
    roles.change(world.ben, fresh(carl), READER)
    assert person_of(key) is None


def test_the_last_partner_admin_stays_one(world: World, carl: User) -> None:
    with pytest.raises(Refused, match="only partner admin"):
        roles.change(world.max, world.ben, Part("rep"))
    assert fresh(world.ben).role == "partner_admin"
    roles.change(world.ben, carl, Part("partner_admin", "own"))
    assert fresh(carl).sees == "company", "a partner admin sees everything"
    roles.change(world.max, world.ben, Part("rep"))


def test_staff_give_their_office_back_first(world: World) -> None:
    territory = Territory.get(Territory.manager == world.max)
    with pytest.raises(Refused, match="looks after"):
        roles.change(world.ada, world.max, Part("administrator"))
    Territory.update(manager=world.dora).where(Territory.id == territory.id).execute()
    roles.change(world.ada, world.max, Part("administrator"))
    roles.change(fresh(world.max), world.ada, Part("director"))
    with pytest.raises(Refused):
        roles.change(fresh(world.ada), fresh(world.max), Part("director"))


@pytest.mark.parametrize(
    ("who", "whom"), [("ana", "ben"), ("rita", "ana"), ("ben", "rita"), ("ben", "max"), ("max", "ada")]
)
def test_nobody_else_changes_a_role(world: World, who: str, whom: str) -> None:
    before = fresh(getattr(world, whom))
    with pytest.raises(Refused):
        roles.change(getattr(world, who), getattr(world, whom), Part(before.role, "own"))
    assert fresh(getattr(world, whom)).sees == before.sees


def test_nobody_raises_themselves_and_nobody_crosses_sides(world: World, carl: User) -> None:
    with pytest.raises(Refused, match="your own role"):
        roles.change(world.ben, world.ben, Part("rep"))
    for role in ("administrator", "director", "owner", ""):
        with pytest.raises(Invalid):
            roles.change(world.ben, carl, Part(role))
    with pytest.raises(Invalid):
        roles.change(world.ada, world.dora, Part("partner_admin"))


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (Part("reader", "own"), "sees"), (Part("rep", "all"), "sees"), (Part("rep", "team"), "team"),
        (Part("rep", "own", "x" * 61), "team"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_at_its_field(world: World, carl: User, part: Part, field: str) -> None:
    with pytest.raises(Invalid) as no:
        roles.change(world.ben, carl, part)
    assert set(no.value.errors) == {field}


def test_a_stale_page_changes_nothing(world: World, carl: User) -> None:
    seen = fresh(carl)
    roles.change(world.ben, carl, READER)
    with pytest.raises(Refused, match="meanwhile"):
        roles.change(world.max, seen, Part("partner_admin"))
    assert fresh(carl).role == "reader"


def test_it_is_on_record_and_the_person_is_told(world: World, carl: User) -> None:
    roles.change(world.ben, carl, READER)
    event = Event.get(Event.name == "user.role_changed")
    assert (event.actor_id, event.subject_id) == (world.ben.id, carl.id)
    assert event.facts == {"from": "rep", "to": "reader", "sees": "company"}
