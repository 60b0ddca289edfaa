"""A new version changes nothing for a claim that was filed under an older one (PRODUCT.md G)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain import clock, decisions, evidence, letters, moment, questions, queue, rules
from domain.decisions import Words
from domain.refusals import Invalid
from domain.registrations import details, drafts, filing
from domain.rules import Choice, Line, Rules
from domain.settings.publishing import Wanted, publish
from integrations import evidence as store
from integrations import message
from models import Delivery, Registration
from tests.world import MONDAY, World


def set_rules(world: World, **changed: Any) -> Rules:
    """Publish a version with these answers."""
    now = rules.in_force()
    publish(world.ada, Wanted(replace(now, **changed), now.number))
    return rules.in_force()


@pytest.fixture
def claim(world: World) -> Registration:
    """Filed on Monday under version 1: 90 days, 16 business hours."""
    with moment.at(MONDAY):
        return world.file(world.ana)


def test_a_running_claim_is_approved_for_the_days_it_was_promised(world: World, claim: Registration) -> None:
    with moment.at(MONDAY + timedelta(hours=1)):
        set_rules(world, protection_days=31, protection_reminders=(7, 1))
        later = world.file(world.rita, "Mühlbach Brauerei")
        approved = [decisions.approve(world.max, one, Words(clause="5.1")) for one in (claim, later)]
    days = [
        (clock.local_day(one.protected_until, "Europe/Berlin") - MONDAY.date()).days
        for one in approved
        if one.protected_until
    ]
    assert days == [90, 31]
    assert [one.rules_version.number for one in approved] == [1, 2]


def test_its_answer_clock_goes_on_as_it_was(world: World, claim: Registration) -> None:
    with moment.at(MONDAY + timedelta(hours=1)):
        opened = decisions.opened(world.max, claim)
        due = opened.answer_due_at
        set_rules(world, answer_hours=4, work_starts="06:00", zone="America/Mexico_City")
        row = next(row for row in queue.rows(rules.in_force()) if row.code == claim.code)
        assert row.left == timedelta(hours=16)
        assert row.used == 0
    assert Registration.get_by_id(claim.id).answer_due_at == due


def test_it_is_opened_under_its_own_clock(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        set_rules(world, answer_hours=4)
        opened = decisions.opened(world.max, claim)
        assert opened.answer_due_at == clock.add(clock.of(rules.of_claim(claim)), MONDAY, timedelta(hours=16))


def test_a_clear_case_is_one_by_the_rules_it_was_filed_under(world: World, config: Any) -> None:
    """The approval rule was switched off: proof that comes then approves the older claim, and not the newer."""

    def prove(one: Registration) -> str:
        kept = store.keep(config.evidence_folder, one.partner_id, "n.txt", io.BytesIO(one.code.encode()))
        evidence.attach(world.ana, kept, registration=one)
        return str(Registration.get_by_id(one.id).status)

    with moment.at(MONDAY):
        older = world.file(world.ana)
        set_rules(world, auto_approve=False)
        newer = world.file(world.ana, "Mühlbach Brauerei")
        assert [prove(older), prove(newer)] == ["approved", "submitted"]


def test_its_reasons_and_clauses_stay_choosable(world: World, claim: Registration) -> None:
    said = Words(reason="weak_proof", clause="4.2", text="Nothing shows a relation.", next_step="register_again")
    with moment.at(MONDAY + timedelta(hours=1)):
        set_rules(world, decline_reasons=(Choice("other", "Otherwise"),), clauses=(Choice("1", "1 All"),))
        newer = world.file(world.rita, "Mühlbach Brauerei")
        with pytest.raises(Invalid):
            decisions.decline(world.max, newer, said)
        declined = decisions.decline(world.max, claim, said)
        page = world.sign_in(world.ana).get(f"/registrations/{claim.code}").text
    assert declined.status == "declined"
    assert "Proof too weak" in page


def test_the_days_to_appeal_are_those_it_was_declined_with(world: World, claim: Registration) -> None:
    said = Words(reason="weak_proof", clause="4.2", text="Nothing shows a relation.", next_step="appeal")
    with moment.at(MONDAY):
        decisions.decline(world.max, claim, said)
        set_rules(world, appeal_days=1)
        mail = Delivery.with_event().where(Delivery.channel == "mail", Delivery.recipient == world.ana)
        letter = letters.of(mail.order_by(Delivery.id.desc()).get())
        assert "appeal by 18 March 2027" in " ".join(message.write(letter.event, "en", letter.facts).todo.split())
    with moment.at(MONDAY + timedelta(days=9)):
        declined = Registration.get_by_id(claim.id)
        assert questions.ask(world.ana, "We were there.", drafts.fresh_key(), receipt=None, claim=declined)


def test_stage_two_asks_what_it_asked_when_the_claim_was_filed(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        set_rules(world, stage_two_asked=("industry",), stage_two_required=("industry",))
        old = world.sign_in(world.ana).get(f"/registrations/{claim.code}/details").text
        newer = world.file(world.ana, "Mühlbach Brauerei")
        new = world.sign_in(world.ana).get(f"/registrations/{newer.code}/details").text
        assert details.save(world.ana, newer, {"industry": "Food"}).stage_two_at is not None
    assert 'name="decision_makers"' in old
    assert 'name="industry"' in new
    assert 'name="decision_makers"' not in new


def test_lines_and_bands_that_went_are_still_named(world: World, claim: Registration) -> None:
    with moment.at(MONDAY):
        set_rules(world, lines=(Line("pumps", "Pumps"),), bands=rules.BANDS[2:])
        pages = {"ana": ["/registrations", ""], "max": ["/queue", "/decision"]}
        for who, path in [(who, path) for who, paths in pages.items() for path in paths]:
            path = path if path in ("/registrations", "/queue") else f"/registrations/{claim.code}{path}"
            page = world.sign_in(getattr(world, who)).get(path).text
            assert "Flow sensors" in page, path
            assert "15,000 to 40,000" in page.replace("\u00a0", " "), path


def test_a_draft_goes_by_the_new_rules(world: World) -> None:
    with moment.at(MONDAY):
        draft = world.draft(world.ana)
        set_rules(world, lines=(Line("pumps", "Pumps"),), bands=rules.BANDS[2:])
        with pytest.raises(Invalid) as refusal:
            filing.submit(world.ana, draft)
    assert set(refusal.value.errors) == {"product_line", "value_band"}


def test_fields_that_are_not_asked_do_not_stand_in_stage_one(world: World) -> None:
    with moment.at(MONDAY):
        set_rules(world, stage_one_asked=())
        ana = world.sign_in(world.ana)
        page = ana.get("/registrations/new").text
        assert 'name="company"' in page
        assert not any(f'name="{name}"' in page for name in ("city", "vat", "project"))
        typed = world.draft(world.ana)
        assert 'name="city"' in ana.get(f"/registrations/{typed.code}/edit").text  # what was typed never hides
