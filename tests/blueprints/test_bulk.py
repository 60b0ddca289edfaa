"""A list on the screen: upload, paste, columns, progress, answers, files; 404 for others, and no bad file is a 500."""

from __future__ import annotations

import io
import re

import pytest
from werkzeug.test import TestResponse

from domain import bulk, moment, roles
from domain.people import Part
from integrations.tables import Files
from models import BulkCheck, BulkLine, Receipt, Registration
from tests.books import book
from tests.world import MONDAY, World

CSV = "Company;Website;Country\nAhrental Druckerei;;Deutschland\nGmbH;;\nBodewald Gerberei;bodewald.example;DE\n"
HOSTILE = (
    b"",
    b"\x00" * 50,
    b"PK\x03\x04 no book",
    b"%PDF-1.7",
    b"\xff\xfe\x00",
    b"\xd0\xcf\x11\xe0",
    b"<html>",
)


def posted(world: World, path: str = "", who: str = "ana", **form: object) -> TestResponse:
    with moment.at(MONDAY):
        return world.sign_in(getattr(world, who)).post(f"/checks/lists{path}", data=form)


def seen(world: World, path: str = "", who: str = "ana", **headers: str) -> TestResponse:
    with moment.at(MONDAY):
        return world.sign_in(getattr(world, who)).get(f"/checks/lists{path}", headers=headers)


def uploaded(world: World, content: bytes = CSV.encode(), name: str = "fair.csv") -> TestResponse:
    return posted(world, file=(io.BytesIO(content), name))


def run() -> None:
    for _ in range(5):
        with moment.at(MONDAY):
            bulk.run_due(MONDAY)


def checked(world: World, names: str = "Ahrental Druckerei\nGmbH\nBodewald Gerberei") -> str:
    posted(world, names=names)
    code = BulkCheck.get().code
    assert posted(world, f"/{code}", name="0", how="start").status_code == 303
    return str(code)


def test_from_a_file_to_its_answers(world: World) -> None:
    there = uploaded(world)
    assert there.status_code == 303
    listed = BulkCheck.get()
    assert there.location == f"/checks/lists/{listed.code}"
    page = seen(world, f"/{listed.code}").text
    assert "Check 2 lines" in page
    assert "Only a legal form stands there" in page
    assert not Receipt.select().exists()
    form = {"name": "0", "domain": "1", "country": "2", "head": "1", "line": "flow", "home": ""}
    posted(world, f"/{listed.code}", **form, how="start")
    assert "0 of 3 lines" not in seen(world, f"/{listed.code}").text, "what cannot be judged needs no check"
    assert 'hx-get="/checks/lists/' in seen(world, f"/{listed.code}").text
    run()
    page = seen(world, f"/{listed.code}").text
    for line in BulkLine.of(listed):
        assert line.receipt in page
    assert page.count("data-line=") == 3
    assert 'data-state="done"' in page
    assert 'hx-get="/checks/lists/' not in page


def test_a_workbook_is_read_and_leaves_no_file(world: World) -> None:
    assert (
        uploaded(world, book({"Fair": [["Kunde", "Ort"], ["Ahrental Druckerei", "Hof"]]}), "fair.xlsx").status_code
        == 303
    )
    assert BulkCheck.get().rows == [[1, ["Kunde", "Ort"]], [2, ["Ahrental Druckerei", "Hof"]]]
    folder = world.app.config["DIBS"].import_folder
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("content", HOSTILE)
def test_no_bad_file_is_more_than_a_sentence(world: World, content: bytes) -> None:
    answer = uploaded(world, content, "x.csv")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    folder = world.app.config["DIBS"].import_folder
    assert not folder.exists() or list(folder.iterdir()) == []
    assert not BulkCheck.select().exists()


def test_neither_and_both_are_told_and_what_was_pasted_stays(world: World) -> None:
    assert posted(world).status_code == 422
    answer = posted(world, names="Ahrental Druckerei", file=(io.BytesIO(CSV.encode()), "fair.csv"))
    assert (answer.status_code, "Ahrental Druckerei</textarea>" in answer.text) == (422, True)
    answer = posted(world, names="\n".join(f"Name {number}" for number in range(301)))
    assert (answer.status_code, "Name 300" in answer.text) == (422, True)


def test_columns_are_corrected_on_the_page(world: World) -> None:
    posted(world, names="Hof\tAhrental Druckerei\nBonn\tBodewald Gerberei")
    code = BulkCheck.get().code
    assert posted(world, f"/{code}", name="1", city="0").status_code == 303
    assert (BulkCheck.get().state, BulkCheck.get().mapping) == ("read", {"name": 1, "city": 0})
    answer = posted(world, f"/{code}", how="start")
    assert (answer.status_code, 'href="#name"' in answer.text) == (422, True)
    assert BulkCheck.get().state == "read"


