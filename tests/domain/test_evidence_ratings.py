"""A decider's word on each file: who may give it, when, and that every change of it is on record."""

from __future__ import annotations

import pytest

from domain import decisions, events, evidence, evidence_ratings, moment
from domain.decisions import Words
from domain.refusals import Invalid, Kind, Refused
from integrations.evidence import Stored
from models import Event, Evidence, Rating, Registration
from tests.world import MONDAY, World


@pytest.fixture
def file(world: World) -> Evidence:
    """Proof of a claim that needs a person."""
    with moment.at(MONDAY):
        claim = world.file(world.ana, value_band="40k_to_100k")
        stored = Stored(claim.partner_id, "a" * 64, 10, "txt", "a.txt")
        return evidence.attach(world.ana, stored, registration=claim)


def ratings(file: Evidence) -> list[dict[str, str]]:
    rows = Event.about("registration", file.registration_id or 0).where(Event.name == "evidence.rated")
    return [row.facts for row in rows]


def test_each_change_is_an_event_and_the_same_word_again_is_none(world: World, file: Evidence) -> None:
    for weight in ("weak", "weak", "accepted"):
        evidence_ratings.rate(world.max, file, weight)
    assert [(one["before"], one["weight"]) for one in ratings(file)] == [("", "weak"), ("weak", "accepted")]
    assert all(one["evidence"] == file.code for one in ratings(file))
    assert Rating.get().weight == "accepted"
    assert events.first_broken("registration", file.registration_id or 0) is None


@pytest.mark.parametrize("weight", ["", "strong", "ACCEPTED", "accepted "])
def test_there_are_three_words(world: World, file: Evidence, weight: str) -> None:
    with pytest.raises(Invalid):
        evidence_ratings.rate(world.max, file, weight)
    assert ratings(file) == []


@pytest.mark.parametrize("who", ["ana", "ben", "ada"])
def test_only_deciders_rate(world: World, file: Evidence, who: str) -> None:
    with pytest.raises(Refused) as refused:
        evidence_ratings.rate(getattr(world, who), file, "weak")
    assert refused.value.kind is Kind.NOT_YOURS


def test_what_lies_with_the_director_is_the_directors_to_rate(world: World, file: Evidence) -> None:
    decisions.escalate(world.max, Registration.get_by_id(file.registration_id), Words(text="No rule fits."))
    fresh = Evidence.get_by_id(file.id)
    assert not evidence_ratings.may_rate(world.max, fresh.registration)
    with pytest.raises(Refused):
        evidence_ratings.rate(world.max, fresh, "weak")
    assert evidence_ratings.rate(world.dora, fresh, "weak").weight == "weak"


def test_a_decided_claim_keeps_its_ratings_as_they_were(world: World, file: Evidence) -> None:
    evidence_ratings.rate(world.max, file, "weak")
    decisions.approve(world.max, Registration.get_by_id(file.registration_id), Words(clause="5.1"))
    with pytest.raises(Refused) as refused:
        evidence_ratings.rate(world.max, Evidence.get_by_id(file.id), "accepted")
    assert refused.value.kind is Kind.MOVED_ON
    assert Rating.get().weight == "weak"


def test_two_who_rate_at_once_leave_one_rating(world: World, file: Evidence) -> None:
    stale = Evidence.get_by_id(file.id)
    evidence_ratings.rate(world.max, file, "weak")
    evidence_ratings.rate(world.dora, stale, "missing")
    assert [(row.weight, row.rated_by) for row in Rating.select()] == [("missing", world.dora)]
