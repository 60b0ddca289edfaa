"""Is the right name among the ten best, and how long does that take? By class of query, for each engine."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.ground import per_cent, set_aside
from bench.matching.engines import Engine, Ours, Ratio, ranked
from bench.matching.names import Named
from bench.matching.typing import KINDS, Query

WARM = 20


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


def look(engine: Engine, names: Sequence[Named], queries: Sequence[Query]) -> Looks:
    """Build, warm up, and ask; names with the same core count as found by either."""
    start = time.perf_counter()
    engine.build(names)
    looks = Looks(engine.name, len(names), time.perf_counter() - start)
    for query in queries[:WARM]:
        engine.search(query)
    set_aside()
    for query in queries:
        start = time.perf_counter()
        places = engine.search(query)
        looks.seconds.append(time.perf_counter() - start)
        if not isinstance(engine, Ours | Ratio):
            places = ranked(query, names, places)
        looks.found[query.kind].append(query.meant in places[:10])
        looks.first.append(query.meant in places[:1])
    return looks


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
