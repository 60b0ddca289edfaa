"""The certificate as others see it: signed, archived, readable aloud, its record inside, whatever the names are."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from config import Config
from domain import certificates, decisions, moment, rules
from domain.decisions import Words
from domain.rules import Line
from integrations.pdf import Press
from integrations.signers import facts_of
from jobs.certificates import prepare_due
from models import Certificate, Partner, Registration, RulesVersion, Vendor
from tests.signed import by_pdfsig, by_pyhanko, inside, spoken
from tests.world import MONDAY, RULES, World

GERMAN = "Vereinigte Wasserwirtschaftliche Messtechnik-Gesellschaft AG"
JAPANESE = "独立行政法人水資源機構関東地方整備局利根川ダム統合管理事務所"
assert len(GERMAN) == 60


def printed(world: World, config: Config, press: Press, **typed: str) -> tuple[Certificate, Path]:
    with moment.at(MONDAY):
        claim = decisions.approve(world.max, world.file(world.ana, **typed), Words(clause="5.1"))
    is_made = prepare_due(MONDAY, config, press)
    made = certificates.newest(claim)
    assert made is not None
    assert is_made == 1, made.error
    return made, config.certificate_folder / f"{made.sha256}.pdf"


def asked(*command: str | Path) -> str:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout


@pytest.mark.once
def test_both_validators_accept_the_issued_file(world: World, config: Config, real: Press) -> None:
    certificate, file = printed(world, config, real)
    signer = certificate.facts["signer"]
    assert "Signature is Valid" in by_pdfsig(file)
    told = by_pyhanko(file, config.signing_folder / "public" / f"{signer}.pem")
    assert "judged VALID" in told, told
    facts = facts_of(config.signing_folder, signer)
    assert facts is not None
    assert facts.name == "Nordwind Instruments GmbH"


def test_the_record_inside_is_what_the_page_prints_with_the_whole_entry(
    world: World, config: Config, real: Press
) -> None:
    certificate, file = printed(world, config, real)
    found = inside(file.read_bytes())
    claim = certificate.registration
    assert found["name"] == f"{claim.code}.json"
    assert found["is_named"]
    assert (found["relation"], found["type"]) == ("/Data", "/application/json")
    record = json.loads(found["content"])
    assert record["facts"] == {name: value for name, value in certificate.facts.items() if name != "signer"}
    assert len(record["facts"]["entry"]) == 64
    assert record["verify"].endswith(f"/v/{certificate.verify_code[2:]}")
    for secret in ("Irene", "Thoma", "15k", "EUR", "silver", "points"):
        assert secret not in found["content"].decode()


def test_it_can_be_read_aloud_in_order(world: World, config: Config, real: Press) -> None:
    _, file = printed(world, config, real)
    told = asked("pdfinfo", "-struct-text", file)
    assert "Tagged:          yes" in asked("pdfinfo", file)
    at = 0
    for word in (
        "H1 (block)",
        '"Registration certificate"',
        "Figure",
        "Table",
        "TH",
        '"Partner"',
        "TD",
        "Acme",
        "Foot",
    ):
        at = told.index({"Foot": '"Verify."'}.get(word, word), at)
    seal, code = "Seal drawn from the entry in the register", "QR code with the address of the verification page"
    assert spoken(file.read_bytes()) == ("en", True, [seal, code])


def test_every_font_is_inside(world: World, config: Config, real: Press) -> None:
    _, file = printed(world, config, real, company=JAPANESE, domain="dam.example")
    head, _, *fonts = asked("pdffonts", file).splitlines()
    where = slice(head.index("emb"), head.index("emb") + 3)
    assert len(fonts) >= 3
    assert {font[where].strip() for font in fonts} == {"yes"}
    assert any("Droid" in font or "CJK" in font for font in fonts), fonts


@pytest.mark.parametrize("name", [GERMAN, JAPANESE], ids=["German", "Japanese"])
def test_every_field_survives_a_long_german_and_a_japanese_name(
    world: World, config: Config, real: Press, name: str
) -> None:
    """All of them at once: vendor, address, partner, account, their places, the product line."""
    Partner.update(name=name, city=name).where(Partner.code == "P-ACME-1111").execute()
    Vendor.update(name=name, legal_name=name, address=f"{name} 12").execute()
    with moment.at(MONDAY):
        rules.publish(replace(RULES, lines=(Line("flow", name),)), {"en": "x"})
    certificate, file = printed(world, config, real, company=name, city=name, domain="dam.example")
    document = pypdfium2.PdfDocument(file)
    assert len(document) == 1
    page = document[0].get_textpage()
    told = "".join(page.get_text_range().replace("\ufffe", "-").split())
    plain = name.replace(" ", "")
    # vendor's mark, legal name, address, sentence (twice), partner and city, account and city, scope, foot
    assert told.replace("-", "").count(plain.replace("-", "")) == 11
    width, height = document[0].get_size()
    for index in range(page.count_chars()):
        left, bottom, right, top = page.get_charbox(index)
        assert left >= 0 <= bottom, index
        assert right <= width, index
        assert top <= height, index
    (read,) = zxingcpp.read_barcodes(document[0].render(scale=150 / 72).to_pil())
    assert read.text.endswith(certificate.verify_code[2:])


def test_a_key_that_cannot_sign_issues_nothing_and_tells_staff_why(world: World, config: Config, real: Press) -> None:
    missing = replace(config, signing_file=str(config.instance / "gone.p12"))
    with moment.at(MONDAY):
        claim = decisions.approve(world.max, world.file(world.ana), Words(clause="5.1"))
    assert prepare_due(MONDAY, missing, real) == 0
    waiting = certificates.newest(claim)
    assert waiting is not None
    assert waiting.state == "preparing"
    assert waiting.error.startswith("SIGNING_FILE names a file that cannot be read")
    assert not config.certificate_folder.exists()


def test_the_language_is_that_of_whoever_holds_the_claim(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from domain import words

    class Person:
        locale = "en"

    assert words.language_of(Person()) == "en"
    monkeypatch.setattr(words, "LANGUAGES", ("en", "de", "es"))
    spanish = Person()
    spanish.language = "es"  # type: ignore[attr-defined]
    assert words.language_of(spanish) == "es"
    spanish.language = "xx"  # type: ignore[attr-defined]
    assert words.language_of(spanish) == "en"
    spanish.language, spanish.locale = "", "de"  # type: ignore[attr-defined]
    assert words.language_of(spanish) == "de"


def test_a_claim_issued_before_papers_were_signed_says_nothing_of_a_signature(
    world: World, config: Config, real: Press
) -> None:
    certificate, _ = printed(world, config, real)
    assert certificates.answer(certificate, MONDAY).signer == certificate.facts["signer"]
    old = Certificate(**{**certificate.__data__, "facts": {**certificate.facts, "signer": ""}})
    del old.facts["signer"]
    assert certificates.answer(old, MONDAY).signer == ""
    assert Registration.select().count() == 1
    assert RulesVersion.select().count() == 1
