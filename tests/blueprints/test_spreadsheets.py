"""Today's spreadsheet on the screen: prepared by staff, released by a director; 403, 409, 422, and no stranger."""

from __future__ import annotations

import io
import re

import pytest
from werkzeug.test import TestResponse

from domain import moment, spreadsheets
from models import Registration, Spreadsheet
from tests.full import SPREADSHEET
from tests.world import MONDAY, World


def sent(
    world: World, who: str = "max", content: bytes = SPREADSHEET.encode(), name: str = "deals.csv"
) -> TestResponse:
    with moment.at(MONDAY):
        data = {"file": (io.BytesIO(content), name)}
        return world.sign_in(getattr(world, who)).post("/spreadsheets", data=data, content_type="multipart/form-data")


def posted(world: World, who: str, path: str, **form: object) -> TestResponse:
    with moment.at(MONDAY):
        return world.sign_in(getattr(world, who)).post(path, data=form)


def seen(world: World, who: str, path: str) -> TestResponse:
    with moment.at(MONDAY):
        return world.sign_in(getattr(world, who)).get(path)


def mark(world: World, at: str) -> str:
    """What the form of the director's page carries."""
    found = re.search(r'name="seen" value="(\d+)"', seen(world, "dora", at).text)
    assert found is not None
    return found[1]


def test_from_the_upload_to_the_registrations(world: World) -> None:
    at = sent(world).location
    page = seen(world, "max", at).text
    assert "The same customer, more than once" in page
    assert "Line 2" in page
    assert "It names no partner that we know" in page
    assert posted(world, "max", f"{at}/twins", line=["2", "x", "٣"]).status_code == 303
    assert posted(world, "max", f"{at}/move", how="hold").status_code == 303
    assert "release" not in seen(world, "max", at).text.casefold().split("<form")[1]
    page = seen(world, "dora", at).text
    assert "Release 1 registration" in page
    answer = posted(world, "dora", f"{at}/release", reason="")
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert posted(world, "dora", f"{at}/release", reason="Checked.", seen=mark(world, at)).status_code == 303
    with moment.at(MONDAY):
        assert spreadsheets.run_due(MONDAY) == 1
    page = seen(world, "max", at).text
    assert Registration.get().code in page
    assert 'data-outcome="approved"' in page


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("ben", 403), ("rita", 403), ("ada", 303), ("dora", 303)])
def test_staff_alone_bring_one_in(world: World, who: str, status: int) -> None:
    assert sent(world, who).status_code == status
    assert Spreadsheet.select().exists() == (status == 303)


def test_a_director_alone_releases(world: World) -> None:
    at = sent(world).location
    posted(world, "max", f"{at}/move", how="hold")
    for who in ("max", "ada", "ana"):
        assert posted(world, who, f"{at}/release", reason="I say so.").status_code == 403
    assert Spreadsheet.get().state == "held"


def test_what_was_exchanged_behind_an_open_page_is_not_released(world: World) -> None:
    """Taken back, other rows chosen, handed over anew: the director's page still shows the rows of before."""
    at = sent(world).location
    posted(world, "max", f"{at}/move", how="hold")
    old = mark(world, at)
    posted(world, "ada", f"{at}/move", how="back")
    posted(world, "ada", f"{at}/twins", line=["3"])
    posted(world, "ada", f"{at}/move", how="hold")
    for stale in ({"seen": old}, {}):
        answer = posted(world, "dora", f"{at}/release", reason="I checked it.", **stale)
        assert answer.status_code == 409
        assert "I checked it." in answer.text
        assert Spreadsheet.get().state == "held"
    assert posted(world, "dora", f"{at}/release", reason="Checked.", seen=mark(world, at)).status_code == 303


@pytest.mark.parametrize(
    ("path", "form"),
    [("columns", {"company": "Customer"}), ("twins", {"line": "2"}), ("move", {"how": "hold"})],
)
def test_what_moved_on_is_409(world: World, path: str, form: dict[str, str]) -> None:
    at = sent(world).location
    posted(world, "max", f"{at}/move", how="hold")
    assert posted(world, "ada", f"{at}/{path}", **form).status_code == 409
    posted(world, "max", f"{at}/move", how="back")
    assert Spreadsheet.get().state == "read"


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "This file is empty"), (b"%PDF-1.7", "This is a PDF"), (b"PK\x03\x04", "This workbook cannot be read")],
)
def test_what_is_no_table_is_told(world: World, content: bytes, says: str) -> None:
    answer = sent(world, content=content)
    assert answer.status_code == 422
    assert says in answer.text


def test_the_name_of_a_file_is_text_that_every_database_takes(world: World) -> None:
    assert sent(world, name="de\0als\u202e.csv").status_code == 303
    assert Spreadsheet.get().filename == "deals.csv"


def test_missing_columns_are_asked_for_at_their_field(world: World) -> None:
    page = seen(world, "max", sent(world, content=b"a;b\n1;2\n").location).text
    assert "Choose the columns that hold customer, partner and date" in page
    assert 'href="#company"' in page


def test_one_that_is_discarded_is_gone_from_the_folder(world: World) -> None:
    at = sent(world).location
    folder = world.app.config["DIBS"].import_folder
    assert list(folder.iterdir())
    assert posted(world, "max", f"{at}/move", how="discard").location == "/spreadsheets"
    assert list(folder.iterdir()) == []
