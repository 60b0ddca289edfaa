"""Can a company apply, confirm, see where it stands and withdraw, and does it never learn whom we know?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from domain import applications, moment, rules
from domain.settings.publishing import Wanted, publish
from models import Application, Delivery
from tests.applicants import KEY, form, sent, waiting
from tests.world import MONDAY, World


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    with moment.at(MONDAY):
        yield


@pytest.fixture
def visitor(world: World) -> FlaskClient:
    return world.app.test_client()


def set_rules(world: World, **changed: Any) -> None:
    now = rules.in_force()
    publish(world.ada, Wanted(replace(now, **changed), now.number))


def at(application: Application) -> str:
    return applications.path(application, KEY)


def test_the_sign_in_page_leads_to_the_public_page_and_that_to_the_form(visitor: FlaskClient) -> None:
    assert 'href="/join"' in visitor.get("/sign-in").text
    page = visitor.get("/join").text
    assert "Become a partner of Nordwind Instruments" in page
    assert "protected for 90 days" in page
    assert "Bronze 5, Silver 10, Gold 15" in page
    assert 'href="/join/application"' in page
    assert visitor.get("/join/application").status_code == 200


def test_the_public_page_follows_the_rules_and_the_readers_language(world: World, visitor: FlaskClient) -> None:
    set_rules(world, protection_days=75, application_days=3)
    german = visitor.get("/join", headers={"Accept-Language": "de"}).text
    assert "75 Tage lang geschützt" in german
    assert "innerhalb von 3 Arbeitstagen" in german
    assert "protegido durante 75" in visitor.get("/join", headers={"Accept-Language": "es"}).text


def test_a_text_of_ones_own_takes_the_place_of_the_standard_text(world: World, visitor: FlaskClient) -> None:
    set_rules(world, joining_en="## Why us\n\nWe protect <b>{protection}</b> days, says {vendor}.")
    page = visitor.get("/join").text
    assert "<h2>Why us</h2>" in page
    assert "We protect &lt;b&gt;90&lt;/b&gt; days, says Nordwind Instruments." in page
    assert "Who files first wins" not in page
    german = visitor.get("/join", headers={"Accept-Language": "de"}).text
    assert "Why us" in german  # no second text that might say something else
    assert '<section class="section stack" lang="en">' in german


def test_a_form_that_is_right_leads_to_the_mail_box(visitor: FlaskClient) -> None:
    answer = visitor.post("/join/application", data=form())
    assert (answer.status_code, answer.location) == (303, "/join/sent")
    page = visitor.get("/join/sent").text
    assert "freya@fuchs-mess.example" in page
    assert "15 March 2027" in page
    [made] = Application.select()
    assert (made.company, made.status, made.territories) == ("Messtechnik Fuchs GmbH", "sent", ["DE", "AT"])


def test_what_is_wrong_is_told_and_everything_typed_stays(visitor: FlaskClient) -> None:
    data = form(number="", domain="gmx.de", agreed="")
    answer = visitor.post("/join/application", data=data)
    assert answer.status_code == 422
    for field in ("number", "domain", "agreed"):
        assert f'href="#{field}"' in answer.text
    assert "<title>Error: " in answer.text
    for kept in (
        'value="Messtechnik Fuchs GmbH"',
        'value="gmx.de"',
        'value="freya@fuchs-mess.example"',
        "utilities in Tyrol",
    ):
        assert kept in answer.text
    assert '<option value="AT" selected>' in answer.text
    assert 'value="DE" checked' in answer.text
    assert f'value="{data["key"]}"' in answer.text
    assert Application.select().count() == 0


def test_rules_that_changed_while_somebody_typed_have_to_be_agreed_to_again(world: World, visitor: FlaskClient) -> None:
    data = form()
    set_rules(world, protection_days=60)
    answer = visitor.post("/join/application", data=data)
    assert answer.status_code == 422
    assert "The programme rules have changed" in answer.text
    assert visitor.post("/join/application", data={**data, "agreed": 2}).status_code == 303


def test_a_double_click_makes_one(visitor: FlaskClient) -> None:
    data = form()
    assert {visitor.post("/join/application", data=data).status_code for _ in range(3)} == {303}
    assert Application.select().count() == Delivery.select().count() == 1


KNOWN = (
    {"email": "ana@acme.example"}, {"email": "max@nordwind.example"},
    {"company": "Acme Systemhaus", "domain": "acme.example"}, {},
)  # fmt: skip


def test_the_answer_is_the_same_whoever_is_known(world: World) -> None:
    said = set()
    for known in KNOWN:
        client, data = world.app.test_client(), form(**known)
        answer = client.post("/join/application", data=data)
        text = re.sub(r'("X-CSRFToken": "|name="csrf_token" value=")[^"]+', "", client.get("/join/sent").text)
        said.add((answer.status_code, answer.text, text.replace(data["email"], "…")))
    assert len(said) == 1


def test_too_many_are_told_when_to_go_on(visitor: FlaskClient) -> None:
    for _ in range(5):
        assert visitor.post("/join/application", data=form()).status_code == 303
    data = form()
    answer = visitor.post("/join/application", data=data)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert 'value="Messtechnik Fuchs GmbH"' in answer.text


def test_all_together_meet_one_bound_and_lose_nothing_that_they_typed(world: World, visitor: FlaskClient) -> None:
    """Many networks and many addresses do not get around it; an hour later it goes on."""
    set_rules(world, applications_per_hour=6)
    for number in range(6):
        sent(f"192.0.{number}.0/24", email=f"somebody{number}@fuchs-mess.example")
    data = form(email="freya.fuchs@fuchs-mess.example")
    answer = visitor.post("/join/application", data=data)
    assert answer.status_code == 429
    assert "More companies apply at the moment than we can take" in answer.text
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert 'value="freya.fuchs@fuchs-mess.example"' in answer.text
    assert Application.select().count() == 6
    with moment.at(MONDAY + timedelta(minutes=11)):
        assert visitor.post("/join/application", data=data).status_code == 303


def test_opening_the_link_confirms_nothing_and_its_button_does(visitor: FlaskClient) -> None:
    made = sent()
    for _ in range(3):
        page = visitor.get(at(made))
        assert page.status_code == 200
        assert "Confirm the application" in page.text
    assert Application.get_by_id(made.id).status == "sent"
    answer = visitor.post(f"{at(made)}/confirmation")
    assert (answer.status_code, answer.location) == (303, at(made))
    page = visitor.get(at(made)).text
    assert "We answer by" in page
    assert '<time datetime="2027-03-15T10:00:00+01:00"' in page
    assert visitor.post(f"{at(made)}/confirmation").status_code == 303
    assert Application.get_by_id(made.id).due_at == MONDAY + timedelta(days=7)


def test_the_page_says_what_was_sent_and_names_nobody_of_ours(world: World, visitor: FlaskClient) -> None:
    made = applications.decline(world.dora, waiting(), "territory_full", "Ask us again in autumn.")
    page = visitor.get(at(made)).text
    for said in (
        "Messtechnik Fuchs GmbH", "ATU12345678", "freya@fuchs-mess.example", "utilities in Tyrol", "Austria, Germany",
        "We take no more partners in this territory for now", "Ask us again in autumn.", "4 September 2027",
    ):  # fmt: skip
        assert said in page, said
    assert "Dora" not in page
    assert made.code not in page


def test_it_says_that_we_are_late(visitor: FlaskClient) -> None:
    made = waiting()
    with moment.at(MONDAY + timedelta(days=8)):
        assert "We are late: the answer was due" in visitor.get(at(made)).text


def test_an_applicant_withdraws_once(visitor: FlaskClient) -> None:
    made = waiting()
    assert visitor.post(f"{at(made)}/withdrawal").status_code == 303
    page = visitor.get(at(made)).text
    assert "You have withdrawn the application" in page
    assert "4 September 2027" in page
    again = visitor.post(f"{at(made)}/withdrawal")
    assert again.status_code == 409
    assert "no longer waiting" in again.text
    assert "You have withdrawn the application" in again.text


def test_withdrawing_what_was_answered_meanwhile_shows_the_answer(world: World, visitor: FlaskClient) -> None:
    made = waiting()
    applications.approve(world.max, made, "silver", "")
    answer = visitor.post(f"{at(made)}/withdrawal")
    assert answer.status_code == 409
    assert "Welcome to the programme" in answer.text


def test_a_link_that_was_never_made_and_one_whose_application_is_gone_read_the_same(visitor: FlaskClient) -> None:
    made = sent()
    link = at(made)
    with moment.at(MONDAY + timedelta(days=7)):
        applications.forget_due(moment.now())
        answers = [
            ask(f"{address}{verb}")
            for address in (link, f"/join/{'x' * 24}.{'0' * 64}", "/join/nonsense")
            for ask, verb in (
                (visitor.get, ""), (visitor.post, "/confirmation"), (visitor.post, "/withdrawal"),
            )
        ]  # fmt: skip
        assert {answer.status_code for answer in answers} == {404}
        pages = {re.sub(r'("X-CSRFToken": "|name="csrf_token" value=")[^"]+', "", answer.text) for answer in answers}
        assert len(pages) == 1
        assert "There is no application here" in pages.pop()


def test_a_closed_programme_says_so_and_loses_nothing_that_was_typed(world: World, visitor: FlaskClient) -> None:
    data = form()
    set_rules(world, takes_applications=False)
    page = visitor.get("/join").text
    assert "We take no applications at the moment." in page
    assert 'href="/join/application"' not in page
    assert visitor.get("/join/application").location == "/join"
    answer = visitor.post("/join/application", data=data)
    assert answer.status_code == 409
    assert "We take no applications at the moment." in answer.text
    assert "utilities in Tyrol" in answer.text


def test_without_an_application_there_is_no_mail_box_to_look_into(visitor: FlaskClient) -> None:
    assert visitor.get("/join/sent").location == "/join"


def test_pages_with_a_private_link_are_kept_by_no_browser_and_told_to_no_other_site(visitor: FlaskClient) -> None:
    headers = visitor.get(at(waiting())).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
