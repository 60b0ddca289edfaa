"""Stage 2 and replies on screen: kept while typed, complete when enough is there, and handed back once."""

from __future__ import annotations

from domain import decisions, moment
from domain.decisions import Words
from domain.registrations import details
from models import Event, Note, Registration
from tests.world import MONDAY, World

HTMX = {"HX-Request": "true"}
ENOUGH = {
    "industry": "Water", "employees": "250", "decision_makers": "Irene Thoma, head of measurement",
    "how_found": "visit",
    "project": "Grundablass", "next_steps": "Demo on the 24th",
}  # fmt: skip


def now(claim: Registration) -> Registration:
    return Registration.get_by_id(claim.id)


def test_answers_keep_themselves_without_completing(world: World) -> None:
    claim = world.file(world.ana)
    answer = world.sign_in(world.ana).post(f"/registrations/{claim.code}/details", data=ENOUGH, headers=HTMX)
    assert "Saved at" in answer.text
    assert now(claim).details["industry"] == "Water"
    assert now(claim).stage_two_at is None


def test_completing_starts_the_answer_clock_once(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana)
        ana = world.sign_in(world.ana)
        assert ana.post(f"/registrations/{claim.code}/details", data=ENOUGH).status_code == 303
        ana.post(f"/registrations/{claim.code}/details", data=ENOUGH)
    assert now(claim).stage_two_at == MONDAY
    assert now(claim).answer_due_at is not None
    names = [event.name for event in Event.about("registration", claim.id)]
    assert names.count("registration.detailed") == names.count("answer.started") == 1


def test_what_is_missing_is_told_and_the_rest_kept(world: World) -> None:
    claim = world.file(world.ana)
    answer = world.sign_in(world.ana).post(f"/registrations/{claim.code}/details", data={**ENOUGH, "employees": ""})
    assert answer.status_code == 422
    assert answer.text.count("Enter the number of employees") == 2
    assert "Irene Thoma, head of measurement" in answer.text
    assert now(claim).details["industry"] == "Water"


def test_a_value_and_a_tender_day_that_cannot_be_are_told_and_kept(world: World) -> None:
    claim = world.file(world.ana)
    wrong = {**ENOUGH, "value": "a lot", "tender_on": "31.2.2027", "need": "n" * 5000}
    answer = world.sign_in(world.ana).post(f"/registrations/{claim.code}/details", data=wrong)
    assert answer.status_code == 422
    for words in (
        "Enter the value as a number",
        "This is no date of the calendar",
        "This is too long",
        "a lot",
        "31.2.2027",
    ):
        assert words in answer.text
    assert now(claim).stage_two_at is None


def test_an_exact_value_is_kept_in_minor_units(world: World) -> None:
    claim = world.file(world.ana)
    ana = world.sign_in(world.ana)
    ana.post(f"/registrations/{claim.code}/details", data={**ENOUGH, "value": "60.000,50 €"})
    assert now(claim).value_minor == 6_000_050
    assert "60,000" in ana.get(f"/registrations/{claim.code}").text


def test_amounts_are_read_as_people_write_them() -> None:
    for text, minor in {
        "60000": 60_000_00,
        "60,000": 60_000_00,
        "60.000": 60_000_00,
        "1 250,5": 1_250_50,
        "12'000.00": 12_000_00,
    }.items():
        assert details.amount(text) == minor, text
    for text in ("", "a lot", "1,2,3", "9" * 40, "-"):
        assert details.amount(text) is None, text


def test_a_change_after_completion_is_on_record(world: World) -> None:
    claim = world.file(world.ana)
    ana = world.sign_in(world.ana)
    ana.post(f"/registrations/{claim.code}/details", data=ENOUGH)
    ana.post(f"/registrations/{claim.code}/details", data={**ENOUGH, "competitors": "One"})
    last = list(Event.about("registration", claim.id))[-1]
    assert (last.name, last.facts) == ("registration.amended", {"fields": ["competitors"]})


def test_stage_two_is_its_holders_alone(world: World) -> None:
    claim = world.file(world.ben)
    assert world.sign_in(world.ana).get(f"/registrations/{claim.code}/details").status_code == 403
    assert world.sign_in(world.max).post(f"/registrations/{claim.code}/details", data=ENOUGH).status_code == 403
    assert world.sign_in(world.rita).get(f"/registrations/{claim.code}/details").status_code == 404


def test_a_closed_claim_takes_no_answers(world: World) -> None:
    claim = world.file(world.ana)
    ana = world.sign_in(world.ana)
    ana.post(f"/registrations/{claim.code}/closing", data={"how": "withdraw"})
    assert ana.post(f"/registrations/{claim.code}/details", data=ENOUGH).status_code == 409
    assert ana.get(f"/registrations/{claim.code}/details").status_code == 303


def returned(world: World) -> Registration:
    claim = world.file(world.ana)
    return decisions.return_for_information(
        world.max, decisions.opened(world.max, claim), Words(text="Who decides there?")
    )


def test_the_question_stands_on_the_page_and_a_reply_hands_the_claim_back(world: World) -> None:
    with moment.at(MONDAY):
        claim = returned(world)
        ana = world.sign_in(world.ana)
        page = ana.get(f"/registrations/{claim.code}").text
        assert "Who decides there?" in page
        assert f"/registrations/{claim.code}/reply" in page
        assert "Who decides there?" in ana.get(f"/registrations/{claim.code}/reply").text
        answer = ana.post(f"/registrations/{claim.code}/reply", data={"text": "Irene Thoma does."})
    assert answer.status_code == 303
    fresh = now(claim)
    assert (fresh.status, fresh.reply_due_at) == ("submitted", None)
    assert fresh.answer_due_at is not None
    assert Note.get(Note.kind == "reply").text == "Irene Thoma does."


def test_a_reply_sent_twice_is_one(world: World) -> None:
    claim = returned(world)
    ana = world.sign_in(world.ana)
    codes = [ana.post(f"/registrations/{claim.code}/reply", data={"text": "She does."}).status_code for _ in range(2)]
    assert codes == [303, 303]
    assert Note.select().where(Note.kind == "reply").count() == 1


def test_an_empty_reply_is_told_and_a_late_one_moved_on(world: World) -> None:
    claim = returned(world)
    ana = world.sign_in(world.ana)
    assert ana.post(f"/registrations/{claim.code}/reply", data={"text": " "}).status_code == 422
    assert ana.post(f"/registrations/{claim.code}/reply", data={"text": "x" * 4500}).status_code == 422
    ana.post(f"/registrations/{claim.code}/closing", data={"how": "withdraw"})
    assert ana.post(f"/registrations/{claim.code}/reply", data={"text": "Too late"}).status_code == 409


def test_answers_that_keep_themselves_after_stage_two_are_noted_as_well(world: World) -> None:
    """A decider may have read them: what changes without the button leaves its line in the history, too."""
    claim = world.file(world.ana)
    ana = world.sign_in(world.ana)
    ana.post(f"/registrations/{claim.code}/details", data=ENOUGH)
    for _ in range(2):
        ana.post(f"/registrations/{claim.code}/details", data={**ENOUGH, "industry": "Gas"}, headers=HTMX)
    amended = [event for event in Event.about("registration", claim.id) if event.name == "registration.amended"]
    assert [event.facts for event in amended] == [{"fields": ["industry"]}]
