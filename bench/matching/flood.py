"""Does the engine keep its bound when a crowd shares a name, and when something is typed that is no name?"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import islice
from random import Random

from bench import ground as programme
from bench.matching import ground
from bench.names import companies
from domain.matching import Company, index
from domain.matching.index import Kind
from models.base import db

SIZE, BATCH, COUNT = 100_000, 2_000, 300
ODD = {
    "one letter": "x",
    "ten thousand letters": "Lorem " * 1_700,
    "only a legal form": "GmbH",
    "only digits": "1234567",
    "emoji": "🦊🚀🎉 Energy 🎉",
    "mixed scripts": "Газпром Gasprom 株式会社",
    "right-to-left marks": "\u202eglobal\u202c energy",
    "SQL": "'; DROP TABLE account; --",
    "full-text syntax": 'global NEAR/5 "energy" OR *',
    "a pasted address": "Global Energy Systems, Hauptstraße 12, 34117 Kassel, Germany, Tel. +49 561 1234",
    "a page's title": "Global Energy Systems | Home | Welcome to the future",
    "a domain as a name": "https://www.global-energy.com/start",
}


def run() -> None:
    """A hundred thousand accounts that begin with "Global" (FLOOD says otherwise)."""
    size = int(os.environ.get("FLOOD") or SIZE)
    with ground.database():
        for start in range(0, size, BATCH):
            with db.atomic():
                part = enumerate(_names(start), start)
                index.put_many((Kind.ACCOUNT, number, Company(name)) for number, name in part)
        typed = [f"Global {name}" for name in islice(_names(size), COUNT)]
        for name in typed[:20]:
            index.candidates(Company(name))
        programme.line(f"{size:,} accounts called Global …", programme.timed(_searches(typed)))
        for what, name in ODD.items():
            start_at = time.perf_counter()
            index.candidates(Company(name))
            print(f"  {what:42} {1000 * (time.perf_counter() - start_at):7.2f} ms")


def _names(seed: int) -> list[str]:
    return [f"Global {made.name}" for made in islice(companies(Random(seed)), BATCH)]


def _searches(names: list[str]) -> Iterator[object]:
    for name in names:
        yield index.candidates(Company(name))
