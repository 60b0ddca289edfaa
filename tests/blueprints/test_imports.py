"""A channel manager brings an export into the mirror; nobody else does; bad files are told, and nothing is lost."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import Config
from domain import imports
from domain.imports import running
from integrations.tables import Files, workbook
from jobs.imports import run_due
from models import Account, Event, ImportRun
from tests.books import book
from tests.world import MONDAY, World

ACCOUNTS = "Account ID;Firma;Website;Land;Ort\n1;Talsperren Oberwald GmbH;www.talsperren.example;Deutschland;Kassel\n"


@pytest.fixture
def max_(world: World) -> FlaskClient:
    return world.sign_in(world.max)


def send(browser: FlaskClient, content: str | bytes, name: str = "accounts.csv", **form: str) -> TestResponse:
    raw = content if isinstance(content, bytes) else content.encode()
    return browser.post("/imports", data={"file": (io.BytesIO(raw), name), **form})


def many(count: int) -> str:
    rows = "".join(f"{n};Firma {n} Werke GmbH;www.werke{n}.example;DE;Kassel\n" for n in range(count))
    return "Account ID;Firma;Website;Land;Ort\n" + rows


def latest() -> ImportRun:
    return ImportRun.select().order_by(ImportRun.id.desc()).get()


def page_of(browser: FlaskClient) -> str:
    return browser.get(f"/imports/{latest().code}").text


def test_an_export_is_previewed_applied_and_shown(max_: FlaskClient, config: Config) -> None:
    answer = send(max_, ACCOUNTS)
    assert (answer.status_code, answer.location) == (303, f"/imports/{latest().code}")
    page = page_of(max_)
    assert "Talsperren Oberwald GmbH" in page
    assert "Apply the differences" in page
    assert Account.select().count() == 0
    assert max_.post(f"/imports/{latest().code}/application").status_code == 303
    assert 'hx-trigger="every 1s"' in page_of(max_)
    assert run_due(MONDAY, config) == 1
    assert Account.get().country == "DE"
    assert 'data-state="done"' in page_of(max_)
    assert "accounts.csv" in max_.get("/imports").text
    assert list(Path(config.import_folder).iterdir()) == []


def test_a_file_without_usual_headers_waits_for_its_columns(max_: FlaskClient) -> None:
    answer = send(max_, "Foo,Bar\n1,Talsperren GmbH\n")
    assert answer.status_code == 422
    assert "Choose the column that holds the company." in answer.text
    assert answer.text.count("<title>Error:") == 1
    code = latest().code
    assert max_.post(f"/imports/{code}/columns", data={"kind": "accounts", "external_id": "Foo"}).status_code == 422
    assert max_.post(f"/imports/{code}/columns", data={"name": "Bar", "external_id": "Foo"}).status_code == 303
    page = page_of(max_)
    assert "Talsperren GmbH" in page
    assert '<option value="Bar" selected>' in page


def test_another_kind_or_order_of_dates_reads_the_file_anew(max_: FlaskClient) -> None:
    send(max_, "Company;Created;Country\nAcme Tools;3/4/2026;DE\n")
    code = latest().code
    max_.post(f"/imports/{code}/columns", data={"kind": "leads"})
    assert "day first" in page_of(max_)
    max_.post(f"/imports/{code}/columns", data={"kind": "leads", **latest().mapping, "date_order": "mdy"})
    assert "month first" in page_of(max_)
    assert latest().kind == "leads"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 a workbook", "This workbook cannot be read"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "This is a picture"),
        (b"", "This file is empty"),
        (bytes(range(256)) * 9, "not a text table"),
    ],
)
def test_what_is_no_csv_is_told_on_the_same_page(max_: FlaskClient, config: Config, content: bytes, says: str) -> None:
    answer = send(max_, content, "export.csv", kind="leads")
    assert answer.status_code == 422
    assert says in answer.text
    assert '<option value="leads" selected>' in answer.text
    assert ImportRun.select().count() == 0
    assert list(Path(config.import_folder).iterdir()) == []


def test_the_name_of_a_file_is_text_that_every_database_takes(max_: FlaskClient) -> None:
    send(max_, many(3), name="acc\0ounts\u202e.csv")
    assert latest().filename == "accounts.csv"


def test_no_file_at_all_is_told(max_: FlaskClient) -> None:
    for answer in (max_.post("/imports"), max_.post("/imports", data={"file": "text"})):
        assert answer.status_code == 422
        assert "Choose the file" in answer.text


def test_a_broken_csv_names_its_lines_and_keeps_its_page(max_: FlaskClient) -> None:
    send(max_, ACCOUNTS + '2;"Never closed GmbH;x;DE;Ulm\n3;Good GmbH;;DE;Ulm\n4;Short\n')
    page = page_of(max_)
    assert "A quotation mark is not closed" in page
    assert "another number of cells" in page
    assert latest().differences["counts"]["unreadable"] == 2
    assert latest().differences["counts"]["new"] == 2


def test_a_file_of_which_no_row_can_be_read_is_told_and_cannot_be_applied(max_: FlaskClient) -> None:
    answer = send(max_, "Account ID;Firma\n1;\n2;\n")
    assert answer.status_code == 422
    assert "No row of this file can be read" in answer.text
    assert max_.post(f"/imports/{latest().code}/application").status_code == 422
    assert "There are headers in this file and no rows" in send(max_, "Account ID;Firma\n").text


def test_hostile_names_are_shown_as_text(max_: FlaskClient) -> None:
    rows = f"<script>x</script>;<b onclick=a>{{{{ 7*7 }}}} %(x)s\n1;{'x' * 10_000}\n"
    send(max_, f"Account ID;Firma\n{rows}", "'><i>.csv")
    page = page_of(max_)
    assert "&lt;b onclick=a&gt;{{ 7*7 }} %(x)s" in page
    assert "<script>x" not in page
    assert "<i>" not in page
    assert "The text is too long" in page


def test_too_large_a_body_is_told_with_the_other_way(max_: FlaskClient) -> None:
    max_.application.config["MAX_CONTENT_LENGTH"] = 1000
    answer = send(max_, many(100))
    assert answer.status_code == 413
    assert "flask --app app crm import" in answer.text
    assert "up to 100 MB" in answer.text


def test_a_held_import_is_released_with_a_reason_only(max_: FlaskClient, config: Config) -> None:
    send(max_, many(20))
    max_.post(f"/imports/{latest().code}/application")
    run_due(MONDAY, config)
    send(max_, many(15))
    assert "will be held" in page_of(max_)
    max_.post(f"/imports/{latest().code}/application")
    code, page = latest().code, page_of(max_)
    assert 'data-state="held"' in page
    assert "5 of 20 records would vanish" in page
    bare = max_.post(f"/imports/{code}/release", data={"reason": " "})
    assert bare.status_code == 422
    assert "Say why these records may go" in bare.text
    assert max_.post(f"/imports/{code}/release", data={"reason": "Old accounts were merged"}).status_code == 303
    run_due(MONDAY, config)
    assert "Old accounts were merged" in page_of(max_)
    assert Account.select().where(Account.is_gone == True).count() == 5  # noqa: E712


def test_a_discarded_import_loses_its_file_and_stays_discarded(max_: FlaskClient, config: Config) -> None:
    send(max_, ACCOUNTS)
    assert max_.post(f"/imports/{latest().code}/discard").location == "/imports"
    assert list(Path(config.import_folder).iterdir()) == []
    assert max_.post(f"/imports/{latest().code}/application").status_code == 409
    assert max_.post(f"/imports/{latest().code}/discard").status_code == 409
    assert max_.get(f"/imports/{latest().code}").status_code == 200


def test_a_double_click_on_apply_queues_once(max_: FlaskClient) -> None:
    send(max_, ACCOUNTS)
    for _ in range(2):
        assert max_.post(f"/imports/{latest().code}/application").status_code == 303
    assert Event.select().where(Event.name == "import.queued").count() == 1


def test_differences_that_nobody_saw_are_not_applied(max_: FlaskClient) -> None:
    """Read by other columns while the page of before is still open."""
    send(max_, "Company;Created;Country\nAcme Tools;3/4/2026;DE\n", kind="leads")
    code, old = latest().code, re.findall(r'name="seen" value="(\w+)"', page_of(max_))
    max_.post(f"/imports/{code}/columns", data={"kind": "leads", **latest().mapping, "date_order": "mdy"})
    assert max_.post(f"/imports/{code}/application", data={"seen": old}).status_code == 409
    assert latest().state == "previewed"
    new = re.findall(r'name="seen" value="(\w+)"', page_of(max_))
    assert max_.post(f"/imports/{code}/application", data={"seen": new}).status_code == 303


def test_a_large_file_is_left_to_the_clock(max_: FlaskClient, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blueprints.imports.READ_AT_ONCE", 10)
    send(max_, ACCOUNTS)
    assert latest().state == "uploaded"
    assert "The file is being read" in page_of(max_)
    run_due(MONDAY, config)
    assert latest().state == "previewed"
    assert "Apply the differences" in page_of(max_)


def test_progress_is_a_fragment_until_it_is_over(max_: FlaskClient, config: Config) -> None:
    send(max_, many(120))
    imports.start(None, latest())
    code, asked = latest().code, {"HX-Request": "true"}
    run = running.take(MONDAY)
    assert run is not None
    work = running.batches(run, Files(config.import_folder))
    next(work)
    fragment = max_.get(f"/imports/{code}/progress", headers=asked)
    assert fragment.text.strip().startswith('<div id="progress"')
    assert 'max="120"' in fragment.text
    assert "<progress" in page_of(max_)
    for _ in work:
        pass
    over = max_.get(f"/imports/{code}/progress", headers=asked)
    assert over.headers["HX-Redirect"] == f"/imports/{code}"
    assert max_.get(f"/imports/{code}/progress").status_code == 303


def test_a_failed_import_says_why(max_: FlaskClient, config: Config) -> None:
    send(max_, ACCOUNTS)
    max_.post(f"/imports/{latest().code}/application")
    for path in Path(config.import_folder).iterdir():
        path.unlink()
    assert run_due(MONDAY, config) == 0
    assert "The file is no longer there" in page_of(max_)


@pytest.mark.parametrize("who", ["ana", "ben", "rita", "dora"])
def test_nobody_else_sees_or_runs_imports(world: World, max_: FlaskClient, who: str) -> None:
    send(max_, ACCOUNTS)
    code, other = latest().code, world.sign_in(getattr(world, who))
    for path in ("/imports", f"/imports/{code}", f"/imports/{code}/progress"):
        assert other.get(path).status_code in (403, 404)
    assert send(other, ACCOUNTS).status_code == 403
    for action in ("columns", "application", "release", "discard"):
        assert other.post(f"/imports/{code}/{action}").status_code in (403, 404)
    assert (latest().code, latest().state) == (code, "previewed")


def test_strangers_and_unknown_codes(world: World, max_: FlaskClient) -> None:
    assert world.app.test_client().get("/imports").status_code in (302, 303)
    assert max_.get("/imports/I-9999-9999").status_code == 404
    assert max_.post("/imports/I-9999-9999/application").status_code == 404


def test_a_wrong_move_is_stale(max_: FlaskClient) -> None:
    send(max_, ACCOUNTS)
    code = latest().code
    assert max_.post(f"/imports/{code}/release", data={"reason": "because"}).status_code == 409
    max_.post(f"/imports/{code}/application")
    assert max_.post(f"/imports/{code}/columns", data={"kind": "leads"}).status_code == 409


# workbooks and sources

SHEETS: dict[str, list[list[Any]]] = {
    "Konten": [["Nr", "Name der Firma", "Land"], [1, "Glaswerk Steinau", "DE"], [2, "Käserei Brunnthal", "AT"]],
    "Leads": [["Lead ID", "Company"], ["L1", "Kafka"]],
}


def upload(world: World, content: bytes, name: str = "export.xlsx", kind: str = "") -> TestResponse:
    data = {"file": (io.BytesIO(content), name), "kind": kind}
    return world.sign_in(world.max).post("/imports", data=data, content_type="multipart/form-data")


def test_a_workbook_is_previewed_like_a_text_table_and_another_sheet_can_be_taken(world: World) -> None:
    usual = {**SHEETS, "Konten": [["Account ID", "Firma"], [1, "Glaswerk"], [2, "Käserei"], [3, "Werft"]]}
    at = upload(world, book(usual), kind="accounts").location
    client, run = world.sign_in(world.max), ImportRun.get()
    page = client.get(at).text
    assert '<option value="Leads">' in page
    assert run.total == 3
    assert client.post(f"{at}/columns", data={"sheet": "Leads"}).status_code in (303, 422)
    assert ImportRun.get_by_id(run.id).source["headers"] == ["Lead ID", "Company"]


def test_the_columns_of_a_source_are_kept_once_its_file_was_taken_over(world: World) -> None:
    client, mapping = world.sign_in(world.max), {"external_id": "Nr", "name": "Name der Firma", "country": "Land"}
    upload(world, book(SHEETS), kind="accounts")
    first = ImportRun.get()
    assert first.mapping.get("name") != "Name der Firma", "the test needs a header that nobody guesses"
    client.post(f"/imports/{first.code}/columns", data={"kind": "accounts", **mapping, "date_order": "mdy"})
    upload(world, book(SHEETS))
    assert ImportRun.select().order_by(ImportRun.id.desc()).get().mapping.get("name") != "Name der Firma"
    client.post(f"/imports/{first.code}/application")
    turned = [[row[2], row[0], row[1]] for row in SHEETS["Konten"]]
    at = upload(world, book({"Other order": turned}), "next.xlsx").location
    again = ImportRun.select().order_by(ImportRun.id.desc()).get()
    assert (again.kind, again.mapping, again.date_order) == ("accounts", mapping, "mdy")
    assert again.state == "previewed"
    assert "Files with these columns came before" in client.get(at).text


def test_the_same_company_twice_is_shown_side_by_side_and_both_are_taken_over(world: World) -> None:
    rows = [
        ["Account ID", "Firma", "Website", "Land", "Ort"], [1, "Glaswerk Steinau GmbH", "", "DE", "Steinau"],
        [2, "GLASWERK STEINAU", "", "DE", "Hanau"], [3, "Käserei", "kaese.example", "AT", ""],
        [4, "Brunnthal eG", "www.kaese.example", "AT", ""], [5, "Glaswerk Steinau", "", "FR", ""],
    ]  # fmt: skip
    at = upload(world, book({"Konten": rows}), kind="accounts").location
    twins = latest().differences["twins"]
    assert twins["count"] == 2
    assert [[row["number"] for row in pair["rows"]] for pair in twins["pairs"]] == [["1", "2"], ["3", "4"]]
    assert twins["pairs"][0]["differ"] == ["line", "number", "name", "city"]
    page = world.sign_in(world.max).get(at).text
    assert "The same company twice in this file" in page
    assert "<b>Hanau, DE</b>" in page
    assert latest().differences["counts"]["new"] == 5


def test_a_sheet_that_comes_too_late_is_not_applied(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another sheet is unfolded, a colleague applies the one that was previewed."""
    rows = [["Account ID", "Firma", "Land"], [1, "Glaswerk Steinau", "DE"], [2, "Käserei Brunnthal", "AT"]]
    upload(world, book({**SHEETS, "Konten": rows}), kind="accounts")
    run, unfold = latest(), workbook.unfold

    def slow(*order: Any) -> workbook.Sheets:
        imports.start(world.ada, latest())
        return unfold(*order)

    with monkeypatch.context() as while_it_is_unfolded:
        while_it_is_unfolded.setattr(workbook, "unfold", slow)
        late = world.sign_in(world.max).post(f"/imports/{run.code}/columns", data={"sheet": "Leads"})
    assert (late.status_code, latest().state) == (409, "queued")
    files = Files(world.app.config["DIBS"].import_folder)
    assert files.open(run.path).headers == ("Account ID", "Firma", "Land")
    assert files.sheets(run.path)[1] == "Konten"
    assert len(list(files.folder.iterdir())) == 3
