"""What people said about two companies decides the next look, and nothing that is filed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain import lookup, moment, rules
from domain.checks import Prospect, check, explain
from domain.clash import Asker
from domain.judgements import known, saying
from domain.lookup import Finding
from domain.matching import Company, Level, index
from domain.matching.index import Kind
from domain.refusals import Kind as No
from domain.refusals import Refused
from domain.registrations import filing
from models import Account, Event, Judgement, Partner, Registration, User
from models.base import db
from tests.world import MONDAY, SILVER, World

HEAVY, KAWASAKI = Company("川崎重工業株式会社", country="JP"), Company("Kawasaki Heavy Industries", country="JP")


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with moment.at(MONDAY):
        yield


def account(name: str, **values: str) -> Account:
    row = Account.create(external_id=f"A-{name}", name=name, updated_at=MONDAY, **values)
    with db.atomic():
        index.put(Kind.ACCOUNT, row.id, lookup.company_of_record(row))
    return row


def found(company: Company) -> list[Finding]:
    return lookup.find(company, Asker(None), rules.in_force(), MONDAY.date())


def codes(company: Company) -> dict[str, str]:
    """What is found, by name, with the weightiest reason."""
    return {one.company.name: one.likeness.reasons[0].code for one in found(company)}


@pytest.mark.parametrize(
    ("typed", "filed"),
    [
        (Company("MR Milch", country="DE"), Company("Molkerei Rotenhain", country="DE")),
        (KAWASAKI, HEAVY),
        (HEAVY, KAWASAKI),
        (Company("Emden Gasmesstechnik"), Company("Luchs Holding AG")),
    ],
)
def test_what_nothing_makes_alike_is_found_once_it_was_said_to_be_the_same(
    world: World, typed: Company, filed: Company
) -> None:  # fmt: skip
    account(filed.name, country=filed.country)
    assert codes(typed) == {}
    saying.say(world.max, typed, filed, "same")
    assert codes(typed) == {filed.name: "said_same"}
    assert [one.likeness.level for one in found(typed)] == [Level.SAME]


def test_it_counts_whichever_side_is_typed_and_whoever_holds_the_other(world: World) -> None:
    saying.say(world.max, Company("MR Milch"), Company("Molkerei Rotenhain"), "same")
    world.file(world.rita, "Molkerei Rotenhain", country="DE", domain="rotenhain.example")
    assert check(world.ana, Prospect("MR Milch", country="DE"), settled=True).verdict == "taken"
    world.file(world.rita, "MR Milch Handel", country="DE", domain="milch.example")
    saying.say(world.max, Company("Rahmwerk Nord"), Company("MR Milch Handel"), "same")
    assert check(world.ana, Prospect("Rahmwerk Nord", country="DE"), settled=True).verdict == "taken"


def test_different_counts_even_with_one_web_domain(world: World) -> None:
    account("Otter Holding AG", domain="otter.example", country="DE")
    typed = Company("Otter Sensorik", "otter.example", "DE")
    assert codes(typed) == {"Otter Holding AG": "same_domain"}
    saying.say(world.max, typed, Company("Otter Holding AG", country="DE"), "different")
    assert codes(typed) == {}
    assert codes(Company("Otter", "otter.example", "DE")) == {"Otter Holding AG": "same_domain"}


def test_a_crowd_of_alike_names_does_not_hide_it(world: World) -> None:
    for number in range(150):
        account(f"Global Sensor {number}", country="DE")
    account("Zwickauer Ofenbau", country="DE")
    saying.say(world.max, Company("Global Sensor"), Company("Zwickauer Ofenbau"), "same")
    assert codes(Company("Global Sensor"))["Zwickauer Ofenbau"] == "said_same"


def test_one_that_has_other_names_too_is_found(world: World) -> None:
    account("Zwickauer Ofenbau", country="DE", also="Ofen Zwick\nZO Tech")
    saying.say(world.max, Company("Hitzewerk"), Company("Zwickauer Ofenbau"), "same")
    assert codes(Company("Hitzewerk")) == {"Zwickauer Ofenbau": "said_same"}


def test_taken_back_it_counts_no_more_at_the_next_check(world: World) -> None:
    world.file(world.rita, "Molkerei Rotenhain", domain="rotenhain.example")
    said = saying.say(world.max, Company("MR Milch"), Company("Molkerei Rotenhain"), "same")
    assert check(world.ana, Prospect("MR Milch", country="DE"), settled=True).verdict == "taken"
    saying.take_back(world.dora, said)
    assert check(world.ana, Prospect("MR Milch", country="DE"), settled=True).verdict == "free"
    with pytest.raises(Refused) as no:
        saying.take_back(world.dora, said)
    assert no.value.kind is No.MOVED_ON
    names = [row.name for row in Event.about("judgement", said.id)]
    assert names == ["judgement.said", "judgement.taken_back"]


@pytest.mark.parametrize(
    ("typed", "filed", "is_said"),
    [("DE", "DE", True), ("", "DE", True), ("DE", "", True), ("", "", True), ("AT", "DE", False), ("DE", "AT", False)],
)
def test_a_judgement_of_another_country_does_not_apply(world: World, typed: str, filed: str, is_said: bool) -> None:
    saying.say(world.max, Company("MR Milch", country="DE"), Company("Rotenhain eG", country="DE"), "same")
    account("Rotenhain eG", country=filed)
    assert codes(Company("MR Milch", country=typed)) == ({"Rotenhain eG": "said_same"} if is_said else {})


def test_of_a_namesake_with_another_web_domain_a_person_has_to_say(world: World) -> None:
    """“Phoenix” the builder of plants need not be “Phoenix” the chemist; but a company may have two web domains."""
    account("PSM Anlagenbau", domain="psm.example", country="DE")
    builder = Company("Phoenix GmbH", "phoenix-solar.example", "DE")
    saying.say(world.max, builder, Company("PSM Anlagenbau", "psm.example", "DE"), "same")
    assert codes(builder) == codes(Company("Phoenix", country="DE")) == {"PSM Anlagenbau": "said_same"}
    chemist = Company("Phoenix GmbH", "phoenix-pharma.example", "DE")
    assert codes(chemist) == {"PSM Anlagenbau": "said_same_elsewhere"}
    assert [one.likeness.level for one in found(chemist)] == [Level.SIMILAR]
    saying.say(world.max, chemist, Company("PSM Anlagenbau", "psm.example", "DE"), "different")
    assert codes(chemist) == {}


def test_a_made_up_web_domain_undoes_no_judgement(world: World) -> None:
    milk = Company("MR Milch", "mr-milch.example", "DE")
    saying.say(world.max, milk, Company("Rotenhain eG", country="DE"), "same")
    world.file(world.ana, "Rotenhain eG", country="DE", domain="rotenhain.example")
    tried = world.file(world.rita, "MR Milch", country="DE", domain="mr-milch-neu.example")
    assert not tried.is_protected


def test_legal_form_and_case_are_no_matter_but_another_word_is(world: World) -> None:
    account("Luchs Holding AG")
    saying.say(world.max, Company("Emden Gas"), Company("luchs holding"), "same")
    assert codes(Company("EMDEN GAS GmbH")) == {"Luchs Holding AG": "said_same"}
    assert codes(Company("Emden Gas Nord")) == {}


def test_said_twice_is_said_once_and_the_last_word_counts(world: World) -> None:
    one, other = Company("MR Milch"), Company("Molkerei Rotenhain")
    first = saying.say(world.max, one, other, "same")
    assert saying.say(world.dora, other, one, "same") == first
    saying.say(world.dora, other, one, "different")
    assert [(row.verdict, row.is_standing) for row in Judgement.select().order_by(Judgement.id)] == [
        ("same", False), ("different", True),
    ]  # fmt: skip
    account("Molkerei Rotenhain")
    assert codes(one) == {}


def test_what_was_said_of_two_namesakes_says_nothing_of_a_third(world: World) -> None:
    account("Luchs AG", country="DE", domain="luchs.example")
    one, other = (Company("Luchs", f"{name}.example", "DE") for name in ("luchs-bau", "luchs"))
    saying.say(world.max, one, other, "same")
    assert codes(one) == {"Luchs AG": "said_same"}
    assert codes(Company("Luchs", "luchs-holz.example", "DE")) == {"Luchs AG": "same_name"}


def test_namesakes_are_judged_only_where_something_tells_them_apart(world: World) -> None:
    with pytest.raises(Refused) as no:
        saying.say(world.max, Company("Luchs AG", country="DE"), Company("Luchs GmbH"), "different")
    assert no.value.kind is No.WRONG
    account("Luchs AG", country="DE", domain="luchs.example")
    saying.say(
        world.max, Company("Luchs", "luchs-bau.example", "DE"), Company("Luchs", "luchs.example", "DE"), "different"
    )  # fmt: skip
    assert codes(Company("Luchs", "luchs-bau.example", "DE")) == {}
    assert codes(Company("Luchs", country="DE")) == {"Luchs AG": "same_name"}, "whoever gives no domain is not told"
    assert "Luchs AG" in codes(Company("Luchs", "luchs.example", "DE"))


@pytest.mark.parametrize("name", ["", "...", "www.luchs.example", "\0", "\ud800", "GmbH", "x" * 5000, "% _ ' \" ; --"])
def test_nothing_is_said_about_what_has_no_name_and_no_name_breaks_it(world: World, name: str) -> None:
    typed = Company(name, "luchs.example")
    if known.side_of(typed).core:
        saying.say(world.max, typed, Company("Otter AG"), "same")
    else:
        with pytest.raises(Refused):
            saying.say(world.max, typed, Company("Otter AG"), "same")
    account("Otter AG")
    found(typed)


def test_only_those_who_decide_say_it(world: World) -> None:
    said = saying.say(world.max, Company("MR Milch"), Company("Rotenhain"), "same")
    for person in (world.ana, world.ben, world.rita, world.ada):
        with pytest.raises(Refused) as no:
            saying.say(person, Company("MR Milch"), Company("Otter"), "same")
        assert no.value.kind is No.NOT_YOURS
        with pytest.raises(Refused):
            saying.take_back(person, said)
    with pytest.raises(Refused):
        saying.say(world.max, Company("MR Milch"), Company("Otter"), "perhaps")
    assert not Judgement.visible_to(world.ana).exists()


def test_what_is_filed_keeps_its_place_and_protection(world: World) -> None:
    first = world.file(world.ana, "MR Milch", domain="milch.example")
    second = world.file(world.rita, "Molkerei Rotenhain", domain="rotenhain.example")
    assert first.is_protected
    assert second.is_protected
    saying.say(world.max, Company("MR Milch"), Company("Molkerei Rotenhain"), "same")
    for claim in (first, second):
        again = Registration.get_by_id(claim.id)
        assert (again.status, again.claim_seq, again.is_protected) == (claim.status, claim.claim_seq, True)
    third = Partner.create(code="P-THIR-3333", name="Third", country="DE", **SILVER)
    tom = User.create(email="tom@third.example", name="Tom", role="rep", partner=third, created_at=MONDAY)
    assert world.file(tom, "MR Milch", domain="other.example").status == "refused"


def test_a_filing_that_is_under_way_looks_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Promise 1: said between the look and the lock, it must not let a second holder in."""
    world.file(world.rita, "Molkerei Rotenhain", domain="rotenhain.example")
    draft, look, said = world.draft(world.ana, "MR Milch", domain="milch.example"), filing.look, list[Judgement]()

    def slow(claim: Registration, in_force: rules.Rules) -> filing.Seen:
        seen = look(claim, in_force)
        if not said:
            said.append(saying.say(world.max, Company("MR Milch"), Company("Molkerei Rotenhain"), "same"))
        return seen

    monkeypatch.setattr(filing, "look", slow)
    assert filing.submit(world.ana, draft).status == "refused"


def test_a_check_sends_as_many_statements_whatever_was_said(world: World) -> None:
    account("Molkerei Rotenhain", country="DE")
    counts, _ = set(), found(Company("MR Milch", country="DE"))
    for number in range(12):
        counts.add(_statements(lambda: found(Company("MR Milch", country="DE"))))
        verdict = "same" if number % 3 else "different"
        saying.say(world.max, Company("MR Milch", country="DE"), Company(f"Luchs {number} Werke"), verdict)
    assert len(counts) == 1


def _statements(work: object) -> int:
    seen: list[object] = []
    db.query_hooks.append(lambda *_: seen.append(1))
    try:
        work()  # type: ignore[operator]
    finally:
        db.query_hooks.clear()
    return len(seen)


def test_staff_read_why_and_the_event_names_nobody(world: World) -> None:
    account("Molkerei Rotenhain")
    said = saying.say(world.max, Company("MR Milch"), Company("Molkerei Rotenhain"), "same")
    look = explain(Prospect("MR Milch"))
    assert look.findings[0].likeness.score == 100
    assert look.findings[0].likeness.reasons[0].code == "said_same"
    event = Event.about("judgement", said.id).get()
    assert (event.actor, "Rotenhain" in str(event.facts)) == (world.max, False)