def test_nothing_starts_by_columns_that_nobody_has_looked_at(world: World) -> None:
    posted(world, names="Hof\tAhrental Druckerei\nBonn\tBodewald Gerberei")
    code = BulkCheck.get().code
    assert posted(world, f"/{code}", name="1", city="0", how="start").status_code == 303
    assert BulkCheck.get().state == "read"
    posted(world, f"/{code}", name="1", city="0", how="start", line="gas")
    assert (BulkCheck.get().state, BulkCheck.get().product_line) == ("running", "gas")


@pytest.mark.parametrize("name", ["-1", "99", "999999", "x", "٣", "0\x00", "1.5"])
def test_a_column_that_there_is_not_is_none(world: World, name: str) -> None:
    posted(world, names="Ahrental Druckerei")
    answer = posted(world, f"/{BulkCheck.get().code}", name=name, how="start", line="no line", home="XX")
    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["ben", "rita", "max", "dora", "ada"])
def test_it_is_nobody_elses(world: World, who: str) -> None:
    code = checked(world)
    for path in (f"/{code}", f"/{code}/progress", f"/{code}/file"):
        assert seen(world, path, who).status_code == 404
    for path in (f"/{code}/stop", f"/{code}/deletion"):
        assert posted(world, path, who).status_code == 404
    assert posted(world, f"/{code}", who).status_code == (404 if who in ("ben", "rita") else 403)
    assert BulkCheck.get().state == "running"


def test_progress_is_a_piece_for_htmx_and_a_page_for_everyone_else(world: World) -> None:
    code = checked(world)
    assert seen(world, f"/{code}/progress").status_code == 303
    piece = seen(world, f"/{code}/progress", **{"HX-Request": "true"})
    assert piece.text.lstrip().startswith('<div id="progress" role="status"')
    run()
    over = seen(world, f"/{code}/progress", **{"HX-Request": "true"})
    assert (over.status_code, over.headers["HX-Redirect"]) == (204, f"/checks/lists/{code}")


def test_stopping_twice_is_a_word_and_deleting_ends_it(world: World) -> None:
    code = checked(world)
    assert posted(world, f"/{code}/stop").status_code == 303
    assert posted(world, f"/{code}/stop").status_code == 409
    assert "2 lines were not checked" in seen(world, f"/{code}").text
    assert posted(world, f"/{code}", name="0", how="start").status_code == 409
    assert posted(world, f"/{code}/deletion").status_code == 303
    assert seen(world, f"/{code}").status_code == 404


def test_answers_are_filtered_and_lead_on(world: World) -> None:
    code = checked(world)
    run()
    free, none = seen(world, f"/{code}?answer=free").text, seen(world, f"/{code}?answer=none").text
    assert (free.count("data-line="), none.count("data-line=")) == (2, 1)
    assert seen(world, f"/{code}?answer=%00").text.count("data-line=") == 3
    receipt = re.search(r'form="go" name="receipt" value="([^"]+)"', free)
    assert receipt is not None
    with moment.at(MONDAY):
        answer = world.sign_in(world.ana).post("/registrations/drafts", data={"receipt": receipt[1]})
    assert answer.status_code == 303
    assert Registration.get().company == "Ahrental Druckerei"


def test_files_hold_each_line_and_run_nothing(world: World) -> None:
    code = checked(world, "=cmd|' /C calc'!A0 Werke\nAhrental Druckerei")
    run()
    sheet = seen(world, f"/{code}/file?as=csv")
    assert sheet.headers["Content-Disposition"].endswith('.csv"')
    text = sheet.data.decode("utf-8-sig")
    assert "'=cmd" in text
    assert text.splitlines()[0].startswith("Line,Company,Website")
    assert "Ahrental Druckerei" in text
    assert len(seen(world, f"/{code}/file?as=csv&answer=taken").data.decode("utf-8-sig").splitlines()) == 1
    assert seen(world, f"/{code}/file?as=xlsx").data[:2] == b"PK"


def test_before_it_starts_there_is_no_file(world: World) -> None:
    posted(world, names="Ahrental Druckerei")
    assert seen(world, f"/{BulkCheck.get().code}/file").status_code == 303


def test_whoever_only_reads_now_still_reads_the_answers(world: World) -> None:
    code = checked(world)
    run()
    with moment.at(MONDAY):
        roles.change(world.ben, world.ana, Part("reader"))
    page = seen(world, f"/{code}")
    assert (page.status_code, 'form="go"' in page.text) == (200, False)
    assert (seen(world).status_code, posted(world, names="x").status_code) == (403, 403)


def test_what_others_keep_in_the_folder_stays(world: World) -> None:
    files = Files(world.app.config["DIBS"].import_folder)
    kept = files.keep(io.BytesIO(b"a,b\n1,2\n"))
    uploaded(world)
    assert files.open(kept).headers == ("a", "b")


def test_a_file_of_quotes_is_a_list_of_which_nothing_can_be_checked(world: World) -> None:
    uploaded(world, b'"' * 5000)
    listed = BulkCheck.get()
    assert seen(world, f"/{listed.code}").status_code == 200
    posted(world, f"/{listed.code}", name="0")
    assert posted(world, f"/{listed.code}", name="0", how="start").status_code == 422
