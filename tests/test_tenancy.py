"""Does anybody see across? Every address there is, asked by those whom it does not concern."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import create_app
from blueprints import access
from blueprints.access import ANYONE, COMING_IN, SIGNED_IN, WHO
from domain import moment
from domain.accounts import end_sessions, open_session
from domain.permissions import may
from models import Receipt, Registration, User
from tests import full as everything
from tests.full import CANARIES, NOUNS, NOW, Full, addresses, noun, unknown

PUBLIC = {
    "assets.show", "vendor.accent", "vendor.logo", "vendor.rules", "wellness.health", "wellness.ready",
    "certificates.verify", "certificates.verify_file", "certificates.verify_code", "certificates.compare_names",
    "certificates.compare_file", "signatures.index", "signatures.certificate",
    "signing_in.new", "signing_in.create", "signing_in.mail", "signing_in.use_code", "signing_in.link",
    "signing_in.use_link", "signing_in.again", "signing_in.password", "signing_in.use_password", "account.sign_out",
    "second_step.new", "second_step.create", "second_step.challenge", "second_step.passkey",
    "set_up.new", "set_up.create", "languages.update", "calendars.show",
    "joining.index", "joining.new", "joining.create", "joining.sent", "joining.show", "joining.confirm",
    "joining.withdraw",
    "addresses.back", "addresses.take_back",
    "offline.manifest", "offline.worker", "offline.show",
}  # fmt: skip
"""Open to everyone, signed in or not."""

FRONT_DOOR = "checks.index"
"""Home, which is the sign-in page for whoever is not signed in."""

COMPANYS = {
    "/conditions/<code>",
    "/registrations/<code>", "/evidence/<code>", "/certificates/<verify_code>", "/questions/<code>", "/watches/<code>",
    "/inbox/<code>", "/papers/<code>", "/account/sessions/<handle>",
    "/account/passkeys/<code>", "/account/address/<token>",
}  # fmt: skip
"""Things of one person, which a colleague who sees only what is their own does not find either."""

REFERENCES = (
    ("GET", "/questions/new", "receipt", "receipts"),
    ("GET", "/questions/new", "registration", "claims"),
    ("GET", "/watches/new", "receipt", "receipts"),
    ("POST", "/questions", "receipt", "receipts"),
    ("POST", "/questions", "registration", "claims"),
    ("POST", "/watches", "receipt", "receipts"),
    ("POST", "/registrations/drafts", "receipt", "receipts"),
    ("POST", "/papers", "registration", "claims"),
    ("POST", "/inbox/read", "up_to", "news"),
)
"""Where the name of something stands in a field: method, address, field, what of Acme's."""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with moment.at(NOW):
        yield


@pytest.fixture
def rita(full: Full) -> FlaskClient:
    return full.world.sign_in(full.world.rita)


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def told(answer: TestResponse, *names: str) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers, without what differs each time and without the name that was asked for.

    Not without a number: it may stand there for something else.
    """
    text = re.sub(r'("X-CSRFToken": "|name="csrf_token" value=")[^"]+', r"\1", answer.data.decode(errors="replace"))
    for name in names:
        text = text if name.isdecimal() else text.replace(name, "…")
    heads = {name: value for name, value in answer.headers if name not in ("Set-Cookie", "Content-Length")}
    return answer.status_code, text, heads


def leaks(answer: TestResponse) -> list[str]:
    """Marked words of Acme's in an answer, wherever they stand."""
    everything_said = f"{answer.headers}\n{answer.get_data(as_text=True)}".casefold()
    return [word for word in CANARIES if word.casefold() in everything_said]


def may_ask(person: User, endpoint: str) -> bool:
    """Does this person's role come past the door of this address?"""
    who = WHO.get(endpoint, SIGNED_IN)
    return who in (ANYONE, SIGNED_IN, COMING_IN) or may(person, who)


def asked_at(full: Full, rule: Rule, person: User) -> list[tuple[str, str]]:
    """All addresses of a rule; one where the door is shut, since it shuts before it reads the name."""
    return addresses(full, rule)[: None if may_ask(person, rule.endpoint) else 1]


