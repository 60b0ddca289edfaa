"""Is the page for administrators true, and are machines told whether to send visitors?"""

from __future__ import annotations

import errno
import sqlite3
from dataclasses import replace
from typing import Any

import pytest
from peewee import OperationalError

from blueprints import wellness
from config import Config
from domain import moment
from domain.accounts import open_session
from jobs import lease
from models import standing
from tests.world import World


def test_health_asks_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: Any, **__: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr("models.base.db.obj.connect", lost)
    answer = world.app.test_client().get("/health")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_ready_while_the_database_answers_and_fits_and_we_stay(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.app.test_client()

    def said(**environ: Any) -> tuple[int, str]:
        answer = client.get("/ready", environ_overrides=environ)
        return answer.status_code, answer.text.strip()

    def lost() -> bool:
        raise OperationalError("connection refused")

    assert said() == (200, "ready")
    assert said(**{wellness.ENDING: True}) == (503, "ending")
    with monkeypatch.context() as other:
        other.setattr(standing, "known_migrations", lambda: ["0001_initial", "0099_next"])
        assert said() == (503, "migrate")
    with monkeypatch.context() as other:
        other.setattr(standing, "is_current", lost)
        assert said() == (503, "database")
    assert said() == (200, "ready")


def test_the_page_is_for_administrators_and_names_what_is_wrong(world: World) -> None:
    assert world.sign_in(world.dora).get("/health/details").status_code == 403
    assert world.sign_in(world.ana).get("/health/details").status_code == 403
    ada = world.sign_in(world.ada)
    page = ada.get("/health/details").text
    assert "No clock is at work" in page
    assert "Set MAIL_URL" in page
    lease.take("a clock", moment.now())
    assert "No clock is at work" not in ada.get("/health/details").text


@pytest.mark.parametrize(
    ("base_url", "is_told"),
    [
        ("http://partners.example.com", True), ("http://192.168.1.5:8000", True),
        ("https://partners.example.com", False),
        ("http://localhost:8000", False), ("http://127.0.0.1", False), ("http://[::1]:80", False), ("", False),
    ],
)  # fmt: skip
def test_a_banner_says_that_the_portal_is_reached_without_tls(
    world: World, config: Config, base_url: str, is_told: bool
) -> None:
    world.app.config["DIBS"] = replace(config, base_url=base_url)
    says, there = "reached without TLS", base_url or "http://localhost"
    assert (says in world.app.test_client().get("/sign-in", base_url=there).text) is is_told
    assert says not in world.app.test_client().get("/sign-in", base_url="http://127.0.0.1:8000").text, "on the machine"


def test_the_banner_is_for_those_who_can_mend_it(world: World, config: Config) -> None:
    world.app.config["DIBS"] = replace(config, base_url="http://localhost.example")
    for who, path, is_told in (("ada", "/people", True), ("max", "/queue", False), ("ana", "/", False)):
        client = world.app.test_client()
        client.set_cookie("dibs", open_session(getattr(world, who), "test"), domain="localhost.example")
        page = client.get(path, base_url="http://localhost.example")
        assert page.status_code == 200
        assert ("reached without TLS" in page.text) is is_told, who


def full() -> OperationalError:
    """As Peewee raises it."""
    error, behind = OperationalError("database or disk is full"), sqlite3.OperationalError("database or disk is full")
    behind.sqlite_errorname = "SQLITE_FULL"
    error.__context__ = behind
    return error


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (OperationalError("could not connect to server"), 503, "cannot be used at the moment"),
        (OperationalError("database is locked"), 503, "cannot be used at the moment"),
        (full(), 507, "no room left"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, "no room left"),
    ],
)
def test_an_outage_is_told_by_a_page_that_needs_no_database(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, says: str
) -> None:
    def lost(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr("blueprints.web.Vendor.select", lost)
    monkeypatch.setattr("blueprints.speaking.rules.in_force", lost)
    answer = world.app.test_client().get("/rules", headers={"Accept-Language": "en"})
    assert answer.status_code == status
    assert says in answer.text
    assert "Nothing you filed is lost" in answer.text
    assert answer.headers["Retry-After"]
    fragment = world.app.test_client().get("/rules", headers={"HX-Request": "true"})
    assert fragment.status_code == status
    assert fragment.headers["HX-Retarget"] == "#notice"
    assert "<html" not in fragment.text


def test_any_other_error_of_a_file_is_ours(world: World) -> None:
    def missing() -> str:
        raise FileNotFoundError(errno.ENOENT, "No such file")

    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    world.app.add_url_rule("/missing", "missing", missing)
    assert world.app.test_client().get("/missing").status_code == 500
