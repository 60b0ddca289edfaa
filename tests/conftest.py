"""A database of its own for every test: a copied SQLite file, or an emptied PostgreSQL, with the cast in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from app import create_app
from config import Config
from domain import rules
from integrations.pdf import Press
from migrations.runner import migrate_all
from models.base import SQLITE_PRAGMAS, close, connect, db
from tests import postgres
from tests.full import Full, build
from tests.world import World, build_programme

POSTGRES = postgres.own_database(os.environ.get("TEST_DATABASE_URL", ""))


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
        postgres.drop_all(POSTGRES)
    connect(POSTGRES or f"sqlite:///{path}")
    migrate_all()
    build_programme()
    postgres.lay_aside("made") if POSTGRES else db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
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
    _connect()
    yield world
    close()


TOLD: list[dict[str, Any]] = []
"""What `full` is, once it was told: names of things by their kind."""


@pytest.fixture(scope="session")
def aside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `full` as it was when it had been told."""
    return tmp_path_factory.mktemp("full")


@pytest.fixture(scope="module")
def full(stage: World, aside: Path) -> Full:
    """One programme with everything in it: told once in a process, and the same again for each module."""
    config: Config = stage.app.config["DIBS"]
    if TOLD:
        _bring_back(config, aside)
    else:
        told = vars(build(stage, config))
        TOLD.append({name: what for name, what in told.items() if name not in ("world", "config")})
        _lay_aside(config, aside)
    return Full(stage, config, **deepcopy(TOLD[0]))


@pytest.fixture(scope="module")
def real() -> Iterator[Press]:
    """The printing press itself, kept warm for a module: to start it takes longer than to print."""
    with Press() as kept:
        yield kept


@pytest.fixture
def unchanged(stage: World) -> Iterator[None]:
    """What a test changes on the stage is taken back when it ends."""
    with db.atomic() as all_of_it:
        yield
        all_of_it.rollback()


def _connect() -> None:
    db.connect(reuse_if_open=True)
    if not POSTGRES:
        db.execute_sql("PRAGMA synchronous=0")  # nothing on a stage has to outlive a power cut


def _lay_aside(config: Config, aside: Path) -> None:
    postgres.lay_aside("told") if POSTGRES else db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(config.instance, aside, dirs_exist_ok=True)


def _bring_back(config: Config, aside: Path) -> None:
    close()
    shutil.copytree(aside, config.instance, dirs_exist_ok=True)
    if POSTGRES:
        postgres.put_back("told")
    rules.forget()
    _connect()


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
        postgres.put_back("made")
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
