"""Which uploaded files does no claim and no question name? Left when a process died between file and row."""

from __future__ import annotations

from datetime import datetime, timedelta

from config import Config
from domain import evidence
from integrations import evidence as store

AGE = timedelta(days=1)
"""A younger file may still wait for its row."""


def sweep(now: datetime, config: Config) -> int:
    """Remove orphans older than a day; returns how many."""
    return store.sweep(config.evidence_folder, evidence.is_known, (now - AGE).timestamp())
