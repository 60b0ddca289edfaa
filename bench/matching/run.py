"""Measure the engine beside its peers, print the promised figures, and keep them in bench/results/."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.ground import line, per_cent
from bench.matching import ground, judging
from bench.matching.engines import Engine, Ours, peers
from bench.matching.figures import Figure, table
from bench.matching.looking import Looks, by_class, look
from bench.matching.names import Named, grown, real
from bench.matching.plot import plot
from bench.matching.typing import queries
from config import ROOT
from domain.matching import Company, core, index
from domain.matching.index import Kind
from models.base import db

RESULTS = ROOT / "bench" / "results"
EACH = {10_000: 100, 100_000: 100, 1_000_000: 40}
"""Queries of each class by size: brute force at a million takes a second for each."""

SEED = 1
MEANT = 10_000  # names that are in every size
INSERTS = 300
MIDDLE, MOST = 100_000, 1_000_000


@dataclass(frozen=True)
class Given:
    """The files that were named, and the sizes wanted."""

    names: Path | None
    pairs: Path | None
    policy: Path | None
    sizes: tuple[int, ...]


@dataclass
class Measured:
    looks: dict[int, dict[str, Looks]] = field(default_factory=dict)
    bytes_each: float = 0.0
    insert: float = 0.0


def given() -> Given:
    """From the environment: NAMES, PAIRS, POLICY (tables parted by tabs), SIZES (10000,100000,…)."""
    paths = [Path(os.environ[name]) if os.environ.get(name) else None for name in ("NAMES", "PAIRS", "POLICY")]
    sizes = os.environ.get("SIZES") or ",".join(map(str, EACH))
    return Given(*paths, sizes=tuple(int(size) for size in sizes.split(",")))


def run() -> None:
    wanted = given()
    names = real(wanted.names)
    if wanted.names is None:
        print("  invented names: give real ones by NAMES=file.tsv (see docs/matching.md), and PAIRS and POLICY")
    measured = Measured()
    for size in wanted.sizes:
        _looks(measured, names, size)
        print("\n" + by_class(list(measured.looks[size].values())) + "\n", flush=True)
    figures = list(_of_looks(measured))
    if wanted.pairs:
        figures += _of_pairs(wanted, names)
    text = table(figures)
    print("\n" + text)
    _keep(text, [one for looks in measured.looks.values() for one in looks.values()])


def _looks(measured: Measured, names: Sequence[Named], size: int) -> None:
    """Ours on SQLite and the peers in turns; then ours on PostgreSQL, when there is one."""
    filed = grown(list(names), size)
    asked = queries(filed, SEED, EACH.get(size, 40), min(MEANT, size))
    found = measured.looks.setdefault(size, {})
    with ground.database():
        engines: list[Engine] = [Ours(), *(make() for make in peers(ground.postgres()))]
        found |= {one.engine: one for one in look(engines, filed, asked)}
        if size == max(EACH):
            measured.bytes_each = ground.bytes_of_index() / size
        if size == MIDDLE or not measured.insert:
            measured.insert = _insert(size)
    if address := ground.postgres():
        with ground.database(address):
            found |= {one.engine: one for one in look([Ours("dibs PG")], filed, asked)}


def _insert(size: int) -> float:
    """Seconds that filing one claim takes in its transaction, the middle of many."""
    seconds = []
    for number in range(INSERTS):
        with db.atomic():
            start = time.perf_counter()
            index.put(Kind.CLAIM, size + number, Company(f"Neuzugang {number} Feinwerktechnik GmbH", country="DE"))
            seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _of_looks(measured: Measured) -> Iterator[Figure]:
    for size, floor, aim in ((MOST, 0.964, 0.985), (MIDDLE, 0.982, 0.995)):
        if found := measured.looks.get(size):
            share = found["dibs"].recall() / found["brute force"].recall()
            yield Figure(f"recall@10 against brute force, {size:,}", floor, aim, share)
    if most := measured.looks.get(MOST):
        ours, tantivy = most["dibs"], most["tantivy"]
        yield Figure("recall@10 against tantivy, 1M", 0.969, 1.0, ours.recall() / tantivy.recall())
        yield Figure("two typos, recall@10, 1M", 0.86, 0.95, ours.recall("typo2"))
        yield Figure("p99 against tantivy's search, 1M", 1.2, 0.9, ours.ms(0.99) / tantivy.ms(0.99), "x", is_low=True)
        if grams := most.get("pg_trgm GIN"):
            yield Figure("p50, pg_trgm GIN takes so many times ours, 1M", 18, 25, grams.ms(0.5) / ours.ms(0.5), "x")
        yield Figure("index bytes per account, 1M", 160, 110, measured.bytes_each, is_low=True)
    yield Figure("insert of one claim, p50", 1, 0.4, 1000 * measured.insert, " ms", is_low=True)


def _of_pairs(wanted: Given, names: Sequence[Named]) -> list[Figure]:
    """What needs labels: single pairs, then whole checks at a hundred thousand names, of which none is asked for."""
    labelled = judging.pairs(wanted.pairs) if wanted.pairs else []
    known = judging.chosen(judging.isin(labelled))
    asked = {core(pair.typed) for pair in known}
    filed = [one for one in names[:MIDDLE] if one.core not in asked]
    familiar = asked | {core(pair.known) for pair in known}
    strangers = [one for one in names[MIDDLE : MIDDLE + 2 * judging.STRANGERS] if one.core not in familiar]
    with ground.database():
        Ours().build(filed)
        with db.atomic():
            index.put_many((Kind.ACCOUNT, len(filed) + at, Company(pair.known)) for at, pair in enumerate(known))
        checks = judging.check(filed, known, strangers[: judging.STRANGERS], len(filed))
    slowest, quiet = 1000 * per_cent(checks.seconds, 0.99), 1000 * per_cent(checks.quickest, 0.99)
    line("full checks among 100,000", checks.seconds)
    line("the same, each the quickest of three", checks.quickest)
    line("always the same work, in between", checks.same_work)
    same, other = judging.with_domains(labelled)
    figures = [
        Figure("full check with verdict, 100k, p99", 6, 4, slowest, " ms", is_low=True),
        Figure("… each check the quickest of three", 6, 4, quiet, " ms", is_low=True),
        Figure("new real companies answered free, 100k", 0.90, 0.95, checks.free()),
        Figure("… a known one flagged at 5 % of new ones flagged", 0.80, 0.85, checks.flagged_at()),
        Figure("right account taken at 1 % of new ones taken", 0.73, 0.76, checks.taken_at()),
        Figure("… and as it ships", 0.73, 0.76, checks.is_taken()[1]),
        Figure("new companies taken, as it ships", 0.01, 0.005, checks.is_taken()[0], is_low=True),
        Figure("near misses answered taken", 0.003, 0.001, judging.taken(judging.near_misses(labelled)), is_low=True),
        Figure("same domain on both sides: right verdict", 0.97, 0.99, same),
        Figure("near miss with another domain: taken", 0, 0, other, is_low=True),
    ]
    if wanted.policy:
        count, wrong = judging.policy(wanted.policy)
        figures.append(Figure("policy pairs right", 0.90, 0.97, 1 - len(wrong) / count))
    return figures


def _keep(text: str, looks: Sequence[Looks]) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "matching.md").write_text(f"{text}\n\n```\n{by_class(looks)}\n```\n", encoding="utf-8")
    (RESULTS / "matching.svg").write_text(plot(looks), encoding="utf-8")
    print(f"\n  kept in {RESULTS.relative_to(ROOT)}/matching.md and matching.svg")
