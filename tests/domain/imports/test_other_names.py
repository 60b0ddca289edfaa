"""Former, trade and other names come with the accounts, are found by every check, and cost nothing when unchanged."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from config import Config
from domain import imports, lookup, moment, rules
from domain.clash import Asker
from domain.imports import columns, values
from domain.matching import Company
from domain.matching.company import MOST_ALSO
from integrations.tables import Files
from models import Account, ImportRun
from models.base import db
from tests.world import MONDAY, World

HEADERS = "Account ID;Firma;Früherer Name;DBA;Also known as\n"
ROW = (
    "1;Northwind Analytics Ltd;Emder Gasmesstechnik, Kabel & Co. GmbH;NPA|Nordluft;"
    "Nordluft|ノースウインド|northwind analytics ltd|-\n"
)


@pytest.fixture
def files(config: Config) -> Files:
    return Files(config.import_folder)


@pytest.fixture(autouse=True)
def _monday(world: World) -> Iterator[None]:
    with moment.at(MONDAY):
        yield


def bring(files: Files, text: str) -> ImportRun:
    path = files.keep(io.BytesIO(text.encode()))
    run = imports.preview(imports.receive(None, path, "accounts.csv", files.open(path), "accounts"), files)
    imports.start(None, run)
    imports.run_due(MONDAY, files)
    return ImportRun.get_by_id(run.id)


def reasons(name: str) -> list[str]:
    found = lookup.find(Company(name), Asker(None), rules.in_force(), MONDAY.date())
    return [one.likeness.reasons[0].code for one in found]


def test_names_of_several_columns_and_cells_become_one_list(files: Files) -> None:
    assert bring(files, HEADERS + ROW).state == "done"
    assert Account.get().other_names == ["Nordluft", "ノースウインド", "Emder Gasmesstechnik, Kabel & Co. GmbH", "NPA"]


@pytest.mark.parametrize("name", ["Emder Gasmesstechnik Kabel", "Nordluft GmbH", "ノースウインド"])
def test_each_of_them_is_found_by_the_next_check(files: Files, name: str) -> None:
    assert reasons(name) == []
    bring(files, HEADERS + ROW)
    assert reasons(name) == ["other_name"]


def test_a_file_without_these_columns_leaves_them_and_one_with_empty_cells_takes_them_away(files: Files) -> None:
    bring(files, HEADERS + ROW)
    run = bring(files, "Account ID;Firma\n1;Northwind Analytics Ltd\n")
    assert run.differences["counts"]["unchanged"] == 1
    assert len(Account.get().other_names) == 4
    run = bring(files, HEADERS + "1;Northwind Analytics Ltd;;;\n")
    assert run.differences["examples"]["changed"][0]["fields"] == {
        "also": ["Nordluft; ノースウインド; Emder Gasmesstechnik, Kabel & Co. GmbH; NPA", ""]
    }
    assert reasons("Nordluft") == []


def test_the_same_file_again_writes_nothing_into_the_index(files: Files) -> None:
    bring(files, HEADERS + ROW)
    written: list[str] = []
    db.query_hooks.append(lambda sql, *_: written.append(str(sql)))
    try:
        run = bring(files, HEADERS + ROW)
    finally:
        db.query_hooks.clear()
    assert run.differences["counts"]["unchanged"] == 1
    assert not [sql for sql in written if "name_entry" in sql and sql.startswith("INSERT")]


def test_many_and_long_names_are_bounded(files: Files) -> None:
    many = "|".join(f"Werk {letter * 4}" for letter in "abcdefghijklmnopq")
    bring(files, f"Account ID;Firma;Aliases\n1;Luchs;{many}\n2;Otter;{'x' * 400}\n")
    assert len(Account.get().other_names) == MOST_ALSO
    assert Account.select().count() == 1, "a name that is too long is said to be so, like the first one"


def test_headers_of_the_usual_systems_are_known() -> None:
    for header in ("Tradestyle", "Trading Name", "Handelsname", "Nombre comercial", "DBA"):
        assert columns.mapped("accounts", ("Name", header)).get("trade_name") == header
    for header in ("Former Name", "Früherer Name", "Nombre anterior"):
        assert columns.mapped("accounts", ("Name", header)).get("former_name") == header
    for header in ("Other names", "Also Known As", "Weitere Namen", "Otros nombres", "Alias"):
        assert columns.mapped("accounts", ("Name", header)).get("also") == header


def test_a_comma_parts_no_names() -> None:
    assert values.names(" Kabel, Draht & Co ;; A|B \n C ") == ["Kabel, Draht & Co", "A", "B", "C"]
