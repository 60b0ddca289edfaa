"""Is the right name among the ten best, and how long does that take? By class of query, for each engine.

The engines are asked in turns, a class of queries at a time: a minute that neighbours make slow is so for all of them.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bench.ground import per_cent, set_aside
from bench.matching.engines import Engine, Ours, Ratio, ranked
from bench.matching.names import Named
from bench.matching.typing import KINDS, Query

WARM = 20  # queries before each turn that are not timed


@dataclass
class Looks:
    """What one engine gave for all queries."""

    engine: str
    size: int
    built: float  # seconds
    found: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    first: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def recall(self, kind: str = "") -> float:
        """The share of queries of this class whose name was among the ten best; of all classes without one."""
        hits = self.found[kind] if kind else [hit for each in self.found.values() for hit in each]
        return sum(hits) / max(1, len(hits))

    def ms(self, share: float) -> float:
        return 1000 * per_cent(self.seconds, share)


def look(engines: Sequence[Engine], names: Sequence[Named], queries: Sequence[Query]) -> list[Looks]:
    """Build all, then ask in turns."""
    built = [(engine, _built(engine, names)) for engine in engines]
    set_aside()
    for _, turn in groupby(queries, key=lambda query: query.kind):
        asked = list(turn)
        for engine, looks in built:
            _ask(engine, looks, names, asked, warm=queries[:WARM])
    return [looks for _, looks in built]


def _built(engine: Engine, names: Sequence[Named]) -> Looks:
    start = time.perf_counter()
    engine.build(names)
    return Looks(engine.name, len(names), time.perf_counter() - start)


def _ask(engine: Engine, looks: Looks, names: Sequence[Named], asked: Sequence[Query], warm: Sequence[Query]) -> None:
    """One turn. Names with the same core count as found by either."""
    for query in warm:
        engine.search(query)
    for query in asked:
        start = time.perf_counter()
        places = engine.search(query)
        looks.seconds.append(time.perf_counter() - start)
        if not isinstance(engine, Ours | Ratio):
            places = ranked(query, names, places)
        looks.found[query.kind].append(query.meant in places[:10])
        looks.first.append(query.meant in places[:1])


def by_class(all_looks: Sequence[Looks]) -> str:
    """A table: one engine a line, recall@10 by class, then all, the first place, and the times."""
    heads = ["engine", "names", *KINDS, "all", "R@1", "p50 ms", "p99 ms", "built s"]
    lines = ["  ".join(f"{head:>11}" for head in heads)]
    for one in all_looks:
        cells = [
            one.engine[:11],
            f"{one.size:,}",
            *(f"{one.recall(kind):.3f}" for kind in KINDS),
            f"{one.recall():.3f}",
        ]
        cells += [f"{sum(one.first) / len(one.first):.3f}", f"{one.ms(0.5):.2f}", f"{one.ms(0.99):.2f}"]
        lines.append("  ".join(f"{cell:>11}" for cell in (*cells, f"{one.built:.0f}")))
    return "\n".join(lines)
