"""A browser for tests: Debian’s Chromium, the shell without windows, against the application as it is served."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from waitress.server import create_server
from waitress.wasyncore import close_all

from config import Config
from domain.accounts import open_session
from integrations import mail
from jobs import running
from jobs.schedule import named
from models import User
from tests.bin.serving import free_port
from tests.factors import fresh_digits

WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}
PHONE_FIRST = ["phone", pytest.param("desk", marks=pytest.mark.audit)]
"""The main path is gone at both widths each time; single screens on the phone, and in `make audit` on the desk."""

MEANT = re.compile(r"the server responded with a status of 4\d\d|^htmx:(sendAbort|afterRequest),")
"""What the browser notes of an answer such as 422, and of a check that a newer one replaces."""

CODE = re.compile(r"\b\d{6}\b")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = shutil.which("chromium-headless-shell")
    assert found, "Chromium’s headless shell is not installed: run bin/setup test."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def config(config: Config) -> Config:
    """An address that certificates and mails can name, and the browser can open."""
    port = free_port()
    return replace(config, port=port, base_url=f"http://127.0.0.1:{port}")


def fits(page: Page) -> bool:
    """Does nothing stick out to the right, once the page is whole?"""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@dataclass
class Look:
    """Opens pages as a person, at a width, with or without script; `complaints` are those of the browser."""

    address: str
    browser: Browser
    config: Config
    complaints: list[str] = field(default_factory=list)

    def as_(self, user: User | None, width: str = "phone", *, script: bool = True) -> Page:
        """A page of a browser of its own, in which this person is signed in; None: nobody."""
        wide, high = WIDTHS[width]
        context = self.browser.new_context(
            viewport={"width": wide, "height": high}, java_script_enabled=script, base_url=self.address
        )
        if user is not None:
            context.add_cookies([{"name": "dibs", "value": open_session(user, "test browser"), "url": self.address}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", self._listen)
        return page

    def run(self, job: str, at: datetime | None = None) -> int:
        """What the clock does, now or at another moment."""
        return running.run_for(named(job), at or datetime.now(UTC), self.config)

    def newest_mail(self) -> str:
        """The text of the mail that was written last, once the clock has sent what waits."""
        self.run("send_mail")
        newest = max(self.config.mail_folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return mail.kept(self.config.mail_folder, newest.stem) or ""

    def sign_in(self, user: User, width: str = "phone", *, script: bool = True) -> Page:
        """Come in as people do: by mail address and the code of the mail; staff with the digits of an app as well."""
        page = self.as_(None, width, script=script)
        page.goto("/sign-in")
        page.get_by_label("Work email address").fill(user.email)
        page.get_by_role("button", name="Send me a link").click()
        page.get_by_label("Six-digit code").wait_for()
        found = CODE.search(self.newest_mail())
        assert found is not None
        page.get_by_label("Six-digit code").fill(found[0])
        code = fresh_digits(user) if user.is_staff else ""
        page.get_by_role("button", name="Sign in").click()
        if code:
            page.get_by_label("Code", exact=True).fill(code)
            page.get_by_role("button", name="Continue").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and not MEANT.search(said.text):
            self.complaints.append(f"{said.location.get('url')}: {said.text}")


@contextmanager
def looking(app: Flask, config: Config, chromium: Browser) -> Iterator[Look]:
    """Serve the application and look at it. Whatever the browser complained about fails the test."""
    app.config.update(WTF_CSRF_ENABLED=True, PROPAGATE_EXCEPTIONS=False)
    server = create_server(app, host="127.0.0.1", port=config.port, threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    look = Look(config.base_url, chromium, config)
    try:
        yield look
    finally:
        for context in chromium.contexts:
            context.close()
        server.trigger.pull_trigger(lambda: close_all(server._map, ignore_all=True))  # by its own thread: else it may
        thread.join(10)  # be waiting for a connection that is gone
        server.task_dispatcher.shutdown()
    assert not thread.is_alive()
    assert not look.complaints, look.complaints


@pytest.fixture
def look(app: Flask, config: Config, chromium: Browser) -> Iterator[Look]:
    with looking(app, config, chromium) as look:
        yield look
