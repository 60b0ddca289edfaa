"""Do tables leave as what they are: text that no spreadsheet runs, numbers, days?"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree

import pytest

from integrations.workbook import LONGEST, Sheet, csv_of, xlsx_of

NAMESPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FORMULAS = [
    "=1+1", '=HYPERLINK("x")', "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "|calc",
    "=cmd|' /C calc'!A0",
]  # fmt: skip
HARMLESS = ["Müller & Söhne", "a=b", "5 - 3", "<b>", "Klärwerk\nMittelau", "", "🥇 eins"]


def cells(content: bytes, sheet: int = 1) -> list[list[tuple[str, str]]]:
    """Kind and text of every cell of a sheet, as the file says it."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = ["".join(node.itertext()) for node in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        page = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    assert page.find(".//x:f", NAMESPACE) is None, "a formula"
    assert page.find(".//x:hyperlink", NAMESPACE) is None, "a link"
    found = []
    for row in page.iterfind(".//x:row", NAMESPACE):
        found.append([_cell(cell, shared) for cell in row.iterfind("x:c", NAMESPACE)])
    return found


def _cell(cell: ElementTree.Element, shared: list[str]) -> tuple[str, str]:
    value = cell.find("x:v", NAMESPACE)
    text = (value.text or "") if value is not None else ""
    return ("text", shared[int(text)]) if cell.get("t") == "s" else ("number", text)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text: str) -> None:
    sheet = Sheet("A", ["Name"], [[text]])
    row = list(csv.reader(io.StringIO(csv_of(sheet).decode("utf-8-sig"), newline="")))[1]
    assert row == [f"'{text}"]
    (kind, kept) = cells(xlsx_of([sheet]))[1][0]
    assert kind == "text"
    assert kept.replace("_x000D_", "\r").replace("\r\n", "\n") in (text, text.replace("\r", "\n"))


@pytest.mark.parametrize("text", HARMLESS)
def test_all_other_text_stays_as_it_is(text: str) -> None:
    row = next(
        iter(list(csv.reader(io.StringIO(csv_of(Sheet("A", ["Name", "B"], [[text, "b"]])).decode("utf-8-sig"))))[1:])
    )
    assert row[0] == text


def test_numbers_and_days_are_numbers_and_days() -> None:
    rows = [[-12, 3.5, date(2027, 2, 1), datetime(2027, 2, 1, 9, 41), None]]  # noqa: DTZ001
    sheet = Sheet("A", list("abcde"), rows)
    assert csv_of(sheet).decode("utf-8-sig").splitlines()[1] == "-12,3.5,2027-02-01,2027-02-01 09:41,"
    assert [kind for kind, _ in cells(xlsx_of([sheet]))[1]] == ["number"] * 4


def test_the_separator_is_the_readers_and_what_holds_it_is_quoted() -> None:
    assert csv_of(Sheet("A", ["a", "b"], [["x;y", 1]]), ";").decode("utf-8-sig").splitlines()[1] == '"x;y";1'


def test_several_sheets_with_names_that_excel_takes() -> None:
    names = ["Q1/2027: [all]", "x" * 60, "", "'quoted'"]
    content = xlsx_of([Sheet(name, ["a"], [[number]]) for number, name in enumerate(names)])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        kept = [
            node.get("name")
            for node in ElementTree.fromstring(book.read("xl/workbook.xml")).iter()
            if node.get("sheetId")
        ]
    assert kept == ["Q1 2027   all", "x" * 31, "1", "quoted"]
    assert cells(content, 3)[1] == [("number", "2")]


def test_text_longer_than_a_cell_is_cut_for_excel_alone() -> None:
    text = "x" * (LONGEST + 10)
    assert len(cells(xlsx_of([Sheet("A", ["a"], [[text]])]))[1][0][1]) == LONGEST
    assert text in csv_of(Sheet("A", ["a"], [[text]])).decode()
