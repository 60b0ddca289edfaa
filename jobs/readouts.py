"""How do uploaded files tell what they hold? The clock reads them one by one, so that a bad one stops no other."""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext
from datetime import datetime
from itertools import takewhile

from config import Config, from_environment
from domain import evidence_readouts
from integrations import evidence as store
from integrations import previews
from integrations.readers import Keys, Lookup, Reader, key_record, keys_for
from models import Readout

log = logging.getLogger(__name__)

LONGEST = 30.0
"""Seconds after which a run begins no further file: the next run sees who came meanwhile, and whose turn it is."""


def read_due(
    now: datetime, config: Config | None = None, reader: Reader | None = None, lookup: Lookup = key_record
) -> int:
    """Read what was attached and ask for the keys of signatures. Returns how many files were read."""
    config, due = config or from_environment(), evidence_readouts.due(now)
    if not due:
        return 0
    with nullcontext(reader) if reader else Reader() as reading:
        until = time.monotonic() + LONGEST
        rows = takewhile(lambda _: time.monotonic() < until, due)
        return sum(_read(row, now, config, reading, lookup) for row in rows)


def waiting(now: datetime) -> int:
    return evidence_readouts.waiting(now)


def _read(row: Readout, now: datetime, config: Config, reader: Reader, lookup: Lookup) -> bool:
    """One file: taken, read, stored. What fails is noted on its row and tried again a few times."""
    if not evidence_readouts.take(row, now):
        return False
    file = row.evidence
    path = store.path_of(config.evidence_folder, file.partner_id, file.sha256)
    try:
        facts, picture = reader.read(path, file.kind)
        keys = keys_for(facts, config.dns_seconds, lookup) if config.dns_seconds else Keys()
        if keys.found:
            facts, picture = reader.read(path, file.kind, keys.found)
        if picture:
            previews.keep(config.preview_folder, file.partner_id, file.sha256, picture)
    except Exception as error:
        log.warning("evidence %s could not be read: %s", file.code, error)
        evidence_readouts.give_up(row, f"{type(error).__name__}: {error}")
        return False
    evidence_readouts.keep(row, facts, now, has_picture=bool(picture), is_unreachable=keys.is_unreachable)
    return True
