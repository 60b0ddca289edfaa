"""Any usual CSV is read; what is broken is named with its line and takes nothing else with it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from integrations.tables import MOST_BROKEN, Files, Table, Unreadable, open_table, table

ROWS = [["Müller & Söhne", "Köln", "1"], ["Peña, Hijos", "Coruña", "2"], ["Łódź Tools", "Łódź", "3"]]
LATIN = [["Müller & Söhne", "Köln", "1"], ["Peña, Hijos", "Coruña", "2"], ["Größe €", "Graz", "3"]]


def written(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Table:
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return open_table(path)


def cells(table: Table) -> list[list[str]]:
    return [list(row.cells) for row in table.rows() if not row.code]


def broken(table: Table) -> list[tuple[int, str]]:
    return [(row.line, row.code) for row in table.rows() if row.code]


def joined(rows: list[list[str]], separator: str = ",", end: str = "\n") -> str:
    lines = [["Name", "City", "No"], *rows]
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in lines]
    return end.join(separator.join(row) for row in quoted) + end


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    assert cells(written(tmp_path, joined(ROWS), encoding)) == ROWS


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_windows_letters_separators_and_line_ends_are_found_out(tmp_path: Path, separator: str, end: str) -> None:
    table = written(tmp_path, joined(LATIN, separator, end), "cp1252")
    assert (table.encoding, table.separator, table.headers) == ("cp1252", separator, ("Name", "City", "No"))
    assert cells(table) == LATIN


def test_an_umlaut_at_the_far_end_of_a_large_file_decides_its_encoding(tmp_path: Path) -> None:
    plain = joined([["Acme", "Berlin", str(n)] for n in range(20_000)])
    for encoding in ("cp1252", "utf-8"):
        assert cells(written(tmp_path, plain + "Zürn,Ulm,9\n", encoding))[-1] == ["Zürn", "Ulm", "9"]


def test_one_broken_letter_in_a_utf_8_file_costs_that_row_alone(tmp_path: Path) -> None:
    sound = joined([["Müller", "Köln", str(n)] for n in range(50)]).encode()
    table = written(tmp_path, sound + b"M\xfcnch,Bonn,51\n" + "Böhm,Bonn,52\n".encode())
    assert table.encoding == "utf-8"
    assert broken(table) == [(52, "letters")]
    assert cells(table)[-1] == ["Böhm", "Bonn", "52"]


def test_decimal_commas_do_not_pass_for_separators(tmp_path: Path) -> None:
    text = "Name;Amount;City\n" + "".join(f"Firm {n}, Sons;1.234,{n:02};Ulm\n" for n in range(40))
    assert written(tmp_path, text).separator == ";"


def test_excels_own_word_for_the_separator_counts_and_is_no_row(tmp_path: Path) -> None:
    table = written(tmp_path, "sep=;\r\nName;City;No\r\nA,B;C,D;E,F\r\n")
    assert (table.headers, cells(table)) == (("Name", "City", "No"), [["A,B", "C,D", "E,F"]])


def test_a_title_above_the_headers_is_passed_over(tmp_path: Path) -> None:
    table = written(tmp_path, "All accounts of the north\n\nName,City,No\nA,B,1\nC,D,2\nE,F,3\nG,H,4\n")
    assert table.headers == ("Name", "City", "No")
    assert cells(table)[0] == ["A", "B", "1"]


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    assert cells(written(tmp_path, "Company\nMüller GmbH\nPeña SL\n")) == [["Müller GmbH"], ["Peña SL"]]


def test_headers_are_told_apart(tmp_path: Path) -> None:
    assert written(tmp_path, "Name,,Name,City\nA,B,C,D\n").headers == ("Name", "Column 2", "Name (2)", "City")


def test_cells_over_several_lines_and_doubled_quotes_are_read(tmp_path: Path) -> None:
    table = written(tmp_path, 'Name,City,No\n"Two\nlines","said ""so""",1\nA,B,2\n')
    assert cells(table) == [["Two lines", 'said "so"', "1"], ["A", "B", "2"]]
    assert [row.line for row in table.rows()] == [2, 4]


def test_control_and_direction_signs_are_taken_out(tmp_path: Path) -> None:
    table = written(tmp_path, "Name,City\nAc\u202eme\u200b\x07 GmbH,Mu\u0308nchen\u2066\n")
    assert cells(table) == [["Acme GmbH", "München"]]


def test_empty_cells_at_the_end_do_no_harm_but_a_wrong_number_is_named(tmp_path: Path) -> None:
    table = written(tmp_path, "Name,City,No\nA,B,1,,\nA,B\nA,B,1,X\n\nC,D,2\n")
    assert cells(table) == [["A", "B", "1"], ["C", "D", "2"]]
    assert broken(table) == [(3, "cells"), (4, "cells")]


