"""Do all doors that tell whether an account is taken share one budget, and is nothing lost to it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain import allowances, budgets, checks, decisions, moment, pauses, retention, rules, watches
from domain.allowances import Wanted
from domain.asking import Question
from domain.checks import Answer, Prospect
from domain.decisions import Words
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import drafts, filing, holds, standing
from domain.rules import Rules
from models import Allowance, CheckPause, Event, PartnerBudget, Peek, Receipt, Registration, User, Vendor
from tests.world import MONDAY, World

NAME = "Talsperrenverband Oberwald"
LAST_DAY = date(2027, 3, 31)


def ask(user: User, name: str = NAME, *, minutes: float = 0, settled: bool = True, **typed: Any) -> Answer:
    with moment.at(MONDAY + timedelta(minutes=minutes)):
        return checks.check(user, Prospect(name, **typed), settled=settled)


def used(user: User, minutes: float = 0) -> tuple[int, int, int]:
    """Names of the person, of the company today, and this month."""
    now = MONDAY + timedelta(minutes=minutes)
    spent = budgets.spent(user, rules.in_force(now), now)
    return spent.person, spent.day, spent.month


def few(world: World, **numbers: int) -> None:
    """Rules under which little may be asked."""
    with moment.at(MONDAY - timedelta(minutes=1)):
        rules.publish(replace(rules.in_force(), **numbers), {"en": "."})


def refusal(user: User, name: str, **how: Any) -> Refused:
    with pytest.raises(Refused) as told:
        ask(user, name, **how)
    return told.value


def test_colleagues_share_the_companys_day_and_are_told_when_to_go_on(world: World) -> None:
    few(world, partner_names_per_day=12)
    for number in range(12):
        ask(world.ana if number % 2 else world.ben, f"Company number {number}", minutes=number)
    no = refusal(world.ana, "One more company", minutes=20)
    assert (no.kind, no.values["most"]) == (Kind.OVER_BUDGET, 12)
    assert no.values["until"].isoformat() == "2027-03-09T00:00:00+01:00"
    assert "ask your channel manager" in no.message
    assert ask(world.rita, "One more company", minutes=21).verdict == "free"
    assert ask(world.ana, "One more company", minutes=15 * 60).verdict == "free"


def test_the_month_begins_anew_on_its_first_day(world: World) -> None:
    few(world, partner_names_per_month=5)
    for number in range(5):
        ask(world.ana, f"Company number {number}", minutes=number)
    assert refusal(world.ben, "One more", minutes=3 * 1440).values["until"].isoformat() == "2027-04-01T00:00:00+02:00"
    assert ask(world.ben, "One more", minutes=24 * 1440).verdict == "free"


def test_a_refused_name_costs_none_of_the_three_budgets(world: World) -> None:
    few(world, partner_names_per_day=2)
    ask(world.ana, "Company number one")
    ask(world.ben, "Company number two")
    refusal(world.ana, "Company number three")
    assert used(world.ana) == (1, 2, 2)


def test_what_is_over_the_budget_is_not_looked_up_but_what_was_paid_for_is_answered(world: World) -> None:
    few(world, settled_per_day=1)
    ask(world.rita)
    for settled in (True, False):
        refusal(world.rita, "Käserei Brunnthal", settled=settled, minutes=1)
        assert ask(world.rita, settled=settled, minutes=2).verdict == "free"


def test_typing_costs_a_name_only_where_it_is_not_free_and_only_once(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana)
    for part in ("Talsper", "Talsperren", "Talsperrenver", "Käserei Brunnthal"):
        ask(world.rita, part, settled=False)
    assert used(world.rita) == (0, 0, 0)
    for minutes in range(3):
        assert ask(world.rita, settled=False, minutes=minutes).verdict == "taken"
    assert used(world.rita) == (1, 1, 1)
    assert PartnerBudget.typed_since(world.rita.partner_id, MONDAY - timedelta(days=1)) == 1
    assert ask(world.rita, minutes=4).receipt
    assert used(world.rita) == (1, 1, 1)
    assert PartnerBudget.typed_since(world.rita.partner_id, MONDAY - timedelta(days=1)) == 0


def test_ones_own_account_costs_nothing_while_typing(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana)
    before = used(world.ana)
    assert ask(world.ana, settled=False).verdict == "own"
    assert used(world.ana) == before


def test_typing_leaves_a_mark_that_names_nobody_and_goes_at_night(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana)
    Peek.delete().execute()
    ask(world.rita, settled=False)
    assert [type(row.mark) for row in Peek.select()] == [int]
    assert 0 <= Peek.get().mark < 2**16
    assert not Receipt.select().exists()
    retention.forget_spent(MONDAY + timedelta(hours=12))
    assert Peek.select().exists()
    retention.forget_spent(MONDAY + timedelta(days=2))
    assert not Peek.select().exists()


def test_nobody_can_reckon_the_mark_of_a_question(world: World) -> None:
    """Else a question could be made, by a VAT number that is none, to bear the mark of one that was paid for."""
    asked = Question("kafka", "kafka.example", "DE1", "flow")
    before = asked.mark(world.rita, MONDAY)
    Vendor.update(salt="another").execute()
    assert asked.mark(world.rita, MONDAY) != before


SCREEN = " ".join(f"{letter}x" for letter in "abcdefghijklmnopqrst")


def test_names_behind_the_same_twenty_words_are_questions_of_their_own(world: World) -> None:
    with moment.at(MONDAY):
        for company in (NAME, "Fjordlaks AS", "Molinos del Ebro"):
            world.file(world.ana, company)
    for number, name in enumerate((NAME, "X formerly Fjordlaks AS", "Molinos del Ebro"), 1):
        assert ask(world.rita, f"{SCREEN} formerly {name}", settled=number > 1).verdict == "review"
        assert used(world.rita) == (number, number, number)
    assert ask(world.rita, f"{SCREEN} formerly {NAME}").verdict == "review"
    assert used(world.rita) == (3, 3, 3), "the very same question is paid"


def test_an_abbreviation_is_another_question_than_the_same_letters(world: World) -> None:
    """With the full stop it stands for a longer word, so it may be answered otherwise."""
    with moment.at(MONDAY):
        world.file(world.ana, "Aurinia Pharmaceuticals")
    ask(world.rita, "Aurinia Pharmaceut", settled=True)
    assert used(world.rita) == (1, 1, 1)
    ask(world.rita, "Aurinia Pharmaceut.", settled=True)
    assert used(world.rita) == (2, 2, 2)


def test_a_form_that_changes_while_it_is_filed_pays_for_both_names(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, "Fjordlaks AS")
        claim, look = world.draft(world.rita), filing.look

        def slow(seen: Registration, in_force: Rules) -> filing.Seen:
            """Somebody saves the form with another name while the first is looked up."""
            Registration.update(company="Fjordlaks AS", domain="fjordlaks.example").where(
                Registration.id == claim.id
            ).execute()
            return look(seen, in_force)

        monkeypatch.setattr(filing, "look", slow)
        assert filing.submit(world.rita, claim).status == "refused"
    assert used(world.rita) == (2, 2, 2)


def test_a_form_that_changes_when_nothing_is_left_is_sealed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    few(world, settled_per_day=1)
    with moment.at(MONDAY):
        world.file(world.ana, "Fjordlaks AS")
        claim, look = world.draft(world.rita), filing.look

        def slow(seen: Registration, in_force: Rules) -> filing.Seen:
            Registration.update(company="Fjordlaks AS", domain="fjordlaks.example").where(
                Registration.id == claim.id
            ).execute()
            return look(seen, in_force)

        monkeypatch.setattr(filing, "look", slow)
        filed = filing.submit(world.rita, claim)
    assert (filed.status, filed.is_sealed) == ("submitted", True)


def test_a_hold_pays_for_the_name_in_the_form_and_not_for_that_of_its_receipt(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, "Fjordlaks AS")
        code = checks.check(world.rita, Prospect("Harmlos GmbH", "mine.example", "DE"), settled=True).receipt
        draft = drafts.start(world.rita, Receipt.get(code=code))
        typed = drafts.StageOne(company="Fjordlaks AS", domain="mine.example", country="DE")
        draft = drafts.save(world.rita, draft.idempotency_key, typed)
        assert used(world.rita) == (1, 1, 1)
        assert holds.hold(world.rita, draft).status == "draft"
    assert used(world.rita) == (2, 2, 2)
    assert PartnerBudget.typed_since(world.rita.partner_id, MONDAY - timedelta(days=1)) == 1, "the alarm counts it"
    few(world, settled_per_day=0)
    with moment.at(MONDAY + timedelta(days=1)):
        free = drafts.StageOne(company="Molinos del Ebro", domain="mine.example", country="DE")
        draft = drafts.save(world.rita, draft.idempotency_key, free)
        assert holds.hold(world.rita, draft).status == "draft", "without a name nothing is told"


def test_a_hold_is_one_of_the_checks_of_its_minute(world: World) -> None:
    few(world, checks_per_minute=1)
    code = ask(world.ana, country="DE").receipt
    with moment.at(MONDAY):
        draft = drafts.start(world.ana, Receipt.get(code=code))
        assert holds.hold(world.ana, draft).status == "draft"
    with moment.at(MONDAY + timedelta(minutes=1)):
        assert holds.hold(world.ana, draft).status == "held"


@pytest.mark.parametrize("name", ["Fjordlaks AS", "Molinos del Ebro"])
def test_when_the_last_name_goes_while_it_looks_being_refused_is_no_answer(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, "Fjordlaks AS")
    few(world, partner_names_per_day=1)
    look = checks._look

    def slow(user: User, *rest: Any) -> Any:
        budgets.spend_name(user, rules.in_force(MONDAY), MONDAY)
        return look(user, *rest)

    monkeypatch.setattr(checks, "_look", slow)
    assert refusal(world.rita, name, settled=False).kind is Kind.OVER_BUDGET


def test_a_filing_costs_a_name_unless_it_was_asked_today(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, "Käserei Brunnthal")
    assert used(world.ana) == (1, 1, 1)
    ask(world.ana, NAME, domain="www.talsperrenverband.example", line="flow")
    with moment.at(MONDAY):
        world.file(world.ana)
    assert used(world.ana) == (2, 2, 2)


def test_sending_a_filing_again_costs_nothing_more(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.draft(world.ana)
        for _ in range(3):
            filing.submit(world.ana, claim)
        assert used(world.ana) == (1, 1, 1)


def sealed(world: World, user: User, company: str, minutes: float) -> Registration:
    with moment.at(MONDAY + timedelta(minutes=minutes)):
        return world.file(user, company)


def test_over_the_budget_a_claim_is_filed_and_what_stands_before_it_cannot_be_read(world: World) -> None:
    """Free, waiting, and taken: the same words to the partner, true places in the order, and a person looks."""
    with moment.at(MONDAY):
        world.file(world.ana, "Käserei Brunnthal")
        receipt = Receipt.get(
            code=checks.check(world.ana, Prospect("Molinos del Ebro", country="DE"), settled=True).receipt
        )
        assert holds.hold(world.ana, drafts.start(world.ana, receipt)).status == "held"
    few(world, settled_per_day=1)
    ask(world.rita, "Something else entirely")
    claims = [
        sealed(world, world.rita, name, minutes)
        for minutes, name in enumerate(("Fjordlaks AS", "Molinos del Ebro", "Käserei Brunnthal"), 1)
    ]
    assert [claim.status for claim in claims] == ["submitted"] * 3
    assert [claim.is_protected for claim in claims] == [True, False, False]
    assert [claim.claim_seq for claim in claims] == sorted(claim.claim_seq or 0 for claim in claims)
    assert all("over_budget" in claim.review_reasons for claim in claims)
    with moment.at(MONDAY + timedelta(hours=1)):
        read = [standing.of(claim, world.rita, rules.in_force()) for claim in claims]
    assert len({(one.ball.says, one.ball.then) for one in read}) == 1
    assert all(claim.reads_waiting for claim in claims)
    assert ask(world.ben, "Fjordlaks AS", minutes=90).verdict == "taken"


def test_what_ends_before_a_sealed_claim_is_not_told_to_its_partner(world: World) -> None:
    with moment.at(MONDAY):
        first = world.file(world.ana)
    few(world, settled_per_day=1)
    ask(world.rita, "Something else entirely")
    claim = sealed(world, world.rita, NAME, 1)
    with moment.at(MONDAY + timedelta(hours=2)):
        decisions.decline(world.dora, first, Words(reason="weak_proof", clause="4.2", text="No.", next_step="appeal"))
        moved = Registration.get_by_id(claim.id)
        assert moved.is_protected
        assert moved.reads_waiting
        told = [line.says for line in standing.of(moved, world.rita, rules.in_force()).history]
        assert not any("protected now" in says for says in told)
        approved = decisions.approve(world.max, moved, Words(clause="5.1"))
        assert not approved.is_sealed


def test_staff_who_file_for_a_partner_pay_nothing(world: World) -> None:
    few(world, settled_per_day=0)
    with moment.at(MONDAY):
        claim = filing.submit(world.max, world.draft(world.rita))
    assert claim.is_protected
    assert "over_budget" not in claim.review_reasons
    assert used(world.rita) == (0, 0, 0)


def test_a_hold_on_a_later_day_is_a_question_of_its_own(world: World) -> None:
    receipt = Receipt.get(code=ask(world.ana, country="DE").receipt)
    with moment.at(MONDAY + timedelta(days=1)):
        assert holds.hold(world.ana, drafts.start(world.ana, receipt)).status == "held"
    assert used(world.ana, 1440) == (1, 1, 2)
    other = Receipt.get(code=ask(world.ana, "Fjordlaks AS", country="DE", minutes=1500).receipt)
    few(world, settled_per_day=0)
    with moment.at(MONDAY + timedelta(days=3)):
        assert holds.hold(world.ana, drafts.start(world.ana, other)).status == "draft"


def wanted(**changed: Any) -> Wanted:
    return Wanted(
        **{"per_person": 80, "per_day": 200, "per_month": 900, "until": LAST_DAY, "reason": "A fair.", **changed}
    )


def test_a_manager_gives_one_partner_more_for_a_time(world: World) -> None:
    few(world, settled_per_day=5)
    with moment.at(MONDAY):
        allowances.give(world.max, world.ana.partner, wanted())
        assert budgets.limits(world.ana.partner_id, rules.in_force(), moment.now()).per_person == 80
        assert budgets.limits(world.rita.partner_id, rules.in_force(), moment.now()).per_person == 5
    for number in range(6):
        ask(world.ana, f"Company number {number}", minutes=number)
    after = MONDAY + timedelta(days=24)
    assert budgets.limits(world.ana.partner_id, rules.in_force(after), after).per_person == 5
    event = Event.get(Event.name == "allowance.given")
    assert (event.actor_id, event.facts["day"], event.partner_id) == (world.max.id, 200, world.ana.partner_id)
    assert "fair" not in str(event.facts)


def test_a_second_one_takes_the_place_of_the_first_and_it_can_end_early(world: World) -> None:
    with moment.at(MONDAY):
        allowances.give(world.max, world.ana.partner, wanted())
        allowances.give(world.dora, world.ana.partner, wanted(per_day=300))
        assert Allowance.select().where(Allowance.ended_at.is_null()).count() == 1
        allowances.end(world.max, world.ana.partner)
        assert budgets.limits(world.ana.partner_id, rules.in_force(), moment.now()).per_day == 100
        with pytest.raises(Refused):
            allowances.end(world.max, world.ana.partner)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"per_person": None}, "per_person"), ({"per_day": 99}, "per_day"), ({"per_month": 10**6}, "per_month"),
     ({"until": None}, "until"), ({"until": date(2027, 3, 7)}, "until"), ({"until": date(2027, 9, 1)}, "until"),
     ({"reason": " "}, "reason"), ({"reason": "x" * 501}, "reason")],
)  # fmt: skip
def test_what_cannot_be_given_is_told_by_field(world: World, wrong: dict[str, Any], field: str) -> None:
    with moment.at(MONDAY), pytest.raises(Invalid) as told:
        allowances.give(world.max, world.ana.partner, wanted(**wrong))
    assert list(told.value.errors) == [field]
    assert not Allowance.select().exists()


@pytest.mark.parametrize("who", ["ada", "ben", "rita"])
def test_nobody_else_gives_names_or_pauses(world: World, who: str) -> None:
    person = getattr(world, who)
    for verb in (
        lambda: allowances.give(person, world.ana.partner, wanted()),
        lambda: pauses.begin(person, world.ana.partner, "x"),
    ):
        with moment.at(MONDAY), pytest.raises(Refused) as told:
            verb()
        assert told.value.kind is Kind.NOT_YOURS


def test_a_pause_closes_every_door_but_filing_until_it_ends(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana)
    taken = Receipt.get(code=ask(world.rita).receipt)
    free = Receipt.get(code=ask(world.rita, "Fjordlaks AS", country="DE").receipt)
    with moment.at(MONDAY):
        pauses.begin(world.max, world.rita.partner, "Please call me.")
        with pytest.raises(Refused):
            pauses.begin(world.max, world.rita.partner, "Please call me.")
    for settled in (True, False):
        assert "paused" in refusal(world.rita, "Käserei Brunnthal", settled=settled).message
    with moment.at(MONDAY):
        assert holds.hold(world.rita, drafts.start(world.rita, free)).status == "draft"
        with pytest.raises(Refused):
            watches.ask(world.rita, taken, "Ours")
        claim = world.file(world.rita, "Molinos del Ebro")
        assert claim.is_sealed
        assert claim.is_protected
        pauses.end(world.max, world.rita.partner)
    assert ask(world.rita, "Käserei Brunnthal").verdict == "free"
    assert CheckPause.of(world.rita.partner_id) is None
    assert [row.name for row in Event.select().where(Event.subject == "check_pause").order_by(Event.id)] == [
        "checks.paused", "checks.resumed",
    ]  # fmt: skip
