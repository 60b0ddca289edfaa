"""`crm import FILE` says what it found, asks, applies, and ends with a code that a nightly script can trust."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from config import Config
from models import Account, Event, ImportRun
from tests.world import World

HEADERS = "Kontonummer;Firma;Webseite;Land\n"


def accounts(count: int) -> str:
    return HEADERS + "".join(f"{n};Werk {n} Anlagenbau GmbH;werk{n}.example;DE\n" for n in range(count))


def run(world: World, folder: Path, content: str | bytes, *options: str, answer: str = "") -> Result:
    file = folder / "accounts.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode("cp1252"))
    return world.app.test_cli_runner().invoke(args=["crm", "import", str(file), *options], input=answer)


def test_it_says_what_it_found_applies_and_leaves_no_copy(world: World, tmp_path: Path, config: Config) -> None:
    done = run(world, tmp_path, HEADERS + "1;Müller GmbH;mueller.example;Deutschland\n", "--yes")
    assert done.exit_code == 0, done.output
    for word in ("accounts", "cp1252", "semicolon", "Kontonummer", "Webseite", "Done: I-"):
        assert word in done.output
    assert (Account.get().name, Account.get().country) == ("Müller GmbH", "DE")
    assert list(Path(config.import_folder).iterdir()) == []


def test_a_dry_run_changes_nothing_at_all(world: World, tmp_path: Path, config: Config) -> None:
    events = Event.select().count()
    done = run(world, tmp_path, accounts(5) + "9;;;\n", "--dry-run", "--yes")
    assert (done.exit_code, "Dry run: nothing was changed." in done.output) == (0, True)
    assert "line 7: It has no company name" in done.output
    assert (Account.select().count(), ImportRun.select().count(), Event.select().count()) == (0, 0, events)
    assert not Path(config.import_folder).exists()


def test_it_asks_and_takes_no_for_an_answer(world: World, tmp_path: Path) -> None:
    assert run(world, tmp_path, accounts(5), answer="n\n").exit_code == 1
    assert Account.select().count() == 0
    assert run(world, tmp_path, accounts(5), answer="y\n").exit_code == 0
    assert Account.select().count() == 5


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 workbook", "save it as CSV"),
        (b"", "This file is empty"),
        ("Foo;Bar\n1;2\n", "Choose the column that holds the company"),
        (HEADERS, "headers in this file and no rows"),
        (HEADERS + "1;;;\n", "No row of this file can be read"),
        (HEADERS + "1;A GmbH;;\n" * 200 + "1;2\n" * 10_001, "cannot be parted into cells"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_says_what_to_do(
    world: World, tmp_path: Path, content: str | bytes, says: str
) -> None:
    done = run(world, tmp_path, content, "--yes")
    assert done.exit_code == 2
    assert says in done.output
    assert ImportRun.select().count() == 0


def test_too_great_a_drop_ends_with_3_and_waits_in_the_portal(world: World, tmp_path: Path) -> None:
    run(world, tmp_path, accounts(20), "--yes")
    done = run(world, tmp_path, accounts(15), "--yes")
    assert done.exit_code == 3
    held = ImportRun.get(ImportRun.state == "held")
    assert f"/imports/{held.code}" in done.output
    assert Account.select().where(Account.is_gone == True).count() == 0  # noqa: E712


def test_the_kind_can_be_said(world: World, tmp_path: Path) -> None:
    text = "Company;Country\nAcme Werk GmbH;DE\n"
    assert "leads, " in run(world, tmp_path, text, "--kind", "leads", "--dry-run").output
    assert run(world, tmp_path, text, "--kind", "nonsense").exit_code == 2