@pytest.mark.parametrize("place", [0, 500, 999])
def test_a_quote_that_is_never_closed_costs_its_own_line_alone(tmp_path: Path, place: int) -> None:
    lines = [f"Firm {n},Ulm,{n}" for n in range(1_000)]
    lines[place] = f'"Firm {place},Ulm,{place}'
    table = written(tmp_path, "Name,City,No\n" + "\n".join(lines) + "\n")
    assert broken(table) == [(place + 2, "quote")]
    assert len(cells(table)) == 999


def test_a_quote_closed_by_the_next_row_costs_one_line(tmp_path: Path) -> None:
    table = written(tmp_path, 'Name,City\n"Acme,Ulm\n"Bolt","Bonn"\n"Core","Köln"\n')
    assert broken(table) == [(2, "quote")]
    assert cells(table) == [["Bolt", "Bonn"], ["Core", "Köln"]]


def test_inches_in_a_name_are_no_quotes(tmp_path: Path) -> None:
    assert cells(written(tmp_path, 'Name,City\nPipe 5" Ltd,Leeds\nB,C\n')) == [['Pipe 5" Ltd', "Leeds"], ["B", "C"]]


def test_nul_bytes_cost_their_row_alone(tmp_path: Path) -> None:
    table = written(tmp_path, b"Name,City\nAc\x00me,Ulm\nBolt,Bonn\n")
    assert (broken(table), cells(table)) == ([(2, "nul")], [["Bolt", "Bonn"]])


def test_a_cell_of_a_megabyte_costs_its_row_alone(tmp_path: Path) -> None:
    table = written(tmp_path, f'Name,City\n{"x" * 1_000_000},Ulm\n"{"y" * 1_000_000}",Ulm\nBolt,Bonn\n')
    assert broken(table) == [(2, "long_cell"), (3, "long_cell")]
    assert cells(table) == [["Bolt", "Bonn"]]


def test_a_line_that_never_ends_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"Name,City\nA,B\n" + b"x" * 60_000_000 + b"\nBolt,Bonn\n")
    tracemalloc.start()
    table = open_table(path)
    assert (broken(table), cells(table)) == ([(3, "long_line")], [["A", "B"], ["Bolt", "Bonn"]])
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04rest of a workbook", "spreadsheet"), (b"\xd0\xcf\x11\xe0old workbook", "spreadsheet"),
        (b"%PDF-1.7\n", "pdf"), (b"\x89PNG\r\n\x1a\n\x00\x00", "picture"), (b"\xff\xd8\xff\xe0\x00", "picture"),
        (b"\x1f\x8b\x08\x00", "archive"), (b"<!DOCTYPE html><html>", "web_page"),
        (b"\xef\xbb\xbf <?xml version='1'?>", "web_page"),
        (bytes(range(256)) * 20, "other"), (b"", "empty"), (b"\xef\xbb\xbf\r\n\r\n", "empty"), (b",,,\n,,,\n", "empty"),
    ],
)  # fmt: skip
def test_what_is_no_csv_is_named(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        written(tmp_path, content)
    assert refused.value.code == code


def test_limits_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 100)
    with pytest.raises(Unreadable, match="too_many_rows"):
        cells(written(tmp_path, joined([["A", "B", "1"]] * 200)))
    monkeypatch.setattr(table, "LARGEST", 100)
    with pytest.raises(Unreadable, match="too_large"):
        written(tmp_path, joined([["A", "B", "1"]] * 200))


def test_a_file_full_of_broken_rows_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="too_broken"):
        cells(written(tmp_path, joined([["A", "B", "1"], ["C", "D", "2"]]) + 'x""y,"z\n' * (MOST_BROKEN + 2)))


def test_a_hundred_thousand_rows_cost_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Name,City,No\n" + "".join(f"Firm {n},Köln,{n}\n" for n in range(100_000)))
    tracemalloc.start()
    assert sum(1 for _ in open_table(path).rows()) == 100_000
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_uploads_lie_under_names_of_our_own(tmp_path: Path) -> None:
    files = Files(tmp_path / "imports")
    source = tmp_path / "source"
    source.write_text("Name,City\nA,B\n")
    with source.open("rb") as stream:
        name = files.keep(stream)
    assert cells(files.open(name)) == [["A", "B"]]
    files.drop(name)
    files.drop(name)
    for other in (name, "../source", "/etc/passwd", ""):
        with pytest.raises(FileNotFoundError):
            files.open(other)
