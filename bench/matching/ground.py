"""On what does the index stand that is measured? A database of its own, with nothing in it but the index."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from migrations.runner import migrate_all
from models.base import close, connect, db

WORDS = "SELECT sum(pgsize) FROM dbstat WHERE name IN ('name_key', 'name_word', 'name_entry_core')"


@contextlib.contextmanager
def database(url: str = "") -> Iterator[Path]:
    """SQLite in a folder of its own; or this database, emptied before and afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="dibs-bench-"))
    connect(url or f"sqlite:///{folder / 'names.sqlite'}")
    try:
        migrate_all()
        empty()
        yield folder
        empty()
    finally:
        close()
        shutil.rmtree(folder, ignore_errors=True)


def empty() -> None:
    for table in ("name_key", "name_word", "name_entry"):
        db.execute_sql(f"DELETE FROM {table}")


def bytes_of_index() -> int:
    """Of keys, words and the order of names, on SQLite; what the names themselves take is not counted."""
    ((size,),) = db.execute_sql(WORDS)
    return int(size)


def postgres() -> str | None:
    """The address of a PostgreSQL that may be filled, if there is one (`bin/with-postgres`)."""
    return os.environ.get("TEST_DATABASE_URL")
