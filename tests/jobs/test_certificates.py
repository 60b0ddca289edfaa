"""The clock's part: a requested certificate becomes one file, whatever dies, breaks or runs twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from config import Config
from domain import certificates, decisions, moment, seal
from domain.decisions import Words
from integrations.pdf import Press
from jobs.certificates import prepare_due, waiting
from models import Certificate, Event, Partner, Registration, Vendor
from models.base import close
from tests.presses import BROKEN, DIES, QUICK, press
from tests.world import MONDAY, World

LATER = MONDAY + timedelta(hours=1)
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><circle cx="14" cy="14" r="12"/></svg>'


@pytest.fixture
def quick() -> Iterator[Press]:
    with press(QUICK) as kept:
        yield kept


def approved(world: World, company: str = "Talsperrenverband Oberwald", **values: str) -> Registration:
    with moment.at(MONDAY):
        return decisions.approve(world.max, world.file(world.ana, company, **values), Words(clause="5.1"))


def of(claim: Registration) -> Certificate:
    found = certificates.newest(claim)
    assert found is not None
    return found


def printed(claim: Registration, config: Config, press: Press) -> pypdfium2.PdfDocument:
    assert prepare_due(LATER, config, press) == 1
    return pypdfium2.PdfDocument(config.certificate_folder / f"{of(claim).sha256}.pdf")


def text_of(document: pypdfium2.PdfDocument) -> str:
    """The words of the page in one line; a break inside a word that was hyphenated leaves no trace."""
    text = document[0].get_textpage().get_text_range()
    return " ".join(text.replace("\ufffe", "-").split())


def test_what_is_printed_is_what_stands_on_record_and_nothing_else(world: World, config: Config, real: Press) -> None:
    claim = approved(world)
    document = printed(claim, config, real)
    text, facts = text_of(document), of(claim).facts
    for line in (
        "Nordwind Instruments GmbH Hafenstraße 12, 26721 Emden, Germany localhost:8000",
        f"Registration certificate {claim.code}",
        "Nordwind Instruments confirms that Acme Systemhaus has registered the account",
        "Partner Acme Systemhaus, Kassel",
        "Account Talsperrenverband Oberwald, Oberwald, Germany",
        "Scope Opportunity; Flow sensors; Germany",
        "Registered at 8 March 2027, 10:00:00 CET",
        "Approved at 8 March 2027, 10:00:00 CET",
        "Protected until 6 June 2027, end of day",
        "Rules Programme rules, version 1, in force since 1 February 2026",
        f"Entry in the register {seal.groups(facts['entry'])}",
        f"localhost:8000/v/{of(claim).verify_code[2:]}",
        "Revision 1, issued and signed electronically by Nordwind Instruments GmbH on 8 March 2027",
    ):
        assert line in text, line
    for secret in ("Irene", "Thoma", "15k", "€", "EUR", "Silver", "discount", "points", "Ana", "talsperrenverband."):
        assert secret not in text, secret
    assert len(document) == 1


def test_the_file_has_title_author_and_language(world: World, config: Config, real: Press) -> None:
    claim = approved(world)
    document = printed(claim, config, real)
    meta = document.get_metadata_dict()
    assert meta["Title"] == f"Registration certificate {claim.code} – Nordwind Instruments"
    assert meta["Author"] == "Nordwind Instruments GmbH"
    assert meta["CreationDate"].startswith("D:20270308")


def test_the_printed_code_opens_the_verify_page(world: World, config: Config, real: Press) -> None:
    claim = approved(world)
    picture = printed(claim, config, real)[0].render(scale=150 / 72).to_pil()
    (read,) = zxingcpp.read_barcodes(picture)
    assert read.text == f"http://localhost:8000/v/{of(claim).verify_code[2:]}"
    page = world.app.test_client().get(read.text.removeprefix("http://localhost:8000"))
    assert page.status_code == 200
    assert claim.code in page.text


@pytest.mark.parametrize(
    ("partner", "account"),
    [
        ("Vereinigte Wasserwirtschaftliche Messtechnik- und Automatisierungsgesellschaft mbH & Co. KG",
         "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft und Zweckverband"),
        ("株式会社日本計測機器製作所東京支店", "独立行政法人水資源機構関東地方整備局利根川ダム統合管理事務所"),
        ("X" * 200, "Überlandwerk " * 15),
    ],
)  # fmt: skip
def test_long_and_japanese_names_stay_on_one_page_without_touching_the_foot(
    world: World, config: Config, real: Press, partner: str, account: str
) -> None:
    Partner.update(name=partner).where(Partner.code == "P-ACME-1111").execute()
    Vendor.update(logo=LOGO).execute()
    claim = approved(world, account.strip())
    document = printed(claim, config, real)
    assert len(document) == 1
    letters = text_of(document).replace(" ", "").replace("-", "")
    for name in (partner, account):
        assert name.replace(" ", "").replace("-", "") in letters
    page = document[0].get_textpage()
    entry, foot = (_top_of(page, words) for words in ("Entry in the register", "Verify."))
    assert entry > foot + 20


def _top_of(page: pypdfium2.PdfTextPage, words: str) -> float:
    index, count = page.search(words).get_next()
    return max(page.get_charbox(place)[3] for place in range(index, index + count))


def test_names_of_any_script_are_drawn_and_not_left_out_as_boxes(world: World, config: Config, real: Press) -> None:
    Partner.update(name="日本計測").where(Partner.code == "P-ACME-1111").execute()
    document = printed(approved(world), config, real)
    fonts = {str(item.get_font().get_family_name()) for item in document[0].get_objects() if item.type == 1}
    assert any("Charis" in font for font in fonts), fonts
    assert any("Droid" in font or "CJK" in font for font in fonts), fonts


def test_markup_in_a_name_is_printed_as_it_was_typed(world: World, config: Config, real: Press) -> None:
    Partner.update(name="<b>Bold</b> & Sons <script>").where(Partner.code == "P-ACME-1111").execute()
    assert "Partner <b>Bold</b> & Sons <script>, Kassel" in text_of(printed(approved(world), config, real))


def test_running_twice_makes_one_file_and_one_event(world: World, config: Config, quick: Press) -> None:
    claim = approved(world)
    assert [prepare_due(LATER + timedelta(minutes=n), config, quick) for n in range(3)] == [1, 0, 0]
    assert len(list(config.certificate_folder.iterdir())) == 1
    assert Event.select().where(Event.name == "certificate.issued").count() == 1
    assert of(claim).size == len((config.certificate_folder / f"{of(claim).sha256}.pdf").read_bytes())


def test_two_clocks_at_once_issue_each_certificate_once(world: World, config: Config) -> None:
    claims = [approved(world, name) for name in ("Molinos del Ebro", "Papierfabrik Hohenlinde", "Klinikum Westerode")]
    counts: list[int] = []
    clocks = [threading.Thread(target=_run_a_clock, args=(config, counts)) for _ in range(3)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    assert sum(counts) == 3
    assert Event.select().where(Event.name == "certificate.issued").count() == 3
    assert {of(claim).attempts for claim in claims} == {1}


def _run_a_clock(config: Config, counts: list[int]) -> None:
    with press(QUICK) as own:
        counts.append(prepare_due(LATER, config, own))
    close()


def test_a_press_that_is_broken_fails_after_five_tries_and_says_why(world: World, config: Config) -> None:
    claim, now = approved(world), LATER
    with press(BROKEN) as broken:
        for _ in range(8):
            assert prepare_due(now, config, broken) == 0
            now += timedelta(hours=1)
    assert (of(claim).state, of(claim).attempts) == ("failed", 5)
    assert "no ink" in of(claim).error
    assert Event.select().where(Event.name == "certificate.failed").count() == 1
    assert not config.certificate_folder.exists()


def test_a_press_that_died_is_tried_again_and_then_works(world: World, config: Config, quick: Press) -> None:
    claim = approved(world)
    with press(DIES) as dying:
        assert prepare_due(LATER, config, dying) == 0
    assert (of(claim).state, of(claim).attempts) == ("preparing", 1)
    assert waiting(LATER) == 0
    assert prepare_due(LATER + timedelta(minutes=1), config, quick) == 1


def test_a_disk_that_is_full_issues_nothing(world: World, config: Config, quick: Press) -> None:
    claim = approved(world)
    config.certificate_folder.write_text("a file stands where the folder should be")
    assert prepare_due(LATER, config, quick) == 0
    assert of(claim).state == "preparing"
    assert of(claim).error


def test_one_that_fails_keeps_no_other_waiting(world: World, config: Config, quick: Press) -> None:
    broken, whole = approved(world, "Molinos del Ebro"), approved(world, "Papierfabrik Hohenlinde")
    Certificate.update(facts={"entry": "00"}).where(Certificate.registration == broken.id).execute()
    Certificate.update(protected_until=broken.protected_until).execute()
    assert prepare_due(LATER, config, quick) >= 1
    assert of(whole).state == "issued"


def test_what_waits_can_be_counted_without_making_it(world: World, config: Config, quick: Press) -> None:
    approved(world)
    assert waiting(LATER) == 1
    prepare_due(LATER, config, quick)
    assert waiting(LATER) == 0


def test_no_press_is_started_when_nothing_is_due(world: World, config: Config, tmp_path: Path) -> None:
    with Press(("false",)) as idle:
        assert prepare_due(LATER, config, idle) == 0
        assert idle.child is None
