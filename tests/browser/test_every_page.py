"""Does the browser complain about any page, and does anything stick out on a small phone?"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from tests.browser.conftest import free_port, looking
from tests.forms import client_of, pages
from tests.full import Full

pytestmark = pytest.mark.browser

NARROW = 320
"""Pixels at which everything must still stand in one column (WCAG 2.2, reflow)."""

PICTURES = os.environ.get("PICTURES", "")
"""A folder in which to leave a picture of each page, to look at."""


@pytest.mark.parametrize("who", ["ana", "max", "ada", ""])
def test_no_page_makes_the_browser_complain_or_sticks_out(full: Full, chromium: Browser, who: str) -> None:
    app = full.world.app
    port = free_port()
    config = replace(full.config, port=port, base_url=f"http://127.0.0.1:{port}")
    wide = []
    with looking(app, config, chromium) as look:
        page = look.as_(getattr(full.world, who) if who else None)
        page.set_viewport_size({"width": NARROW, "height": 800})
        for path in shown(full, who):
            page.goto(path)
            if page.evaluate("document.documentElement.scrollWidth") > NARROW:
                wide.append(path)
            if PICTURES:
                name = f"{who or 'nobody'}{path.partition('?')[0].replace('/', '_')}.png"
                page.screenshot(path=Path(PICTURES) / name, full_page=True)
    assert wide == []


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
