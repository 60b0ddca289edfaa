"""What would this file change? Counts, ten examples of each, and the words in it that mean nothing to us."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from domain.imports.known import Known, Unusable

EXAMPLES = 10
WORDS = 20  # unknown words and stages that are listed


@dataclass
class Tally:
    """The figures of one reading. `mirror`: living rows of the kind before; `rows`: all rows of the file."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    unreadable: int = 0
    mirror: int = 0
    examples: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"new": [], "changed": [], "gone": [], "unreadable": []}
    )
    stages: Counter[str] = field(default_factory=Counter)

    @property
    def is_empty(self) -> bool:
        """Would nothing change at all?"""
        return not (self.new or self.changed or self.gone)

    def show(self, word: str, **said: Any) -> None:
        """Keep an example, if there are not enough yet."""
        if len(self.examples[word]) < EXAMPLES:
            self.examples[word].append(said)

    def refuse(self, line: int, error: Unusable) -> None:
        self.unreadable += 1
        self.show("unreadable", line=line, code=error.code, column=error.column, cell=error.cell, other=error.line)

    def to_json(self, known: Known) -> dict[str, Any]:
        unknown = {kind: words.most_common(WORDS) for kind, words in known.unknown.items()}
        return {
            "counts": self.counts(), "examples": self.examples, "unknown": unknown,
            "stages": self.stages.most_common(WORDS),
        }  # fmt: skip

    def counts(self) -> dict[str, int]:
        names = ("rows", "new", "changed", "unchanged", "gone", "unreadable", "mirror")
        return {name: getattr(self, name) for name in names}


def drops_too_much(counts: dict[str, int], share: int) -> bool:
    """Would more than `share` per cent of the mirror's rows of this kind vanish?"""
    return counts["gone"] * 100 > share * counts["mirror"]
