"""Do staff see what waits, oldest answer date first, and is each application answered once, by those who may?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain import applications, moment, rules
from models import Application, Partner, User
from tests.applicants import sent, waiting
from tests.setting_forms import fields
from tests.world import MONDAY, World


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    with moment.at(MONDAY):
        yield


YES = {"action": "approve", "tier": "silver", "territory": "Europe", "approve-text": "Welcome."}
NO = {"action": "decline", "reason": "told_too_little", "decline-text": "Who are your customers?"}


def at(application: Application) -> str:
    return f"/applications/{application.code}"


def test_partners_lead_to_what_waits_with_its_count(world: World) -> None:
    manager = world.sign_in(world.max)
    assert 'href="/applications">Applications<' in manager.get("/partners").text
    waiting()
    sent(company="Unbestätigt GmbH")
    assert "Applications: 1 waiting" in manager.get("/partners").text


def test_the_oldest_answer_date_stands_first_and_lateness_in_words(world: World) -> None:
    waiting(company="Alpha GmbH")
    with moment.at(MONDAY + timedelta(days=1)):
        waiting(company="Beta GmbH")
        sent(company="Gamma GmbH")
    with moment.at(MONDAY + timedelta(days=7, hours=3)):
        page = world.sign_in(world.max).get("/applications").text
    assert page.index("Alpha GmbH") < page.index("Beta GmbH")
    assert "Gamma GmbH" not in page
    alpha, beta = re.findall(r'<td role="cell" class="left ([^"]*)"><b>([^<]*)</b>', page)
    assert alpha == ("is-taken", "3 h over")
    assert "over" not in beta[1]
    assert page.count("late: was due") == 1


def test_a_page_shows_all_that_is_needed_to_answer(world: World) -> None:
    made = waiting(company="ACME Systemhaus GmbH", email="ana@gmail.com")
    page = world.sign_in(world.max).get(at(made)).text
    for said in (
        "ATU12345678", "fuchs-mess.example", "Free email address", "Acme Systemhaus", "Same name",
        "Sent by the applicant", "utilities in Tyrol", "Approve and invite", "Decline the application",
        "Programme rules, version 1",
    ):  # fmt: skip
        assert said in page, said


def test_an_approval_leads_to_a_partner(world: World) -> None:
    manager, made = world.sign_in(world.max), waiting()
    assert manager.post(at(made) + "/decision", data=YES).location == at(made)
    partner = Partner.get(Partner.name == "Messtechnik Fuchs GmbH")
    page = manager.get(at(made)).text
    assert f'href="/partners/{partner.code}"' in page
    assert "approved by Max Lindner." in page
    assert "Approve and invite" not in page
    assert User.get(User.partner == partner).role == "partner_admin"


def test_a_decline_stands_on_its_page(world: World) -> None:
    director, made = world.sign_in(world.dora), waiting()
    assert director.post(at(made) + "/decision", data=NO).status_code == 303
    page = director.get(at(made)).text
    for said in (
        "declined by Dora Feld.",
        "Who are your customers?",
        "What you told us is not enough",
        "4 September 2027",
    ):
        assert said in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [({**YES, "tier": ""}, "tier"), ({**YES, "territory": "Mars"}, "territory"),
     ({**YES, "approve-text": "x" * 2001}, "approve-text"),
     ({**NO, "reason": ""}, "reason"), ({**NO, "decline-text": " "}, "decline-text")],
)  # fmt: skip
def test_an_answer_that_lacks_something_is_told_with_what_was_typed(
    world: World, changed: dict[str, str], field: str
) -> None:
    made = waiting()
    answer = world.sign_in(world.max).post(at(made) + "/decision", data=changed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert Application.get_by_id(made.id).status == "waiting"
    if field == "reason":
        assert "Who are your customers?" in answer.text


def test_an_address_that_is_here_already_is_said_to_staff_before_and_after(world: World) -> None:
    manager, made = world.sign_in(world.max), waiting(email="rita@rival.example")
    assert "This email address has an account here" in manager.get(at(made)).text
    answer = manager.post(at(made) + "/decision", data=YES)
    assert answer.status_code == 422
    assert "Somebody with this email address is here already." in answer.text


def test_a_stale_page_is_told_what_happened(world: World) -> None:
    made = waiting()
    assert world.sign_in(world.dora).post(at(made) + "/decision", data=NO).status_code == 303
    late = world.sign_in(world.max).post(at(made) + "/decision", data=YES)
    assert late.status_code == 409
    assert "This application has been answered already" in late.text
    assert "declined by Dora Feld." in late.text
    assert Partner.select().count() == 2


def test_administrators_see_and_do_not_answer(world: World) -> None:
    made = waiting()
    ada = world.sign_in(world.ada)
    page = ada.get(at(made)).text
    assert "Channel managers and directors answer applications." in page
    assert "Approve and invite" not in page
    assert ada.post(at(made) + "/decision", data=YES).status_code == 403


@pytest.mark.parametrize("who", ["ana", "ben", "rita"])
def test_partners_see_none_of_it(world: World, who: str) -> None:
    made, client = waiting(), world.sign_in(getattr(world, who))
    for path in ("/applications", at(made), "/applications/AP-0000-0000"):
        assert client.get(path).status_code == 403
    assert client.post(at(made) + "/decision", data=YES).status_code == 403


def test_what_nobody_confirmed_is_not_there(world: World) -> None:
    made = sent()
    manager = world.sign_in(world.max)
    assert manager.get(at(made)).status_code == 404
    assert manager.post(at(made) + "/decision", data=YES).status_code == 404


@pytest.mark.parametrize("state", ["approved", "declined", "withdrawn", "nonsense"])
def test_the_lists_of_those_that_ended(world: World, state: str) -> None:
    applications.approve(world.max, waiting(company="approved GmbH"), "silver", "")
    applications.decline(world.max, waiting(company="declined GmbH", email="b@x.example"), "told_too_little", "No.")
    applications.withdraw(waiting(company="withdrawn GmbH", email="c@x.example"))
    waiting(company="nonsense GmbH", email="d@x.example")
    page = world.sign_in(world.max).get(f"/applications?state={state}").text
    assert re.findall(r'class="lead"><a [^>]+>(\w+) GmbH', page) == [state]


def test_administrators_see_mails_to_applicants_without_their_links(world: World) -> None:
    made = waiting()
    ada = world.sign_in(world.ada)
    page = ada.get("/mails").text
    assert "freya@fuchs-mess.example" in page
    code = re.findall(r'href="/mails/(\w+)"', page)[0]
    assert made.nonce not in ada.get(f"/mails/{code}").text


def test_reasons_times_and_text_are_set_in_the_portal(world: World) -> None:
    ada = world.sign_in(world.ada)
    changed = {
        "takes_applications": "no", "application_days": "3", "joining_de": "## Warum\n\nWeil {protection} Tage.",
        "application_reasons-name": ["No stock"], "application_reasons-code": [""],
    }  # fmt: skip
    preview = ada.post("/settings/joining", data=fields("joining", **changed)).text
    for said in ("3 business days", "No stock", "Warum Weil {protection} Tage.", "the standard text"):
        assert said in preview, said
    assert ada.post("/settings/joining/publication", data=fields("joining", **changed)).status_code == 303
    now = rules.in_force()
    assert (now.takes_applications, now.application_days) == (False, 3)
    assert now.joining_de == "## Warum\n\nWeil {protection} Tage."
    assert now.choice("no_stock").name == "No stock"
    assert now.choice("told_too_little").name == "What you told us is not enough to go by"  # of an older version


@pytest.mark.parametrize(("text", "says"), [("{nonsense}", "There is no {nonsense}."), ("x" * 20_001, "at most 20000")])
def test_a_text_that_cannot_be_is_told(world: World, text: str, says: str) -> None:
    answer = world.sign_in(world.ada).post("/settings/joining", data=fields("joining", joining_en=text))
    assert answer.status_code == 422
    assert says in answer.text
