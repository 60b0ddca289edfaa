"""Does anything that can be sent break a page? Every form and address, with what nobody should type."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask, request
from werkzeug.test import TestResponse

from app import create_app
from domain import moment
from models import Event
from tests.forms import Form, Senders, afresh, all_forms, as_shown, client_of
from tests.full import NOW, Full, addresses, noun
from tests.fuzzing import random_request
from tests.nasty import CUT_OFF, NAMES, QUERIES, STRANGE_FILE, VALUES, body
from tests.test_tenancy import may_ask

EACH = ("NUL", "a day after all days", "a huge number")
"""What each field gets alone as well, with the others as the page shows them."""

SEED = 20270308
ASKED = (
    "NUL", "half a surrogate", "no UTF-8", "a day after all days", "a negative number", "a huge number",
    "a strange digit",
)  # fmt: skip
"""What stands behind the question mark of an address, and in fields that no page shows."""

once, audit = pytest.mark.once, pytest.mark.audit
TROUBLE = {"NUL", "half a surrogate", "a day after all days", "a huge number"}
"""What a database itself may choke on, as on a year that a zone moves past the last; all else is the same on both."""

ALWAYS = {"10,000 characters", "control and right-to-left characters", "no number"}
"""What is tried each time, if on one database only; the rest is for `make audit`."""


def _when(what: str) -> list[pytest.MarkDecorator]:
    return [] if what in TROUBLE else [once] if what in ALWAYS else [audit, once]


ON_EITHER = [pytest.param(what, marks=_when(what)) for what in ASKED]


FINE = {200, 204, 302, 303, 304, 400, 401, 403, 404, 405, 409, 410, 413, 415, 416, 422, 429}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with moment.at(NOW):
        yield


@pytest.fixture(scope="module")
def app(full: Full) -> Flask:
    """The application as it is in life: what fails is a page that says so, not a traceback in the test."""
    full.world.app.config["PROPAGATE_EXCEPTIONS"] = False
    return full.world.app


@pytest.fixture
def senders(app: Flask, full: Full) -> Senders:
    afresh()
    return Senders(full)


@pytest.fixture(scope="module")
def forms(app: Flask, full: Full) -> list[Form]:
    with moment.at(NOW):
        return all_forms(app, full)


def fault(answer: TestResponse) -> str:
    """What is wrong with an answer, "" for nothing: it must be a page with words, whatever was sent."""
    if answer.status_code not in FINE:
        return str(answer.status_code)
    return "a traceback" if b"Traceback" in answer.data or b"peewee" in answer.data else ""


def faults_of(senders: Senders, forms: list[Form], value: bytes, *, each: bool) -> list[str]:
    """Each form with this value in all its fields, and, if `each`, in one of them after the other."""
    faults = []
    for form in forms:
        names = [name for name in form.fields if name != "csrf_token"]
        tries = [[(name, value) for name in names]]
        tries += [[(name, value if name == one else old) for name, old in as_shown(form)] for one in names if each]
        afresh()
        for pairs in tries:
            said = fault(senders.send(form, pairs))
            faults += (
                [f"{form.who!r} POST {form.path} {[n for n, now in pairs if now == value]}: {said}"] if said else []
            )
    return faults


def test_every_address_that_takes_a_form_has_one_on_some_page(app: Flask, forms: list[Form]) -> None:
    """Those without are sent by script alone, or by somebody whom the programme of the sweeps does not hold."""
    takes = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    without = takes - {form.endpoint for form in forms}
    assert without <= WITHOUT_FORM, without - WITHOUT_FORM


WITHOUT_FORM = {
    "allowances.resume",  # nobody is paused: all go on checking in the sweeps
    "set_up.create",  # before there is a programme
    "signing_in.again",  # on a page that only a link whose time is over opens
    "evidence.add_to_form", "questions.add_to_form",  # by script, with each file
    "passkeys.challenge", "second_step.challenge",  # by script, before the form
    "signing_in.use_code",  # after an address was given
    "certificates.attempt",  # after a certificate could not be made
    "people.reactivate", "partners.restore",  # for those who were let go
    "mails.again",  # for a mail that failed
    "spreadsheets.release",  # a director's, of one that is held
    "imports.release",  # for an import that is held
    "check_log.create",
    "personal.create",  # on what a search has found
    "judgements.create", "judgements.update",  # on what a check has found, and beside a claim that looks alike
    "settings.publish", "rule_text.publish", "brand.publish",  # on a preview
}  # fmt: skip


@pytest.mark.parametrize("what", [pytest.param(what, marks=_when(what)) for what in VALUES])
def test_a_form_says_what_to_do_whatever_stands_in_it(senders: Senders, forms: list[Form], what: str) -> None:
    assert faults_of(senders, forms, VALUES[what], each=False) == []


@audit
@pytest.mark.parametrize("what", [pytest.param(what, marks=[] if "day" in what else [once]) for what in EACH])
def test_each_field_alone_may_hold_it(senders: Senders, forms: list[Form], what: str) -> None:
    assert faults_of(senders, forms, VALUES[what], each=True) == []


@pytest.mark.parametrize("what", ON_EITHER)
def test_a_form_that_no_page_shows_takes_it_as_well(app: Flask, full: Full, senders: Senders, what: str) -> None:
    value, faults = VALUES[what], []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in WITHOUT_FORM and "POST" in (rule.methods or ()):
            names = (
                "code", "successor", "files", "key", "company", "reason", "text", "partner", "day", "why", "name",
                "again", "file",
            )  # fmt: skip
            for who in ("ana", "max", "ada"):
                form = Form(who, addresses(full, rule)[0][1], rule.endpoint)
                said = fault(senders.send(form, [(name, value) for name in names]))
                faults += [f"{who} POST {form.path}: {said}"] if said else []
    assert faults == []


@once
def test_missing_and_doubled_fields_are_no_surprise(senders: Senders, forms: list[Form]) -> None:
    faults = []
    for form in forms:
        for pairs in ([], [*as_shown(form) * 2, *((f"{name}[]", value) for name, value in as_shown(form))]):
            said = fault(senders.send(form, pairs))
            faults += [f"{form.who} POST {form.path} {pairs}: {said}"] if said else []
    assert faults == []


@once
@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("application/json", b'{"company": ["Kafka"]}'),
        ("application/json", b"{"),
        pytest.param("text/plain", b"company=Kafka", marks=audit),
        pytest.param("multipart/form-data", b"company=Kafka", marks=audit),
        ("multipart/form-data; boundary=x", CUT_OFF),
        pytest.param("multipart/form-data; boundary=x", STRANGE_FILE, marks=audit),
        pytest.param("multipart/form-data; boundary=x", b"--x\r\nno heads at all\r\n--x--\r\n", marks=audit),
        pytest.param("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfec\x00", marks=audit),
        ("nonsense", b"\x00" * 100),
    ],
)  # fmt: skip
def test_another_kind_of_body_is_an_empty_form(senders: Senders, forms: list[Form], kind: str, data: bytes) -> None:
    faults = [
        f"{form.who} POST {form.path}: {said}"
        for form in forms
        if (said := fault(senders.send(form, [], data=data, content_type=kind)))
    ]
    assert faults == []


@once
def test_without_its_token_no_form_is_taken_and_the_page_says_so(
    app: Flask, senders: Senders, forms: list[Form]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        before = _changes()
        for form in forms:
            pairs = [(name, value) for name, value in as_shown(form) if name != "csrf_token"]
            for headers in ({}, {"HX-Request": "true"}):
                answer = senders.send(form, pairs, headers=headers)
                assert answer.status_code == 400, form.path
                assert "This form is too old to be sent" in answer.text, form.path
                assert "What you typed is still there" in answer.text, form.path
        assert _changes() == before
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def _changes() -> int:
    return Event.select().where(Event.name != "user.signed_in").count()


OPENS = {
    "/applications/<code>": "max",
    "/spreadsheets/<code>": "max",
    "/imports/<code>": "max", "/registrations/for/<code>": "max", "/mails/<code>": "ada", "/people/<code>": "ada",
    "/people/territories/<int:number>": "ada", "/partners/<code>": "max",
    "/settings/<slug>": "ada", "/settings/versions/<int:number>": "ada",
}  # fmt: skip
"""Who may open what stands at these addresses; Ana opens the rest."""


@once
@pytest.mark.parametrize("everything", [False, pytest.param(True, marks=audit)])
def test_an_address_with_anything_in_it_is_not_found(app: Flask, senders: Senders, *, everything: bool) -> None:
    """All names in each address; in short, one in each, taken in turn."""
    faults = []
    for number, rule in enumerate(app.url_map.iter_rules()):
        if not (key := noun(rule)):
            continue
        client = senders.of(OPENS.get(key, "ana"))
        for name in NAMES if everything else [NAMES[number % len(NAMES)]]:
            path = rule.rule.replace(key[key.index("<") :], name)
            answer = client.open(path, method="GET" if "GET" in (rule.methods or ()) else "POST")
            if answer.status_code not in _not_there(rule.endpoint):
                faults.append(f"{rule.endpoint} {path[:60]}: {answer.status_code}")
    assert faults == []


def _not_there(endpoint: str) -> set[int]:
    """How an address may say that nothing stands there."""
    if endpoint.startswith(("signing_in.", "set_up.")):
        return {410, 404, 422, 409}  # "this link no longer works"
    if endpoint in ("certificates.verify_code", "certificates.compare_names", "certificates.compare_file"):
        return {200, 404, 422}  # a page that asks for the code again
    return {404, 403}


@pytest.mark.parametrize("what", ON_EITHER)
def test_a_page_opens_whatever_its_address_asks_for(app: Flask, full: Full, senders: Senders, what: str) -> None:
    """For whom the door is open: it asks for nothing in the address."""
    query = body([(name, VALUES[what][:1000]) for name in QUERIES]).decode()
    faults = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            for who in (one for one in ("max", "ana") if may_ask(getattr(full.world, one), rule.endpoint)):
                said = fault(senders.of(who).get(f"{rule.rule}?{query}"))
                faults += [f"{who} GET {rule.rule}: {said}"] if said else []
    assert faults == []


def test_links_whose_time_is_over_say_how_to_go_on(full: Full) -> None:
    client = full.world.app.test_client()
    with moment.at(NOW + timedelta(days=2)):
        for method in ("GET", "POST"):
            answer = client.open(f"/sign-in/link/{full.links[0]}", method=method)
            assert answer.status_code in (409, 410)
            assert "Send me a new link" in answer.text
        answer = client.get(f"/set-up/{full.first_links[0]}")
        assert answer.status_code == 410
        assert "The portal has been set up." in answer.text


@once
def test_five_hundred_random_requests_break_nothing(app: Flask, full: Full, forms: list[Form]) -> None:
    rng = random.Random(SEED)
    faults = []
    clients = [client_of(full, who) for who in ("ana", "rita", "max", "dora", "ada", "")]
    for number in range(500):
        asked = random_request(rng, app, full, forms)
        said = fault(rng.choice(clients).open(**asked))
        faults += [f"request {number}: {asked}: {said}"] if said else []
    assert faults == []


@once
@pytest.mark.parametrize("who", ["", "ana"])
def test_bytes_that_no_browser_sends_are_answered(app: Flask, full: Full, who: str) -> None:
    """A host that cannot be one, and a query of bytes that are no text: no address can be made of the first."""
    client = client_of(full, who)
    answer = client.get("/registrations", headers={"Host": "x" * 300})
    assert (answer.status_code, answer.text) == (400, "This request could not be read")
    for path in ("/registrations", "/sign-in", "/watches/new"):
        answer = client.get(path, environ_overrides={"QUERY_STRING": "\xff=\x00&receipt=\xc3("})
        assert answer.status_code in FINE, path


def test_a_planted_fault_is_found(full: Full) -> None:
    """A form that breaks on what is no number, and one that shows its insides: this is what the sweep is for."""
    app = create_app(full.config)
    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/breaks", "breaks", lambda: str(int(request.form["number"])), methods=["POST"])
    app.add_url_rule("/shows", "shows", lambda: "Traceback (most recent call last)", methods=["POST"])
    senders = Senders(full)
    senders.clients[""] = app.test_client()
    assert faults_of(senders, [Form("", "/breaks", "breaks", {"number": "1"})], b"NaN", each=False) == [
        "'' POST /breaks ['number']: 500"
    ]
    assert "a traceback" in faults_of(senders, [Form("", "/shows", "shows", {"number": "1"})], b"NaN", each=False)[0]
