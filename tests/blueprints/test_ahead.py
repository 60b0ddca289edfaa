"""Is what the first visitor would wait for done before the first visitor comes?"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemLoader
from peewee import SqliteDatabase

from app import create_app
from config import Config
from domain import moment
from domain.matching import Company, index
from models import Account
from models.base import db
from tests.world import World


@pytest.fixture
def anew(config: Config) -> Flask:
    """An application that nobody has asked anything."""
    return create_app(config)


def test_every_page_is_read_before_the_processes_part(anew: Flask) -> None:
    share, _ = anew.extensions["dibs.ahead"]
    share()
    read = {name for _, name in anew.jinja_env.cache or ()}
    pages = {name for name in anew.jinja_env.list_templates() if name.endswith(".html")}
    assert read == {name for name in pages if not name.startswith(("mail/", "pdf/"))}
    assert {"layout.html", "papers/_dossier.html"} <= read


def test_what_an_editor_leaves_beside_a_page_is_no_page(anew: Flask, tmp_path: Path) -> None:
    for name in ("._index.html", ".#show.html"):
        (tmp_path / name).write_bytes(b"\x00\xe9 {% nothing")
    anew.jinja_loader = anew.jinja_env.loader = FileSystemLoader(tmp_path)
    share, _ = anew.extensions["dibs.ahead"]
    share()
    assert not anew.jinja_env.cache


def test_sharing_leaves_the_database_alone(anew: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that was made before a fork would be one for two processes."""
    opened: list[object] = []
    monkeypatch.setattr(type(db.obj), "connect", lambda *_, **__: opened.append(True))
    db.close()
    share, _ = anew.extensions["dibs.ahead"]
    share()
    assert not opened


def test_each_process_looks_for_the_newest_names(anew: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"Brauerei Ahead {number}" for number in range(30)]
    for number, name in enumerate(names):
        Account.create(external_id=f"ahead-{number}", name=name, updated_at=moment.now())
    looked: list[Company] = []
    monkeypatch.setattr(index, "candidates", lambda company: looked.append(company))
    _, begin = anew.extensions["dibs.ahead"]
    begin()
    assert [company.name for company in looked] == names[:9:-1]
    assert db.is_closed()


@pytest.mark.parametrize("fault", [None, sqlite3.DatabaseError("malformed"), ValueError("a name")], ids=repr)
def test_whatever_fails_ahead_stops_nothing(
    anew: Flask, world: World, monkeypatch: pytest.MonkeyPatch, fault: Exception | None
) -> None:
    """Without tables, with a damaged page, with a name that nobody can read: who asks for it will be told."""

    def failing(company: Company) -> None:
        raise fault or AssertionError

    monkeypatch.setattr(index, "candidates", failing)
    Account.create(external_id="ahead", name="Brauerei Ahead", updated_at=moment.now())
    before = db.obj
    db.close()
    if not fault:
        db.initialize(SqliteDatabase(":memory:"))
    try:
        _, begin = anew.extensions["dibs.ahead"]
        begin()
        assert db.is_closed()
    finally:
        db.initialize(before)
