"""Does the browser complain about any page, does anything stick out on a small phone, is all in one language?"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from models import User
from tests.browser.conftest import free_port, looking
from tests.english import english_on, typed_in
from tests.forms import client_of, pages
from tests.full import Full

pytestmark = [pytest.mark.browser, pytest.mark.audit]

NARROW = 320
"""Pixels at which everything must still stand in one column (WCAG 2.2, reflow)."""

PICTURES = os.environ.get("PICTURES", "")
"""A folder in which to leave a picture of each page, to look at."""


LOOKERS = [("de", "ana"), ("es", "max"), ("de", "ada"), ("es", "")]
"""Who looks in which language: every page once; English is shorter, and all other browser tests read it."""


@pytest.mark.parametrize(("language", "who"), LOOKERS)
def test_no_page_complains_sticks_out_or_speaks_another_language(
    full: Full, chromium: Browser, language: str, who: str
) -> None:
    app = full.world.app
    User.update(locale=language).execute()
    port = free_port()
    config = replace(full.config, port=port, base_url=f"http://127.0.0.1:{port}")
    wide, english, typed = [], {}, typed_in(language)
    with looking(app, config, chromium) as look:
        page = look.as_(getattr(full.world, who) if who else None)
        page.set_viewport_size({"width": NARROW, "height": 800})
        page.set_extra_http_headers({"Accept-Language": language})
        for path in shown(full, who):
            page.goto(path)
            if page.evaluate("document.documentElement.scrollWidth") > NARROW:
                wide.append(path)
            assert page.evaluate("document.documentElement.lang") in (language, ""), path  # "": a fragment
            if language != "en":
                english |= dict.fromkeys(english_on(page.content(), language, typed), path)
            if PICTURES:
                name = f"{language}-{who or 'nobody'}{path.partition('?')[0].replace('/', '_')}.png"
                page.screenshot(path=Path(PICTURES) / name, full_page=True)
    assert wide == []
    assert english == {}


def shown(full: Full, who: str) -> list[str]:
    """The pages that this person sees: of each kind one, and a claim in each state."""
    client, app = client_of(full, who), full.world.app
    found: dict[str, str] = {}
    for path in pages(app, full):
        endpoint = app.url_map.bind("localhost").match(path.partition("?")[0])[0]
        is_other = who in ("ada", "") and endpoint in SHARED
        key = path if endpoint == "registrations.show" and who == "ana" else endpoint
        if key not in found and not is_other and _is_page(client.get(path)):
            found[key] = path
    return list(found.values())


def _is_page(answer: TestResponse) -> bool:
    return answer.status_code == 200 and answer.mimetype == "text/html"


SHARED = {"registrations.index", "registrations.show", "partners.show", "partners.index", "inbox.index", "account.show"}
"""What the administrator sees as the manager does."""
