"""Is what was acknowledged on the disk (promise 2)? The calls to the disk, and their order."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import pytest
from flask import Flask

from integrations import evidence
from models import Evidence
from models.base import db, is_postgres
from tests.world import World


def test_a_commit_of_the_application_waits_for_the_disk(app: Flask) -> None:
    app.add_url_rule("/live", "live", lambda: str(_asked()))
    assert app.test_client().get("/live").text == ("('on',)" if is_postgres() else "(2, 'wal')")


def _asked() -> tuple[object, ...]:
    """What the connection that serves requests says of itself, just after it served one."""
    db.connect(reuse_if_open=True)
    if is_postgres():
        return tuple(db.execute_sql("SHOW synchronous_commit").fetchone())
    return tuple(db.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode"))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the disk and of the database, in order; all of it is done as well."""
    said: list[str] = []
    fsync, replace, create = os.fsync, Path.replace, Evidence.create

    def noting_fsync(descriptor: int) -> None:
        said.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def noting_replace(self: Path, target: Path) -> Path:
        said.append("rename")
        return replace(self, target)

    def noting_create(**values: object) -> Evidence:
        said.append("row")
        return create(**values)

    monkeypatch.setattr(os, "fsync", noting_fsync)
    monkeypatch.setattr(Path, "replace", noting_replace)
    monkeypatch.setattr(Evidence, "create", noting_create)
    return said


def test_a_file_is_on_the_disk_before_its_name_and_its_name_before_we_go_on(tmp_path: Path, calls: list[str]) -> None:
    evidence.keep(tmp_path, 1, "offer.txt", io.BytesIO(b"An offer for Kleinwerk"))
    assert calls[:2] == ["file", "rename"]
    assert set(calls[2:]) == {"folder"}


def test_a_file_is_on_the_disk_before_the_row_that_speaks_of_it(world: World, calls: list[str]) -> None:
    draft = world.draft(world.ana, "Kleinwerk GmbH")
    client = world.sign_in(world.ana)
    calls.clear()
    form = {"files": (io.BytesIO(b"An offer for Kleinwerk"), "offer.txt")}
    client.post(f"/registrations/{draft.code}/evidence", data=form)
    assert calls[-1] == "row"
    assert calls.index("file") < calls.index("rename") < calls.index("folder") < calls.index("row")
