"""Does the vendor get everything, readable and without a secret, while people go on working?"""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

import models
from domain import events, everything, moment
from domain.personal import columns
from integrations import evidence as store
from models import Certificate, Event, Evidence, Note, Registration, Session, User
from models.base import db, snapshot
from tests.full import Full
from tests.world import MONDAY, World


def run(app: Flask, folder: Path) -> Result:
    result: Result = app.test_cli_runner().invoke(args=["export", str(folder)])
    db.connect(reuse_if_open=True)
    return result


def lines(folder: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "tables" / f"{table}.jsonl").read_text().splitlines()]


def test_every_row_every_file_and_every_certificate_is_there(full: Full, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    counts = {columns.table_of(model): model.select().count() for model in models.ALL}
    result = run(full.world.app, folder)
    assert result.exit_code == 0, result.output
    written = {path.stem: len(path.read_text().splitlines()) for path in (folder / "tables").iterdir()}
    counts["event"] += 1  # that it was taken
    assert written == {name: count for name, count in counts.items() if name not in columns.DERIVED}
    for row in Evidence.select().where(Evidence.removed_at.is_null()):
        content = (folder / "evidence" / f"{row.code}.{row.kind}").read_bytes()
        assert hashlib.sha256(content).hexdigest() == row.sha256
    issued = Certificate.select().where(Certificate.sha256.is_null(False)).count()
    assert len(list((folder / "certificates").iterdir())) == issued > 0
    assert Event.select().where(Event.name == "vendor.exported").count() == 1


def test_what_points_elsewhere_says_what_people_call_it(full: Full, tmp_path: Path) -> None:
    run(full.world.app, tmp_path / "out")
    claim = next(row for row in lines(tmp_path / "out", "registration") if row["company"] == "Kanarienwerk Cismar")
    assert claim["partner"] == "P-ACME-1111 Acme Systemhaus"
    assert claim["holder"].endswith("Ana Novak")
    assert claim["filed_at"].startswith("2027-03-08T")


def test_the_register_can_be_followed_from_the_export_alone(full: Full, tmp_path: Path) -> None:
    run(full.world.app, tmp_path / "out")
    last: dict[tuple[str, int], str] = {}
    for row in lines(tmp_path / "out", "event"):
        about = (row["subject"], row["subject_id"])
        line = {
            "at": moment_of(row["at"]), "name": row["name"], "subject": row["subject"], "subject_id": row["subject_id"],
            "actor": row["actor_id"], "partner": row["partner_id"], "rules": row["rules_version_id"],
            "facts": row["facts"], "text": row["text_hash"],
        }  # fmt: skip
        assert row["entry"] == events.entry_of(last.get(about, ""), line)
        last[about] = row["entry"]
    assert len(last) > 20


def moment_of(text: str) -> str:
    """Entries were sealed with microseconds, also where they are none."""
    return text if "." in text else text.replace("+00:00", ".000000+00:00")


def test_no_secret_leaves_and_the_readme_names_each(full: Full, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    User.update(password_hash="$argon2id$canary").where(User.email == "ana@acme.example").execute()
    run(full.world.app, folder)
    everything_said = "".join(path.read_text() for path in (folder / "tables").iterdir())
    assert "$argon2id$canary" not in everything_said
    assert all(row.key_hash not in everything_said for row in Session.select())
    about = (folder / "README.md").read_text()
    for table in everything.tables():
        assert f"### {table.name} (" in about
        for secret in table.secrets:
            assert f"`{table.name}.{secret}`" in about
            assert f'"{secret}"' not in (folder / "tables" / f"{table.name}.jsonl").read_text()
    assert folder.stat().st_mode & 0o077 == 0


def test_a_file_that_is_gone_is_named_and_the_rest_is_written(full: Full, tmp_path: Path) -> None:
    row = Evidence.select().order_by(Evidence.id).first()
    path = store.path_of(full.config.evidence_folder, row.partner_id, row.sha256)
    content = path.read_bytes()
    path.unlink()
    result = run(full.world.app, tmp_path / "out")
    path.write_bytes(content)
    assert result.exit_code == 0
    assert row.code in result.output


def test_a_folder_that_holds_something_is_left_alone(world: World, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = run(world.app, tmp_path)
    assert result.exit_code == 1
    assert "not empty" in result.output
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".txt") == ["mine.txt"]


def test_memory_is_bounded_and_others_go_on_writing(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana)
    text = "x" * 2000
    for start in range(0, 6000, 500):
        rows = [
            {"registration": claim.id, "kind": "update", "text": text, "salt": str(start), "created_at": MONDAY}
            for _ in range(500)
        ]
        Note.insert_many(rows).execute()
    table = next(table for table in everything.tables() if table.name == "note")
    tracemalloc.start()
    with snapshot():
        assert sum(1 for _ in everything.rows(table)) == 6000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000, "12 MB of text were read"
    with moment.at(MONDAY + timedelta(hours=1)):
        assert world.file(world.ana, "Kieswerk Aller").status in ("submitted", "approved")
    assert Registration.select().where(Registration.filed_at.is_null(False)).count() == 2


@pytest.mark.parametrize("name", ["note.salt", "event.text_hash"])
def test_what_proves_a_text_is_no_secret(name: str) -> None:
    table, column = name.split(".")
    assert column in [one.name for one in next(one for one in everything.tables() if one.name == table).fields]
