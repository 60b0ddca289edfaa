"""How much does a first visit take over the wire? All bytes, headers, worker and icons with them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.speed.conftest import MANAGER, PARTNER, Sample
from tests.speed.relay import relayed

pytestmark = [pytest.mark.audit, pytest.mark.once, pytest.mark.alone]

MOST_FIRST, MOST_AGAIN = 40_000, 12_000
"""Bytes (UI.md, "Weight and speed of a page")."""

SHELL_SKIPS = """() => Promise.all([...document.querySelectorAll("link[rel=icon], link[rel=manifest]")]
  .map((link) => fetch(link.href).then((answer) => answer.text())))"""
"""What browsers with windows fetch for their tabs, and one without does not."""

WORKER_IS_UP = "() => !document.documentElement.dataset.worker || navigator.serviceWorker.ready.then(() => true)"


@pytest.mark.parametrize(("what", "who", "path"), [
    ("sign-in", "", "/sign-in"), ("partner's home", PARTNER, "/"), ("manager's home", MANAGER, "/queue"),
])  # fmt: skip
def test_a_first_visit_is_light_and_the_next_one_lighter(
    served: Sample, chromium: Browser, note: list[tuple[str, str]], what: str, who: str, path: str
) -> None:
    with relayed(served.port) as relay:
        context = chromium.new_context(base_url=relay.address, viewport={"width": 390, "height": 844})
        if who:
            context.add_cookies([{"name": "dibs", "value": served.cookies[who], "url": relay.address}])
        page = context.new_page()
        by_browser = _counted_by_browser(page)
        page.goto(path, wait_until="networkidle")
        itself = sum(by_browser)
        page.evaluate(WORKER_IS_UP)
        page.evaluate(SHELL_SKIPS)
        page.wait_for_load_state("networkidle")
        assert page.url.removeprefix(relay.address) == path
        first = relay.received
        page.goto(path, wait_until="networkidle")
        again = relay.received - first
        context.close()
    note.append((f"{what}: first visit", f"{first:,} bytes (the page itself {itself:,}); next {again:,}"))
    assert itself > 10_000, "nothing was counted"
    assert first <= MOST_FIRST
    assert again <= MOST_AGAIN


def _counted_by_browser(page: Page) -> list[int]:
    """The browser's own count for what the page asked for, until it is opened again."""
    found: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda said: found.append(int(said["encodedDataLength"])))
    return found
