"""Which accounts, leads and claims could a company be? The one room of matching that reads and writes rows.

Everything by which a company can be found is a key (see `keys`): an equal number in one B-tree, the same on SQLite and
PostgreSQL; besides, names are read in the order of the alphabet. What many share weighs little, and no statistics need
to be kept.
"""

from __future__ import annotations

from domain.matching.index.entries import Entry, Kind, Thing
from domain.matching.index.filing import Filings, put, put_many, put_ready, ready, remove
from domain.matching.index.mending import FIRST, VERSION, differing, faults, refile, sweep, things_after
from domain.matching.index.searching import MOST_COMPARED, begun, called, candidates

__all__ = [
    "FIRST", "MOST_COMPARED", "VERSION", "Entry", "Filings", "Kind", "Thing", "begun", "called", "candidates",
    "differing", "faults", "put", "put_many", "put_ready", "ready", "refile", "remove", "sweep", "things_after",
]  # fmt: skip
