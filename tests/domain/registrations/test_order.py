"""Who stands before whom: waiting, moving up, overtaking; nobody gains a place that another had."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain import decisions, moment, protection
from domain.decisions import Words
from domain.matching import Company, index
from domain.refusals import Refused
from domain.registrations import drafts, filing, holds
from models import Account, Mirror, Obstacle, Registration, User
from models.base import db
from tests.domain.registrations.spellings import rivals
from tests.world import World

NAME = "Talsperrenverband Oberwald"


def now(claim: Registration) -> Registration:
    return Registration.get_by_id(claim.id)


def held(world: World, user: User, **values: object) -> Registration:
    claim = holds.hold(user, world.draft(user, **values))
    assert claim.status == "held"
    return claim


def retype(claim: Registration, **changes: object) -> Registration:
    typed = {name: getattr(claim, name) for name in drafts.StageOne.__dataclass_fields__}
    return drafts.save(claim.holder, claim.idempotency_key, drafts.StageOne(**{**typed, **changes}))


def test_a_hold_keeps_its_number_when_it_is_filed_later_than_another(world: World) -> None:
    first = held(world, world.ana)
    second = world.file(world.rita, NAME)
    assert (second.status, second.is_protected) == ("submitted", False)
    filed = filing.submit(world.ana, first)
    assert filed.is_protected
    assert filed.claim_seq < second.claim_seq
    assert not now(second).is_protected


def test_when_a_hold_lapses_the_one_behind_moves_up_and_is_told(world: World) -> None:
    first = held(world, world.ana)
    second = world.file(world.rita, NAME)
    assert holds.release_due(moment.now() + timedelta(hours=5)) == 1
    assert now(first).status == "draft"
    assert now(second).is_protected
    assert now(second).claim_seq == second.claim_seq


def test_only_the_next_in_line_moves_up(world: World) -> None:
    one, two, three = rivals(3)
    held(world, one, company=NAME)
    second, third = world.file(two, NAME), world.file(three, NAME)
    holds.release_due(moment.now() + timedelta(hours=5))
    assert now(second).is_protected
    assert not now(third).is_protected
    protection.withdraw(two, now(second))
    assert now(third).is_protected


def test_a_hold_for_one_company_gives_no_place_for_another(world: World) -> None:
    """Held for A, retyped to B behind whose holder another waits: the old number must not overtake."""
    mine = held(world, world.ana, company="Ganz Andere Werke AG")
    hers = world.file(world.rita, NAME)
    filed = filing.submit(world.ana, retype(mine, company=NAME, domain="www.talsperrenverband.example"))
    assert filed.status == "refused"
    assert filed.claim_seq > hers.claim_seq
    assert now(hers).is_protected


def test_a_hold_for_one_line_gives_no_place_on_another(world: World) -> None:
    mine = held(world, world.ana, product_line="gas")
    hers = world.file(world.rita, NAME, product_line="flow")
    assert hers.is_protected
    assert filing.submit(world.ana, retype(mine, product_line="flow")).status == "refused"


def test_others_see_a_hold_as_it_was_granted_whatever_is_typed_since(world: World) -> None:
    retype(held(world, world.ana), company="Ganz Andere Werke AG", domain="andere.example")
    assert not world.file(world.rita, NAME).is_protected
    two = rivals(1)[0]
    assert world.file(two, "Ganz Andere Werke AG", domain="andere.example").is_protected


def test_a_small_correction_keeps_the_hold(world: World) -> None:
    mine = held(world, world.ana)
    world.file(world.rita, NAME)
    filed = filing.submit(world.ana, retype(mine, company=f"{NAME} e.V."))
    assert filed.claim_seq == mine.claim_seq
    assert filed.is_protected


def test_a_hold_that_ran_out_gives_no_place_even_before_the_clock_came_by(world: World) -> None:
    mine = held(world, world.ana)
    hers = world.file(world.rita, NAME)
    with moment.at(moment.now() + timedelta(hours=5)):
        filed = filing.submit(world.ana, mine)
    assert filed.status == "refused"
    assert now(hers).is_protected


def test_a_hold_is_given_once_in_thirty_days_to_a_partner_and_its_colleagues(world: World) -> None:
    mine = held(world, world.ana)
    drafts.discard(world.ana, mine)
    assert holds.hold(world.ben, world.draft(world.ben)).status == "draft"
    with moment.at(moment.now() + timedelta(days=31)):
        assert holds.hold(world.ben, world.draft(world.ben)).status == "held"


def test_three_holds_at_once_and_no_fourth(world: World) -> None:
    names = ("Erste Werke AG", "Zweite Anlagen SE", "Dritter Verbund KG", "Vierte Mühle GmbH")
    states = [holds.hold(world.ana, world.draft(world.ana, name)).status for name in names]
    assert states == ["held", "held", "held", "draft"]


def test_a_suspended_partner_neither_files_nor_holds(world: World) -> None:
    draft = world.draft(world.ana)
    acme = world.ana.partner
    acme.status = "suspended"
    acme.save()
    assert holds.hold(world.ana, Registration.get_by_id(draft.id)).status == "draft"
    with pytest.raises(Refused):
        filing.submit(world.ana, Registration.get_by_id(draft.id))


def test_after_a_claim_of_ones_own_the_account_cools_down(world: World) -> None:
    protection.withdraw(world.ana, world.file(world.ana))
    with pytest.raises(Refused) as refused:
        world.file(world.ben, f"{NAME} e.V.")
    assert "You may register this account again on" in refused.value.message
    assert holds.hold(world.ben, world.draft(world.ben)).status == "draft"
    with moment.at(moment.now() + timedelta(days=8)):
        assert world.file(world.ben).is_protected


def test_the_cap_counts_open_claims_alone(world: World) -> None:
    acme = world.ana.partner
    acme.open_claim_cap = 1
    acme.save()
    first = world.file(world.ana)
    with pytest.raises(Refused):
        world.file(world.ana, "Zweite Anlagen SE")
    protection.withdraw(world.ana, first)
    assert world.file(world.ana, "Zweite Anlagen SE").status == "submitted"


def test_a_filing_that_lost_keeps_number_time_and_what_it_met(world: World) -> None:
    hers = world.file(world.rita, NAME)
    lost = world.file(world.ana, NAME)
    assert (lost.status, lost.claim_seq) == ("refused", hers.claim_seq + 1)
    assert lost.filed_at is not None
    assert Obstacle.get(Obstacle.registration == lost).ref == hers.id


def test_one_that_waits_is_not_protected_beside_one_whom_a_person_preferred(world: World) -> None:
    """Held by one, two wait; a person approves the second of them. When the hold ends, the first must not move up."""
    one, two, three = rivals(3)
    hold = held(world, one, company=NAME)
    waiting, preferred = world.file(two, NAME), world.file(three, NAME)
    decisions.approve(world.max, preferred, Words())
    drafts.discard(one, hold)
    assert now(preferred).is_protected
    assert not now(waiting).is_protected
    decisions.revoke(world.max, now(preferred), Words("weak_proof", "4.2", "Proof was false", "appeal"))
    assert now(waiting).is_protected


def test_approving_beside_a_protected_claim_must_be_said(world: World) -> None:
    one, two, three = rivals(3)
    hold = held(world, one, company=NAME)
    waiting, preferred = world.file(two, NAME), world.file(three, NAME)
    decisions.approve(world.max, preferred, Words())
    drafts.discard(one, hold)
    with pytest.raises(Refused):
        decisions.approve(world.max, now(waiting), Words())
    decisions.approve(world.max, now(waiting), Words(is_other_customer=True))
    assert Registration.select().where(Registration.is_protected == True).count() == 2  # noqa: E712


def test_other_customers_are_no_obstacle_any_more(world: World) -> None:
    one, two, three = rivals(3)
    hold = held(world, one, company=NAME)
    waiting, other = world.file(two, NAME), world.file(three, NAME)
    decisions.approve(world.max, other, Words(is_other_customer=True))
    drafts.discard(one, hold)
    assert now(waiting).is_protected


def test_many_accounts_of_the_same_name_never_hide_a_claim(world: World) -> None:
    """The CRM has the account fifty times; the second partner must still meet the first."""
    with db.atomic():
        for number in range(50):
            account = Account.create(
                external_id=f"A{number}", name=NAME, country="DE", city="Oberwald", updated_at=moment.now()
            )
            index.put(index.Kind.ACCOUNT, account.id, Company(NAME, country="DE", city="Oberwald"))
        Mirror.current()
        Mirror.update(generation=Mirror.generation + 1).execute()
    one, two = rivals(2)
    first = world.file(one, NAME, domain="a@gmx.de")
    second = world.file(two, NAME, domain="b@web.de")
    assert first.is_protected
    assert not second.is_protected


def test_a_number_and_a_time_once_given_are_never_changed(world: World) -> None:
    claim = world.file(world.ana)
    for change in ({"claim_seq": 99}, {"filed_at": moment.now() - timedelta(days=3)}):
        with pytest.raises(Exception, match="keeps its time"), db.atomic():
            Registration.update(change).where(Registration.id == claim.id).execute()


def test_another_line_of_the_same_customer_is_another_claim(world: World) -> None:
    assert world.file(world.rita, NAME, product_line="flow").is_protected
    assert world.file(world.ana, NAME, product_line="cal").is_protected


def test_another_project_is_looked_at_never_refused(world: World) -> None:
    world.file(world.rita, NAME, project="Grundablass")
    claim = world.file(world.ana, NAME, project="Pumpwerk")
    assert (claim.status, claim.is_protected) == ("submitted", False)
