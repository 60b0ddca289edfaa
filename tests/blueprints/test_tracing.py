"""Does the log say what happened, and never to whom? Canaries are looked for in all of it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from domain import accounts, moment
from integrations import logs
from models import Session, SigninLink, User
from tests.forms import all_forms, as_shown, client_of, pages
from tests.full import CANARIES, NOW, Full
from tests.world import World

SECRET = "hush-hush"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that would be written, in both forms, one after the other."""
    said = io.StringIO()
    handlers = [logging.StreamHandler(said), logging.StreamHandler(said)]
    root, requests = logging.getLogger(), logging.getLogger("dibs.request")
    before = root.level, requests.level
    for handler, form in zip(handlers, (logs.Text, logs.Json), strict=True):
        handler.setFormatter(form())
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    requests.setLevel(logging.INFO)
    yield said
    for handler in handlers:
        root.removeHandler(handler)
    root.setLevel(before[0])
    requests.setLevel(before[1])


def secrets(full: Full) -> set[str]:
    """What no line may hold: people, companies, what was typed, and every name that opens something."""
    people = {word for user in User.select() for word in (user.email, user.name, user.code)}
    named = {
        *full.claims.values(),
        *full.evidence,
        *full.certificates,
        *full.calendars,
        *full.links,
        *full.news,
        *full.mails,
    }
    links = {str(link.nonce) for link in SigninLink.select()} if hasattr(SigninLink, "nonce") else set()
    return {word for word in (*CANARIES, *people, *named, *links, "acme", "Walzwerk", SECRET) if len(word) > 3}


def found_in(text: str, words: set[str]) -> set[str]:
    return {word for word in words if word.casefold() in text.casefold()}


def opened(full: Full, who: str, paths: list[str]) -> None:
    client = client_of(full, who)
    for path in [*paths, f"/nowhere/{SECRET}?q={CANARIES[1]}"]:
        client.get(path, headers={"Referer": f"http://localhost/{CANARIES[0]}", "User-Agent": SECRET})
    client.open(f"/{SECRET}", method=SECRET.upper())
    client.post("/sign-in", data={"email": "ana@acme.example", "password": SECRET})


@pytest.mark.once
def test_nothing_personal_is_logged_whatever_is_opened(full: Full, log: io.StringIO) -> None:
    with moment.at(NOW):
        words = secrets(full)
        opened(full, "ana", pages(full.world.app, full))
    text = log.getvalue()
    assert text.count("\n") > 200
    assert "registrations.show" in text
    assert found_in(text, words) == set()


@pytest.mark.audit
def test_nothing_personal_is_logged_whatever_is_sent(full: Full, log: io.StringIO) -> None:
    with moment.at(NOW):
        words = secrets(full)
        for who in ("max", "ada", ""):
            opened(full, who, pages(full.world.app, full))
        for form in all_forms(full.world.app, full):
            client_of(full, form.who).post(form.path, data=dict(as_shown(form), q=CANARIES[2]))
    text = log.getvalue()
    assert text.count("\n") > 1000
    assert found_in(text, words) == set()


def test_an_error_is_told_by_type_and_place_without_its_words(world: World, log: io.StringIO) -> None:
    def breaks() -> str:
        try:
            int(f"{SECRET} of {CANARIES[0]}")
        except ValueError as error:
            raise LookupError(f"no row for {CANARIES[1]}") from error
        return ""

    app = _faulty(world.app, breaks)
    assert app.test_client().get(f"/breaks/{SECRET}").status_code == 500
    text = log.getvalue()
    assert "LookupError" in text
    assert "ValueError" in text
    assert "test_tracing.py" in text
    assert "breaks" in text
    assert found_in(text, {SECRET, *CANARIES}) == set()


def _faulty(app: Flask, view: object) -> Flask:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/breaks/<name>", "breaks", lambda name: view())  # type: ignore[operator]
    return app


def test_what_is_refused_and_every_proof_of_who_one_is_stands_in_the_log(world: World, log: io.StringIO) -> None:
    """In the form for people as well, which says nothing of what went well."""
    logging.getLogger("dibs.request").setLevel(logging.WARNING)
    client, stranger, good = world.sign_in(world.ana), world.app.test_client(), "quiet rivers carry small boats"
    session = Session.get(Session.user == world.ana)
    accounts.set_password(world.ben, good)
    client.get("/account")
    assert log.getvalue() == ""
    client.get("/queue")
    client.get(f"/registrations/{SECRET}")
    stranger.post("/sign-in/password", data={"email": "ana@acme.example", "password": SECRET})
    stranger.post("/sign-in/password", data={"email": "ben@acme.example", "password": good})
    lines = [json.loads(line) for line in log.getvalue().splitlines() if line.startswith("{")]
    told = [(line["route"], line["status"], line["level"]) for line in lines]
    assert told == [
        ("decisions.index", 403, "warning"), ("registrations.show", 404, "warning"),
        ("signing_in.use_password", 422, "warning"), ("signing_in.use_password", 303, "warning"),
    ]  # fmt: skip
    assert [line["session"] for line in lines] == [session.handle, session.handle, "none", "none"]
    assert SECRET not in log.getvalue()


def test_a_planted_leak_would_be_found(full: Full, log: io.StringIO) -> None:
    logging.getLogger("dibs.request").error("%s filed for %s", "ana@acme.example", CANARIES[0])
    assert len(found_in(log.getvalue(), secrets(full))) >= 2


def test_what_serves_us_names_no_address_and_exceptions_that_name_nobody_speak(log: io.StringIO) -> None:
    from integrations.mail import Unreachable

    logging.getLogger("waitress").error(f"Exception while serving /sign-in/link/{SECRET}")
    logging.getLogger("dibs.jobs").warning("mail: %s", Unreachable("mail.example: refused"))
    logging.getLogger("dibs.jobs").warning("row: %s", ValueError(SECRET))
    logging.getLogger("dibs.jobs").warning("file: %s", OSError(28, "No space left on device", f"/x/{SECRET}"))
    text = log.getvalue()
    assert SECRET not in text
    assert "mail.example: refused" in text
    assert "No space left" in text


def test_a_line_for_machines_has_route_status_and_time(world: World, log: io.StringIO) -> None:
    claim = world.draft(world.ana)
    world.sign_in(world.ana).get(f"/registrations/{claim.code}/edit")
    *_, text, last = log.getvalue().splitlines()
    assert "GET registrations." in text
    line = json.loads(last)
    assert (line["method"], line["status"], line["level"]) == ("GET", 200, "info"), line
    assert line["route"].startswith("registrations.")
    assert 0 < line["ms"] < 10_000
    assert len(line["request"]) == 16
