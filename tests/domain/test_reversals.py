"""Can a decision be taken back, by whom, and does promise 1 hold when a claim comes back into the order?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import certificates, deadlines, decisions, events, moment, precedents, protection, reversals, watches
from domain.certificates import Standing
from domain.checks import Prospect, check
from domain.decisions import Words
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import filing, holds
from domain.registrations.history import of as history_of
from domain.rules import Rules
from models import Certificate, Decision, Delivery, Event, Obstacle, Partner, Registration, Reversal, User
from tests.together import at_once
from tests.world import MONDAY, World

NAME = "Talsperrenverband Oberwald"
ALIKE = {"company": "Talsperrenverband Oberwald Netz", "domain": "oberwald-netz.example"}
NO = Words(reason="weak_proof", clause="4.2", text="No named person answers.", next_step="register_again")
YES = Words(clause="5.1")
WHY = "The proof names a person after all."
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return world.file(world.ana)


def now_of(claim: Registration) -> Registration:
    return Registration.get_by_id(claim.id)


def protected() -> list[str]:
    """Whose claims are protected now."""
    rows = Registration.select().where(Registration.is_protected == True).order_by(Registration.id)  # noqa: E712
    return [row.partner.name for row in rows]


# a refusal taken back


def test_a_declined_claim_takes_its_old_place_when_nobody_was_protected_since(
    world: World, claim: Registration
) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
    with moment.at(TUESDAY):
        view = reversals.outlook(now_of(claim))
        assert view is not None
        assert (view.takes_old_place, view.is_protected) == (True, True)
        back = reversals.reverse(world.dora, now_of(claim), WHY, view.mark)
    assert (back.status, back.is_protected, back.claim_seq) == ("submitted", True, claim.claim_seq)
    assert (back.ended_at, back.cooldown_until, back.decided_at) == (None, None, None)
    assert back.answer_due_at is not None
    with moment.at(TUESDAY):
        assert check(world.rita, Prospect(NAME, country="DE"), settled=True).verdict == "taken"


def test_one_who_moved_up_meanwhile_keeps_what_he_has_and_the_other_waits_behind(
    world: World, claim: Registration
) -> None:
    with moment.at(MONDAY):
        rival = world.file(world.rita, **ALIKE)
        decisions.decline(world.max, claim, NO)
        assert now_of(rival).is_protected
        view = reversals.outlook(now_of(claim))
        assert view is not None
        assert [row.code for row in view.before] == [rival.code]
        assert not view.takes_old_place
        back = reversals.reverse(world.dora, now_of(claim), WHY)
    assert not back.is_protected
    assert protected() == ["Rival Technik"]
    with moment.at(TUESDAY):
        with pytest.raises(Refused) as refusal:
            decisions.approve(world.dora, now_of(claim), YES)
        assert refusal.value.field == "is_other_customer"
        decisions.decline(world.max, now_of(rival), NO)
    assert protected() == ["Acme Systemhaus"], "what stood before it has ended: it moves up by itself"


def test_who_filed_since_and_is_not_protected_waits_behind_it_again(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
        rival = world.file(world.rita, **ALIKE)
        Registration.update(is_protected=False).where(Registration.id == rival.id).execute()
        view = reversals.outlook(now_of(claim))
        assert view is not None
        assert [row.code for row in view.behind] == [rival.code]
        reversals.reverse(world.dora, now_of(claim), WHY)
        assert protected() == ["Acme Systemhaus"]
        protection.withdraw(world.ana, now_of(claim))
    assert protected() == ["Rival Technik"]


def test_protected_and_ended_since_costs_the_old_place_too(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
        rival = world.file(world.rita)
        decisions.approve(world.max, rival, YES)
        protection.win(world.rita, now_of(rival))
        view = reversals.outlook(now_of(claim))
        assert view is not None
        assert [row.code for row in view.since] == [rival.code]
        assert (view.takes_old_place, view.is_protected) == (False, False)
        assert not reversals.reverse(world.dora, now_of(claim), WHY).is_protected


def test_two_declined_claims_that_both_come_back_are_never_both_protected(world: World, claim: Registration) -> None:
    """B's obstacle was resolved when A ended; when A is back, it stands before B again."""
    with moment.at(MONDAY):
        rival = world.file(world.rita, **ALIKE)
        decisions.decline(world.max, claim, NO)
        decisions.decline(world.max, now_of(rival), NO)
        reversals.reverse(world.dora, now_of(claim), WHY)
        assert not reversals.reverse(world.dora, now_of(rival), WHY).is_protected
    assert protected() == ["Acme Systemhaus"]


