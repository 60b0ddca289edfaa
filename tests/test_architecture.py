"""Does every line stand in the room it belongs to? The import arrow of docs/architecture.md, and the size of rooms."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("app", "commands", "blueprints", "domain", "models", "integrations", "jobs", "migrations")

MAY_IMPORT = {
    "app": {"commands", "blueprints", "domain", "models", "integrations", "jobs", "migrations", "config"},
    "commands": {"commands", "domain", "models", "integrations", "jobs", "migrations", "config"},
    "blueprints": {"blueprints", "domain", "models", "integrations", "config"},
    "jobs": {"jobs", "domain", "models", "integrations", "config"},
    "domain": {"domain", "models", "config"},
    "models": {"models", "config"},
    "integrations": {"integrations", "config"},
    "migrations": {"migrations", "models"},
}
"""Who may import whom of our own. `domain.matching` may import itself and words alone; its index also the models."""

WEB = {"flask", "flask_login", "flask_wtf", "flask_babel", "htmx_flask", "werkzeug", "jinja2", "markupsafe"}
WEB_ROOMS = {"app", "blueprints", "commands"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def modules() -> Iterator[tuple[str, Path, ast.Module]]:
    """Every Python file of ours with its room."""
    for room in ROOMS:
        paths = [ROOT / "app.py"] if room == "app" else sorted((ROOT / room).rglob("*.py"))
        for path in paths:
            yield room, path, ast.parse(path.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def offences(room: str, path: Path, tree: ast.Module) -> list[str]:
    found = []
    pure = path.is_relative_to(ROOT / "domain/matching") and "index" not in path.parts
    for name in imported(tree):
        top = name.split(".")[0]
        ours = top in ROOMS or top == "config"
        if ours and top not in MAY_IMPORT[room]:
            found.append(f"{path.name}: {room} may not import {name}")
        if pure and ours and not name.startswith(("domain.matching", "domain.words")):
            found.append(f"{path.name}: matching is pure, but imports {name}")
        if top in WEB and room not in WEB_ROOMS and not (room == "integrations" and top in {"jinja2", "markupsafe"}):
            found.append(f"{path.name}: {room} has never heard of HTTP, but imports {name}")
    return found


def test_imports_follow_the_arrow() -> None:
    assert [wrong for module in modules() for wrong in offences(*module)] == []


@pytest.mark.parametrize(
    ("room", "source"),
    [("domain", "from flask import g"), ("models", "from domain import rules"), ("integrations", "import models")],
)
def test_a_planted_import_is_found(room: str, source: str) -> None:
    assert offences(room, ROOT / room / "planted.py", ast.parse(source))


def test_no_room_is_too_large() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for room, path, _ in modules()
        if room != "migrations" and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    ]
    assert long == []


def test_no_function_is_too_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for room, path, tree in modules()
        if room != "migrations"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_sql_stands_in_models_and_the_index_alone() -> None:
    allowed = {
        "base.py",
        "events.py",
        "runner.py",
        "0001_initial.py",
        "0008_joining.py",
        "0019_index.py",
        "guards.py",
        "rewriting.py",
        "vendor.py",
    }
    found = [
        str(path.relative_to(ROOT))
        for room, path, _ in modules()
        if room != "models" and path.name not in allowed and "execute_sql" in path.read_text()
    ]
    assert found == []


def test_blueprints_never_write_rows_themselves() -> None:
    verbs = (".create(", ".update(", ".delete(", ".insert(", ".save(", "insert_many")
    found = [
        f"{path.name}: {line.strip()}"
        for room, path, _ in modules()
        if room == "blueprints"
        for line in path.read_text().splitlines()
        if any(f"{name}{verb}" in line for name in models_named() for verb in verbs)
    ]
    assert found == []


def models_named() -> list[str]:
    import models

    return [model.__name__ for model in models.ALL]


def test_the_table_of_moves_in_the_docs_is_the_one_in_the_code() -> None:
    from domain.lifecycle import MOVES

    text = (ROOT / "docs/architecture.md").read_text()
    for move in MOVES.values():
        row = next(
            line
            for line in text.splitlines()
            if line.startswith("|") and move.action in line.split("|")[1].replace(",", " ").split()
        )
        assert set(row.split("|")[2].replace(",", " ").split()) == set(move.sources), row
        assert move.event.split(".")[1] in row, row
