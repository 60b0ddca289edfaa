"""Which names does an index hold? Real ones out of a file, and recombinations of them where more are wanted."""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from bench import names as invented
from domain.matching import core

SEED = 4


@dataclass(frozen=True)
class Named:
    name: str
    core: str
    source: str = ""


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table parted by tabs, packed or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as packed, io.TextIOWrapper(packed, encoding="utf-8-sig", newline="") as text:
        yield from csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE)


def real(path: Path | None) -> list[Named]:
    """All names of the file (invented ones without a file), each core once, in an order that says nothing."""
    found: dict[str, Named] = {}
    for name, source in _told(path):
        key = core(name)
        if len(key) > 2:
            found.setdefault(key, Named(name, key, source))
    ordered = sorted(found.values(), key=lambda one: one.name)
    Random(SEED).shuffle(ordered)
    return ordered


def _told(path: Path | None) -> Iterator[tuple[str, str]]:
    if path is None:
        return ((made.name, "") for made in islice(invented.companies(Random(SEED)), 120_000))
    return ((row["name"], row.get("source") or "") for row in rows(path))


def grown(names: list[Named], size: int) -> list[Named]:
    """So many names: real ones as far as there are, then recombinations of two of one source.

    The first one or two words of one and the last one to three of another: harder than life, where fewer companies
    share a beginning.
    """
    if size <= len(names):
        return names[:size]
    rng, seen, made = Random(SEED + 1), {one.core for one in names}, list(names)
    by_source: dict[str, list[Named]] = defaultdict(list)
    for one in names:
        by_source[one.source].append(one)
    while len(made) < size:
        first = rng.choice(names)
        words = [*first.core.split()[: rng.randint(1, 2)], *_end_of(rng, by_source[first.source])]
        text = " ".join(words)
        if len(words) > 1 and text not in seen and (key := core(text)) not in seen:
            seen |= {text, key}
            made.append(Named(text, key, first.source))
    return made


def _end_of(rng: Random, names: list[Named]) -> list[str]:
    return rng.choice(names).core.split()[-rng.randint(1, 3) :]
