"""Is every page whole? One heading, landmarks, nothing that stands twice, and safe headers on every answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import pytest
from flask import Flask, Response
from werkzeug.test import TestResponse

from app import create_app
from config import Config
from domain import moment
from tests.forms import HALF, client_of, pages
from tests.full import NOW, Full
from tests.test_tenancy import PUBLIC
from tests.world import World

FRAGMENTS = {"/certificate/paper", "/progress", "/evidence"}
"""Ends of addresses that answer a part of a page."""

SIGNED_IN = ("ana", "ben", "max", "dora", "ada")
NOWHERE = {
    "signing_in.mail",  # in the browser that asked for a mail
    "joining.sent",  # in the browser that applied
    "set_up.new",  # before there is a programme
    "vendor.logo",  # the cast's vendor has none
    "checks.again", "inbox.show",  # they lead on
    "imports.progress", "papers.progress", "bulk.progress",  # while it runs
}  # fmt: skip
"""What the sweep does not open with success."""

SAME_FOR_ALL = {"offline.show"}
"""Pages that do not know who is signed in."""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with moment.at(NOW):
        yield


class Outline(HTMLParser):
    """What the sweeps ask of a page: its headings, landmarks, title and language, and ids that stand twice."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.lang = self.title = ""
        self.feed(text)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        given = dict(pairs)
        self.tags.append(tag)
        self.lang = given.get("lang") or "" if tag == "html" else self.lang
        self.ids += [given["id"] or ""] if "id" in given else []

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "title":
            self.title += data.strip()


def faults_of(answer: TestResponse, *, is_signed_in: bool) -> list[str]:
    """What a whole page lacks."""
    seen = Outline(answer.text)
    faults = [
        f"{seen.tags.count(tag)} {tag}" for tag in ("h1", "main", "header", "footer") if seen.tags.count(tag) != 1
    ]
    faults += [f"id {name} twice" for name in {name for name in seen.ids if seen.ids.count(name) > 1}]
    if len(seen.title.removesuffix(" – Nordwind Instruments")) < 3:
        faults.append("no title")
    if seen.lang != "en":
        faults.append(f"language {seen.lang}")
    if is_signed_in and "nav" not in seen.tags:
        faults.append("no navigation")
    return faults


def is_page(path: str, answer: TestResponse) -> bool:
    return answer.mimetype == "text/html" and answer.status_code == 200 and not path.endswith(tuple(FRAGMENTS))


@dataclass
class Sweep:
    """What came back when everybody opened every address."""

    faults: list[str] = field(default_factory=list)
    of_heads: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def take(self, who: str, path: str, endpoint: str, answer: TestResponse) -> None:
        if answer.status_code == 200:
            self.seen.add(endpoint)
        if is_page(path, answer):
            is_signed_in = who in SIGNED_IN and endpoint not in SAME_FOR_ALL
            self.faults += [f"{who} {path}: {fault}" for fault in faults_of(answer, is_signed_in=is_signed_in)]
        elif answer.status_code not in (200, 303, 403, 404, 410):
            self.faults.append(f"{who} {path}: {answer.status_code}")
        wrong = headers_of(answer, is_public=endpoint in PUBLIC)
        self.of_heads += [f"{who} {path}: {one}" for one in wrong]


@pytest.fixture(scope="module")
def sweep(full: Full) -> Sweep:
    app, found = full.world.app, Sweep()
    with moment.at(NOW):
        for who in (*SIGNED_IN, "", HALF):
            client = client_of(full, who)
            for path in pages(app, full):
                found.take(who, path, _endpoint(app, path), client.get(path))
    return found