def across(app: Flask, full: Full, person: User, nouns: set[str] | None = None) -> list[str]:
    """What is wrong with the answers to somebody whom these things do not concern: 404, or 403 whatever the name."""
    client, faults = app.test_client(), []
    client.set_cookie("dibs", open_session(person, "test"))
    for rule in rules(app):
        key = noun(rule)
        if rule.endpoint in PUBLIC or not key or (nouns is not None and key not in nouns):
            continue
        status = 404 if may_ask(person, rule.endpoint) else 403
        for method in methods(rule):
            name, path = addresses(full, rule)[0]
            other = path.replace(name, unknown(name))
            nothing = told(client.open(other, method=method), other, unknown(name))
            for name, path in asked_at(full, rule, person):
                foreign = client.open(path, method=method)
                if foreign.status_code != status:
                    faults.append(f"{method} {path} ({rule.endpoint}): {foreign.status_code}, not {status}")
                elif told(foreign, path, name) != nothing:
                    faults.append(f"{method} {path} ({rule.endpoint}): tells what there is from what there is not")
                faults += [f"{method} {path} ({rule.endpoint}): says {word}" for word in leaks(foreign)]
    return faults


def test_every_address_says_what_stands_there(full: Full) -> None:
    """A new address fails here until `NOUNS` knows its objects, so that none is left out of the sweeps."""
    for rule in rules(full.world.app):
        assert addresses(full, rule), rule.rule
    assert all(NOUNS[key](full) for key in NOUNS)


def test_what_is_a_rivals_looks_to_rita_like_what_there_is_not(full: Full) -> None:
    assert across(full.world.app, full, full.world.rita) == []


def test_what_is_anas_looks_so_to_a_colleague_who_sees_only_what_is_their_own(full: Full) -> None:
    carl = User.create(
        email="carl@acme.example",
        name="Carl Eder",
        role="rep",
        sees="own",
        partner=full.world.ana.partner,
        created_at=NOW,
    )
    assert across(full.world.app, full, carl, COMPANYS) == []


@pytest.mark.parametrize(("method", "path", "field", "kind"), REFERENCES)
def test_a_rivals_thing_named_in_a_field_is_unknown(
    full: Full, rita: FlaskClient, method: str, path: str, field: str, kind: str
) -> None:
    things = getattr(full, kind)
    for name in things.values() if isinstance(things, dict) else things:
        where = "query_string" if method == "GET" else "data"
        foreign, nothing = (
            rita.open(path, method=method, **{where: {field: one, "text": "x", "reason": "x"}})
            for one in (name, unknown(name))
        )
        assert foreign.status_code == 404, (path, name)
        assert told(foreign, name) == told(nothing, unknown(name))
        assert leaks(foreign) == []


def test_the_key_of_a_rivals_form_leads_to_a_form_of_ones_own(full: Full, rita: FlaskClient) -> None:
    for code in (full.claims["draft"], full.claims["submitted"]):
        theirs = Registration.get(Registration.code == code)
        for path in ("/registrations/drafts", "/registrations", "/registrations/evidence"):
            answer = rita.post(path, data={"key": theirs.idempotency_key, "company": "Reihergrund Werke"})
            assert leaks(answer) == []
            assert theirs.code not in f"{answer.headers}{answer.text}"
        assert Registration.get(Registration.code == code).company == theirs.company


def test_no_page_of_ritas_says_a_word_of_acmes(full: Full, rita: FlaskClient) -> None:
    for rule in rules(full.world.app):
        for _, path in addresses(full, rule):
            if "GET" in methods(rule):
                for headers in ({}, {"HX-Request": "true"}):
                    answer = rita.get(path, headers=headers)
                    assert leaks(answer) == [], path
                    assert answer.status_code < 500, path


def test_a_check_says_nothing_of_whose_claim_it_is(full: Full, rita: FlaskClient) -> None:
    """One check for each verdict; the name that was typed comes back, the holder's words do not."""
    for state in ("approved", "submitted", "returned", "held"):
        claim = Registration.get(Registration.code == full.claims[state])
        answer = rita.post("/checks", data={"name": claim.domain or claim.company, "country": "DE"})
        assert 'data-verdict="' in answer.text
        for secret in (claim.code, "Zeisig", "Stieglitz", "goldammer", "Acme", "Ana Novak"):
            assert secret not in answer.text
    assert Receipt.select().where(Receipt.user == full.world.rita).count() == 4


