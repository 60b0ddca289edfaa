"""What was promised of the engine, and what was measured? One line each: floor, aim, figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`is_low`: less is better."""

    what: str
    floor: float
    aim: float
    found: float
    unit: str = ""
    is_low: bool = False

    @property
    def state(self) -> str:
        if self._reaches(self.aim):
            return "aim"
        return "floor" if self._reaches(self.floor) else "MISSED"

    def _reaches(self, bar: float) -> bool:
        return self.found <= bar if self.is_low else self.found >= bar


def table(figures: Iterable[Figure]) -> str:
    """As Markdown, which reads as well in a terminal."""
    rows = [("what", "floor", "aim", "found", "reaches")]
    rows += [
        (one.what, *(f"{value:.4g}{one.unit}" for value in (one.floor, one.aim, one.found)), one.state)
        for one in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "| " + " | ".join("-" * width for width in widths) + " |", *lines[1:]])
