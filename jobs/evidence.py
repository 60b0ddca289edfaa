"""Which uploaded files, and small pictures of them, does no row name? Left when a process died between file and row."""

from __future__ import annotations

from datetime import datetime, timedelta

from config import Config
from domain import evidence
from integrations import evidence as store
from integrations import previews

AGE = timedelta(days=1)
"""A younger file may still wait for its row."""


def sweep(now: datetime, config: Config) -> int:
    """Remove orphans older than a day; returns how many."""
    before = (now - AGE).timestamp()
    gone = store.sweep(config.evidence_folder, evidence.is_known, before)
    return gone + previews.sweep(config.preview_folder, evidence.is_known, before)
