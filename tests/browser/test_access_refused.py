"""Can everyone use a form that came back refused?

In a module of its own, for which everything is told afresh: forms that take nothing to do something do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Response

from domain import moment
from domain.words import LANGUAGES
from tests.browser.judging import Judge, listed, noted
from tests.browser.test_access import judge_of, shown_in
from tests.forms import LOOKERS, afresh, client_of, forms_on, key_of, pages
from tests.full import NOW, Full

pytestmark = [pytest.mark.browser, pytest.mark.audit, pytest.mark.once]


EMPTY = """(action) => {
  const form = [...document.forms].find((one) => one.method === "post" && one.getAttribute("action") === action);
  for (const field of form.elements) {
    if (field.matches("[type=hidden], button")) continue;
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = false; else field.value = "";
  }
  HTMLFormElement.prototype.submit.call(form);
}"""
"""Send a form with nothing in it, as without script."""

LEAST_REFUSED = 25
"""So many kinds of forms must refuse to be empty, or the sweep below did not look at them."""


@dataclass(frozen=True)
class Place:
    """A form, and the page that shows it."""

    who: str
    page: str
    action: str


def places(full: Full) -> Iterator[Place]:
    """Each kind of form once, on the first page that shows it."""
    app, seen = full.world.app, set()
    for who, begins in LOOKERS.items():
        client = client_of(full, who)
        for path in pages(app, full):
            for form in forms_on(app, who, client.get(path)) if path.startswith(begins) else ():
                kind = (form.endpoint, tuple(sorted(form.fields)))
                if kind not in seen:
                    seen.add(kind)
                    yield Place(who, path, form.path)


HANDS_OVER = "/data"
"""Forms like these answer with a file, which leaves the page that sent them where it is."""


def sent_empty(judge: Judge, place: Place) -> Response | None:
    """What comes back of a form without anything in it; None when its page is gone meanwhile, or a file is meant."""
    if place.action.endswith(HANDS_OVER):
        return None
    came = judge.page.goto(place.page)
    shown = f'form[method=post][action="{place.action}"]'
    if came is None or came.status != 200 or not judge.page.locator(shown).count():
        return None
    judge.heard()  # what was said of others, such as of the cleared data when one signs out
    with judge.page.expect_navigation() as coming:
        judge.page.evaluate(EMPTY, place.action)
    return coming.value


def come_in(page: Page, full: Full, who: str) -> None:
    """Sign in anew: what was sent may have ended the session."""
    afresh()
    if who:
        with moment.at(NOW):
            key = key_of(full, who)
        page.context.add_cookies([{"name": "dibs", "value": key, "url": page.url}])


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_that_are_refused(full: Full, chromium: Browser, language: str) -> None:
    found: dict[str, list[str]] = {}
    refused = 0
    with shown_in(full, chromium, language) as look:
        every = list(places(full))
        for who in LOOKERS:
            judge = judge_of(look, full, who, language)
            for place in [one for one in every if one.who == who]:
                answer = sent_empty(judge, place)
                if answer is not None and answer.status == 422:
                    refused += 1
                    noted(found, f"{who} {place.action} on {place.page}", judge.heard() + judge.faults())
                come_in(judge.page, full, who)
            judge.page.context.close()
    assert not found, listed(found)
    assert refused >= LEAST_REFUSED
