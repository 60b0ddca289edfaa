"""Which uploaded files have to go: those whose time is over, and those that no row names?"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from config import Config, from_environment
from domain import due, evidence, evidence_keeping, moment
from integrations import evidence as store
from integrations import previews
from models import Evidence

AGE = timedelta(days=1)
"""A younger file may still wait for its row: it is left when a process dies between file and row."""


def sweep(now: datetime, config: Config) -> int:
    """Remove orphans older than a day; returns how many."""
    before = (now - AGE).timestamp()
    gone = store.sweep(config.evidence_folder, evidence.is_known, before)
    return gone + previews.sweep(config.preview_folder, evidence.is_known, before)


def expire(now: datetime, config: Config | None = None) -> int:
    """Delete the proof whose time is over: name and read-outs first, then file and picture. Returns how many files.

    A clock that dies in between leaves a file that no row names: the sweep takes it.
    """
    config = config or from_environment()
    with moment.at(now):
        over = {one.file.id: one for one in evidence_keeping.due(now)}
        return due.each((one.file for one in over.values()), lambda file: _gone(over[file.id], config))


def drop(file: Evidence, config: Config) -> None:
    """Remove the file and its picture, unless another row of the same partner has the same content."""
    remove = partial(store.drop, config.evidence_folder, file.partner_id, file.sha256)
    if evidence.drop(file.partner_id, file.sha256, remove):
        previews.drop(config.preview_folder, file.partner_id, file.sha256)


def _gone(over: evidence_keeping.Over, config: Config) -> bool:
    if not evidence_keeping.expire(over):
        return False
    drop(over.file, config)
    return True