def test_what_a_person_told_apart_stays_apart(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        rival = world.file(world.rita, **ALIKE)
        decisions.approve(world.max, rival, Words(clause="5.3", is_other_customer=True))
        decisions.decline(world.max, claim, NO)
        assert reversals.reverse(world.dora, now_of(claim), WHY).is_protected
    assert protected() == ["Acme Systemhaus", "Rival Technik"]


def test_a_partner_who_registered_the_account_again_has_one_claim_of_it(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
    with moment.at(MONDAY + timedelta(days=10)):
        again = world.file(world.ben)
        view = reversals.outlook(now_of(claim))
        assert view is not None
        assert view.own == again
        with pytest.raises(Refused) as refusal:
            reversals.reverse(world.dora, now_of(claim), WHY)
    assert refusal.value.kind is Kind.WRONG


def test_a_claim_without_stage_two_gets_its_days_anew_and_does_not_lapse_at_once(
    world: World, claim: Registration
) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
    later = MONDAY + timedelta(days=30)
    with moment.at(later):
        reversals.reverse(world.dora, now_of(claim), WHY)
        assert deadlines.lapse_without_stage_two(later) == 0
    assert deadlines.lapse_without_stage_two(later + timedelta(days=9)) == 1


def test_a_revoked_claim_can_be_decided_anew(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.approve(world.max, claim, YES)
        decisions.revoke(world.max, now_of(claim), NO)
        back = reversals.reverse(world.dora, now_of(claim), WHY)
        assert (back.status, back.is_protected) == ("submitted", True)
        assert decisions.approve(world.dora, back, YES).status == "approved"


# an approval taken back


def test_an_approval_taken_back_leaves_provisional_protection_and_no_paper(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.approve(world.max, claim, YES)
        issued = certificates.newest(claim)
        assert issued is not None
        Certificate.update(state="issued", sha256="x", issued_at=MONDAY).execute()
        back = reversals.reverse(world.dora, now_of(claim), WHY)
        assert (back.status, back.is_protected, back.protected_until) == ("submitted", True, None)
        paper = Certificate.get_by_id(issued.id)
        assert certificates.standing(paper, MONDAY) is Standing.REVOKED
        assert certificates.answer(paper, MONDAY).ended_at == MONDAY


def test_a_paper_that_was_only_asked_for_is_not_made(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.approve(world.max, claim, YES)
        reversals.reverse(world.dora, now_of(claim), WHY)
    assert certificates.due(MONDAY + timedelta(hours=1)).count() == 0


def test_those_whom_the_approval_overtook_stand_first_again(world: World) -> None:
    with moment.at(MONDAY):
        held = holds.hold(world.rita, world.draft(world.rita))
        claim = world.file(world.ana)
        assert not claim.is_protected
        first = filing.submit(world.rita, held)
        decisions.approve(world.max, now_of(claim), Words(clause="5.1")) if not first.is_protected else None
    assert protected() in (["Rival Technik"], ["Acme Systemhaus"])


def test_an_approval_over_a_waiting_claim_gives_it_its_place_back(world: World, claim: Registration) -> None:
    """Ana's claim waits; Rita's, filed later, is approved over it, and that is taken back."""
    with moment.at(MONDAY):
        rival = world.file(world.rita, **ALIKE)
        Registration.update(is_protected=False).where(Registration.id == claim.id).execute()
        decisions.approve(world.max, now_of(rival), Words(clause="5.4"))
        assert protected() == ["Rival Technik"]
        view = reversals.outlook(now_of(rival))
        assert view is not None
        assert [row.code for row in view.before] == [claim.code]
        assert not view.is_protected
        reversals.reverse(world.dora, now_of(rival), WHY)
    assert protected() == ["Acme Systemhaus"]
    assert Obstacle.select().where(Obstacle.registration == claim.id, Obstacle.resolved_at.is_null()).count() == 0


def test_what_a_rule_decided_a_person_takes_back_and_the_rule_does_not_decide_it_again(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana)
        approved = decisions.approve(world.max, claim, YES)
        Decision.update(decided_by=None, rule=decisions.CLEAR_CASE).execute()
        back = reversals.reverse(world.max, now_of(approved), WHY)
        assert decisions.approve_if_clear(back).status == "submitted"
        assert back.assignee == world.max


# who, and with what


@pytest.mark.parametrize("person", ["ana", "rita", "ada"])
def test_only_deciders_take_decisions_back(world: World, claim: Registration, person: str) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
        with pytest.raises(Refused) as refusal:
            reversals.reverse(getattr(world, person), now_of(claim), WHY)
    assert refusal.value.kind is Kind.NOT_YOURS
    assert now_of(claim).status == "declined"


def test_never_the_one_who_decided(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
        with pytest.raises(Refused, match="You made this decision") as refusal:
            reversals.reverse(world.max, now_of(claim), WHY)
        assert refusal.value.kind is Kind.NOT_YOURS
        reversals.reverse(world.dora, now_of(claim), WHY)
        with pytest.raises(Refused, match="was reversed"):
            decisions.decline(world.max, now_of(claim), NO)
        assert decisions.decline(world.dora, now_of(claim), NO).status == "declined"


def test_a_directors_decision_is_another_directors_to_take_back_where_there_is_one(
    world: World, claim: Registration
) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.dora, claim, NO)
        assert reversals.why_not(world.max, now_of(claim)) is None
        User.create(email="doris@nordwind.example", name="Doris Ehm", role="director", created_at=MONDAY)
        no = reversals.why_not(world.max, now_of(claim))
        assert no is not None
        assert no.kind is Kind.NOT_YOURS
        assert reversals.why_not(world.doris, now_of(claim)) is None


@pytest.mark.parametrize(("text", "says"), [("", "Say why"), ("  \n", "Say why"), ("x" * 4001, "at most 4,000")])
def test_a_reason_is_mandatory(world: World, claim: Registration, text: str, says: str) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
        with pytest.raises(Invalid, match=says):
            reversals.reverse(world.dora, now_of(claim), text)
    assert now_of(claim).status == "declined"


def test_it_happens_once_and_only_to_what_is_decided(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        with pytest.raises(Refused, match="no decision to take back"):
            reversals.reverse(world.dora, claim, WHY)
        declined = decisions.decline(world.max, claim, NO)
        reversals.reverse(world.dora, declined, WHY)
        with pytest.raises(Refused) as refusal:
            reversals.reverse(world.dora, declined, WHY)
    assert refusal.value.kind is Kind.MOVED_ON
    assert Reversal.select().count() == 1


def test_a_partner_who_left_gets_no_claim_back(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
        Partner.update(status="ended").where(Partner.id == claim.partner_id).execute()
        with pytest.raises(Refused) as refusal:
            reversals.reverse(world.dora, now_of(claim), WHY)
    assert refusal.value.kind is Kind.WRONG


def test_an_outlook_that_changed_is_shown_again_before_anything_is_done(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
        view = reversals.outlook(now_of(claim))
        assert view is not None
        world.file(world.rita)
        with pytest.raises(Refused, match="has changed since you opened") as refusal:
            reversals.reverse(world.dora, now_of(claim), WHY, view.mark)
    assert refusal.value.kind is Kind.MOVED_ON
    assert now_of(claim).status == "declined"
    assert protected() == ["Rival Technik"]


# on record


def test_partner_overruled_and_neighbours_hear_of_it_and_the_words_are_sealed(
    world: World, claim: Registration
) -> None:
    with moment.at(MONDAY):
        rival = world.file(world.rita, **ALIKE)
        decisions.decline(world.max, claim, NO)
        Registration.update(assignee=world.max).where(Registration.id == rival.id).execute()
        reversals.reverse(world.dora, now_of(claim), WHY)
    event = Event.get(Event.name == "registration.reversed")
    assert event.facts["before"] == [rival.code]
    assert WHY not in str(event.facts)
    made = Reversal.get()
    assert event.text_hash == events.hashed(made.note.text, made.note.salt)
    told = {row.recipient.name for row in Delivery.select().where(Delivery.event == event, Delivery.channel == "mail")}
    assert told == {"Ana Novak", "Max Lindner"}
    says = [line.says for line in history_of(now_of(claim), world.ana)]
    assert any("took the decision back" in line for line in says)
    assert events.first_broken("registration", claim.id) is None


def test_the_reversed_decision_no_longer_stands_but_stays_on_record(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, NO)
        reversals.reverse(world.dora, now_of(claim), WHY)
        assert Decision.standing_on(claim.id, *precedents.ACTIONS) is None
        assert Decision.get(Decision.registration == claim.id).reason == "weak_proof"


# races


@pytest.mark.parametrize("round_", range(6))
def test_a_claim_that_comes_back_and_one_that_is_filed_never_both_hold_the_account(
    world: World, claim: Registration, round_: int
) -> None:
    with moment.at(MONDAY):
        declined = decisions.decline(world.max, claim, NO)
        draft = world.draft(world.rita, domain=f"oberwald-{round_}.example")
        dora, rita = world.dora, world.rita
    at_once(lambda: reversals.reverse(dora, declined, WHY), lambda: filing.submit(rita, draft), at=TUESDAY)
    assert len(protected()) == 1
    assert now_of(claim).status == "submitted"
    loser = now_of(draft) if now_of(claim).is_protected else now_of(claim)
    assert loser.status == "refused" or Obstacle.select().where(Obstacle.registration == loser.id).exists()


@pytest.mark.parametrize("round_", range(3))
def test_two_reversals_of_rivals_at_once_protect_one(world: World, claim: Registration, round_: int) -> None:
    with moment.at(MONDAY):
        rival = world.file(world.rita, **ALIKE)
        first = decisions.decline(world.max, claim, NO)
        second = decisions.decline(world.max, now_of(rival), NO)
        dora = world.dora
    at_once(lambda: reversals.reverse(dora, first, WHY), lambda: reversals.reverse(dora, second, WHY), at=TUESDAY)
    assert len(protected()) == 1
    assert Reversal.select().count() == 2


def test_of_two_people_at_once_one_takes_it_back(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        approved = decisions.approve(world.max, claim, YES)
        doris = User.create(email="doris@nordwind.example", name="Doris Ehm", role="director", created_at=MONDAY)
        dora = world.dora
    found = at_once(
        lambda: reversals.reverse(dora, approved, WHY), lambda: reversals.reverse(doris, approved, WHY), at=TUESDAY
    )
    assert Reversal.select().count() == 1
    assert sum(isinstance(one, Refused) for one in found) == 1


def test_a_watch_is_not_told_of_an_account_that_came_back(world: World, claim: Registration) -> None:
    from models import Receipt

    with moment.at(MONDAY):
        answer = check(world.rita, Prospect(NAME, country="DE"), settled=True)
        watches.ask(world.rita, Receipt.get(Receipt.code == answer.receipt), "We know them.")
        decisions.decline(world.max, claim, NO)
    with moment.at(TUESDAY):
        reversals.reverse(world.dora, now_of(claim), WHY)
    for day in range(2, 9):
        with moment.at(MONDAY + timedelta(days=day)):
            watches.run(moment.now())
    assert not Event.select().where(Event.name == "watch.freed").exists()


def test_a_filing_that_looked_before_the_claim_came_back_looks_again(
    world: World, claim: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claim comes back under its old number, which the filing has already looked past."""
    with moment.at(MONDAY):
        declined = decisions.decline(world.max, claim, NO)
        draft = world.draft(world.rita)
        look = filing.look

        def looked_too_early(asked: Registration, in_force: Rules) -> filing.Seen:
            seen = look(asked, in_force)
            if asked.id == draft.id and not Reversal.select().exists():
                reversals.reverse(world.dora, declined, WHY)
            return seen

        monkeypatch.setattr(filing, "look", looked_too_early)
        assert filing.submit(world.rita, draft).status == "refused"
    assert protected() == ["Acme Systemhaus"]
