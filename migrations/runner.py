"""Applies what is pending, each file in one transaction, with Peewee's own runner."""

from __future__ import annotations

from pathlib import Path

from playhouse.migrations import Runner

from models.base import db, serialised

FOLDER = Path(__file__).resolve().parent


def migrate_all() -> list[str]:
    """Apply all pending migrations and return their names. Two processes that start together do it once."""
    db.connect(reuse_if_open=True)
    with serialised("migrations"):
        return [str(getattr(done, "name", done)) for done in Runner(db.obj, directory=str(FOLDER)).up() or []]
