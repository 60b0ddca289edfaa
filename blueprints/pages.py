"""How is a long list cut into pages? Numbers in the URL, so that it can be linked and works without script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from peewee import ModelSelect

Row = TypeVar("Row")
LENGTH = 25


@dataclass(frozen=True)
class Cut(Generic[Row]):
    """The rows of one page, which it is, and of how many."""

    rows: list[Row]
    page: int
    pages: int


def cut(query: ModelSelect[Any], length: int = LENGTH) -> Cut[Any]:
    """The page that the URL asks for; the nearest one that there is."""
    pages = max(1, -(-query.count() // length))
    asked = request.args.get("page", "")
    page = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 9 else 1), pages)
    return Cut(list(query.paginate(page, length)), page, pages)
