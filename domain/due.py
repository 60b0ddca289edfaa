"""What if one row of many fails? Jobs take what is due one by one, and a bad row never stops the rest."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from peewee import InterfaceError, ModelSelect, OperationalError

from domain.refusals import Refused

log = logging.getLogger(__name__)


def found(query: ModelSelect[Any]) -> Iterator[Any]:
    """The rows of a query that nearly always finds none: asked for ids alone, each row read when its turn comes."""
    for (ref,) in list(query.select(query.model.id).tuples()):
        row = query.model.get_or_none(query.model.id == ref)
        if row is not None:
            yield row


def each(rows: Iterable[Any], verb: Callable[[Any], object]) -> int:
    """Do `verb` to each row and return how many it changed (a true answer).

    A row that moved on meanwhile is passed over; one that fails is logged and skipped. A lost database is raised:
    no other row would fare better.
    """
    changed = 0
    for row in rows:
        try:
            changed += bool(verb(row))
        except Refused:
            continue
        except (InterfaceError, OperationalError):
            raise
        except Exception:
            log.exception("skipped %s %s", row._meta.table_name, row.id)
    return changed
