"""Can everyone use every page? axe, reflow, large text, console and policy, per role and language.

Every page is opened for everyone who may, and what the browser says of it is heard; pages of one outline differ in
words and numbers alone, so the first of them in each language is judged. One loading serves all widths and schemes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from domain import moment
from domain.words import LANGUAGES
from models import User
from tests.browser.alike import outline
from tests.browser.conftest import Look, free_port, looking
from tests.browser.judging import Judge, listed, noted
from tests.forms import HALF, client_of, key_of, pages
from tests.full import NOW, Full

pytestmark = [pytest.mark.browser, pytest.mark.audit, pytest.mark.once]

ROLES = ("ana", "ben", "rita", "max", "dora", "ada", "", HALF)
"""Rep, partner's admin, another partner's rep, channel manager, director, administrator, nobody."""

LEAST_OPENED, LEAST_JUDGED = 280, 150
"""What there was when this was written, 293 pages of 178 outlines, less what may go."""

PARTS = {
    "certificates.paper": "of the certificate's page",
    "evidence.index": "of the pages of a claim",
    "imports.progress": "of an import that runs", "papers.progress": "of papers in the making",
    "duplicates.progress": "of the search for pairs", "bulk.progress": "of a list that is being checked",
}  # fmt: skip
"""Addresses that answer a part of a page: it is judged where it stands."""

ELSEWHERE = {
    "signing_in.mail", "set_up.new", "joining.sent",  # test_access_states
    "checks.again", "inbox.show",  # they lead on to pages that are judged
}  # fmt: skip


@dataclass
class Sweep:
    """What was opened, and what was wrong with it."""

    judged: set[Any] = field(default_factory=set)
    endpoints: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    opened: int = 0
    found: dict[str, list[str]] = field(default_factory=dict)


@contextmanager
def at_their_time(app: Flask) -> Iterator[None]:
    """The server's threads live at the moment at which the programme of the sweeps was left."""
    whole = app.wsgi_app

    def moved(environ: Any, start: Any) -> Any:
        with moment.at(NOW):
            return whole(environ, start)

    app.wsgi_app = moved  # type: ignore[method-assign]
    with moment.at(NOW):
        yield
    app.wsgi_app = whole  # type: ignore[method-assign]


@contextmanager
def shown_in(full: Full, chromium: Browser, language: str) -> Iterator[Look]:
    """The programme as served, all its people reading this language."""
    User.update(locale=language).execute()
    port = free_port()
    config = replace(full.config, port=port, base_url=f"http://localhost:{port}")
    with at_their_time(full.world.app), looking(full.world.app, config, chromium) as look:
        yield look


def judge_of(look: Look, full: Full, who: str, language: str) -> Judge:
    page = look.as_(None)
    if who:
        page.context.add_cookies([{"name": "dibs", "value": key_of(full, who), "url": look.address}])
    page.set_extra_http_headers({"Accept-Language": language})
    return Judge(page)


def pages_of(full: Full, who: str, language: str, sweep: Sweep) -> Iterator[tuple[str, Any]]:
    """Address and outline of every page that opens for this person."""
    client, adapter = client_of(full, who), full.world.app.url_map.bind("localhost")
    for path in dict.fromkeys(pages(full.world.app, full)):
        answer = client.get(path, headers={"Accept-Language": language})
        endpoint = str(adapter.match(path.partition("?")[0])[0])
        if answer.status_code != 200 or endpoint in PARTS:
            continue
        if answer.mimetype != "text/html":
            sweep.files.add(endpoint)
            continue
        sweep.endpoints.add(endpoint)
        yield path, outline(answer.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_used_by_everyone_who_may_see_it(full: Full, chromium: Browser, language: str) -> None:
    sweep = Sweep()
    with shown_in(full, chromium, language) as look:
        for who in ROLES:
            judge = judge_of(look, full, who, language)
            for path, built in pages_of(full, who, language, sweep):
                faults = judge.opened(path)
                sweep.opened += 1
                if built not in sweep.judged:
                    sweep.judged.add(built)
                    faults += judge.faults()
                noted(sweep.found, f"{who or 'nobody'} {path}", faults)
            judge.page.context.close()
    assert not sweep.found, listed(sweep.found)
    assert (sweep.opened >= LEAST_OPENED, len(sweep.judged) >= LEAST_JUDGED) == (True, True)
    every = {rule.endpoint for rule in full.world.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert every - sweep.endpoints - sweep.files - set(PARTS) - ELSEWHERE == {"vendor.logo"}, "could not be opened"
