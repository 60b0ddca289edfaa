"""First to file wins: eight at once, each with a connection of its own, and exactly one is protected."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from domain import moment, protection
from domain.matching import core
from domain.refusals import Refused
from domain.registrations import details, drafts, filing, holds, order
from models import Event, Mirror, Registration, User
from tests.domain.registrations.spellings import EIGHT, rivals
from tests.together import at_once
from tests.world import World


def drafts_of_eight(world: World, people: list[User]) -> list[Registration]:
    return [world.draft(user, company, domain=domain) for user, (company, domain) in zip(people, EIGHT, strict=True)]


def test_the_eight_spellings_differ_after_normalising() -> None:
    assert len({core(company) for company, _ in EIGHT}) >= 5


@pytest.mark.parametrize("turn", range(4))
def test_of_eight_at_once_exactly_one_is_protected_and_the_others_are_told(world: World, turn: int) -> None:
    people = rivals()
    filings = drafts_of_eight(world, people)
    acts = [
        lambda user=user, claim=claim: filing.submit(user, claim) for user, claim in zip(people, filings, strict=True)
    ]
    results = at_once(*acts)
    assert all(isinstance(result, Registration) for result in results), results
    claims = list(Registration.select())
    assert sum(claim.is_protected for claim in claims) == 1
    assert {claim.status for claim in claims if not claim.is_protected} <= {"refused", "submitted"}
    assert all(claim.is_waiting or claim.status == "refused" for claim in claims if not claim.is_protected)


def test_the_protected_one_has_the_lowest_number_and_times_follow_numbers(world: World) -> None:
    people = rivals()
    filings = drafts_of_eight(world, people)
    at_once(*[lambda u=user, c=claim: filing.submit(u, c) for user, claim in zip(people, filings, strict=True)])
    in_order = list(Registration.select().order_by(Registration.claim_seq))
    assert [claim.claim_seq for claim in in_order] == list(range(1, 9))
    assert in_order[0].is_protected
    times = [claim.filed_at for claim in in_order]
    assert times == sorted(times)
    names = Event.select().where(Event.name.in_(("registration.submitted", "registration.refused"))).order_by(Event.at)
    assert [event.subject_id for event in names] == [claim.id for claim in in_order]


def test_one_claim_sent_eight_times_at_once_is_one(world: World) -> None:
    ana, draft = world.ana, world.draft(world.ana)
    results = at_once(*[lambda: filing.submit(ana, Registration.get_by_id(draft.id))] * 8)
    assert {result.claim_seq for result in results} == {1}  # type: ignore[attr-defined]
    filed = Event.select().where(Event.name == "registration.submitted")
    assert filed.count() == 1


def test_one_form_saved_eight_times_at_once_is_one_draft(world: World) -> None:
    ana, typed = world.ana, drafts.StageOne(company="Käserei Brunnthal")
    results = at_once(*[lambda: drafts.save(ana, "one-key", typed)] * 8)
    assert len({result.id for result in results}) == 1, results  # type: ignore[attr-defined]
    assert Registration.select().count() == 1


def test_two_colleagues_never_hold_one_account_twice(world: World) -> None:
    ana, ben = world.ana, world.ben
    one, other = world.draft(ana), world.draft(ben)
    results = at_once(lambda: filing.submit(ana, one), lambda: filing.submit(ben, other))
    assert sorted(type(result).__name__ for result in results) == ["Refused", "Registration"]


def test_the_last_place_below_the_cap_is_given_once(world: World) -> None:
    acme = world.ana.partner
    acme.open_claim_cap = 1
    acme.save()
    ana, filings = world.ana, [world.draft(world.ana, name) for name in ("Erste AG", "Zweite SE", "Dritte KG")]
    results = at_once(*[lambda c=claim: filing.submit(ana, c) for claim in filings])
    assert Counter(type(result).__name__ for result in results) == {"Registration": 1, "Refused": 2}


def test_of_eight_holds_at_once_one_is_given(world: World) -> None:
    people = rivals()
    filings = drafts_of_eight(world, people)
    at_once(*[lambda u=user, c=claim: holds.hold(u, c) for user, claim in zip(people, filings, strict=True)])
    assert Registration.select().where(Registration.status == "held").count() == 1


def test_a_mirror_that_moves_during_the_filing_is_looked_at_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, look = [], filing.look

    def moving(*args: object) -> object:
        seen = look(*args)  # type: ignore[arg-type]
        if not looks:
            Mirror.current()
            Mirror.update(generation=Mirror.generation + 1).execute()
        looks.append(seen)
        return seen

    monkeypatch.setattr(filing, "look", moving)
    assert world.file(world.ana).status == "submitted"
    assert len(looks) == 2


def test_a_mirror_that_never_rests_is_told_not_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    look = filing.look

    def moving(*args: object) -> object:
        seen = look(*args)  # type: ignore[arg-type]
        Mirror.update(generation=Mirror.generation + 1).execute()
        return seen

    monkeypatch.setattr(filing, "look", moving)
    with pytest.raises(Refused):
        world.file(world.ana)
    assert Registration.get().status == "draft"


def test_a_claim_that_comes_between_look_and_lock_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    look = filing.look

    def overtaken(*args: object) -> object:
        seen = look(*args)  # type: ignore[arg-type]
        monkeypatch.setattr(filing, "look", look)
        world.file(world.rita, "Talsperrenverband Oberwald")
        return seen

    monkeypatch.setattr(filing, "look", overtaken)
    assert world.file(world.ana).status == "refused"


def test_a_form_that_changes_between_look_and_lock_is_looked_at_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Autosave in another tab: looked for an unknown company, filed as a taken one."""
    world.file(world.rita, "Talsperrenverband Oberwald")
    draft, look = world.draft(world.ana, "Ganz Andere AG"), filing.look

    def retyped(*args: object) -> object:
        seen = look(*args)  # type: ignore[arg-type]
        monkeypatch.setattr(filing, "look", look)
        typed = drafts.StageOne(**{name: getattr(draft, name) for name in drafts.StageOne.__dataclass_fields__})
        changed = {**typed.__dict__, "company": "Talsperrenverband Oberwald", "domain": "www.talsperrenverband.example"}
        drafts.save(world.ana, draft.idempotency_key, drafts.StageOne(**changed))
        return seen

    monkeypatch.setattr(filing, "look", retyped)
    assert filing.submit(world.ana, draft).status == "refused"