@pytest.mark.parametrize("who", ["nobody", "former colleague", "signed out"])
def test_without_a_living_session_there_is_only_the_way_in(full: Full, who: str) -> None:
    world, client = full.world, full.world.app.test_client()
    if who != "nobody":
        mail = f"{who.split()[0]}@acme.example"
        gone = User.create(email=mail, name="Gerd Gone", role="rep", partner=world.ana.partner, created_at=NOW)
        client.set_cookie("dibs", open_session(gone, "test"))
        User.update(is_active=who == "signed out").where(User.id == gone.id).execute()
        end_sessions(gone) if who == "signed out" else None
    for rule in rules(world.app):
        for method in () if rule.endpoint in {*PUBLIC, FRONT_DOOR} else methods(rule):
            _, path = addresses(full, rule)[0]
            answer = client.open(path, method=method)
            assert answer.status_code == 303, f"{method} {path}: {answer.status_code}"
            assert answer.location.startswith("/sign-in"), path
            assert leaks(answer) == []
            from_htmx = client.open(path, method=method, headers={"HX-Request": "true"})
            assert from_htmx.status_code == 401, path
            assert from_htmx.headers["HX-Redirect"].startswith("/sign-in")
            assert from_htmx.data == b""


def test_what_is_public_is_so_on_purpose() -> None:
    """What the table opens to everyone is written down here a second time."""
    assert {endpoint for endpoint, who in WHO.items() if who == ANYONE} == {*PUBLIC, FRONT_DOOR}


@pytest.mark.once
@pytest.mark.parametrize("who", ["ana", "rita", "reader", "max", "dora", "ada"])
def test_every_role_comes_as_far_as_the_table_says_and_no_further(full: Full, who: str) -> None:
    person = _reader(full) if who == "reader" else getattr(full.world, who)
    client = full.world.sign_in(person)
    for rule in rules(full.world.app):
        for method in methods(rule):
            if may_ask(person, rule.endpoint) and method != "GET":
                continue  # what a verb says to them, the tests of the verb know
            for _, path in asked_at(full, rule, person):
                status = client.open(path, method=method).status_code
                if may_ask(person, rule.endpoint):
                    assert status < 500, f"{method} {path}"
                    assert status != 403 or noun(rule), f"{method} {path}: shut to those who may"
                else:
                    assert status == 403, f"{method} {path}: {status}"


def _reader(full: Full) -> User:
    partner = full.world.ana.partner
    return User.create(email="rea@acme.example", name="Rea Lesser", role="reader", partner=partner, created_at=NOW)


def test_an_address_that_the_table_does_not_name_does_not_start(full: Full) -> None:
    app = create_app(full.config)
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(access.Undeclared, match="forgotten"):
        access.check(app)


def test_the_application_does_not_start_while_the_table_lacks_an_address(
    full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(WHO, "decisions.index")
    with pytest.raises(access.Undeclared, match=r"decisions\.index"):
        create_app(full.config)


def test_what_is_public_says_no_word_of_acmes(full: Full) -> None:
    client = full.world.app.test_client()
    for rule in rules(full.world.app):
        for _, path in addresses(full, rule) if rule.endpoint in PUBLIC else ():
            for method in methods(rule):
                assert leaks(client.open(path, method=method)) == [], path


@pytest.mark.once
def test_a_planted_leak_is_found(full: Full) -> None:
    """One page that forgets `visible_to`, one that says 403 instead of 404: this is what the sweep is for."""
    app = create_app(full.config)
    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/registrations/<code>/open", "leak", _forgets)
    app.add_url_rule("/questions/<code>/refused", "refused", lambda code: ("not yours", 403), methods=["POST"])
    faults = across(app, full, full.world.rita, {"/registrations/<code>", "/questions/<code>"})
    assert any("says Kanarienwerk" in fault for fault in faults)
    assert any("(refused): 403" in fault for fault in faults)
    assert all("(leak)" in fault or "(refused)" in fault for fault in faults)


def _forgets(code: str) -> str:
    """A view that takes a row without asking who sees it."""
    return "".join(claim.company for claim in Registration.select().where(Registration.code == code))


def test_an_address_that_nobody_knows_is_found(full: Full) -> None:
    app = create_app(full.config)
    app.add_url_rule("/ledgers/<code>", "ledger", lambda code: code)
    with pytest.raises(LookupError, match="/ledgers/<code>"):
        across(app, full, full.world.rita)
    assert everything.NOUNS.keys() >= COMPANYS


def test_the_front_door_shows_strangers_the_way_in_alone(full: Full) -> None:
    answer = full.world.app.test_client().get("/")
    assert answer.status_code == 200
    assert "Who is the prospect?" not in answer.text
    assert not [word for word in CANARIES if word in answer.text]
