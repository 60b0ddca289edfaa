"""What if `migrate` is killed at any of its statements? The next one finishes, and nothing of the rows is lost."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playhouse.migrations import Runner

from migrations import runner
from models import Partner, standing
from models.base import close, connect, db
from tests.conftest import POSTGRES
from tests.postgres import drop_all
from tests.test_migrations import partner_of_the_first_release

pytestmark = pytest.mark.audit

STEP = 9 if POSTGRES else 1
"""On PostgreSQL, where a database takes long to make, only every so many statements."""


def first_release(folder: Path) -> str:
    """A database as the first release left it, with a row in it."""
    close()
    if POSTGRES:
        connect(POSTGRES)
        drop_all(POSTGRES)
    url = POSTGRES or f"sqlite:///{folder / 'old.sqlite'}"
    connect(url)
    (folder / "first").mkdir(exist_ok=True)
    shutil.copy(runner.FOLDER / "0001_initial.py", folder / "first")
    with db.connection_context():
        Runner(db.obj, directory=str(folder / "first")).up()
        partner_of_the_first_release()
    close()
    return url


def in_a_child(work: Callable[[], object]) -> int:
    """Do it in a process of its own; the signal that ended it, or 0."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def migrate(url: str, last: int) -> Callable[[], object]:
    """Migrate, and be killed before the statement with this number."""

    def work() -> None:
        connect(url)
        done, execute = 0, type(db.obj).execute_sql

        def counting(self: Any, *given: Any, **named: Any) -> Any:
            nonlocal done
            done += 1
            if done == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(self, *given, **named)

        type(db.obj).execute_sql = counting
        runner.migrate_all()

    return work


def schema() -> list[tuple[str, ...]]:
    if POSTGRES:
        rows = db.execute_sql(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, 2"
        )
    else:
        rows = db.execute_sql("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
    return [tuple(map(str, row)) for row in rows.fetchall()]


def test_a_migration_killed_anywhere_is_finished_by_the_next(tmp_path: Path, template: Path) -> None:
    connect(first_release(tmp_path))
    runner.migrate_all()
    whole = schema()
    number, kills = 1, 0
    while True:
        (tmp_path / str(number)).mkdir()
        url = first_release(tmp_path / str(number))
        was_killed = in_a_child(migrate(url, number)) == -signal.SIGKILL
        connect(url)
        if was_killed:
            assert standing.applied_migrations() == ["0001_initial"], f"half of it stands after statement {number}"
        runner.migrate_all()
        assert schema() == whole
        assert standing.is_current()
        assert Partner.get_by_id(1).name == "Acme"
        kills += was_killed
        if not was_killed:
            break
        number += STEP
    close()
    assert kills > (5 if POSTGRES else 50)