def test_a_filing_that_fails_in_its_middle_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = world.draft(world.ana)

    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(order, "note_obstacles", broken)
        with pytest.raises(RuntimeError):
            filing.submit(world.ana, draft)
    assert Registration.get_by_id(draft.id).status == "draft"
    assert not Event.select().where(Event.name == "registration.submitted").exists()
    assert filing.submit(world.ana, draft).claim_seq == 1


def test_a_hold_that_lapses_while_it_is_filed_is_one_or_the_other(world: World) -> None:
    ana, held = world.ana, holds.hold(world.ana, world.draft(world.ana))
    soon = moment.now() + timedelta(hours=9)
    at_once(lambda: filing.submit(ana, Registration.get_by_id(held.id)), lambda: holds.release_due(soon))
    claim = Registration.get_by_id(held.id)
    if claim.status == "draft":
        claim = filing.submit(ana, claim)
    assert claim.status == "submitted"
    assert claim.is_protected


def test_holds_and_filings_at_once_leave_one_protected_in_the_end(world: World) -> None:
    people = rivals()
    filings = drafts_of_eight(world, people)

    def hold_then_file(user: User, claim: Registration) -> Registration:
        return filing.submit(user, holds.hold(user, claim))

    acts = [
        lambda u=user, c=claim, f=(hold_then_file if number % 2 else filing.submit): f(u, c)
        for number, (user, claim) in enumerate(zip(people, filings, strict=True))
    ]
    results = at_once(*acts)
    assert all(isinstance(result, Registration) for result in results), results
    assert Registration.select().where(Registration.is_protected == True).count() == 1  # noqa: E712


def test_answers_and_an_update_in_the_same_moment_are_both_kept(world: World) -> None:
    claim = world.file(world.ana)
    for turn in range(8):
        acts = (
            lambda turn=turn: details.save(world.ana, claim, {"industry": f"Water {turn}"}, may_complete=False),
            lambda turn=turn: protection.update(world.ana, claim, f"Demo {turn}", next_step=f"Offer {turn}"),
        )
        assert not [result for result in at_once(*acts) if isinstance(result, Exception)]
        kept = Registration.get_by_id(claim.id).details
        assert (kept["industry"], kept["next_steps"]) == (f"Water {turn}", f"Offer {turn}")
