"""Does a browser run anything of a hostile file? Each that is taken is opened, embedded and looked at."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Error, Page

from config import Config
from domain import evidence
from integrations import evidence as store
from integrations.filetypes import Unusable
from models import Evidence, Registration
from tests.attacks.hostile import FILES
from tests.attacks.making import HIT
from tests.browser.conftest import Look
from tests.world import World

LARGEST = 1_000_000
"""Bytes: what is larger tries memory and time, and holds nothing for a browser."""

EMBED = """
(address) => Promise.all(["iframe", "object", "embed", "script", "img", "link", "video"].map((name) => new Promise(
(done) => {
    const one = document.createElement(name);
    one.onload = one.onerror = done;
    setTimeout(done, 150);
    one.rel = "stylesheet";
    one[{object: "data", link: "href"}[name] || "src"] = address;
    document.body.append(one);
})))
"""

pytestmark = [pytest.mark.audit, pytest.mark.browser]


def attached(world: World, config: Config) -> tuple[Registration, list[Evidence]]:
    """A claim with every hostile file that is taken."""
    claim, small = world.file(world.ana, value_band="40k_to_100k"), (one for one in FILES.values() if not one.refused)
    for number, hostile in enumerate(small):
        content = hostile.made()
        if len(content) > LARGEST:
            continue
        try:
            kept = store.keep(config.evidence_folder, claim.partner_id, hostile.name, io.BytesIO(content))
        except Unusable:
            pytest.fail(f"file {number} is taken through the real server, and refused here")
        evidence.attach(world.ana, kept, registration=claim)
    return claim, list(Evidence.of_claim(claim))


def opened(page: Page, claim: Registration, files: list[Evidence]) -> list[str]:
    """Open each as a reader does, at its address, and inside a page of ours. Returns what was run."""
    run: list[str] = []
    page.context.on("request", lambda asked: run.append(asked.url) if HIT in asked.url else None)
    page.on("dialog", lambda box: _heard(run, box))
    page.goto(f"/registrations/{claim.code}")
    for file in files:
        link = page.locator(f'a[href="/evidence/{file.code}"]')
        _come(page, lambda link=link: link.click())  # type: ignore[misc]
        _come(page, lambda file=file: page.goto(f"/evidence/{file.code}"))  # type: ignore[misc]
        _come(page, lambda file=file: page.goto(f"/evidence/{file.code}/picture"))  # type: ignore[misc]
        page.goto(f"/registrations/{claim.code}")
        page.evaluate(EMBED, f"/evidence/{file.code}")
    return run


def _heard(run: list[str], box: Dialog) -> None:
    run.append(box.message)
    with suppress(Error):  # its page may be gone
        box.dismiss()


def _come(page: Page, way: Callable[[], Any]) -> None:
    """A file that is saved instead of shown ends the way to it, which is as it should be."""
    try:
        way()
    except Error as ended:
        if "Download is starting" not in str(ended) and "ERR_ABORTED" not in str(ended):
            raise


@pytest.fixture
def look(look: Look) -> Iterator[Look]:
    yield look
    look.complaints.clear()  # what is blocked is said on the console


def test_a_browser_runs_nothing_of_a_hostile_file(world: World, config: Config, look: Look) -> None:
    claim, files = attached(world, config)
    look.run("readouts")
    assert len(files) >= 40
    assert opened(look.as_(world.max, "desk"), claim, files) == []


def test_a_file_that_is_shown_as_it_says_it_is_would_run(world: World, config: Config, look: Look, app: Flask) -> None:
    """What keeps it from running are its heads: without them this test's own eye must see it run."""
    claim, files = attached(world, config)
    pages = [file for file in files if "htm" in file.filename]
    inner = app.wsgi_app
    app.wsgi_app = _naked(inner)  # type: ignore[method-assign]
    try:
        assert any(HIT in said for said in opened(look.as_(world.max, "desk"), claim, pages))
    finally:
        app.wsgi_app = inner  # type: ignore[method-assign]


TAKEN_OFF = ("content-disposition", "content-security-policy", "x-content-type-options", "content-type")


def _naked(inner: Any) -> Any:
    """The application without the heads that tame a file."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        def start(status: str, heads: list[tuple[str, str]], *rest: Any) -> Any:
            if environ["PATH_INFO"].startswith("/evidence/"):
                heads = [head for head in heads if head[0].lower() not in TAKEN_OFF] + [("Content-Type", "text/html")]
            return start_response(status, heads, *rest)

        return inner(environ, start)

    return answer
