"""The check log is no lead list: channel managers alone, names folded, each look on record. And the check for staff."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from domain import checks, moment
from domain.checks import Prospect
from jobs.schedule import SCHEDULE
from models import Alarm, Event, Reading, Receipt
from tests.world import MONDAY, World

ROOT = Path(__file__).resolve().parents[2]
NAMES = {"rita": "Bryggeri Sund", "ana": "Molinos del Ebro"}
DISPUTE = {"partner": "P-RIVA-2222", "day": "", "why": "dispute", "reason": "Appeal of Rival, Q-7K4M-2QXR"}


@pytest.fixture
def max_reads(world: World) -> FlaskClient:
    """Rita checked on Monday, Ana on Tuesday; Max is signed in."""
    for days, (person, name) in enumerate(NAMES.items()):
        with moment.at(MONDAY + timedelta(days=days)):
            checks.check(getattr(world, person), Prospect(name), settled=True)
    with moment.at(MONDAY + timedelta(days=1)):
        return world.sign_in(world.max)


def read(client: FlaskClient, query: str = "") -> str:
    with moment.at(MONDAY + timedelta(days=1)):
        answer = client.get(f"/checks/log{query}")
    assert answer.status_code == 200
    return str(answer.text)


def open_names(client: FlaskClient, **form: str) -> tuple[int, str]:
    with moment.at(MONDAY + timedelta(days=1)):
        answer = client.post("/checks/log/reading", data={**DISPUTE, **form})
    return answer.status_code, str(answer.text)


def test_the_log_tells_who_and_when_and_what_but_no_name(max_reads: FlaskClient) -> None:
    page = read(max_reads)
    assert all(word in page for word in ("Rita Sommer", "Rival Technik", "Ana Novak", Receipt.get().code))
    assert not any(name in page for name in NAMES.values())


def test_a_partner_or_a_day_narrows_it(max_reads: FlaskClient) -> None:
    assert "Ana Novak" not in read(max_reads, "?partner=P-RIVA-2222")
    tuesday = read(max_reads, "?day=2027-03-09")
    assert ("Ana Novak" in tuesday, "Rita Sommer" in tuesday) == (True, False)
    with moment.at(MONDAY + timedelta(days=1)):
        assert max_reads.get("/checks/log?partner=P-XXXX-XXXX").status_code == 404


def test_every_look_is_on_record_and_readers_see_each_other(max_reads: FlaskClient) -> None:
    read(max_reads)
    page = read(max_reads, "?partner=P-RIVA-2222&day=2027-03-08")
    assert [(row.partner_id is None, row.day is None, row.reason) for row in Reading.select().order_by(Reading.id)] == [
        (True, True, ""), (False, False, "")
    ]  # fmt: skip
    assert "Max Lindner, Rival Technik" in page


def test_names_open_for_a_dispute_in_one_part_alone(max_reads: FlaskClient) -> None:
    status, page = open_names(max_reads)
    assert status == 200
    assert NAMES["rita"] in page
    assert NAMES["ana"] not in page
    assert NAMES["rita"] not in read(max_reads, "?partner=P-RIVA-2222")
    assert Reading.select().where(Reading.reason == f"dispute: {DISPUTE['reason']}").count() == 1


@pytest.mark.parametrize(
    "wrong", [{"partner": ""}, {"why": ""}, {"why": "curiosity"}, {"reason": "because"}, {"reason": "x" * 501}]
)
def test_without_a_part_and_a_reason_no_name_opens_and_what_was_typed_stays(
    max_reads: FlaskClient, wrong: dict[str, str]
) -> None:
    status, page = open_names(max_reads, **wrong)
    assert status == 422
    assert not any(name in page for name in NAMES.values())
    assert not Reading.select().where(Reading.reason != "").exists()
    assert "reason" in wrong or "partner" in wrong or DISPUTE["reason"] in page


@pytest.mark.parametrize("person", ["dora", "ada", "ana", "ben"])
def test_nobody_but_channel_managers_opens_the_log(world: World, max_reads: FlaskClient, person: str) -> None:
    with moment.at(MONDAY + timedelta(days=1)):
        client = world.sign_in(getattr(world, person))
        assert client.get("/checks/log").status_code == 403
        assert client.post("/checks/log/reading", data=DISPUTE).status_code == 403
    assert not Reading.select().exists()


def test_what_staff_check_is_not_in_the_log_and_leaves_nothing(world: World, max_reads: FlaskClient) -> None:
    with moment.at(MONDAY + timedelta(days=1)):
        claim = world.file(world.ana)
        before = (Receipt.select().count(), Event.select().count())
        page = max_reads.post("/queue/check", data={"name": claim.company, "country": "DE"}).text
    assert 'data-verdict="taken"' in page
    assert f'href="/registrations/{claim.code}"' in page
    assert "Same name" in page
    assert "Another partner has a protected claim" in page
    assert (Receipt.select().count(), Event.select().count()) == before


def test_staff_see_what_a_half_typed_name_may_become_and_no_answer_does(world: World, max_reads: FlaskClient) -> None:
    claim = world.file(world.ana, company="Brauhaus Sonnenfelder KG")
    page = max_reads.post("/queue/check", data={"name": "Brauhaus Sonnefel"}).text
    assert 'data-verdict="free"' in page
    begun = page[page.index('id="begun"') :]
    assert f'href="/registrations/{claim.code}">Brauhaus Sonnenfelder KG' in begun
    for other in ("Brauhaus Morgenrot", "Brauhaus Sonnenschein"):
        assert 'id="begun"' not in max_reads.post("/queue/check", data={"name": other}).text


@pytest.mark.parametrize("name", ["", "ab", "x" * 10_000, "🙂🙂🙂", "<script>alert(1)</script>"])
def test_no_name_breaks_the_check_for_staff(world: World, name: str) -> None:
    for person in (world.max, world.dora, world.ada):
        answer = world.sign_in(person).post("/queue/check", data={"name": name})
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in answer.text


def test_partners_have_no_scores_and_reasons(world: World) -> None:
    for person in (world.ana, world.ben):
        client = world.sign_in(person)
        assert client.get("/queue/check").status_code == 403
        assert client.post("/queue/check", data={"name": "Bryggeri Sund"}).status_code == 403


def test_an_alarm_as_a_reason_needs_one_about_this_partner(world: World, max_reads: FlaskClient) -> None:
    alarm = {"why": "alarm", "reason": "Many names in the order of the alphabet"}
    assert open_names(max_reads, **alarm)[0] == 422
    Alarm.create(code="AL-1", partner=world.rita.partner, since=MONDAY, raised_at=MONDAY, salt="s")
    status, page = open_names(max_reads, **alarm)
    assert (status, NAMES["rita"] in page) == (200, True)
    assert open_names(max_reads, **alarm, partner="P-ACME-1111")[0] == 422
    assert open_names(max_reads, **alarm, partner="", day="2027-03-08")[0] == 422


def test_checks_and_who_read_them_are_forgotten_after_their_days_by_the_clock(
    world: World, max_reads: FlaskClient
) -> None:
    read(max_reads)
    job = next(job for job in SCHEDULE if job.name == "check_log_purge")
    job.verb(MONDAY + timedelta(days=179))
    assert (Receipt.select().count(), Reading.select().count()) == (2, 1)
    job.verb(MONDAY + timedelta(days=182))
    assert (Receipt.select().count(), Reading.select().count()) == (0, 0)


def test_no_receipt_goes_to_the_crm_or_into_a_report() -> None:
    """The log is nobody's lead list: the modules that send and report do not know receipts."""
    rooms = ("integrations", "domain/imports", "domain/reports", "domain/spreadsheets", "jobs")
    files = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    assert len(files) > 50
    assert not [path for path in files if "Receipt" in path.read_text() or "check_log" in _imports(path.read_text())]


def _imports(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.startswith(("import", "from")))
