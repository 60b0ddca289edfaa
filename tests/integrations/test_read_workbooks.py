"""Are workbooks read as people see them, and does a bad one take nothing down?"""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from integrations.tables import Files, Unreadable, workbook
from tests.books import HEAD, MAIN, OFFICE, book

ROWS = [
    ["Account ID", "Firma", "Since", "Amount", "Open"],
    [17, "Müller; & \"Söhne\"\nGmbH", date(2027, 3, 8), 1234.5, True],
    ["007", "Käserei", date(2024, 2, 29), 1e9, False],
]  # fmt: skip


def rows_of(files: Files, name: str) -> list[list[str]]:
    table = files.open(name)
    return [list(table.headers), *(list(row.cells) for row in table.rows())]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "imports")


def test_cells_come_as_they_are_meant(files: Files) -> None:
    name = files.keep(io.BytesIO(book({"Konten": ROWS})))
    assert rows_of(files, name) == [
        ["Account ID", "Firma", "Since", "Amount", "Open"],
        ["17", 'Müller; & "Söhne" GmbH', "2027-03-08", "1234.5", "yes"],
        ["007", "Käserei", "2024-02-29", "1000000000", "no"],
    ]


def test_the_fullest_sheet_is_taken_and_another_can_be(files: Files) -> None:
    cover, leads = [["Export of today"]], [["Company", "City"], ["Kafka", "Prag"]]
    name = files.keep(
        io.BytesIO(book({"Cover": cover, "Leads": leads, "Accounts": ROWS, "Secret": ROWS * 9}, ["Secret"]))
    )
    assert files.sheets(name) == (["Cover", "Leads", "Accounts"], "Accounts")
    files.take_sheet(name, "Leads")
    assert rows_of(files, name) == leads
    assert files.sheets(name)[1] == "Leads"
    files.drop(name)
    assert list(files.folder.iterdir()) == []


def test_uploads_are_for_the_owners_eyes_alone(files: Files) -> None:
    files.folder.mkdir(mode=0o755)
    files.keep(io.BytesIO(b"Company;City\nKafka;Prag\n"))
    assert files.folder.stat().st_mode & 0o077 == 0


def test_a_text_table_has_no_sheets(files: Files) -> None:
    name = files.keep(io.BytesIO(b"Company;City\nKafka;Prag\n"))
    assert files.sheets(name) == ([], "")


def packed(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def bomb() -> bytes:
    """Its directory says that a part unpacks to 2 GB."""
    content = bytearray(packed(xl__workbook=b"small"))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (2**31 - 1).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 and then nothing", "book_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "book_broken"),
        (packed(readme=b"no workbook"), "archive"),
        (packed(xl__workbook=b"<nonsense"), "book_broken"),
        (book({"Empty": []}), "book_empty"),
        (bomb(), "book_large"),
    ],
    ids=["cut off", "an old one, damaged", "an archive", "no XML", "empty", "a bomb"],
)
def test_what_cannot_be_read_is_named_and_leaves_nothing(files: Files, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        files.keep(io.BytesIO(content))
    assert refusal.value.code == code
    assert list(files.folder.iterdir()) == []


def test_one_that_takes_too_long_is_given_up(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "SECONDS", 0.001)
    with pytest.raises(Unreadable) as refusal:
        files.keep(io.BytesIO(book({"Konten": ROWS})))
    assert refusal.value.code == "book_large"


def shared(times: int, text: str) -> bytes:
    """A small workbook, in which many cells point to one long text."""
    kept = io.BytesIO()
    told = f'{HEAD}<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'
    rows = '<row><c t="s"><v>0</v></c></row>' * times
    with zipfile.ZipFile(io.BytesIO(book({"Konten": ROWS}))) as plain, zipfile.ZipFile(kept, "w", 8) as file:
        for part in plain.infolist():
            content = plain.read(part).decode()
            if part.filename == "xl/_rels/workbook.xml.rels":
                link = f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
                content = content.replace("</Relationships>", f"{link}</Relationships>")
            if part.filename == "xl/worksheets/sheet1.xml":
                content = f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            file.writestr(part.filename, content)
        file.writestr("xl/sharedStrings.xml", told)
    return kept.getvalue()


def test_a_text_that_many_cells_share_does_not_fill_the_disk(files: Files) -> None:
    small = files.keep(io.BytesIO(shared(20, "Kafka")))
    assert rows_of(files, small) == [["Kafka"]] * 20
    files.drop(small)
    content = shared(14_000, "x" * 32_000)  # 450 MB
    assert len(content) < 10_000
    with pytest.raises(Unreadable) as refusal:
        files.keep(io.BytesIO(content))
    assert refusal.value.code == "book_large"
    assert list(files.folder.iterdir()) == []


def test_the_child_gets_none_of_our_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    child = tmp_path / "child.py"
    child.write_text(f"import os; open({str(told)!r}, 'w').write(str(dict(os.environ)))")
    for name in ("SECRET_KEY", "DATABASE_URL", "MAIL_URL", "SIGNING_PASSWORD"):
        monkeypatch.setenv(name, "a secret of ours")
    run = workbook.subprocess.run
    monkeypatch.setattr(workbook.subprocess, "run", lambda _, **how: run([sys.executable, str(child)], **how))
    with pytest.raises(workbook.Closed):
        workbook.unfold(child, tmp_path / "table")
    assert "PATH" in told.read_text()
    assert "a secret of ours" not in told.read_text()
