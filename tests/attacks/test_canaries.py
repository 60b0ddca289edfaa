"""Does Rival ever hear a word of Acme's? Ten thousand requests by lot; every page, file and feed."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from werkzeug.test import TestResponse

from app import create_app
from domain import calendars, events, moment
from integrations.pdf import Press
from models import Registration
from models.base import db
from tests.attacks.hearing import leaks, words
from tests.attacks.leaky import LEAKY
from tests.attacks.rivals import (
    PEOPLE,
    Side,
    afresh,
    browser,
    mails_of,
    mails_to,
    own_pages,
    request_of,
    rivals_side,
)
from tests.full import CANARIES, NOW, Full
from tests.world import MONDAY

REQUESTS = int(os.environ.get("CANARY_REQUESTS", "10000"))
SEED = 20270308
pytestmark = [pytest.mark.audit, pytest.mark.once]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with moment.at(NOW):
        yield


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press() as printing:
        yield printing


@pytest.fixture(scope="module")
def side(full: Full, press: Press) -> Side:
    full.world.app.config["PROPAGATE_EXCEPTIONS"] = False
    return rivals_side(full, press)


@dataclass
class Heard:
    """What came back: how often which status and kind, and what was said that should not be."""

    statuses: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)  # names of Acme's things that Rival's people typed: they may be kept

    def take(self, what: str, answer: TestResponse, marked: tuple[str, ...], known: str = "") -> None:
        self.statuses[answer.status_code] += 1
        self.kinds[answer.mimetype] += 1
        self.typed += [word for word in marked if word in known]
        text = words(answer)
        for word in leaks(text, marked, " ".join(self.typed)):
            place = text.casefold().index(word.casefold())
            self.faults.append(f"{what}: says {word}: {text[max(0, place - 60) : place + 60]}")
        if answer.status_code >= 500:
            self.faults.append(f"{what}: {answer.status_code}")


def asked(request: dict[str, Any]) -> str:
    """What whoever asks said themselves."""
    heads = " ".join(map(str, dict(request.get("headers", {})).values()))
    return f"{request['path']} {bytes(request.get('data', b'')).decode('latin-1')} {heads}"


def test_no_page_file_or_feed_of_rivals_says_a_word_of_acmes(side: Side) -> None:
    heard = Heard()
    afresh(side)
    for who in PEOPLE:
        for path in own_pages(side):
            heard.take(f"{who} GET {path}", browser(side, who).get(path), side.marked)
        exported = browser(side, who).post("/account/data")
        heard.take(f"{who} data", exported, side.marked)
        assert exported.status_code == 200
    assert heard.faults == []
    assert "attachment" in exported.headers["Content-Disposition"]


def test_none_of_ten_thousand_answers_says_a_word_of_acmes(side: Side) -> None:
    rng, heard = random.Random(SEED), Heard()
    for number in range(REQUESTS):
        if number % 40 == 0:
            afresh(side)
            clients = [browser(side, who) for who in PEOPLE]
        request = request_of(rng, side)
        answer = rng.choice(clients).open(**request)
        what = f"request {number}: {request['method']} {request['path'][:200]}"
        heard.take(what, answer, side.marked, asked(request))
    assert not heard.faults, heard.faults[:10]
    assert heard.statuses[200] > REQUESTS * 0.3, heard.statuses
    assert mails_of(side, mails_to("rival.example")) == []
    for kind in KINDS:
        assert heard.kinds[kind] >= REQUESTS // 1000, heard.kinds


KINDS = (
    "text/html", "application/pdf", "application/zip", "text/calendar", "text/csv", "text/plain",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)  # fmt: skip
"""What must be among the answers, or the lots were drawn from too little."""


def test_the_same_words_are_heard_where_they_belong(side: Side) -> None:
    """Acme's own page, certificate, bundle, evidence, export, feed, report and mail do say them."""
    world, theirs = side.own.world, side.theirs
    ana = world.sign_in(world.ana)
    for path in (
        f"/registrations/{theirs.claims['won']}", f"/evidence/{theirs.evidence[1]}", "/reports/claims/file?as=csv",
        "/reports/claims/file?as=xlsx", f"/papers/{theirs.papers[-1]}/file",
        f"/calendar/{calendars.subscribe(world.ana, names_customers=True)}.ics",
    ):  # fmt: skip
        assert leaks(words(ana.get(path)), CANARIES), path
    assert leaks(words(ana.post("/account/data")), CANARIES)
    assert len(mails_of(side, mails_to("acme.example"))) > 20


def test_a_leak_planted_in_a_head_a_paper_a_feed_an_archive_or_a_mail_is_heard(side: Side, full: Full) -> None:
    app = create_app(full.config)
    app.config["WTF_CSRF_ENABLED"] = False
    for name, leaky in LEAKY.items():
        app.add_url_rule(f"/leaks/{name}", name, leaky)
    client = app.test_client()
    for name in LEAKY:
        heard = Heard()
        heard.take(name, client.get(f"/leaks/{name}"), side.marked)
        assert heard.faults, name
    claim = Registration.get(Registration.code == full.claims["won"])
    with moment.at(MONDAY), db.atomic():
        events.record("protection.ending", claim, facts={"days": 30, "until": "2027-06-07"}, to=[side.own.world.rita])
    wrong = [mail for mail in mails_to("rival.example") if mail.event.subject_id == claim.id]
    assert "Kanarienwerk" in " ".join(mails_of(side, wrong))
