"""Can everyone use what no address shows: answers to a check, sign-in, errors, lost connection?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from domain.words import LANGUAGES
from models import Budget
from tests import applicants
from tests.browser.judging import listed, noted
from tests.browser.test_access import judge_of, shown_in
from tests.forms import afresh
from tests.full import Full

pytestmark = [pytest.mark.browser, pytest.mark.audit, pytest.mark.once]


VERDICTS = {
    "free": "Käserei Brunnthal", "own": "Molkerei Rotenhain", "taken": "Kanarienwerk Eschwege",
    "review": "Kanarienwerk Brakenau",
}  # fmt: skip
"""What Rita asks for, and what she is answered."""

SENT = """([action, values]) => {
  const form = [...document.forms].find((one) => one.method === "post" && one.getAttribute("action") === action);
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  HTMLFormElement.prototype.submit.call(form);
}"""

GIVEN = [
    ("rita", "/", "/checks", {"name": "Kanarienwerk Eschwege"}),
    ("max", "/queue/check", "/queue/check", {"name": "Molkerei Rotenhain"}),
    ("ana", "/account", "/account/calendar", {}),
    ("ada", "/settings/brand", "/settings/brand", {"name": "Nordwind"}),
    ("ada", "/settings/text", "/settings/text", {"text": "## Protection\n\nWhoever comes first."}),
    ("ada", "/settings/answers", "/settings/answers", {"answer_hours": "20"}),
]
"""Pages that answer a form, and have no address: who, where, which form, and what is typed."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answers_to_a_check(full: Full, chromium: Browser, language: str) -> None:
    found: dict[str, list[str]] = {}
    with shown_in(full, chromium, language) as look:
        judge = judge_of(look, full, "rita", language)
        afresh()
        for verdict, name in VERDICTS.items():
            judge.opened("/")
            judge.page.locator(".ask input").fill(name)
            expect(judge.page.locator(f"[data-verdict={verdict}]")).to_be_visible()
            noted(found, f"{verdict} so far", judge.of_state())  # on a slow machine it settles meanwhile
            judge.page.locator(".ask input").press("Enter")
            expect(judge.page.locator(f"[data-verdict={verdict}]:not([data-provisional])")).to_be_visible()
            noted(found, verdict, judge.faults())
        Budget.update(spent=1000).execute()
        judge.page.locator(".ask input").fill("Käserei Neuthal")
        judge.page.locator(".ask input").press("Enter")
        expect(judge.page.locator("#verdict .verdict")).to_have_count(0)
        expect(judge.page.locator("#verdict p").first).not_to_be_empty()
        noted(found, "over the budget", judge.faults())
        afresh()
    assert not found, listed(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_that_answer_a_form(full: Full, chromium: Browser, language: str) -> None:
    found: dict[str, list[str]] = {}
    with shown_in(full, chromium, language) as look:
        for who, path, action, typed in GIVEN:
            judge = judge_of(look, full, who, language)
            afresh()
            judge.opened(path)
            with judge.page.expect_navigation() as coming:
                judge.page.evaluate(SENT, [action, typed])
            assert coming.value.status == 200, (path, coming.value.status)
            noted(found, f"{who} {action}", judge.heard() + judge.faults())
            judge.page.context.close()
    assert not found, listed(found)


# beside the programme


@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_in_by_mail(full: Full, chromium: Browser, language: str) -> None:
    found: dict[str, list[str]] = {}
    with shown_in(full, chromium, language) as look:
        judge = judge_of(look, full, "", language)
        judge.opened("/sign-in")
        judge.page.locator("[name=email]").fill("ana@acme.example")
        judge.page.locator("main form .button").first.click()
        judge.page.wait_for_url("**/sign-in/mail")
        noted(found, "the code", judge.heard() + judge.faults())
        judge.page.locator("[name=code]").fill("000000")
        judge.page.locator("main form .button").first.click()
        expect(judge.page.locator(".problem")).to_be_visible()
        noted(found, "a wrong code", judge.heard() + judge.faults())
    assert not found, listed(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_applying_to_become_a_partner(full: Full, chromium: Browser, language: str) -> None:
    found: dict[str, list[str]] = {}
    with shown_in(full, chromium, language) as look:
        judge = judge_of(look, full, "", language)
        judge.opened("/join/application")
        judge.page.locator("main form .button").first.click()
        expect(judge.page.locator(".problem")).to_be_visible()
        noted(found, "nothing filled in", judge.heard() + judge.faults())
        judge.page.locator("[name=territories]").first.check()
        judge.page.locator("[name=agreed]").check()
        judge.page.locator("[name=country]").select_option("AT")
        typed = {**applicants.form(), "email": f"{language}@fuchs-mess.example"}
        for name in ("company", "number", "domain", "text", "contact_name", "email"):
            judge.page.locator(f"[name={name}]").fill(typed[name])
        judge.page.locator("main form .button").first.click()
        judge.page.wait_for_url("**/join/sent")
        noted(found, "a mail is on its way", judge.heard() + judge.faults())
        judge.page.goto("/join/nothing")
        noted(found, "no such application", judge.heard() + judge.faults())
    assert not found, listed(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals(full: Full, chromium: Browser, language: str) -> None:
    found: dict[str, list[str]] = {}
    with shown_in(full, chromium, language) as look:
        for who in ("ana", "max", ""):
            judge = judge_of(look, full, who, language)
            for path, status in {
                "/nowhere": 404,
                "/people": 403,
                "/sign-in/link/old": 410,
                "/v/0000-0000": 404,
            }.items():
                answer = judge.page.goto(path)
                if answer is not None and answer.status == status:
                    noted(found, f"{who} {path}", judge.heard() + judge.faults())
    assert not found, listed(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_connection(full: Full, chromium: Browser, language: str) -> None:
    """The page that comes then, with a note that waits on the device."""
    found: dict[str, list[str]] = {}
    with shown_in(full, chromium, language) as look:
        judge = judge_of(look, full, "ana", language)
        judge.opened("/")
        judge.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        judge.opened("/registrations")
        judge.page.context.set_offline(True)
        judge.page.goto("/registrations")
        judge.page.locator("[name=company]").fill("Käserei Brunnthal eG")
        judge.page.locator("main form .button").first.click()
        expect(judge.page.locator("#waiting li")).to_have_count(1)
        judge.heard()  # a connection that we cut
        noted(found, "offline", judge.faults())
        judge.page.context.set_offline(False)
        look.complaints.clear()
    assert not found, listed(found)
