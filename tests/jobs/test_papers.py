"""The clock's part in orders: sheets that say what they must, a ZIP of what was issued, and files that go again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from config import Config
from domain import (
    certificates,
    conditions,
    decisions,
    evidence,
    evidence_ratings,
    moment,
    papers,
    protection,
    reversals,
)
from domain.decisions import Wanted, Words
from integrations import evidence as store
from integrations.pdf import Press
from jobs import papers as clock
from jobs.certificates import prepare_due
from jobs.readouts import read_due
from models import Condition, Evidence, PaperOrder, Partner, Registration, User, Vendor
from tests.presses import BROKEN, QUICK, press
from tests.signed import by_pdfsig, inside, spoken
from tests.world import MONDAY, World

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def quick() -> Iterator[Press]:
    with press(QUICK) as kept:
        yield kept


@pytest.fixture
def claim(world: World) -> Registration:
    return approved(world)


def approved(world: World, company: str = "Talsperrenverband Oberwald") -> Registration:
    with moment.at(MONDAY):
        return decisions.approve(world.max, world.file(world.ana, company), Words(clause="5.1", text="Well proven."))


def made(order: PaperOrder, config: Config, press: Press) -> tuple[PaperOrder, Path]:
    assert clock.make_due(LATER, config, press) == 1, PaperOrder.get_by_id(order.id).error
    order = PaperOrder.get_by_id(order.id)
    path = config.paper_folder / order.code
    assert (order.state, order.size) == ("ready", path.stat().st_size)
    assert order.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    return order, path


def words_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.replace("\ufffe", "-").split())


def test_the_benefit_sheet_says_discount_dates_and_duties_and_whose_it_is(
    world: World, claim: Registration, config: Config, real: Press
) -> None:
    with moment.at(LATER):
        order, path = made(papers.order_benefits(world.ana, claim), config, real)
    assert order.filename == f"benefits-{claim.code}.pdf"
    text = words_of(path)
    for line in (
        "Benefit sheet", claim.code, "For Acme Systemhaus alone. Do not pass this sheet on to customers",
        "+10 points", "at Silver level", "8 March 2027 to 6 June 2027, end of day", "30 days more by one tap",
        "the next by 19 April 2027", "by 15 March 2027", "30, 14, 7, 1 days before protection ends",
        "Talsperrenverband Oberwald, Oberwald, Germany", "Ana Novak",
    ):  # fmt: skip
        assert line in text, line
    for secret in ("Irene", "Thoma", "15,000"):
        assert secret not in text, secret
    assert len(pypdfium2.PdfDocument(path)) == 1
    assert spoken(path.read_bytes()) == ("en", True, [])


def test_the_dossier_says_everything_is_signed_and_holds_the_register(
    world: World, claim: Registration, config: Config, real: Press
) -> None:
    with moment.at(MONDAY):
        Evidence.create(
            code="E-1111-1111", registration=claim, partner=claim.partner, uploaded_by=world.ana, kind="eml", size=1234,
            uploaded_at=MONDAY, filename="Besuch am 3. März.eml", sha256="ab" * 32,
        )  # fmt: skip
    prepare_due(MONDAY, config, real)
    with moment.at(LATER):
        _, path = made(papers.order_dossier(world.max, claim), config, real)
    text = words_of(path)
    issued = certificates.of(claim).issued
    assert issued is not None
    for line in (
        "Dossier", claim.code, "For Nordwind Instruments GmbH alone.", "Irene Thoma", "15,000 to 40,000 €",
        "Besuch am 3. März.eml", "ab" * 32, "Well proven.", "Approved by Max Lindner", "5.1 Clear case",
        issued.verify_code, str(issued.sha256)[:40], "they are whole", "registration.submitted",
        "8 March 2027, 10:00:00",
        "confidential, made for Max Lindner",
    ):  # fmt: skip
        assert line.replace(" ", "") in text.replace(" ", ""), line
    assert "Signature is Valid" in by_pdfsig(path)
    record = json.loads(inside(path.read_bytes())["content"])
    assert [one["line"]["name"] for one in record["entries"]][:1] == ["registration.drafted"]
    assert spoken(path.read_bytes())[2] == ["Seal drawn from the entry in the register"]


def test_a_dossier_of_a_changed_record_says_so(world: World, claim: Registration, config: Config, real: Press) -> None:
    from models import Event
    from tests.test_schema import _without_guard

    _without_guard("event")
    Event.update(facts={"until": "2099"}).where(Event.name == "registration.submitted").execute()
    with moment.at(LATER):
        _, path = made(papers.order_dossier(world.max, claim), config, real)
    assert "One does not" in words_of(path)


def test_long_and_japanese_names_and_long_texts_are_printed_whole(world: World, config: Config, real: Press) -> None:
    name = "独立行政法人水資源機構関東地方整備局利根川ダム統合管理事務所"
    Vendor.update(name=name, legal_name=name).execute()
    Partner.update(name=f"Ä{'x' * 199}", city=name).where(Partner.code == "P-ACME-1111").execute()
    with moment.at(MONDAY):
        filed = world.file(world.ana, name, domain="dam.example", contact_name="<b>Zoë</b> & Söhne")
        claim = decisions.approve(world.max, filed, Words(clause="5.1", text="So. " * 900))
    for order in (papers.order_benefits, papers.order_dossier):
        with moment.at(LATER):
            _, path = made(order(world.max, claim), config, real)
        text = words_of(path).replace(" ", "").replace("-", "")
        assert text.count(name) >= 3
        assert "x" * 199 in text
    assert "<b>Zoë</b>&Söhne" in text
    assert text.count("So.") >= 900


@pytest.mark.parametrize("sign", ["=", "＝"])
def test_the_zip_holds_the_issued_files_and_a_table_of_them(
    world: World, config: Config, quick: Press, sign: str
) -> None:
    Partner.update(name=f'{sign}HYPERLINK("evil")').where(Partner.code == "P-ACME-1111").execute()
    claims = [approved(world, name) for name in ("Talsperrenverband Oberwald", "Molinos del Ebro")]
    prepare_due(MONDAY, config, quick)
    with moment.at(LATER):
        order, path = made(papers.order_certificates(world.max, [claim.id for claim in claims]), config, quick)
    assert (order.done, order.total, order.filename) == (2, 2, "certificates-2027-03-08.zip")
    with zipfile.ZipFile(path) as bundle:
        assert bundle.testzip() is None
        for claim in claims:
            issued = certificates.of(claim).issued
            assert issued is not None
            content = bundle.read(f"certificate-{claim.code}.pdf")
            assert hashlib.sha256(content).hexdigest() == issued.sha256
        rows = list(csv.reader(io.StringIO(bundle.read("certificates.csv").decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Registration", "Partner", "Account"]
    assert [row[0] for row in rows[1:]] == [claim.code for claim in claims]
    assert rows[1][1] == f'\'{sign}HYPERLINK("evil")'
    assert rows[1][5].startswith("http://localhost:8000/v/")


def test_what_cannot_be_had_any_more_is_left_out_and_counted(world: World, config: Config, quick: Press) -> None:
    claims = [
        approved(world, name) for name in ("Talsperrenverband Oberwald", "Molinos del Ebro", "Klinikum Westerode")
    ]
    prepare_due(MONDAY, config, quick)
    damaged = certificates.of(claims[0]).issued
    assert damaged is not None
    (config.certificate_folder / f"{damaged.sha256}.pdf").write_bytes(b"%PDF something else")
    with moment.at(LATER):
        order, path = made(papers.order_certificates(world.max, [claim.id for claim in claims]), config, quick)
    assert (order.done, order.total) == (2, 3)
    assert f"certificate-{claims[0].code}.pdf" not in zipfile.ZipFile(path).namelist()


def test_what_one_may_not_see_any_more_is_not_put_in(world: World, config: Config, quick: Press) -> None:
    claim = approved(world)
    prepare_due(MONDAY, config, quick)
    with moment.at(LATER):
        order = papers.order_certificates(world.ben, [claim.id])
    User.update(sees="own").where(User.id == world.ben.id).execute()
    for minute in range(3):
        assert clock.make_due(LATER + timedelta(minutes=minute), config, quick) == 0
    assert PaperOrder.get_by_id(order.id).state == "failed"
    assert not list(config.paper_folder.glob("*"))


def test_a_broken_press_fails_the_order_and_keeps_no_other_waiting(
    world: World, claim: Registration, config: Config, quick: Press
) -> None:
    prepare_due(MONDAY, config, quick)
    with moment.at(LATER):
        sheet = papers.order_benefits(world.ana, claim)
        bundle = papers.order_certificates(world.ana, [claim.id])
    with press(BROKEN) as broken:
        assert clock.make_due(LATER, config, broken) == 1
        assert PaperOrder.get_by_id(bundle.id).state == "ready"
        for minute in range(1, 4):
            clock.make_due(LATER + timedelta(minutes=minute), config, broken)
    failed = PaperOrder.get_by_id(sheet.id)
    assert (failed.state, failed.error) == ("failed", "no ink")


def test_files_and_halves_of_files_go_when_their_time_is_over(
    world: World, claim: Registration, config: Config, quick: Press
) -> None:
    with moment.at(LATER):
        _, path = made(papers.order_benefits(world.ana, claim), config, quick)
    half, young = config.paper_folder / ".half", config.paper_folder / ".young"
    for file in (half, young):
        file.write_bytes(b"x")
    os.utime(half, (time.time() - 9000,) * 2)
    assert clock.sweep(LATER + timedelta(hours=23), config) == 0
    assert path.exists()
    assert clock.expired(LATER + timedelta(days=1)) == 1
    assert clock.sweep(LATER + timedelta(days=1), config) == 1
    assert not path.exists()
    assert not half.exists()
    assert young.exists()


def test_nothing_is_read_or_started_when_nothing_is_due(world: World, config: Config) -> None:
    with Press(("false",)) as idle:
        assert clock.make_due(LATER, config, idle) == 0
        assert idle.child is None
    assert not config.paper_folder.exists()


def test_a_sheet_of_an_extended_claim_speaks_of_what_comes_next(
    world: World, claim: Registration, config: Config, real: Press
) -> None:
    with moment.at(MONDAY + timedelta(days=20)):
        protection.update(world.ana, claim, "The offer goes out on Friday.")
        protection.extend(world.ana, Registration.get_by_id(claim.id))
        papers.order_benefits(world.ana, claim)
    now = MONDAY + timedelta(days=20)
    assert clock.make_due(now, replace(config, base_url="https://partners.nordwind.example"), real) == 1
    text = words_of(next(config.paper_folder.iterdir()))
    assert "A further 30 days when a person agrees" in text
    assert "8 March 2027 to 6 July 2027" in text
    assert "partners.nordwind.example" in text


def test_the_dossier_tells_what_was_read_how_it_was_weighed_asked_for_and_taken_back(
    world: World, config: Config, real: Press
) -> None:
    mail = b"From: Petra Wille <p.wille@talsperrenverband.example>\r\nTo: ana@acme.example\r\n" \
        b"Date: Mon, 1 Mar 2027 09:00:00 +0100\r\nSubject: Messgeraete\r\n\r\nBitte ein Angebot.\r\n"  # fmt: skip
    with moment.at(MONDAY):
        filed = world.file(world.ana, value_band="40k_to_100k")
        kept = store.keep(config.evidence_folder, filed.partner_id, "anfrage.eml", io.BytesIO(mail), 10_000)
        file = evidence.attach(world.ana, kept, registration=filed)
        read_due(MONDAY, config)
        evidence_ratings.rate(world.max, file, "weak")
        asked = (Wanted("Send the order.", (MONDAY + timedelta(days=20)).date()),)
        said = Words(clause="5.3", conditions=asked)
        claim = decisions.approve_with_conditions(world.max, decisions.opened(world.max, filed), said)
        conditions.meet(world.max, Condition.of_claim(claim.id)[0])
        reversals.reverse(world.dora, Registration.get_by_id(claim.id), "Approved too early.")
    with moment.at(LATER):
        _, path = made(papers.order_dossier(world.dora, claim), config, real)
    text = words_of(path).replace(" ", "")
    for line in (
        "Petra Wille", "Messgeraete", "Rated weak", "(Max Lindner, 8 March 2027)", "Condition, due by 28 March 2027",
        "Send the order.", "ticked off on 8 March 2027", "Taken back", "Approved too early.",
    ):  # fmt: skip
        assert line.replace(" ", "") in text, line
