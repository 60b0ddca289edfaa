"""Which forms do the pages show, what stands in their fields, and how are they sent?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.accounts import enter, open_session
from models import Budget, Throttle, User
from tests.full import Full, addresses
from tests.nasty import Pairs, body


@dataclass
class Form:
    """A form as a page shows it: who saw it, where it goes, and what stands in its fields."""

    who: str
    path: str
    endpoint: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """All forms of a page that are sent by POST, with those of their fields that stand outside them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, str]]] = []  # id, address, fields
        self.outside: list[tuple[str, str, str]] = []
        self.is_inside = False

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.is_inside = given.get("method", "get").lower() == "post"
            if self.is_inside:
                self.found.append((given.get("id", ""), given.get("action", ""), {}))
        elif tag in ("input", "select", "textarea", "button"):
            if self.is_inside and "formaction" in given:
                self.found.append(("", given["formaction"], self.found[-1][2]))
            if "form" in given:
                self.outside.append((given["form"], given.get("name", ""), given.get("value", "")))
            elif self.is_inside and given.get("name"):
                self.found[-1][2].setdefault(given["name"], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False

    def complete(self) -> list[tuple[str, dict[str, str]]]:
        for name, field_name, value in self.outside:
            for identity, _, fields in self.found:
                if identity == name and field_name:
                    fields.setdefault(field_name, value)
        return [(address, fields) for _, address, fields in self.found]


def forms_on(app: Flask, who: str, answer: TestResponse) -> Iterator[Form]:
    if answer.mimetype != "text/html":
        return
    parser = Forms()
    parser.feed(answer.text)
    for path, fields in parser.complete():
        endpoint, _ = app.url_map.bind("localhost").match(path, "POST")
        yield Form(who, path, endpoint, fields)


HALF = "half"
"""Somebody who has shown one factor of two."""

LOOKERS = {
    "ana": ("/",),
    "max": ("/",),
    "ben": ("/p", "/account/password"),
    "ada": ("/people", "/personal-data", "/mails", "/settings"),
    "": ("/sign-in", "/v", "/set-up"),
    HALF: ("/sign-in/second",),
}
"""Who looks for forms, and on which pages."""


def all_forms(app: Flask, full: Full) -> list[Form]:
    """One form of each kind that somebody sees, found by opening every page."""
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    for who, begins in LOOKERS.items():
        client = client_of(full, who)
        for path in pages(app, full):
            for form in forms_on(app, who, client.get(path)) if path.startswith(begins) else ():
                found.setdefault((form.endpoint, tuple(sorted(form.fields))), form)
    return list(found.values())


def as_shown(form: Form) -> Pairs:
    return [(name, value.encode()) for name, value in form.fields.items()]


def pages(app: Flask, full: Full) -> list[str]:
    """Every address that can be opened, with all that Acme and the vendor have."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    paths = [path for rule in rules for _, path in addresses(full, rule)]
    return [*paths, f"/questions/new?receipt={full.receipts[-1]}", f"/watches/new?receipt={full.receipts[-1]}",
        f"/questions/new?registration={full.claims['declined']}", "/checks/log?day=2027-03-08"]  # fmt: skip


def client_of(full: Full, who: str) -> FlaskClient:
    client = full.world.app.test_client()
    if who:
        client.set_cookie("dibs", key_of(full, who))
    return client


def key_of(full: Full, who: str) -> str:
    """A session of this person, or half a one of Ana, who has a passkey."""
    if who == HALF:
        return enter(full.world.ana, "test browser", "link")
    return open_session(getattr(full.world, who), "test browser")


def afresh() -> None:
    """Nobody is shut out by what was tried before: budgets, throttles, and who let whom go."""
    for table in (Budget, Throttle):
        table.delete().execute()
    User.update(is_active=True).where(User.is_active == False).execute()  # noqa: E712


class Senders:
    """Everyone's browser; who was signed out by what was sent comes in again."""

    def __init__(self, full: Full) -> None:
        self.full = full
        self.clients: dict[str, FlaskClient] = {}

    def of(self, who: str) -> FlaskClient:
        if who not in self.clients:
            self.clients[who] = client_of(self.full, who)
        return self.clients[who]

    def send(self, form: Form, pairs: Pairs, **how: Any) -> TestResponse:
        how = {"data": body(pairs), "content_type": "application/x-www-form-urlencoded", **how}
        answer = self.of(form.who).post(form.path, **how)
        if form.who and answer.location and answer.location.startswith("/sign-in"):
            self.clients.pop(form.who)
            afresh()
        return answer