@pytest.mark.once
def test_every_page_is_whole_for_everyone_who_may_see_it(full: Full, sweep: Sweep) -> None:
    assert sweep.faults == []
    every = {rule.endpoint for rule in full.world.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert every - sweep.seen - NOWHERE == set(), "nobody of the cast can open these"


def test_pages_of_refusals_are_whole_as_well(full: Full) -> None:
    client = client_of(full, "ana")
    for path, method, status in (
        ("/nowhere", "GET", 404), ("/queue", "GET", 403), ("/account", "DELETE", 405), ("/people", "GET", 403),
        ("/account", "TRACE", 405),
        (f"/registrations/{full.claims['won']}/closing", "POST", 422), ("/sign-in/link/old", "GET", 410),
    ):  # fmt: skip
        answer = client.open(path, method=method)
        assert answer.status_code == status, path
        assert faults_of(answer, is_signed_in=True) == [], path


# headers


def headers_of(answer: TestResponse | Response, *, is_public: bool) -> list[str]:
    """What is wrong with the headers of an answer."""
    policy, cache = answer.headers.get("Content-Security-Policy", ""), answer.headers.get("Cache-Control", "")
    faults = [f"policy {policy!r}"] if "default-src 'none'" not in policy or "unsafe" in policy else []
    if "frame-ancestors 'none'" not in policy:
        faults.append("may be framed")
    for word in (
        ("object-src 'none'", "base-uri 'none'") if "text/html" in answer.headers.get("Content-Type", "") else ()
    ):
        faults += [] if word in policy else [f"policy without {word}"]
    if answer.headers.get("Referrer-Policy") != "same-origin" and "text/html" in answer.headers.get("Content-Type", ""):
        faults.append("says elsewhere where one came from")
    if "Access-Control-Allow-Origin" in answer.headers:
        faults.append("may be read by other sites")
    if (kind := answer.headers.get("Content-Type", "")).startswith("text/") and "charset=utf-8" not in kind.lower():
        faults.append(f"says not how its letters are written: {kind}")
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        faults.append("no nosniff")
    if not is_public and "no-store" not in cache and cache != "private, no-cache":  # evidence is asked for each time
        faults.append(f"kept by browsers: {cache!r}")
    if "Server" in answer.headers or "X-Powered-By" in answer.headers:
        faults.append("says what serves it")
    return faults


@pytest.mark.once
def test_every_answer_has_safe_headers(full: Full, sweep: Sweep) -> None:
    assert sweep.of_heads == []


@pytest.mark.once
def test_every_refusal_has_safe_headers(full: Full) -> None:
    faults, app = [], full.world.app
    asked = {"DELETE": pages(app, full), "GET": ["/nowhere", "/registrations/DR-1111-1111"]}
    for who in ("ana", "max", ""):
        client = client_of(full, who)
        for method, paths in asked.items():
            for path in paths if who == "ana" or method == "GET" else ():
                wrong = headers_of(client.open(path, method=method), is_public=_endpoint(app, path) in PUBLIC)
                faults += [f"{who} {method} {path}: {one}" for one in wrong]
    assert faults == []


@pytest.mark.once
@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/static/dibs.css", "/health", "/sign-in/link/old", "/queue"])
def test_over_tls_browsers_are_told_to_stay_there_for_a_year(config: Config, world: World, path: str) -> None:
    """Of every answer: page, file, refusal. Without TLS nobody is told, for it would lock them out."""
    for address, says in (("https://partners.example.com", "max-age=31536000; includeSubDomains"), ("", None)):
        client = create_app(replace(config, base_url=address)).test_client()
        assert client.get(path).headers.get("Strict-Transport-Security") == says


def _endpoint(app: Flask, path: str) -> str:
    adapter = app.url_map.bind("localhost")
    return str(adapter.match(path.partition("?")[0])[0]) if adapter.test(path.partition("?")[0]) else ""


def test_errors_have_them_too(full: Full) -> None:
    app = create_app(full.config)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/breaks", "breaks", lambda: str(1 // 0))
    client = app.test_client()
    broken = client.get("/breaks")
    assert broken.status_code == 500
    assert "Nothing you filed is lost" in broken.text
    assert "ZeroDivisionError" not in broken.text
    without_token = client.post("/sign-in", data={"email": "ana@acme.example"})
    assert without_token.status_code == 400
    too_large = client.post("/verify", data=b"x" * (6 * 1024 * 1024), content_type="multipart/form-data; boundary=x")
    assert too_large.status_code in (400, 413)
    for answer in (broken, without_token, too_large):
        assert headers_of(answer, is_public=False) == []


def test_a_page_with_faults_would_be_found(full: Full) -> None:
    def page(body: str, **headers: str) -> TestResponse:
        app = create_app(full.config)
        app.after_request_funcs.clear()
        app.add_url_rule("/faulty", "faulty", lambda: Response(body, mimetype="text/html", headers=headers))
        return app.test_client().get("/faulty")

    faulty = page("<html><main><h1>One</h1><h1>Two</h1><p id=a></p><p id=a></p></main>")
    assert set(faults_of(faulty, is_signed_in=True)) == {
        "2 h1", "0 header", "0 footer", "id a twice", "no title", "language ", "no navigation",
    }  # fmt: skip
    assert len(headers_of(faulty, is_public=False)) == 7
    assert headers_of(page("", **{"Content-Security-Policy": "default-src 'none' 'unsafe-inline'"}), is_public=True)
