"""What is measured here? The sample programme with ten thousand accounts behind it, served as it is deployed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import sample.build
from bench import ground
from config import Config
from domain import moment, rules
from domain.accounts import open_session
from jobs.running import run
from jobs.schedule import SCHEDULE
from migrations.runner import migrate_all
from models import Registration, User
from models.base import close, connect
from tests.browser.conftest import chromium

__all__ = ["chromium"]

ACCOUNTS = 10_000
MOST_ROUNDS = 200  # through the schedule: some jobs do one thing at a time
PARTNER, MANAGER = "ana@acme.example", "max@nordwind.example"


@dataclass(frozen=True)
class Sample:
    """The served programme: where it is, who comes in with which cookie, which claims the pages are about."""

    address: str
    port: int
    cookies: dict[str, str]
    approved: str
    company: str
    waiting: str
    customer: str
    taken: str


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """`bin/serve`, with its processes, compression and caching, on a sample of its own."""
    config = Config(instance=tmp_path_factory.mktemp("speed"), secret_key="speed", sample=True, port=ground.free_port())
    rules.forget()
    close()
    connect(config.database)
    migrate_all()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample.build, "ACCOUNTS", ACCOUNTS)
        sample.build.build(config, lambda _: None)
    _bring_to_rest(config)
    made = _known(config)
    close()
    with ground.served(config):
        yield made


def _bring_to_rest(config: Config) -> None:
    """Papers printed, proof read, mails sent: a programme that was made this minute has all of it before it, and here
    the browser has to share its two processors with that."""
    for _ in range(MOST_ROUNDS):
        if not sum(run(job, moment.now(), config) for job in SCHEDULE):
            return
    raise AssertionError("the programme does not come to rest")


def _known(config: Config) -> Sample:
    ana = User.get(User.email == PARTNER)
    people = {email: open_session(User.get(User.email == email), "speed") for email in (PARTNER, MANAGER)}
    approved = Registration.get(Registration.holder == ana, Registration.status == "approved")
    manager = User.get(User.email == MANAGER)
    waiting = Registration.get(Registration.status == "submitted", Registration.assignee == manager)
    taken = Registration.get(Registration.status == "approved", Registration.partner != ana.partner)
    return Sample(
        config.address, config.port, people, approved.code, approved.company, waiting.code, waiting.company,
        taken.company,
    )  # fmt: skip


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The browser, before all else that runs on this machine: its slowness is the test's alone. Not root: as others."""
    found = shutil.which("chromium-headless-shell")
    assert found, "Chromium’s headless shell is not installed: run bin/setup audit."
    path = tmp_path_factory.mktemp("shell") / "shell"
    path.write_text(f'#!/bin/sh\nexec nice -n -10 {found} "$@" 2>/dev/null\n')
    path.chmod(0o700)
    return path


@pytest.fixture(scope="session")
def quick(chromium: Browser, shell: Path) -> Iterator[Browser]:
    browser = chromium.browser_type.launch(executable_path=shell, args=["--no-sandbox"])
    yield browser
    browser.close()


FIGURES: list[tuple[str, str]] = []
"""What was measured, in the order of measuring: docs/speed.md has such a table."""


@pytest.fixture
def note() -> list[tuple[str, str]]:
    return FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if FIGURES:
        terminalreporter.section("measured")
        for what, figure in FIGURES:
            terminalreporter.write_line(f"{what:44} {figure}")
