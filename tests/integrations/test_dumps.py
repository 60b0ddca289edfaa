"""Does a password stay out of the list of processes when the database is dumped?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from integrations import dumps
from integrations.archive import Unfit

WHERE = [
    ("postgresql://dibs:hush%2B@db.example:5432/dibs", "postgresql://dibs@db.example:5432/dibs", "hush+"),
    ("postgresql://dibs@db/dibs?password=hu+sh%20", "postgresql://dibs@db/dibs", "hu+sh "),
    (
        "postgresql://dibs:old@db/dibs?sslmode=require&password=hush",
        "postgresql://dibs@db/dibs?sslmode=require",
        "hush",
    ),
    ("postgresql:///dibs?host=/run/pg&password=hush", "postgresql:///dibs?host=/run/pg", "hush"),
    ("postgresql:///dibs?host=/run/pg&port=5433", "postgresql:///dibs?host=/run/pg&port=5433", None),
]


@pytest.mark.parametrize(("url", "bare", "password"), WHERE)
def test_the_password_goes_by_the_environment_wherever_the_address_holds_it(
    url: str, bare: str, password: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a program in the place of PostgreSQL's own is started with."""
    told = tmp_path / "told"
    program = tmp_path / "pg_restore"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$PGPASSWORD" "$@" > {told}\n')
    program.chmod(0o700)
    monkeypatch.setattr(dumps, "_found", lambda _: str(program))
    monkeypatch.delenv("PGPASSWORD", raising=False)
    dumps.put_back(tmp_path / "database.dump", url)
    secret, *arguments = told.read_text().splitlines()
    assert secret == (password or "")
    assert arguments[0] == f"--dbname={bare}"
    assert "hush" not in " ".join(arguments)
    assert "PGPASSWORD" not in os.environ


def test_a_secret_that_postgresql_takes_from_the_address_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unfit, match="must not hold sslpassword"):
        dumps.put_back(tmp_path / "database.dump", "postgresql://dibs@db/dibs?sslpassword=hush")
