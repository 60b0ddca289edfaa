"""What someone who holds a paper learns about its signature: whose it must be, and where to check it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config import Config
from domain import decisions, moment
from domain.decisions import Words
from integrations.pdf import Press
from integrations.signers import every
from jobs.certificates import prepare_due
from models import Certificate, Registration
from tests.blueprints.test_certificates import give, told
from tests.presses import QUICK, press
from tests.world import MONDAY, World

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        return decisions.approve(world.max, world.file(world.ana), Words(clause="5.1"))


def issued(config: Config, press: Press | None = None) -> Certificate:
    assert prepare_due(LATER, config, press) == 1
    return Certificate.get()


def test_the_signed_file_is_known_and_its_page_says_who_signed(
    world: World, claim: Registration, config: Config
) -> None:
    certificate, stranger = issued(config), world.app.test_client()
    content = (config.certificate_folder / f"{certificate.sha256}.pdf").read_bytes()
    address = f"/v/{certificate.verify_code[2:]}"
    assert told(give(stranger, f"{address}/file", content), "file") == "same"
    assert told(give(stranger, "/verify", content), "file") == "same"
    for at in (9, len(content) // 2, content.index(b"/Contents <") + 100, len(content) - 1):
        forged = content[:at] + bytes([content[at] ^ 32]) + content[at + 1 :]
        assert told(give(stranger, f"{address}/file", forged), "file") == "foreign"
    page = stranger.get(address)
    assert "Nordwind Instruments GmbH" in page.text
    assert "The file is signed electronically." in page.text
    assert 'href="/verify/signature"' in page.text
    ana = world.sign_in(world.ana).get(f"/registrations/{claim.code}")
    assert "Signed electronically, with the record of the registration inside." in ana.text


def test_a_file_without_a_signature_is_not_said_to_have_one(world: World, claim: Registration, config: Config) -> None:
    with press(QUICK) as quick:
        certificate = issued(config, quick)
    page = world.app.test_client().get(f"/v/{certificate.verify_code[2:]}")
    assert "signed electronically" not in page.text
    assert "Signed electronically" not in world.sign_in(world.ana).get(f"/registrations/{claim.code}").text


def test_anyone_finds_the_fingerprint_and_the_certificate(world: World, claim: Registration, config: Config) -> None:
    stranger = world.app.test_client()
    assert "No paper has been signed yet." in stranger.get("/verify/signature").text
    issued(config)
    (facts,) = every(config.signing_folder)
    page = stranger.get("/verify/signature")
    assert facts.groups in page.text
    assert "with a certificate of its own making" in page.text
    answer = stranger.get(f"/verify/signers/{facts.fingerprint}.pem")
    assert answer.status_code == 200
    assert answer.data.startswith(b"-----BEGIN CERTIFICATE")
    assert b"PRIVATE" not in answer.data
    for name in ("0" * 64, "key", "..%2fkey", facts.fingerprint.upper()):
        assert stranger.get(f"/verify/signers/{name}.pem").status_code == 404
