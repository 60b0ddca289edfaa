"""Promise 1 by the side door: places that change their text, are taken again, or are hidden by a crowd."""

from __future__ import annotations

import pytest

from domain import decisions, moment, protection, rules
from domain.decisions import Words
from domain.matching import Company, index
from domain.registrations import filing, holds, order
from models import Account, Obstacle, Registration
from models.base import db
from tests.domain.registrations.spellings import rivals
from tests.domain.registrations.test_order import NAME, held, now, retype
from tests.world import World


def protected() -> list[int]:
    return [row.partner_id for row in Registration.select().where(Registration.is_protected == True)]  # noqa: E712


def test_one_who_waited_behind_a_hold_waits_behind_it_again_when_it_is_preferred(world: World) -> None:
    """Two waits behind three's hold and behind a claim of one's; three lets the hold go, files anew and is approved."""
    three, two, one = rivals(3)
    first = held(world, three, company=NAME)
    waiting, other = world.file(two, NAME), world.file(one, "Ganz Andere Werke AG")
    Obstacle.create(registration=waiting, kind="claim", ref=other.id, score=80, level="similar", effect="review")
    holds.release(first, three)
    again = filing.submit(three, now(first))
    assert not now(waiting).is_protected
    assert (again.status, again.is_protected) == ("submitted", False)
    decisions.approve(world.max, now(again), Words())
    protection.withdraw(one, now(other))
    assert protected() == [three.partner_id]


def test_a_hold_that_is_filed_under_another_address_does_not_overtake_who_has_it(world: World) -> None:
    """Held by name alone; meanwhile another files by the web address and waits behind a deal of the CRM."""
    mine = held(world, world.ana, company=NAME, domain="", city="")
    hers = world.file(world.rita, "TVO Wasserwirtschaft", domain="talsperren.example", city="")
    Obstacle.insert(registration=hers, kind="opportunity", ref=1, score=90, level="similar", effect="review").execute()
    Registration.update(is_protected=False).where(Registration.id == hers.id).execute()
    filed = filing.submit(world.ana, retype(mine, domain="talsperren.example"))
    assert filed.claim_seq == mine.claim_seq
    assert not filed.is_protected
    assert Obstacle.select().where(Obstacle.registration == filed, Obstacle.ref == hers.id).exists()


def test_a_hold_filed_under_another_address_between_look_and_lock_is_seen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = held(world, world.ana, company=NAME, domain="", city="")
    hers = world.draft(world.rita, "TVO Wasserwirtschaft", domain="talsperren.example", city="")
    look = filing.look

    def slow(claim: Registration, in_force: rules.Rules) -> filing.Seen:
        seen = look(claim, in_force)
        if claim.id == hers.id and now(mine).status == "held":
            filing.submit(world.ana, retype(mine, domain="talsperren.example"))
        return seen

    monkeypatch.setattr(filing, "look", slow)
    assert filing.submit(world.rita, hers).status == "refused"
    assert protected() == [world.ana.partner_id]


def test_one_whose_state_changes_while_its_forerunner_leaves_still_moves_up(world: World) -> None:
    first = held(world, world.ana)
    behind = world.file(world.rita, NAME)
    decisions.return_for_information(world.max, now(behind), Words(text="Who is your contact?"))
    Obstacle.update(resolved_at=moment.now()).where(Obstacle.ref == first.id).execute()
    with db.atomic():
        assert order.move_up(behind)  # read before it was returned
    assert now(behind).is_protected
    assert now(behind).status == "returned"


def test_a_crowd_of_ones_own_claims_does_not_hide_anothers(world: World) -> None:
    """Ten branches abroad under the mistyped name; then the mistyped name itself, which somebody holds."""
    one, two = rivals(2)
    with db.atomic():
        for number in range(20):
            account = Account.create(
                external_id=f"A{number}", name="Talsperenverband Oberwald", country="PT", city=f"Vila {number}",
                domain=f"vila{number}.example", updated_at=moment.now(),
            )  # fmt: skip
            texts = (account.name, account.domain, "PT", account.city)
            index.put(index.Kind.ACCOUNT, account.id, Company(*texts))
    world.file(one, NAME, domain="a@gmx.de", city="")
    for number, country in enumerate(("AT", "CH", "ES", "FR", "IT", "NL", "AT", "CH", "ES", "FR", "IT", "NL")):
        world.file(
            two, "Talsperenverband Oberwald", domain=f"zweig{number}.example", country=country, city=f"Ort {number}"
        )
    claim = world.file(two, "Talsperenverband Oberwald", domain="b@web.de", city="")
    assert not claim.is_protected
