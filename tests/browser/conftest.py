"""A browser for tests: Debian's Chromium, against the application in a thread of this process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from domain.accounts import open_session
from models import User

CHROMIUM = "/usr/bin/chromium"
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Look:
    """Opens pages as a person, at a width, with or without script; `complaints` are those of the browser."""

    address: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    def as_(self, user: User, width: str = "phone", *, script: bool = True) -> Page:
        wide, high = WIDTHS[width]
        context = self.browser.new_context(
            viewport={"width": wide, "height": high}, java_script_enabled=script, base_url=self.address
        )
        context.add_cookies([{"name": "dibs", "value": open_session(user, "test browser"), "url": self.address}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if "Content Security" in said.text else None)
        return page


@pytest.fixture
def look(app: Flask, chromium: Browser) -> Iterator[Look]:
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    looking = Look(f"http://127.0.0.1:{server.server_port}", chromium)
    try:
        yield looking
    finally:
        for context in chromium.contexts:
            context.close()
        server.shutdown()
        thread.join()
    assert not looking.complaints, looking.complaints
