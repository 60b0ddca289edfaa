"""The forms and lists of training: what each role sees, what was typed stays, and what is missing is said early."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain import moment, rules, trainings
from domain.trainings import Passed
from models import Registration, Training, User
from tests.world import MONDAY, RULES, World

FLOW = "Flow <b>basics"
TODAY = date(2027, 3, 8)


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with moment.at(MONDAY):
        yield


def require() -> None:
    rules.publish(replace(RULES, required_training=(FLOW,)), {"en": "## Training"})


def passed(world: World, person: User, until: date | None = None) -> Training:
    return trainings.note(world.max, person, Passed(FLOW, TODAY, until))


FORM = {"course": "Gas safety", "passed_on": "1.3.2027", "valid_until": "2028-03-01"}


def test_staff_note_a_certificate_on_the_persons_page_and_withdraw_it(world: World) -> None:
    max_, page = world.sign_in(world.max), f"/people/{world.ana.code}"
    answer = max_.post(f"{page}/trainings", data=FORM)
    assert (answer.status_code, answer.location) == (303, f"{page}#training")
    shown = max_.get(page).text
    assert "Gas safety" in shown
    assert "noted by Max Lindner" in shown
    row = Training.get()
    assert (row.passed_on, row.valid_until) == (date(2027, 3, 1), date(2028, 3, 1))
    assert max_.post(f"/trainings/{row.code}/end").status_code == 303
    assert max_.post(f"/trainings/{row.code}/end").status_code == 409
    assert "Withdrawn" in max_.get(page).text


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"course": ""}, ["course"]),
        ({"passed_on": "yesterday"}, ["passed_on"]),
        ({"valid_until": "31.2.2028"}, ["valid_until"]),
        ({"course": "a, b", "passed_on": "", "valid_until": "1.1.2020"}, ["course", "passed_on", "valid_until"]),
        ({"course": "x" * 5000, "passed_on": "9" * 500}, ["course", "passed_on"]),
    ],
)
def test_what_was_not_taken_comes_back_as_it_was_typed(world: World, changed: dict[str, str], wrong: list[str]) -> None:
    """A last day that cannot be read is never taken for none."""
    answer = world.sign_in(world.max).post(f"/people/{world.ana.code}/trainings", data={**FORM, **changed})
    assert answer.status_code == 422
    assert Training.select().count() == 0
    for name in ("course", "passed_on", "valid_until"):
        assert (f'href="#{name}"' in answer.text) == (name in wrong)
        assert f'value="{({**FORM, **changed})[name][:200]}"' in answer.text


def test_nothing_at_all_is_a_form_with_errors(world: World) -> None:
    assert world.sign_in(world.max).post(f"/people/{world.ana.code}/trainings").status_code == 422
    assert world.sign_in(world.max).post(f"/people/{world.dora.code}/trainings", data=FORM).status_code == 422


def test_partners_see_and_do_not_note(world: World) -> None:
    row = passed(world, world.ana, TODAY + timedelta(days=12))
    for person, status in ((world.ana, 403), (world.ben, 403), (world.rita, 403)):
        client = world.sign_in(person)
        assert client.post(f"/people/{world.ana.code}/trainings", data=FORM).status_code == status
        assert client.post(f"/trainings/{row.code}/end").status_code == status
    own, admins = world.sign_in(world.ana).get("/account"), world.sign_in(world.ben).get(f"/people/{world.ana.code}")
    for page in (own.text, admins.text):
        assert "Ends in 12 days" in page
        assert "Flow &lt;b&gt;basics" in page
        assert "Note the certificate" not in page
        assert '/end"' not in page.split('id="training"')[1].split("</section>")[0]
    assert "Flow" not in world.sign_in(world.rita).get("/account").text
    assert world.sign_in(world.rita).get(f"/people/{world.ana.code}").status_code == 403


def test_what_is_missing_is_said_before_anybody_types(world: World) -> None:
    require()
    ana = world.sign_in(world.ana)
    for path in ("/", "/registrations/new", "/account"):
        page = ana.get(path).text
        assert "To register you need a valid certificate" in page, path
        assert "Flow &lt;b&gt;basics" in page
    draft = world.draft(world.ana)
    assert "To register, Ana Novak needs" in world.sign_in(world.ben).get(f"/registrations/{draft.code}/edit").text
    passed(world, world.ana)
    for path in ("/", "/registrations/new", f"/registrations/{draft.code}/edit", "/account"):
        assert 'id="needed"' not in ana.get(path).text


def test_the_day_it_ended_is_named(world: World) -> None:
    require()
    passed(world, world.ana, TODAY)
    with moment.at(MONDAY + timedelta(days=1)):
        ana = world.sign_in(world.ana)
        assert "8 March 2027" in ana.get("/").text
        draft = world.draft(world.ana)
        answer = ana.post("/registrations", data=typed(draft))
        assert answer.status_code == 409
        assert "That of Ana Novak ended on 8 March 2027" in answer.text
        assert f'value="{draft.company}"' in answer.text
        assert answer.text.count('class="problem"') == 1
    assert Registration.get_by_id(draft.id).status == "draft"


def typed(draft: Registration) -> dict[str, str]:
    names = ("company", "domain", "country", "city", "contact_name", "product_line", "value_band")
    days = {name: getattr(draft, name).isoformat() for name in ("expected_close_on", "first_contact_on")}
    return {"key": draft.idempotency_key, **{name: getattr(draft, name) for name in names}, **days}


def test_on_behalf_the_manager_reads_who_is_not_trained_and_chooses_another(world: World) -> None:
    require()
    passed(world, world.ben)
    max_, path = world.sign_in(world.max), "/registrations/for/P-ACME-1111"
    page = max_.get(path).text
    assert "Ana Novak (training missing)" in page
    assert ">Ben Adler<" in page
    form = {**typed(world.draft(world.ana)), "key": "on behalf"}
    no = max_.post(path, data={**form, "holder": str(world.ana.id)})
    assert no.status_code == 409
    assert "Ana Novak has none" in no.text
    assert form["company"] in no.text
    assert max_.post(path, data={**form, "holder": str(world.ben.id)}).status_code == 303
    assert Registration.get(Registration.status == "submitted").holder == world.ben


def test_the_decision_page_says_true_whether_training_is_missing(world: World) -> None:
    require()
    row = passed(world, world.ana)
    claim = world.file(world.ana)
    page = world.sign_in(world.max).get(f"/registrations/{claim.code}/decision").text
    assert "training missing" not in page
    trainings.end(world.max, row)
    page = world.sign_in(world.max).get(f"/registrations/{claim.code}/decision").text
    assert "suspended, or training missing" in page
    assert "No proof yet." in page
    world.sign_in(world.ana).post(
        f"/registrations/{claim.code}/evidence", data={"files": (io.BytesIO(b"Visit"), "a.txt")}
    )
    page = world.sign_in(world.max).get(f"/registrations/{claim.code}/decision").text
    assert "Partner suspended or not trained." in page
    assert "Ana Novak has no valid certificate of: Flow &lt;b&gt;basics" in page


def test_the_setting_is_asked_and_its_preview_says_whom_it_stops(world: World) -> None:
    ada = world.sign_in(world.ada)
    page = ada.get("/settings/offer").text
    assert "Which courses must somebody have passed to register?" in page
