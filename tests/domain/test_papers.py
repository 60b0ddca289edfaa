"""Ordering papers: who may, what a double click does, what two clocks make of it, and what the sheets say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import decisions, events, moment, papers, protection
from domain.decisions import Words
from domain.papers import Choice, benefits, dossier, ordering
from domain.papers.ordering import MOST_CERTIFICATES, MOST_UNDER_WAY
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import history
from models import Event, PaperOrder, Registration, User
from tests.world import MONDAY, World


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return decisions.approve(world.max, world.file(world.ana), Words(clause="5.1", text="Well done."))


def test_an_order_waits_for_the_clock_and_is_seen_by_whoever_asked_alone(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        order = papers.order_benefits(world.ana, claim)
    assert (order.state, order.total, order.locale) == ("waiting", 1, "en")
    assert order.expires_at == MONDAY + timedelta(days=1)
    assert list(PaperOrder.due(MONDAY)) == [order]
    for person, sees in (("ana", 1), ("ben", 0), ("rita", 0), ("max", 0), ("ada", 0)):
        assert PaperOrder.visible_to(getattr(world, person)).count() == sees, person


def test_ordering_twice_makes_one_while_it_is_under_way(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        first = papers.order_dossier(world.max, claim)
        assert papers.order_dossier(world.max, claim).id == first.id
        assert papers.order_dossier(world.dora, claim).id != first.id
        assert Event.select().where(Event.name == "dossier.ordered").count() == 2
        assert papers.take(first, MONDAY)
        assert papers.finish(first, "dossier.pdf", "00", 1, 1)
        assert papers.order_dossier(world.max, claim).id != first.id


@pytest.mark.parametrize(("person", "may"), [("max", True), ("dora", True), ("ana", False), ("ben", False)])
def test_dossiers_are_for_deciders(world: World, claim: Registration, person: str, may: bool) -> None:
    if may:
        assert papers.order_dossier(getattr(world, person), claim).kind == "dossier"
        return
    with pytest.raises(Refused) as no:
        papers.order_dossier(getattr(world, person), claim)
    assert no.value.kind is Kind.NOT_YOURS
    assert PaperOrder.select().count() == 0


def test_that_a_dossier_was_taken_out_stands_in_the_history_for_staff_alone(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        papers.order_dossier(world.max, claim)
    said = "%(who)s took out the dossier."
    assert said in [line.says for line in history.of(claim, world.dora)]
    assert said not in [line.says for line in history.of(claim, world.ana)]


def test_there_is_no_benefit_sheet_before_the_approval(world: World) -> None:
    with moment.at(MONDAY):
        filed = world.file(world.ana)
        with pytest.raises(Refused, match="as soon as the registration is approved"):
            papers.order_benefits(world.ana, filed)


def test_a_bundle_needs_something_in_it_and_has_a_bound(world: World) -> None:
    with pytest.raises(Invalid, match="at least one"):
        papers.order_certificates(world.max, [])
    with pytest.raises(Invalid, match="at most"):
        papers.order_certificates(world.max, list(range(MOST_CERTIFICATES + 1)))


def test_nobody_has_the_clock_make_more_than_a_few_at_once(world: World) -> None:
    for number in range(MOST_UNDER_WAY):
        papers.order_certificates(world.max, [number])
    with pytest.raises(Refused) as no:
        papers.order_certificates(world.max, [99])
    assert no.value.kind is Kind.OVER_BUDGET
    papers.order_certificates(world.dora, [99])


def test_nobody_fills_the_disk_with_papers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "MOST_A_DAY", 3)
    with moment.at(MONDAY):
        for number in range(3):
            papers.order_certificates(world.ana, [number])
            PaperOrder.update(state="ready").execute()
        with pytest.raises(Refused, match="in the last 24 hours") as no:
            papers.order_certificates(world.ana, [99])
        assert no.value.kind is Kind.OVER_BUDGET
        papers.order_certificates(world.ben, [99])
    with moment.at(MONDAY + timedelta(hours=25)):
        papers.order_certificates(world.ana, [99])


def test_of_two_clocks_one_makes_it_and_the_slower_one_changes_nothing(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        order = papers.order_benefits(world.ana, claim)
        ours, theirs = (PaperOrder.get_by_id(order.id) for _ in range(2))
        assert papers.take(ours, MONDAY)
        assert not papers.take(theirs, MONDAY)
        again = PaperOrder.get_by_id(order.id)
        assert list(PaperOrder.due(MONDAY + timedelta(minutes=2))) == []
        assert papers.take(again, MONDAY + timedelta(minutes=4)), "the first clock has died"
        assert not papers.note_progress(ours, 1)
        assert not papers.finish(ours, "old.pdf", "00", 1, 1)
        assert papers.finish(again, "new.pdf", "11", 1, 1)
        assert PaperOrder.get_by_id(order.id).filename == "new.pdf"


def test_what_fails_three_times_has_failed(world: World, claim: Registration) -> None:
    now = MONDAY
    order = papers.order_benefits(world.ana, claim)
    for _ in range(3):
        with moment.at(now):
            order = PaperOrder.get_by_id(order.id)
            assert papers.take(order, now)
            papers.note_failure(order, "no ink")
        now += timedelta(minutes=1)
    failed = PaperOrder.get_by_id(order.id)
    assert (failed.state, failed.error) == ("failed", "no ink")
    assert list(PaperOrder.due(now)) == []


def test_orders_are_forgotten_when_their_time_is_over(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        order = papers.order_benefits(world.ana, claim)
    assert papers.forget_expired(MONDAY + timedelta(hours=23)) == []
    assert papers.forget_expired(MONDAY + timedelta(hours=24)) == [order.code]
    assert PaperOrder.select().count() == 0


def test_a_filter_means_the_current_certificates_of_what_one_sees(world: World, claim: Registration) -> None:
    from models import Certificate

    with moment.at(MONDAY):
        other = decisions.approve(
            world.max, world.file(world.ben, "Papierfabrik Hohenlinde", product_line="gas"), Words()
        )
        ended = decisions.approve(world.max, world.file(world.ben, "Molinos del Ebro"), Words())
        protection.withdraw(world.ben, ended, "They gave up.")
    Certificate.update(state="issued", issued_at=MONDAY).execute()

    def seen(person: User, **choice: str) -> set[str]:
        return {row.registration.company for row in papers.chosen(person, Choice(**choice))}

    assert seen(world.max) == seen(world.ana) == {claim.company, other.company}
    assert seen(world.rita) == set()
    assert seen(world.max, part="ended") == {ended.company}
    assert seen(world.max, part="all") == {claim.company, other.company, ended.company}
    assert seen(world.max, line="gas") == {other.company}
    assert seen(world.max, words="Hohenlinde") == {other.company}
    assert seen(world.max, words="Acme") == {claim.company, other.company}
    assert seen(world.max, words=claim.code[:7]) == {claim.company}
    assert seen(world.max, words="' OR 1=1 --") == set()
    User.update(sees="own").where(User.id == world.ana.id).execute()
    assert seen(world.ana, part="all") == {claim.company}


def test_the_benefit_sheet_says_what_the_rules_of_the_claim_say(world: World, claim: Registration) -> None:
    facts = benefits.facts_of(claim, "en", MONDAY)
    assert (facts["tier"], facts["points"], facts["protected_until"]) == ("Silver", 10, "2027-06-06")
    assert (facts["silence_ends_on"], facts["details_due_on"]) == ("2027-04-19", "2027-03-15")
    assert facts["reminders"] == [30, 14, 7, 1]
    told = " ".join(map(str, facts.values()))
    for secret in ("Irene", "Thoma", "15k"):
        assert secret not in told


def test_the_dossier_has_everything_and_its_entries_can_be_followed(world: World, claim: Registration) -> None:
    found = dossier.of(claim, world.max, MONDAY)
    assert [made.decision.action for made in found.decisions] == ["approve"]
    assert found.is_whole
    assert len(found.entries) == Event.about("registration", claim.id).count()
    record = dossier.record_of(claim)
    previous = ""
    for one in record["entries"]:
        assert one["entry"] == events.entry_of(previous, one["line"])
        previous = one["entry"]
    assert previous == found.entries[-1].entry
