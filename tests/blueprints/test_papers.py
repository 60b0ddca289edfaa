"""The screens of papers on order: choosing, waiting, fetching, and nobody else's."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from config import Config
from domain import decisions, moment, papers
from domain.decisions import Words
from jobs import papers as clock
from jobs.certificates import prepare_due
from models import PaperOrder, Registration, User
from tests.presses import BROKEN, QUICK, press
from tests.world import MONDAY, World

LATER = MONDAY + timedelta(hours=1)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _later() -> object:
    with moment.at(LATER):
        yield


@pytest.fixture
def claims(world: World, config: Config) -> list[Registration]:
    """Two of Acme's and one of the rival's, each with its certificate."""
    with moment.at(MONDAY):
        filed = [
            world.file(world.ana), world.file(world.ben, "Molinos del Ebro"),
            world.file(world.rita, "Kurhaus Tiefensee"),
        ]  # fmt: skip
        done = [decisions.approve(world.max, claim, Words(clause="5.1")) for claim in filed]
    with press(QUICK) as quick:
        assert prepare_due(LATER, config, quick) == 3
    return done


def make(config: Config, script: str = QUICK) -> None:
    with press(script) as ready:
        clock.make_due(LATER, config, ready)


def state_of(page: TestResponse) -> str:
    found = re.search(r'data-state="(\w+)"', page.text)
    assert found is not None, page.text
    return found[1]


def test_a_manager_ticks_two_waits_and_fetches_the_zip(
    world: World, claims: list[Registration], config: Config
) -> None:
    max_ = world.sign_in(world.max)
    page = max_.get("/certificates")
    assert all(claim.code in page.text for claim in claims)
    chosen = [claims[0].code, claims[2].code]
    answer = max_.post("/papers", data={"registration": chosen})
    assert answer.status_code == 303
    assert state_of(max_.get(answer.location)) == "waiting"
    make(config)
    page = max_.get(answer.location)
    assert state_of(page) == "ready"
    file = max_.get(f"{answer.location}/file")
    assert (file.status_code, file.mimetype) == (200, "application/zip")
    assert file.headers["Content-Disposition"] == "attachment; filename=certificates-2027-03-08.zip"
    assert file.headers["Cache-Control"] == "private, no-store"
    names = zipfile.ZipFile(io.BytesIO(file.data)).namelist()
    assert names == [*sorted((f"certificate-{code}.pdf" for code in chosen), key=names.index), "certificates.csv"]


def test_all_that_a_filter_means_can_be_fetched_at_once(
    world: World, claims: list[Registration], config: Config
) -> None:
    max_ = world.sign_in(world.max)
    assert "Kurhaus Tiefensee" not in max_.get("/certificates?q=Acme").text
    answer = max_.post("/papers", data={"all": "1", "q": "Acme", "part": "valid"})
    make(config)
    names = zipfile.ZipFile(io.BytesIO(max_.get(f"{answer.location}/file").data)).namelist()
    assert len(names) == 3
    assert f"certificate-{claims[2].code}.pdf" not in names


def test_a_partner_fetches_the_own_companys_and_knows_of_no_other(
    world: World, claims: list[Registration], config: Config
) -> None:
    ana = world.sign_in(world.ana)
    page = ana.get("/certificates")
    assert claims[0].code in page.text
    assert claims[1].code in page.text
    assert "Kurhaus" not in page.text
    assert ana.post("/papers", data={"registration": [claims[0].code, claims[2].code]}).status_code == 404
    answer = ana.post("/papers", data={"all": "1"})
    make(config)
    assert len(zipfile.ZipFile(io.BytesIO(ana.get(f"{answer.location}/file").data)).namelist()) == 3


def test_a_list_that_was_never_filled_has_nothing_to_search(world: World) -> None:
    bare = world.sign_in(world.ana).get("/certificates").text
    assert "No certificates yet" in bare
    assert 'type="search"' not in bare
    none_so_named = world.sign_in(world.ana).get("/certificates?q=Acme").text
    assert "No certificate matches this filter" in none_so_named
    assert 'type="search"' in none_so_named


def test_who_sees_only_the_own_claims_fetches_only_these(world: World, claims: list[Registration]) -> None:
    User.update(sees="own").where(User.id == world.ana.id).execute()
    ana = world.sign_in(world.ana)
    assert claims[1].code not in ana.get("/certificates?part=all").text
    assert ana.post("/papers", data={"registration": claims[1].code}).status_code == 404


def test_nothing_ticked_is_said_at_the_list_with_the_filter_kept(world: World, claims: list[Registration]) -> None:
    answer = world.sign_in(world.max).post("/papers", data={"part": "all", "q": "Ebro"})
    assert answer.status_code == 422
    assert "Choose at least one certificate." in answer.text
    assert "<title>Error:" in answer.text
    assert 'href="#registration"' in answer.text
    assert 'value="Ebro"' in answer.text


@pytest.mark.parametrize("code", ["", "\0", "x" * 5000, "' OR 1=1", "DR-1111-1111"])
def test_codes_that_are_none_are_not_there(world: World, claims: list[Registration], code: str) -> None:
    assert world.sign_in(world.max).post("/papers", data={"registration": code}).status_code == 404


@pytest.mark.parametrize("query", ["part=x&line=x&page=x", "q=%00&line=%00", "q=%25_&page=-1", "page=99999999999"])
def test_a_filter_that_makes_no_sense_shows_a_page(world: World, claims: list[Registration], query: str) -> None:
    assert world.sign_in(world.max).get(f"/certificates?{query}").status_code == 200


def test_the_benefit_sheet_is_the_partners_and_is_ordered_on_the_claims_page(
    world: World, claims: list[Registration], config: Config
) -> None:
    ana, rita = world.sign_in(world.ana), world.sign_in(world.rita)
    path = f"/registrations/{claims[0].code}/benefit-sheet"
    assert f'action="{path}"' in ana.get(f"/registrations/{claims[0].code}").text
    assert rita.post(path).status_code == 404
    first, second = ana.post(path).location, ana.post(path).location
    assert first == second
    make(config)
    file = ana.get(f"{first}/file")
    assert file.headers["Content-Disposition"] == f"attachment; filename=benefits-{claims[0].code}.pdf"
    for other in (rita, world.sign_in(world.ben), world.sign_in(world.max), world.sign_in(world.ada)):
        assert [other.get(f"{first}{end}").status_code for end in ("", "/progress", "/file")] == [404, 404, 404]
    assert "benefits" not in rita.get("/papers").text


def test_a_sheet_before_the_approval_is_a_409_with_the_reason(world: World) -> None:
    claim = world.file(world.ana)
    answer = world.sign_in(world.ana).post(f"/registrations/{claim.code}/benefit-sheet")
    assert answer.status_code == 409
    assert "as soon as the registration is approved" in answer.text


def test_the_dossier_is_for_deciders(world: World, claims: list[Registration], config: Config) -> None:
    path = f"/registrations/{claims[0].code}/dossier"
    for person in ("rita", "ana", "ada"):
        browser = world.sign_in(getattr(world, person))
        assert browser.post(path).status_code == 403, person
        assert path not in browser.get(f"/registrations/{claims[0].code}").text
    dora = world.sign_in(world.dora)
    assert path in dora.get(f"/registrations/{claims[0].code}").text
    at = dora.post(path).location
    make(config)
    assert dora.get(f"{at}/file").mimetype == "application/pdf"


def test_the_page_asks_again_by_itself_and_comes_anew_when_it_is_ready(
    world: World, claims: list[Registration], config: Config
) -> None:
    ana = world.sign_in(world.ana)
    at = ana.post(f"/registrations/{claims[0].code}/benefit-sheet").location
    assert f'hx-get="{at}/progress"' in ana.get(at).text
    fragment = ana.get(f"{at}/progress", headers=HTMX)
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert ana.get(f"{at}/file").location == at, "not before it is ready"
    make(config)
    assert ana.get(f"{at}/progress", headers=HTMX).headers["HX-Redirect"] == at
    assert ana.get(f"{at}/progress").location == at


def test_a_failure_tells_the_partner_what_to_do_and_staff_what_it_was(
    world: World, claims: list[Registration], config: Config
) -> None:
    ana, max_ = world.sign_in(world.ana), world.sign_in(world.max)
    places = [browser.post(f"/registrations/{claims[0].code}/benefit-sheet").location for browser in (ana, max_)]
    for minute in range(4):
        with moment.at(LATER + timedelta(minutes=minute)), press(BROKEN) as broken:
            clock.make_due(LATER + timedelta(minutes=minute), config, broken)
    for browser, at, knows in ((ana, places[0], False), (max_, places[1], True)):
        page = browser.get(at)
        assert state_of(page) == "failed"
        assert ("no ink" in page.text) is knows


def test_a_file_is_not_handed_out_when_its_claim_is_not_to_be_seen_any_more(
    world: World, claims: list[Registration], config: Config
) -> None:
    ben = world.sign_in(world.ben)
    at = ben.post(f"/registrations/{claims[0].code}/benefit-sheet").location
    make(config)
    assert ben.get(f"{at}/file").status_code == 200
    User.update(sees="own").where(User.id == world.ben.id).execute()
    assert ben.get(f"{at}/file").status_code == 404
    assert claims[0].company not in ben.get(at).text


def test_after_a_day_it_is_gone(world: World, claims: list[Registration], config: Config) -> None:
    ana = world.sign_in(world.ana)
    at = ana.post(f"/registrations/{claims[0].code}/benefit-sheet").location
    make(config)
    clock.sweep(LATER + timedelta(days=1, minutes=1), config)
    assert ana.get(at).status_code == 404
    assert PaperOrder.select().count() == 0


def test_the_list_says_what_is_on_order_and_until_when_it_is_kept(
    world: World, claims: list[Registration], config: Config
) -> None:
    max_ = world.sign_in(world.max)
    assert "Nothing ordered yet" in max_.get("/papers").text
    max_.post(f"/registrations/{claims[0].code}/dossier")
    max_.post("/papers", data={"all": "1"})
    page = max_.get("/papers")
    for words in ("Dossier (PDF)", claims[0].company, "Certificates (ZIP)", "3 certificates", "Queued"):
        assert words in page.text, words


def test_too_much_on_order_is_a_429(world: World, claims: list[Registration]) -> None:
    for number in range(6):
        papers.order_certificates(world.max, [number + 100])
    assert world.sign_in(world.max).post("/papers", data={"all": "1"}).status_code == 429
