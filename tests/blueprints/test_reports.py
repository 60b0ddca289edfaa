"""The report of a period, the lists behind it and its files: right for those who may, nothing of anybody else's."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain import decisions, moment
from domain.decisions import Words
from models import Registration, User
from tests.test_statements import counted
from tests.world import MONDAY, World


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with moment.at(MONDAY + timedelta(days=2)):
        yield


@pytest.fixture
def filled(world: World) -> World:
    with moment.at(MONDAY):
        first = decisions.opened(world.max, world.file(world.ana, "Fjordlaks AS"))
        decisions.opened(world.max, world.file(world.rita, "=Glaswerk Steinau", domain="glaswerk.example"))
    with moment.at(MONDAY + timedelta(hours=2)):
        decisions.approve(world.max, Registration.get_by_id(first.id), Words(clause="5.1"))
    return world


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))


@pytest.mark.parametrize("who", ["max", "dora", "ada"])
def test_staff_see_all_partners(filled: World, who: str) -> None:
    page = filled.sign_in(getattr(filled, who)).get("/reports").text
    assert "<h1>Report, March 2027</h1>" in page
    assert "Acme Systemhaus" in page
    assert "Rival Technik" in page
    assert re.search(r">2</a></dd>", page), "two claims"
    assert ">100%</a>" in page
    assert ">2 h</a>" in page


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_a_partner_sees_its_own_and_how_the_vendor_answers(filled: World, who: str) -> None:
    answer = filled.sign_in(getattr(filled, who)).get("/reports")
    assert "How Nordwind Instruments answers all partners" in answer.text
    assert re.search(r"claims registered</dt><dd><a[^>]+>1</a>", answer.text)
    for path in ("/reports", "/reports/claims?what=filed", "/reports/file", "/reports/claims/file"):
        told = filled.sign_in(getattr(filled, who)).get(path).get_data(as_text=True)
        assert "Rival" not in told
        assert "Glaswerk" not in told


def test_what_is_asked_stands_in_the_address_and_in_every_link(filled: World) -> None:
    client = filled.sign_in(filled.max)
    page = client.get("/reports?period=2027-Q1&partner=P-RIVA-2222&line=flow&country=DE").text
    assert "<h1>Report, 1st quarter 2027</h1>" in page
    kept = "partner=P-RIVA-2222&amp;line=flow&amp;country=DE&amp;period=2027-Q1"
    assert f"/reports/claims?{kept}&amp;what=filed" in page
    assert f"/reports/file?{kept}&amp;as=csv" in page
    assert "Acme" not in page.split("<dl")[1], "but for the choice of partners, it is about one"
    assert f"/reports?{kept.replace('2027-Q1', '2027-02')}" in page


def test_what_means_nothing_is_left_out(filled: World) -> None:
    page = filled.sign_in(filled.max).get("/reports?line=nothing&country=XX&period=soon").text
    assert "<h1>Report, March 2027</h1>" in page
    assert "nothing" not in page.split("<main")[1].split("what=")[1][:200]


def test_another_partner_is_unknown_to_a_partner(filled: World) -> None:
    rita = filled.sign_in(filled.rita)
    for path in ("/reports", "/reports/claims", "/reports/file", "/reports/claims/file"):
        foreign, nothing = (rita.get(f"{path}?partner={code}") for code in ("P-ACME-1111", "P-ACME-9999"))
        assert (foreign.status_code, nothing.status_code) == (404, 404)
        told, untold = (re.sub(r'"X-CSRFToken": ?"[^"]+"|P-ACME-\d+', "", one.text) for one in (foreign, nothing))
        assert told == untold


@pytest.mark.parametrize("path", ["/reports", "/reports/claims"])
@pytest.mark.parametrize(
    "query", ["from=2027-03-05&to=2027-03-01", "from=2027-03-05", "to=soon", "from=0001-01-01&to=9999-12-31"]
)
def test_wrong_days_are_told_at_the_field_and_what_was_typed_stays(filled: World, path: str, query: str) -> None:
    answer = filled.sign_in(filled.max).get(f"{path}?{query}")
    assert answer.status_code == 422
    if path == "/reports":
        assert answer.text.count('">Choose both days. The first must not be after the last') == 1, "said once above"
        assert "<title>Error: " in answer.text
        assert query.split("=")[1].split("&")[0] in answer.text


def test_the_list_behind_a_figure_leads_to_its_claims(filled: World) -> None:
    client = filled.sign_in(filled.max)
    page = client.get("/reports/claims?what=approved&period=2027-03").text
    assert "Fjordlaks AS" in page
    assert "Glaswerk" not in page
    assert "2 h of business hours" in page
    assert "No claims behind this figure." in client.get("/reports/claims?what=late").text
    assert client.get("/reports/claims?what=everything").status_code == 404


def test_a_long_list_turns_pages_and_keeps_what_was_asked(filled: World) -> None:
    with moment.at(MONDAY):
        claim = Registration.get(Registration.company == "Fjordlaks AS")
        data = {
            name: value
            for name, value in claim.__data__.items()
            if name not in ("id", "code", "claim_seq", "idempotency_key")
        }
        for number in range(30):
            Registration.create(
                **data, code=f"DR-{number:04d}-AAAA", claim_seq=1000 + number, idempotency_key=f"k{number}"
            )
    client = filled.sign_in(filled.max)
    first = client.get("/reports/claims?what=approved&period=2027-03").text
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward is not None
    second = client.get("/reports/claims" + onward[1].replace("&amp;", "&")).text
    assert "Page 2 of 2" in second
    assert second.count("DR-") + first.count("DR-") >= 31


def test_the_report_as_csv_and_xlsx(filled: World) -> None:
    client = filled.sign_in(filled.max)
    answer = client.get("/reports/file?period=2027-03&as=csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report-2027-03.csv"'
    head, *body = rows(answer.text)
    assert head[:5] == ["Partner", "Code", "Claims registered", "Claims decided", "Claims approved"]
    assert [row[:5] for row in body] == [
        ["Acme Systemhaus", "P-ACME-1111", "1", "1", "1"], ["Rival Technik", "P-RIVA-2222", "1", "0", "0"],
    ]  # fmt: skip
    book = client.get("/reports/file?period=2027-03&as=xlsx")
    assert book.headers["Content-Disposition"] == 'attachment; filename="report-2027-03.xlsx"'
    assert (
        len(
            [
                name
                for name in zipfile.ZipFile(io.BytesIO(book.data)).namelist()
                if "sheet" in name and "rels" not in name
            ]
        )
        == 3
    )


def test_the_claims_as_csv_with_no_formula_in_it(filled: World) -> None:
    answer = filled.sign_in(filled.max).get("/reports/claims/file?what=filed&period=2027-03")
    body = rows(answer.text)[1:]
    assert sorted(row[1] for row in body) == ["'=Glaswerk Steinau", "Fjordlaks AS"]
    fjord = next(row for row in body if row[1] == "Fjordlaks AS")
    assert fjord[5:10] == ["approved", "2027-03-08 10:00", "2027-03-08 12:00", "2.0", "yes"]


def test_no_file_of_days_that_are_wrong(filled: World) -> None:
    client = filled.sign_in(filled.max)
    assert client.get("/reports/file?from=2027-03-05&to=2027-03-01").status_code == 404


def test_a_report_costs_few_statements(filled: World) -> None:
    client = filled.sign_in(filled.max)
    client.get("/reports")
    with counted() as said:
        client.get("/reports")
    figures = [sql for sql in said if '"registration"' in sql]
    assert len(figures) == 4, "and one more for the names of the partners"
    assert len([sql for sql in said if sql.startswith(("SELECT", "WITH"))]) <= 13


def test_every_chart_has_its_table_and_its_words(filled: World) -> None:
    page = filled.sign_in(filled.max).get("/reports").text
    charts = re.findall(r'<div class="chart"><svg[^>]+aria-labelledby="(\S+) (\S+)"', page)
    assert len(charts) == 2
    for title, says in charts:
        assert f'<title id="{title}">' in page
        assert f'<desc id="{says}">' in page
    assert page.count("Show the figures") == 2
    assert " style=" not in page


def test_who_sees_only_their_own_reads_so(filled: World) -> None:
    User.update(sees="own").where(User.email == "ana@acme.example").execute()
    assert "Your own registrations" in filled.sign_in(filled.ana).get("/reports").text
