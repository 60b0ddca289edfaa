"""Downloading a certificate, and the public page on which anyone who holds one finds out whether it is true."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints import certificates as screens
from config import Config
from domain import certificates, decisions, moment, protection
from domain.decisions import Words
from integrations import papers
from jobs.certificates import prepare_due
from models import Certificate, Registration, Throttle
from tests.presses import QUICK, press
from tests.world import MONDAY, World

LATER = MONDAY + timedelta(hours=1)
AS_PRINTED = {"partner": "Acme Systemhaus", "account": "Talsperrenverband Oberwald"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return decisions.approve(world.max, world.file(world.ana), Words(clause="5.1"))


@pytest.fixture
def certificate(claim: Registration, config: Config) -> Certificate:
    return prepared(claim, config)


@pytest.fixture
def stranger(world: World) -> FlaskClient:
    """Somebody without an account, as is whoever is handed a certificate."""
    return world.app.test_client()


def prepared(claim: Registration, config: Config, at: timedelta = timedelta(hours=1)) -> Certificate:
    with press(QUICK) as quick:
        assert prepare_due(MONDAY + at, config, quick) == 1
    newest = certificates.newest(claim)
    assert newest is not None
    return newest


def extended(world: World, claim: Registration, config: Config) -> Certificate:
    """The certificate after an extension, 70 days on."""
    with moment.at(MONDAY + timedelta(days=70)):
        protection.update(world.ana, Registration.get_by_id(claim.id), "Demo was held, the offer goes out on Friday.")
        protection.extend(world.ana, Registration.get_by_id(claim.id))
    return prepared(claim, config, timedelta(days=70))


def address(certificate: Certificate) -> str:
    return f"/v/{certificate.verify_code[2:]}"


def standing(page: TestResponse) -> str:
    found = re.search(r'data-standing="(\w+)"', page.text)
    assert found is not None
    return found[1]


def told(page: TestResponse, what: str) -> str:
    found = re.search(rf'data-{what}="(\w+)"', page.text)
    return found[1] if found else ""


def give(client: FlaskClient, to: str, content: bytes, headers: dict[str, str] | None = None) -> TestResponse:
    return client.post(to, data={"file": (io.BytesIO(content), "certificate.pdf")}, headers=headers or {})


# downloading


@pytest.mark.parametrize("person", ["ana", "ben", "max", "dora", "ada"])
def test_who_sees_the_claim_downloads_exactly_what_was_issued(
    world: World, claim: Registration, certificate: Certificate, config: Config, person: str
) -> None:
    answer = world.sign_in(getattr(world, person)).get(f"/registrations/{claim.code}/certificate")
    assert answer.status_code == 200
    assert answer.data == papers.read(config.certificate_folder, str(certificate.sha256))
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=certificate-{claim.code}.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_rival_gets_the_404_of_a_claim_that_does_not_exist(
    world: World, claim: Registration, certificate: Certificate
) -> None:
    rita = world.sign_in(world.rita)
    for there, not_there in (
        (f"/registrations/{claim.code}/certificate", "/registrations/DR-1111-1111/certificate"),
        (f"/registrations/{claim.code}/certificate/paper", "/registrations/DR-1111-1111/certificate/paper"),
        (f"/certificates/{certificate.verify_code}.pdf", "/certificates/V-1111-1111.pdf"),
    ):
        foreign, unknown = rita.get(there), rita.get(not_there)
        assert (foreign.status_code, unknown.status_code) == (404, 404)
        assert _without_tokens(foreign.text) == _without_tokens(unknown.text)


def test_without_signing_in_nothing_is_downloaded(
    stranger: FlaskClient, claim: Registration, certificate: Certificate
) -> None:
    for path in (f"/registrations/{claim.code}/certificate", f"/certificates/{certificate.verify_code}.pdf"):
        answer = stranger.get(path)
        assert answer.status_code in (302, 303)
        assert b"%PDF" not in answer.data


def test_while_it_is_being_made_the_page_says_so_and_asks_again_by_itself(
    world: World, claim: Registration, config: Config
) -> None:
    with moment.at(MONDAY):
        ana = world.sign_in(world.ana)
        page = ana.get(f"/registrations/{claim.code}/certificate")
        assert "usually within a minute" in page.text
        fragment = ana.get(f"/registrations/{claim.code}/certificate/paper", headers=HTMX)
    assert f'hx-get="/registrations/{claim.code}/certificate/paper"' in fragment.text
    assert told(fragment, "paper") == "preparing"
    prepared(claim, config)
    with moment.at(MONDAY):
        fragment = ana.get(f"/registrations/{claim.code}/certificate/paper", headers=HTMX)
    assert told(fragment, "paper") == "issued"
    assert "hx-get" not in fragment.text


def test_one_that_could_not_be_made_is_visible_and_staff_have_it_tried_again(world: World, claim: Registration) -> None:
    Certificate.update(state="failed", attempts=5, error="no ink").execute()
    failed = certificates.newest(claim)
    assert failed is not None
    path = f"/certificates/{failed.verify_code}/attempt"
    ana, max_ = world.sign_in(world.ana), world.sign_in(world.max)
    assert "no ink" not in ana.get(f"/registrations/{claim.code}/certificate").text
    assert "no ink" in max_.get(f"/registrations/{claim.code}/certificate").text
    assert ana.post(path).status_code == 403
    assert world.sign_in(world.rita).post(path).status_code == 403
    assert max_.post("/certificates/V-1111-1111/attempt").status_code == 404
    assert told(max_.post(path, headers=HTMX), "paper") == "preparing"
    assert max_.post(path).status_code == 409


def test_each_revision_can_be_downloaded_and_has_a_name_of_its_own(
    world: World, claim: Registration, certificate: Certificate, config: Config
) -> None:
    second, ana = extended(world, claim, config), world.sign_in(world.ana)
    first_file = ana.get(f"/certificates/{certificate.verify_code}.pdf")
    second_file = ana.get(f"/registrations/{claim.code}/certificate")
    assert first_file.data != second_file.data
    assert second_file.data == ana.get(f"/certificates/{second.verify_code}.pdf").data
    assert f"certificate-{claim.code}-revision-2.pdf" in second_file.headers["Content-Disposition"]


def test_a_file_that_was_changed_on_our_own_disk_is_not_handed_out(
    world: World, claim: Registration, certificate: Certificate, config: Config
) -> None:
    world.app.config["TESTING"] = False
    (config.certificate_folder / f"{certificate.sha256}.pdf").write_bytes(b"%PDF something else")
    answer = world.sign_in(world.ana).get(f"/registrations/{claim.code}/certificate")
    assert answer.status_code == 500
    assert b"something else" not in answer.data


# the public page


def test_the_page_says_valid_to_anyone_and_names_nobody(
    stranger: FlaskClient, claim: Registration, certificate: Certificate
) -> None:
    with moment.at(LATER):
        page = stranger.get(address(certificate))
    assert (page.status_code, standing(page)) == (200, "valid")
    for shown in (claim.code, "8 March 2027", "6 June 2027", "<ellipse"):
        assert shown in page.text
    for hidden in (
        "Acme",
        "Kassel",
        "Talsperrenverband",
        "Oberwald",
        "Ana",
        "Irene",
        "Flow",
        "Germany",
        str(certificate.sha256),
    ):
        assert hidden not in page.text, hidden


def test_the_seal_on_the_page_is_the_one_on_the_paper(
    stranger: FlaskClient, certificate: Certificate, config: Config
) -> None:
    from jobs.certificates import page as paper

    on_paper = re.findall(r"<ellipse[^>]*>", paper(certificate, config))
    with moment.at(LATER):
        assert re.findall(r"<ellipse[^>]*>", stranger.get(address(certificate)).text) == on_paper
    assert len(on_paper) > 40


def test_ninety_one_days_later_it_says_expired(stranger: FlaskClient, certificate: Certificate) -> None:
    with moment.at(MONDAY + timedelta(days=91)):
        assert standing(stranger.get(address(certificate))) == "expired"


def test_an_extension_makes_the_old_one_replaced_and_the_new_one_valid(
    world: World, stranger: FlaskClient, claim: Registration, certificate: Certificate, config: Config
) -> None:
    second = extended(world, claim, config)
    with moment.at(MONDAY + timedelta(days=91)):
        assert standing(stranger.get(address(certificate))) == "replaced"
        assert standing(stranger.get(address(second))) == "valid"


def test_revoked_and_closed_claims_are_told_without_why(
    world: World, stranger: FlaskClient, claim: Registration, certificate: Certificate
) -> None:
    with moment.at(LATER):
        said = Words(reason="weak_proof", clause="4.2", text="The mail was made up.", next_step="appeal")
        decisions.revoke(world.max, claim, said)
        page = stranger.get(address(certificate))
    assert standing(page) == "revoked"
    assert "made up" not in page.text
    assert "weak" not in page.text


def test_a_won_deal_reads_as_ended_and_not_as_won(
    world: World, stranger: FlaskClient, claim: Registration, certificate: Certificate
) -> None:
    with moment.at(LATER):
        protection.win(world.ana, claim)
        page = stranger.get(address(certificate))
    assert standing(page) == "ended"
    assert not re.search(r"\bwon\b", page.text, re.IGNORECASE)


@pytest.mark.parametrize("code", ["1111-1111", "x", "V-", "%00", "a" * 3000, "%F0%9F%98%80", "7K4M-2QXR'--"])
def test_an_unknown_code_gets_the_same_page_without_a_certificate(stranger: FlaskClient, code: str) -> None:
    with moment.at(LATER):
        page, other = stranger.get(f"/v/{code}"), stranger.get("/v/2222-2222")
    assert (page.status_code, standing(page)) == (200, "unknown")
    assert "There is no certificate with this code" in page.text
    assert _without_tokens(page.text) == _without_tokens(other.text)


def test_the_code_of_one_that_is_not_issued_yet_is_unknown(stranger: FlaskClient, claim: Registration) -> None:
    waiting = certificates.newest(claim)
    assert waiting is not None
    with moment.at(LATER):
        page, other = stranger.get(address(waiting)), stranger.get("/v/2222-2222")
    assert _without_tokens(page.text) == _without_tokens(other.text)


def _without_tokens(text: str) -> str:
    return re.sub(r'(csrf_token" value="|X-CSRFToken": ")[^"]*', "", text)


def test_the_code_can_be_typed_or_the_address_pasted(stranger: FlaskClient, certificate: Certificate) -> None:
    bare = certificate.verify_code[2:]
    for typed in (bare, bare.lower(), certificate.verify_code, f" http://localhost:8000/v/{bare}/ "):
        answer = stranger.get("/verify", query_string={"code": typed})
        assert (answer.status_code, answer.location) == (303, f"/v/{bare}"), typed


def test_the_form_asks_for_a_code_when_none_was_typed(stranger: FlaskClient) -> None:
    assert stranger.get("/verify").status_code == 200
    answer = stranger.get("/verify?code=%20-%20")
    assert answer.status_code == 422
    assert "Type the code as printed" in answer.text


# comparing


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_names_as_printed_match_and_one_changed_name_does_not(
    stranger: FlaskClient, certificate: Certificate, headers: dict[str, str]
) -> None:
    to = f"{address(certificate)}/names"
    with moment.at(LATER):
        right = stranger.post(to, data=AS_PRINTED, headers=headers)
        one = stranger.post(to, data={**AS_PRINTED, "partner": "Rival Technik"}, headers=headers)
        other = stranger.post(to, data={**AS_PRINTED, "account": "Talsperrenverband Unterwald"}, headers=headers)
    assert [page.status_code for page in (right, one, other)] == [200, 200, 200]
    assert [told(page, "names") for page in (right, one, other)] == ["match", "differ", "differ"]
    assert "Does not match" in one.text
    assert ("<!doctype html>" in right.text) is not bool(headers)


def test_it_is_not_said_which_name_is_wrong(stranger: FlaskClient, certificate: Certificate) -> None:
    to = f"{address(certificate)}/names"
    with moment.at(LATER):
        answers = [
            stranger.post(to, data={"partner": partner, "account": account}, headers=HTMX).text
            for partner, account in ((AS_PRINTED["partner"], "Xxxx"), ("Xxxx", AS_PRINTED["account"]), ("Xxxx", "Xxxx"))
        ]
    said = {re.sub(r'value="[^"]*"', "", text) for text in answers}
    assert len(said) == 1


def test_an_empty_name_is_asked_for_and_what_was_typed_is_kept(stranger: FlaskClient, certificate: Certificate) -> None:
    with moment.at(LATER):
        page = stranger.post(f"{address(certificate)}/names", data={"partner": "Acme <b>", "account": " "})
    assert page.status_code == 422
    assert "Type the account as printed" in page.text
    assert 'value="Acme &lt;b&gt;"' in page.text
    assert Throttle.select().count() == 0


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_missing_is_told_twice_in_the_words_of_the_one_who_found_it_out(
    stranger: FlaskClient, certificate: Certificate, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    """Above all and at its field, and nothing that is not missing: no template finds out for itself what is."""
    monkeypatch.setitem(screens.NEEDED, "account", "Which account?")
    monkeypatch.setattr(screens, "NO_FILE", "Which file?")
    with moment.at(LATER):
        names = stranger.post(f"{address(certificate)}/names", data={"partner": "Acme"}, headers=headers).text
        file = stranger.post(f"{address(certificate)}/file", data={}, headers=headers).text
    for page, says in ((names, "Which account?"), (file, "Which file?")):
        assert (page.count(says), page.count("aria-invalid"), page.count('class="problem"')) == (2, 1, 1), says


def test_names_cannot_be_guessed_ten_an_hour_and_then_wait(world: World, certificate: Certificate) -> None:
    to, guess = f"{address(certificate)}/names", {"partner": "Guess", "account": "Guess"}
    with moment.at(LATER):
        codes = [world.app.test_client().post(to, data=guess).status_code for _ in range(10)]
        refused = world.app.test_client().post(to, data=AS_PRINTED)
        elsewhere = world.app.test_client().post(to, data=AS_PRINTED, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert codes == [200] * 10
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 360
    assert "You can go on from" in refused.text
    assert "data-names" not in refused.text
    assert told(elsewhere, "names") == "match"
    with moment.at(LATER + timedelta(minutes=7)):
        assert told(world.app.test_client().post(to, data=AS_PRINTED), "names") == "match"


def test_comparing_with_an_unknown_code_reveals_nothing_and_costs_nothing(stranger: FlaskClient) -> None:
    with moment.at(LATER):
        page, plain = stranger.post("/v/1111-1111/names", data=AS_PRINTED), stranger.get("/v/1111-1111")
    assert (page.status_code, standing(page)) == (200, "unknown")
    assert _without_tokens(page.text) == _without_tokens(plain.text)
    assert Throttle.select().count() == 0


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_file_is_what_we_issued_and_with_one_changed_byte_it_is_not(
    stranger: FlaskClient, certificate: Certificate, config: Config, headers: dict[str, str]
) -> None:
    true = papers.read(config.certificate_folder, str(certificate.sha256))
    false = bytes([true[0] ^ 1]) + true[1:]
    with moment.at(LATER):
        right = give(stranger, f"{address(certificate)}/file", true, headers)
        wrong = give(stranger, f"{address(certificate)}/file", false, headers)
    assert (right.status_code, told(right, "file")) == (200, "same")
    assert "This file is exactly what we issued" in right.text
    assert (wrong.status_code, told(wrong, "file")) == (200, "foreign")
    assert "Not issued by us" in wrong.text


def test_a_true_file_under_the_wrong_code_is_told_apart(
    world: World, stranger: FlaskClient, claim: Registration, certificate: Certificate, config: Config
) -> None:
    first = papers.read(config.certificate_folder, str(certificate.sha256))
    second = extended(world, claim, config)
    assert told(give(stranger, f"{address(second)}/file", first), "file") == "other"


def test_a_file_alone_is_enough_to_find_its_certificate(
    stranger: FlaskClient, claim: Registration, certificate: Certificate, config: Config
) -> None:
    true = papers.read(config.certificate_folder, str(certificate.sha256))
    with moment.at(LATER):
        page = give(stranger, "/verify", true)
        foreign = give(stranger, "/verify", true + b"\n")
    assert (standing(page), told(page, "file")) == ("valid", "same")
    assert claim.code in page.text
    assert told(foreign, "file") == "foreign"


@pytest.mark.parametrize("to", ["/verify", "/v/1111-1111/file"])
def test_no_file_is_asked_for(stranger: FlaskClient, to: str) -> None:
    answer = stranger.post(to, data={})
    assert answer.status_code == 422
    assert "Choose the PDF that you were sent" in answer.text


@pytest.mark.parametrize("is_checked", [False, True])
def test_a_file_that_is_too_large_is_answered_with_413_before_it_is_read(
    world: World, stranger: FlaskClient, certificate: Certificate, is_checked: bool
) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = is_checked
    for to in ("/verify", f"{address(certificate)}/file"):
        answer = give(stranger, to, b"%PDF" + bytes(6 * 1024 * 1024))
        assert (answer.status_code, told(answer, "file")) == (413, "large")
    fits = give(stranger, "/verify", b"%PDF" + bytes(5 * 1024 * 1024 - 10))
    assert fits.status_code == (400 if is_checked else 200)


def test_the_forms_carry_their_tokens_and_are_refused_without(world: World, certificate: Certificate) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = True
    client, to = world.app.test_client(), f"{address(certificate)}/names"
    assert client.post(to, data=AS_PRINTED).status_code == 400
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address(certificate)).text)
    assert found is not None
    with moment.at(LATER):
        assert told(client.post(to, data={**AS_PRINTED, "csrf_token": found[1]}), "names") == "match"


def test_a_file_that_was_given_is_not_kept(stranger: FlaskClient, certificate: Certificate, config: Config) -> None:
    before = sorted(path.name for path in config.instance.rglob("*"))
    give(stranger, f"{address(certificate)}/file", b"%PDF" + bytes(2 * 1024 * 1024))
    assert sorted(path.name for path in config.instance.rglob("*")) == before


def test_the_registration_page_offers_the_newest_revision_and_the_earlier_ones(
    world: World, claim: Registration, certificate: Certificate, config: Config
) -> None:
    extended(world, claim, config)
    with moment.at(MONDAY + timedelta(days=71)):
        for person in (world.ana, world.max):
            page = world.sign_in(person).get(f"/registrations/{claim.code}").text
            assert f'href="/registrations/{claim.code}/certificate"' in page
            assert f'href="/certificates/{certificate.verify_code}.pdf"' in page
            assert "Revision 2, issued on" in page
