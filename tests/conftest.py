"""A database of its own for every test: a copied SQLite file, or an emptied PostgreSQL, with the cast in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

import models
from app import create_app
from config import Config
from domain import rules
from migrations.runner import migrate_all
from models.base import SQLITE_PRAGMAS, close, connect, db
from tests.full import Full, build
from tests.postgres import own_database
from tests.world import World, build_programme

POSTGRES = own_database(os.environ.get("TEST_DATABASE_URL", ""))


def _compiled() -> FileSystemBytecodeCache:
    """Templates are compiled once in a run, not once in every process of it."""
    folder = Path(tempfile.gettempdir()) / f"dibs-templates-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


class Made:
    """An application, and what it was before any test."""

    def __init__(self, app: Flask) -> None:
        app.jinja_env.bytecode_cache = _compiled()
        self.app, self.settings, self.routes = app, dict(app.config), self._routes(app)

    def is_as_it_was(self) -> bool:
        return self._routes(self.app) == self.routes

    @staticmethod
    def _routes(app: Flask) -> list[str]:
        return [rule.endpoint for rule in app.url_map.iter_rules()]


MADE: list[Made] = []

SQLITE_PRAGMAS["reverse_unordered_selects"] = 1
"""No database owes anybody an order that was not asked for. SQLite gives the oldest rows first, PostgreSQL does
nearly always: so that nobody counts on it, here SQLite gives the newest first."""


LONG = (
    "browser/test_main_path", "browser/test_journey", "jobs/test_walk", "test_bad_input", "test_sample", "race/",
    "browser/", "test_tenancy", "test_pages",
)  # fmt: skip
"""Files that take long begin first, so that at the end no process works alone."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A run on PostgreSQL is there for promises, domain and sweeps; the rest has its answer from the run on SQLite.

    What single screens do to the database, the verbs under them do in `tests/domain`, and the sweeps open every page.
    """
    items.sort(key=lambda item: next((place for place, name in enumerate(LONG) if name in item.nodeid), len(LONG)))
    if POSTGRES:
        others = [item for item in items if "template" not in getattr(item, "fixturenames", ()) or _runs_on_one(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


ON_ONE_DATABASE = ("blueprints/", "oracle/", "jobs/test_certificates", "jobs/test_papers", "jobs/test_signed")
"""Screens, how they answer, printing: what they do to the database, the verbs under them do as well."""


def _runs_on_one(item: pytest.Item) -> bool:
    """Unless it was asked for by name."""
    asked = " ".join(item.config.args)
    return any(place in item.nodeid and place not in asked for place in ON_ONE_DATABASE)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated database with the programme and its cast, made once."""
    path = tmp_path_factory.mktemp("template") / "dibs.sqlite"
    if POSTGRES:
        _empty_postgres()
    connect(POSTGRES or f"sqlite:///{path}")
    migrate_all()
    build_programme()
    _lay_aside() if POSTGRES else db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    close()
    return path


@pytest.fixture
def config(tmp_path: Path, template: Path) -> Config:
    return _config(tmp_path, template)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    yield _opened(config)
    close()


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    """The cast and the programme, with an open connection: for tests of verbs."""
    db.connect(reuse_if_open=True)
    yield World(app)
    close()


@pytest.fixture(scope="module")
def stage(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The cast and the programme for all tests of a module, which fill it once and look at it from every side."""
    config = replace(_config(tmp_path_factory.mktemp("stage"), template), base_url="http://localhost")
    world = World(_opened(config))
    db.connect(reuse_if_open=True)
    if not POSTGRES:
        db.execute_sql("PRAGMA synchronous=0")  # nothing here has to outlive a power cut
    yield world
    close()


@pytest.fixture(scope="module")
def full(stage: World) -> Full:
    """One programme with everything in it."""
    return build(stage, stage.app.config["DIBS"])


@pytest.fixture
def unchanged(stage: World) -> Iterator[None]:
    """What a test changes on the stage is taken back when it ends."""
    with db.atomic() as all_of_it:
        yield
        all_of_it.rollback()


def _config(folder: Path, template: Path) -> Config:
    """An instance in this folder, with a copy of the template."""
    if not POSTGRES:
        shutil.copy(template, folder / "dibs.sqlite")
    return Config(instance=folder, database_url=POSTGRES, secret_key="for tests only")


def _opened(config: Config) -> Flask:
    """The application on a database that holds the programme and its cast, and nothing else."""
    rules.forget()
    close()
    app = _application(config)
    if POSTGRES:
        _put_back()
    return app


def _application(config: Config) -> Flask:
    """The same application for all tests, as new, unless one gave it routes: to build it costs more than a test."""
    made = next((made for made in MADE if made.is_as_it_was()), None) or Made(create_app(config))
    MADE[:] = [made]
    connect(config.database)
    made.app.config.clear()
    made.app.config.update(made.settings | {"DIBS": config, "TESTING": True, "WTF_CSRF_ENABLED": False})
    made.app._got_first_request = False  # so that it takes such routes
    return made.app


def _empty_postgres() -> None:
    connect(POSTGRES)
    db.execute_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    close()


TABLES = [model._meta.table_name for model in models.ALL]


def _lay_aside() -> None:
    """Copy what every test begins with: all rows, and where the counters stand."""
    db.execute_sql("DROP SCHEMA IF EXISTS made CASCADE; CREATE SCHEMA made")
    for table in TABLES:
        db.execute_sql(f'CREATE TABLE made."{table}" AS TABLE public."{table}"')
    db.execute_sql("CREATE TABLE made.counters AS SELECT sequencename AS name, last_value AS stands FROM pg_sequences")


def _put_back() -> None:
    """Every table as it was laid aside."""
    inserts = [f'INSERT INTO public."{table}" SELECT * FROM made."{table}";' for table in _filled()]
    _truncate(*inserts, "PERFORM setval(name::regclass, stands) FROM made.counters WHERE stands IS NOT NULL;")


def _truncate(*after: str) -> None:
    """Empty all tables, guards and foreign keys set aside. DELETE, because TRUNCATE makes 150 files anew each time."""
    deletes = " ".join(f'DELETE FROM public."{table}";' for table in TABLES)
    counters = "PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';"
    steps = " ".join((deletes, counters, *after))
    db.connect(reuse_if_open=True)
    db.execute_sql(f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {steps} END $$")


@cache
def _filled() -> list[str]:
    db.connect(reuse_if_open=True)
    return [table for table in TABLES if db.execute_sql(f'SELECT 1 FROM made."{table}" LIMIT 1').fetchone()]
