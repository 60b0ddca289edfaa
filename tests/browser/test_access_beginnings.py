"""Can everyone use a portal in which nothing is yet: before set-up, and a programme without claims?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser

from config import Config
from domain.accounts import open_session
from domain.words import LANGUAGES
from models import User
from tests.blueprints.test_set_up import bare, path_of
from tests.browser.conftest import Look, free_port, looking
from tests.browser.judging import Judge, listed, noted
from tests.browser.test_access import PARTS
from tests.browser.test_access_refused import EMPTY

__all__ = ["bare"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.audit, pytest.mark.once]


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_steps(bare: Flask, chromium: Browser, language: str) -> None:
    port, found = free_port(), {}
    config: Config = replace(bare.config["DIBS"], port=port, base_url=f"http://127.0.0.1:{port}")
    path = path_of(bare)
    with looking(bare, config, chromium) as look:
        page = look.as_(None)
        page.set_extra_http_headers({"Accept-Language": language})
        judge = Judge(page)
        page.goto("/")
        noted(found, "before set-up", judge.heard() + judge.faults())
        noted(found, "set-up", judge.opened(path) + judge.faults())
        with page.expect_navigation():
            page.evaluate(EMPTY, path)
        noted(found, "set-up refused", judge.heard() + judge.faults())
    assert not found, listed(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_programme(look: Look, app: Flask, language: str) -> None:
    """Nothing is there yet, and each page says so: every address without a name in it."""
    User.update(locale=language).execute()
    found: dict[str, list[str]] = {}
    whole = (rule for rule in app.url_map.iter_rules() if rule.endpoint not in PARTS)
    rules = [rule for rule in whole if "GET" in (rule.methods or ()) and not rule.arguments]
    for who in ("ana", "max", "ada"):
        judge = Judge(look.as_(User.get(User.email.startswith(who))))
        client = app.test_client()
        client.set_cookie("dibs", open_session(User.get(User.email.startswith(who)), "test"))
        for rule in rules:
            answer = client.get(rule.rule)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                noted(found, f"{who} {rule.rule}", judge.opened(rule.rule) + judge.faults())
    assert not found, listed(found)
