"""Eight partners file one account, spelled eight ways, in the same moment, through the real server: one holds it.

What a round proves is what the partners read: each looks at the page of its claim. By hand, without the claim lock:
`RACE_APP=tests.race.unlocked:create_app() pytest tests/race` must fail.
"""

from __future__ import annotations

import http.client
import os
import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from urllib.parse import urlencode

import pytest

from config import Config
from domain import moment, rules
from domain.accounts import open_session
from domain.matching import Company, Level, Thresholds, compare, core
from models import Partner, Registration
from tests.bin.serving import Server, portal, until
from tests.domain.registrations.spellings import rivals
from tests.race.names import Spelling, spellings
from tests.world import World

ROUNDS = int(os.environ.get("RACE_ROUNDS", "12"))  # 200 in `make audit`
PROCESSES = 3
APP = os.environ.get("RACE_APP", "app:create_app()")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

pytestmark = pytest.mark.race


@dataclass
class Browser:
    """One partner's browser: a kept connection, its cookies, and the token of its forms."""

    port: int
    cookies: dict[str, str]
    token: str = ""
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method: str, path: str, body: str = "") -> tuple[http.client.HTTPResponse, str]:
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        self.connection.request(method, path, body or None, {**cookie, **(FORM if body else {})})
        answer = self.connection.getresponse()
        for line in answer.msg.get_all("Set-Cookie") or []:
            name, value = line.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value
        return answer, answer.read().decode()

    def open_form(self) -> None:
        page = self.ask("GET", "/registrations/new")[1]
        self.token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]  # type: ignore[index]

    def register(self, number: int, account: Spelling) -> str:
        """File, and read the claim's page as the partner does: its state and whether it is protected."""
        today = moment.now().date()
        answer, _ = self.ask("POST", "/registrations", urlencode({
            "csrf_token": self.token, "key": f"round {number} {id(self)}", "company": account.company,
            "domain": account.domain, "country": "DE", "contact_name": "Irene Thoma", "product_line": "flow",
            "value_band": "15k_to_40k", "relation": "new", "project": f"Round {number}",
            "expected_close_on": (today + timedelta(days=60)).isoformat(),
            "first_contact_on": (today - timedelta(days=9)).isoformat(),
        }))  # fmt: skip
        if answer.status != 303:
            return f"error {answer.status}"
        page = self.ask("GET", answer.headers["Location"])[1]
        status, is_protected = re.search(r'data-status="(\w+)" data-protected="(\w+)"', page).groups()  # type: ignore[union-attr]
        told = ("Somebody was first" if status == "refused" else "in line since") in page
        return "holder" if is_protected == "yes" else f"{status}, {'told' if told else 'not told'}"


@pytest.fixture
def server(config: Config, world: World, tmp_path: Path) -> Iterator[Server]:
    with portal(config, tmp_path / "serving", app=APP, WORKERS=str(PROCESSES), THREADS="4") as server:
        until(lambda: len(server.web()) == PROCESSES, "all processes serve", 60)
        yield server


def test_exactly_one_of_eight_holds_the_account_in_every_round(server: Server, world: World) -> None:
    people = rivals()
    Partner.update(open_claim_cap=10_000).execute()
    names = dict.fromkeys(("settled_per_day", "partner_names_per_day", "partner_names_per_month"), 10_000)
    rules.publish(replace(rules.in_force(), **names), {"en": "."})  # over its budget a claim is filed, but sealed
    browsers = [Browser(server.port, {"dibs": open_session(person, "race")}) for person in people]
    for browser in browsers:
        browser.open_form()
    outcomes = _race(browsers)
    wrong = {number: found for number, found in outcomes.items() if not _is_right(found)}
    assert not wrong, f"{len(wrong)} of {ROUNDS} rounds: {dict(list(wrong.items())[:5])}"
    holders = Registration.select(Registration.project).where(Registration.is_protected == True)  # noqa: E712
    assert Counter(claim.project for claim in holders) == {f"Round {number}": 1 for number in range(ROUNDS)}


def test_the_spellings_of_a_round_differ_but_every_two_are_alike() -> None:
    """A round tries the lock, not the matching: whoever comes first, all others must meet that claim."""
    for number in range(ROUNDS):
        written = spellings(number)
        assert len({core(spelling.company) for spelling in written}) >= 5
        for one, other in combinations([Company(it.company, it.domain, "DE") for it in written], 2):
            assert compare(one, other, Thresholds()).level is not Level.DIFFERENT, (one, other)


def _race(browsers: list[Browser]) -> dict[int, list[str]]:
    """All rounds: eight threads that meet before each of them."""
    gate, outcomes = threading.Barrier(len(browsers)), {number: [""] * len(browsers) for number in range(ROUNDS)}

    def run(index: int, browser: Browser) -> None:
        for number in range(ROUNDS):
            account = spellings(number)[(index + number) % len(browsers)]
            gate.wait(120)
            try:
                outcomes[number][index] = browser.register(number, account)
            except Exception as error:  # an outcome like any other: the others must not wait for this one
                outcomes[number][index] = repr(error)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def _is_right(found: list[str]) -> bool:
    told = {"refused, told", "submitted, told"}
    return found.count("holder") == 1 and sum(one in told for one in found) == len(found) - 1
