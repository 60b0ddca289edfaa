"""Appeals: filed with words and files, answered once by a person who did not decide, seen by both sides alone."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest

from domain import decisions, moment, questions
from domain.decisions import Words
from domain.refusals import Kind, Refused
from models import Delivery, Event, Evidence, Question, Receipt, Registration, User
from tests.world import MONDAY, World

NAME = "Talsperrenverband Oberwald"
WORDS = "We visited them on 12 January and wrote the study."


@pytest.fixture
def receipt(world: World) -> Receipt:
    """Rita was told: not available."""
    with moment.at(MONDAY):
        world.file(world.ana, NAME)
        world.sign_in(world.rita).post("/checks", data={"name": NAME, "settled": "1"})
    return Receipt.get()


def appeal(world: World, receipt: Receipt, key: str = "k1", **form: object) -> Question:
    with moment.at(MONDAY):
        data = {
            "receipt": receipt.code,
            "text": WORDS,
            "key": key,
            "files": (io.BytesIO(b"Visit on 12 January"), "visit.txt"),
            **form,
        }
        answer = world.sign_in(world.rita).post("/questions", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return Question.get(Question.idempotency_key == key)


def test_an_appeal_with_files_lands_in_the_queue(world: World, receipt: Receipt) -> None:
    question = appeal(world, receipt)
    assert question.assignee == world.max
    assert Evidence.get(Evidence.question == question.id).kind == "txt"
    with moment.at(MONDAY):
        assert question.code in world.sign_in(world.max).get("/queue?which=questions").text
        assert WORDS in world.sign_in(world.max).get(f"/questions/{question.code}").text


def test_sending_twice_files_one(world: World, receipt: Receipt) -> None:
    appeal(world, receipt)
    appeal(world, receipt)
    assert Question.select().count() == 1


def test_a_person_answers_and_the_partner_hears(world: World, receipt: Receipt) -> None:
    question = appeal(world, receipt)
    with moment.at(MONDAY):
        answer = world.sign_in(world.max).post(
            f"/questions/{question.code}/answer", data={"answer": "The other claim was earlier."}
        )
        assert answer.status_code == 303
        assert "The other claim was earlier." in world.sign_in(world.rita).get(f"/questions/{question.code}").text
    told = Delivery.select().join(Event).where(Event.name == "question.answered")
    assert {row.recipient.name for row in told} == {"Rita Sommer"}


def test_a_second_answer_is_stale(world: World, receipt: Receipt) -> None:
    question = appeal(world, receipt)
    with moment.at(MONDAY):
        for person, status in ((world.max, 303), (world.dora, 409)):
            answer = world.sign_in(person).post(
                f"/questions/{question.code}/answer", data={"answer": f"No, says {person.name}"}
            )
            assert answer.status_code == status
    assert Question.get().answer == "No, says Max Lindner"


def test_nobody_else_sees_it(world: World, receipt: Receipt) -> None:
    question = appeal(world, receipt)
    with moment.at(MONDAY):
        client = world.sign_in(world.ana)
        assert client.get(f"/questions/{question.code}").status_code == 404
        assert client.get(f"/questions/new?receipt={receipt.code}").status_code == 404
        assert client.post("/questions", data={"receipt": receipt.code, "text": "Me", "key": "x"}).status_code == 404
        assert client.post(f"/questions/{question.code}/answer", data={"answer": "Yes"}).status_code == 403
        assert client.get("/questions/Q-1111-1111").status_code == 404


def test_without_words_it_is_422_and_the_form_stays(world: World, receipt: Receipt) -> None:
    with moment.at(MONDAY):
        answer = world.sign_in(world.rita).post("/questions", data={"receipt": receipt.code, "text": "  ", "key": "k"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert receipt.code in answer.text


def test_after_ten_days_it_is_too_late(world: World, receipt: Receipt) -> None:
    with moment.at(MONDAY + timedelta(days=11)):
        answer = world.sign_in(world.rita).post("/questions", data={"receipt": receipt.code, "text": WORDS, "key": "k"})
    assert answer.status_code == 422
    assert WORDS in answer.text


def test_a_free_answer_leaves_nothing_to_appeal_against(world: World) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.rita)
        text = client.post("/checks", data={"name": "Bryggeri Sund", "settled": "1"}).text
        code = re.search(r"R-\w{4}-\w{4}", text)
        assert code
        assert client.post("/questions", data={"receipt": code.group(), "text": WORDS, "key": "k"}).status_code == 422


def test_whoever_declined_does_not_answer_the_appeal(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.rita, "Bryggeri Sund")
        said = Words(reason="weak_proof", clause="4.2", text="Too thin.", next_step="appeal")
        declined = decisions.decline(world.max, claim, said)
        data = {"registration": declined.code, "text": WORDS, "key": "k"}
        assert world.sign_in(world.rita).post("/questions", data=data).status_code == 303
        question = Question.get()
        assert question.assignee == world.dora
        shown = world.sign_in(world.max).get(f"/questions/{question.code}").text
        assert "another person answers" in shown
        assert "/answer" not in shown
        assert (
            f"/registrations/{declined.code}/reversal"
            in world.sign_in(world.dora).get(f"/questions/{question.code}").text
        )
        assert f"/questions/{question.code}" in world.sign_in(world.rita).get(f"/registrations/{declined.code}").text
        assert "Too thin." in world.sign_in(world.dora).get(f"/questions/{question.code}").text
        data = {"answer": "Still no."}
        assert world.sign_in(world.max).post(f"/questions/{question.code}/answer", data=data).status_code == 403
        assert world.sign_in(world.dora).post(f"/questions/{question.code}/answer", data=data).status_code == 303


def test_staff_see_from_the_appeal_what_stood_in_the_way_and_partners_do_not(world: World, receipt: Receipt) -> None:
    question = appeal(world, receipt)
    max_, rita = world.sign_in(world.max), world.sign_in(world.rita)
    shown = max_.get(f"/questions/{question.code}").text
    asked = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown))
    assert asked["name"] == NAME
    assert f"/registrations/{Registration.get().code}" in max_.post("/queue/check", data=asked).text
    assert "/queue/check" not in rita.get(f"/questions/{question.code}").text


def test_one_is_told_when_it_is_free(world: World, receipt: Receipt) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.rita)
        assert client.get(f"/watches/new?receipt={receipt.code}").status_code == 200
        assert client.post("/watches", data={"receipt": receipt.code, "reason": ""}).status_code == 422
        assert (
            client.post("/watches", data={"receipt": receipt.code, "reason": "We wrote the study."}).status_code == 303
        )
        page = client.get("/watches").text
        assert NAME in page
        code = re.search(r"/watches/(W-\w{4}-\w{4})/end", page)
        assert code
        assert world.sign_in(world.ana).post(f"/watches/{code.group(1)}/end").status_code == 404
        assert client.post(f"/watches/{code.group(1)}/end").status_code == 303
        assert NAME not in client.get("/watches").text


def files(*named: str) -> list[tuple[io.BytesIO, str]]:
    return [(io.BytesIO(b"MZ\x90\x00" if name.endswith("exe") else b"Visit"), name) for name in named]


def test_what_is_wrong_loses_neither_words_nor_files(world: World, receipt: Receipt) -> None:
    with moment.at(MONDAY):
        rita = world.sign_in(world.rita)
        form = {"receipt": receipt.code, "key": "k1"}
        no_words = rita.post("/questions", data={**form, "text": "", "files": files("visit.txt")})
        assert (no_words.status_code, "visit.txt" in no_words.text) == (422, True)
        long = "x" * 5000
        too_long = rita.post("/questions", data={**form, "text": long})
        assert (too_long.status_code, long in too_long.text, "visit.txt" in too_long.text) == (422, True, True)
        program = rita.post("/questions", data={**form, "text": WORDS, "files": files("offer.pdf.exe")})
        assert (program.status_code, WORDS in program.text) == (422, True)
        assert "Refused: this is a program" in program.text
        assert world.sign_in(world.max).get("/queue?which=questions").text.count(receipt.name) == 0
        assert WORDS in rita.get(f"/questions/new?receipt={receipt.code}").text
        assert rita.post("/questions", data={**form, "text": WORDS}).status_code == 303
    question = Question.get()
    assert question.state == "open"
    assert Evidence.select().where(Evidence.question == question.id).count() == 1


def test_files_chosen_with_script_are_kept_before_the_appeal_is_sent(world: World, receipt: Receipt) -> None:
    form = {"receipt": receipt.code, "key": "k1", "text": "", "files": files("visit.txt")}
    with moment.at(MONDAY):
        answer = world.sign_in(world.rita).post("/questions/evidence", data=form, headers={"HX-Request": "true"})
        assert "visit.txt" in answer.text
        code = Question.get(state="draft").code
        for stranger in (world.ana, world.max):
            assert world.sign_in(stranger).get(f"/questions/{code}").status_code == 404
            assert world.sign_in(stranger).get(f"/evidence/{Evidence.get().code}").status_code == 404


def test_one_refusal_is_appealed_against_once(world: World, receipt: Receipt) -> None:
    first = appeal(world, receipt, "k1")
    with moment.at(MONDAY):
        rita = world.sign_in(world.rita)
        again = rita.post("/questions", data={"receipt": receipt.code, "text": WORDS, "key": "k2"})
        assert again.location == f"/questions/{first.code}"
        assert rita.get(f"/questions/new?receipt={receipt.code}").location == f"/questions/{first.code}"
    assert Question.select().count() == 1


def test_a_file_added_to_an_open_appeal_by_script_stands_in_the_list_at_once_and_stays(
    world: World, receipt: Receipt
) -> None:
    question = appeal(world, receipt)
    with moment.at(MONDAY):
        listed = world.sign_in(world.rita).post(
            f"/questions/{question.code}/evidence",
            data={"files": (io.BytesIO(b"One more visit"), "more.txt")},
            headers={"HX-Request": "true"},
        )
    assert listed.status_code == 200
    assert "more.txt" in listed.text
    assert "removal" not in listed.text
    assert Evidence.of_question(question).count() == 2


def test_an_answered_appeal_takes_no_more_files(world: World, receipt: Receipt) -> None:
    question = appeal(world, receipt)
    with moment.at(MONDAY):
        world.sign_in(world.max).post(f"/questions/{question.code}/answer", data={"answer": "We looked at both."})
        late = world.sign_in(world.rita).post(
            f"/questions/{question.code}/evidence", data={"files": (io.BytesIO(b"One more visit"), "late.txt")}
        )
    assert late.status_code == 422
    assert "This appeal has been answered" in late.text
    assert Evidence.of_question(question).count() == 1


def test_a_file_of_an_unsent_appeal_can_be_taken_away_and_of_a_sent_one_not(world: World, receipt: Receipt) -> None:
    with moment.at(MONDAY):
        rita, about = world.sign_in(world.rita), {"receipt": receipt.code, "text": WORDS, "key": "k9"}
        listed = rita.post(
            "/questions/evidence", data={**about, "files": (io.BytesIO(b"wrong one"), "wrong.txt")},
            headers={"HX-Request": "true"},
        )  # fmt: skip
        code = Evidence.get().code
        assert f'formaction="/evidence/{code}/removal"' in listed.text
        assert world.sign_in(world.ana).post(f"/evidence/{code}/removal").status_code == 404
        answer = rita.post(f"/evidence/{code}/removal", data={**about, "text": "Typed since."})
        assert answer.location == f"/questions/new?receipt={receipt.code}"
        page = rita.get(answer.location).text
        assert "wrong.txt" not in page
        assert "Typed since." in page
        assert Event.select().where(Event.name == "evidence.removed", Event.subject == "question").count() == 1
        sent = appeal(world, receipt, "k9")
        kept = Evidence.get(Evidence.question == sent.id, Evidence.removed_at.is_null())
        assert rita.post(f"/evidence/{kept.code}/removal").status_code == 409
    assert Evidence.get_by_id(kept.id).removed_at is None


def test_only_its_writer_sends_an_appeal(world: World, receipt: Receipt) -> None:
    with moment.at(MONDAY):
        draft = questions.begin(world.rita, WORDS, "k3", receipt=receipt)
        colleague = User.create(
            email="ruth@rival.example", name="Ruth", role="rep", partner=world.rita.partner, created_at=MONDAY
        )
        for person in (world.ana, world.max, colleague):
            with pytest.raises(Refused) as refusal:
                questions.file(person, draft)
            assert refusal.value.kind is Kind.NOT_YOURS
        assert Question.get_by_id(draft.id).state == "draft"
        assert questions.file(world.rita, draft).state == "open"


def test_an_appeal_that_was_never_sent_is_forgotten_with_its_files_and_a_sent_one_stays(
    world: World, receipt: Receipt
) -> None:
    sent = appeal(world, receipt)
    with moment.at(MONDAY):
        world.file(world.ana, "Molkerei Rotenhain")
        world.sign_in(world.rita).post("/checks", data={"name": "Molkerei Rotenhain", "settled": "1"})
        other = Receipt.select().order_by(Receipt.id.desc()).get()
        world.sign_in(world.rita).post(
            "/questions/evidence",
            data={"receipt": other.code, "text": "", "key": "k8", "files": (io.BytesIO(b"half"), "half.txt")},
        )
    assert Question.select().count() == 2
    assert questions.forget_drafts(MONDAY + timedelta(days=29)) == 0
    assert questions.forget_drafts(MONDAY + timedelta(days=31)) == 1
    assert questions.forget_drafts(MONDAY + timedelta(days=31)) == 0
    assert [row.code for row in Question.select()] == [sent.code]
    assert [row.filename for row in Evidence.select()] == ["visit.txt"]
    assert Event.select().where(Event.name == "question.forgotten").count() == 1
