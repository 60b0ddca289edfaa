"""The application without its claim lock: only to see that the race test would find out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from models import base


@contextmanager
def unserialised(_: str) -> Iterator[None]:
    """Every statement by itself, as if there were neither lock nor transaction."""
    with (
        base.db.atomic() if base.is_postgres() else base.db.connection_context() if base.db.is_closed() else _nothing()
    ):
        yield


@contextmanager
def _nothing() -> Iterator[None]:
    yield


base.serialised = unserialised  # before anything imports it by name

from app import create_app  # noqa: E402

__all__ = ["create_app"]
