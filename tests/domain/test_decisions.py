"""Promise 6 and the rules of deciding: who may, what is mandatory, what the clock does, and nobody decides twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import decisions, events, moment
from domain.decisions import Words
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import holds
from models import Certificate, Decision, Delivery, Event, Registration
from tests.world import MONDAY, World

NO = Words(reason="weak_proof", clause="4.2", text="No named person answers.", next_step="register_again")


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return world.file(world.ana)


def test_approving_protects_for_ninety_days_from_approval_not_from_filing(world: World, claim: Registration) -> None:
    with moment.at(MONDAY + timedelta(days=5)):
        approved = decisions.approve(world.max, claim, Words(clause="5.1"))
    assert approved.status == "approved"
    assert approved.is_protected
    assert approved.protected_until is not None
    assert (approved.protected_until - MONDAY).days == 95
    assert Certificate.select().where(Certificate.registration == claim.id).count() == 1


def test_a_second_decision_is_refused(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        stale = Registration.get_by_id(claim.id)
        decisions.approve(world.max, claim, Words(clause="5.1"))
        with pytest.raises(Refused) as refusal:
            decisions.decline(world.dora, stale, NO)
    assert refusal.value.kind is Kind.MOVED_ON
    assert Decision.select().where(Decision.registration == claim.id).count() == 1


@pytest.mark.parametrize("person", ["ana", "ben", "rita", "ada"])
def test_only_managers_and_directors_decide(world: World, claim: Registration, person: str) -> None:
    with moment.at(MONDAY), pytest.raises(Refused) as refusal:
        decisions.approve(getattr(world, person), claim, Words(clause="5.1"))
    assert refusal.value.kind is Kind.NOT_YOURS


@pytest.mark.parametrize("missing", ["reason", "clause", "text", "next_step"])
def test_declining_needs_reason_clause_words_and_next_step(world: World, claim: Registration, missing: str) -> None:
    said = Words(**{**NO.__dict__, missing: ""})
    with moment.at(MONDAY), pytest.raises(Invalid) as refusal:
        decisions.decline(world.max, claim, said)
    assert list(refusal.value.errors) == [missing]
    assert Registration.get_by_id(claim.id).status == "submitted"


def test_the_clock_pauses_while_the_partner_owes_an_answer(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        opened = decisions.opened(world.max, claim)
    assert opened.answer_due_at == MONDAY + timedelta(days=2)  # 16 business hours are two days of eight
    with moment.at(MONDAY + timedelta(hours=4)):
        returned = decisions.return_for_information(world.max, opened, Words(text="Who is your contact?"))
    assert returned.status == "returned"
    assert returned.answer_due_at is None
    assert returned.answer_left_minutes == 12 * 60


def test_opening_twice_does_not_start_the_clock_anew(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        first = decisions.opened(world.max, claim)
    with moment.at(MONDAY + timedelta(hours=3)):
        second = decisions.opened(world.dora, Registration.get_by_id(claim.id))
    assert second.answer_due_at == first.answer_due_at


def test_two_partners_are_protected_only_if_a_person_says_so_on_record(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        behind = world.file(world.rita, "Talsperrenverband Oberwald Netz", domain="oberwald-netz.example")
        assert not behind.is_protected
        with pytest.raises(Refused) as refusal:
            decisions.approve(world.max, behind, Words(clause="5.3"))
        assert refusal.value.field == "is_other_customer"
        approved = decisions.approve(world.max, behind, Words(clause="5.3", is_other_customer=True))
    assert approved.is_protected
    event = Event.get(Event.name == "registration.approved", Event.subject_id == behind.id)
    assert event.facts["before"] == [claim.code]
    assert Decision.get(Decision.registration == behind.id).is_other_customer


def test_the_claim_behind_moves_up_when_the_first_is_declined(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        behind = world.file(world.rita, "Talsperrenverband Oberwald Netz", domain="oberwald-netz.example")
        decisions.decline(world.max, claim, NO)
    assert Registration.get_by_id(behind.id).is_protected
    assert Event.select().where(Event.name == "registration.moved_up", Event.subject_id == behind.id).count() == 1


def test_what_was_escalated_is_the_directors_alone(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        escalated = decisions.escalate(world.max, claim, Words(text="Strategic partner. I propose to approve."))
        with pytest.raises(Refused) as refusal:
            decisions.approve(world.max, escalated, Words(clause="5.1"))
        assert refusal.value.kind is Kind.NOT_YOURS
        assert decisions.approve(world.dora, escalated, Words(clause="5.1")).status == "approved"


def test_the_words_stand_apart_from_the_event_that_proves_them(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
    event = Event.get(Event.name == "registration.declined")
    note = Decision.get(Decision.registration == claim.id).note
    assert NO.text not in str(event.facts)
    assert event.text_hash == events.hashed(note.text, note.salt)


def test_the_holder_hears_of_the_decision_by_mail_and_inbox(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
    event = Event.get(Event.name == "registration.declined")
    told = {(d.recipient.name, d.channel) for d in Delivery.select().where(Delivery.event == event)}
    assert told == {("Ana Novak", "mail"), ("Ana Novak", "inbox")}


def test_whoever_was_protected_cools_down_after_a_no(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        behind = world.file(world.rita, "Talsperrenverband Oberwald Netz", domain="oberwald-netz.example")
        assert decisions.decline(world.max, behind, NO).cooldown_until is None
        assert decisions.decline(world.max, claim, NO).cooldown_until is not None


def test_one_that_moved_up_while_it_was_read_cools_down_like_any_protected_one(world: World) -> None:
    with moment.at(MONDAY):
        first = holds.hold(world.rita, world.draft(world.rita))
        seen = world.file(world.ana)
        assert not seen.is_protected
        holds.release(first, world.rita)
        declined = decisions.decline(world.max, seen, NO)
    assert declined.cooldown_until is not None


@pytest.mark.parametrize("ending", ["approve", "decline"])
def test_what_is_decided_is_not_escalated(world: World, claim: Registration, ending: str) -> None:
    with moment.at(MONDAY):
        decided = getattr(decisions, ending)(world.max, claim, NO)
        with pytest.raises(Refused) as refusal:
            decisions.escalate(world.max, decided, Words(text="No rule fits."))
    assert refusal.value.kind is Kind.MOVED_ON
    assert Registration.get_by_id(claim.id).assignee == world.max
