"""Which rows of a file speak of one company? Pairs of them, side by side, for the eye alone: both are taken over."""

from __future__ import annotations

from typing import Any

from domain.matching import core

MOST_ROWS = 50_000
"""Rows of a file that are compared; with more, the names alone would fill the memory of a small machine."""

SHOWN = 10
FIELDS = ("domain", "country", "city", "vat", "owner")


class Twins:
    """Remembers the first row of each name and domain, and keeps the first pairs that meet."""

    def __init__(self) -> None:
        self.first: dict[str, tuple[int, str, dict[str, Any]]] = {}
        self.pairs: list[dict[str, Any]] = []
        self.count = self.rows = 0

    def meet(self, line: int, number: str, name: str, said: dict[str, Any]) -> None:
        """Look at one row more."""
        self.rows += 1
        if self.rows > MOST_ROWS:
            return
        keys = [
            key for key in (f"{core(name)} {said.get('country', '')}", f"@{said.get('domain', '')}") if key[1:].strip()
        ]
        other = next((self.first[key] for key in keys if key in self.first), None)
        if other is not None:
            self._keep(other, (line, number, said), name)
        for key in keys:
            self.first.setdefault(key, (line, number, {"name": name, **_shown(said)}))

    def to_json(self) -> dict[str, Any]:
        return {"count": self.count, "pairs": self.pairs, "is_whole": self.rows <= MOST_ROWS}

    def _keep(self, other: tuple[int, str, dict[str, Any]], here: tuple[int, str, dict[str, Any]], name: str) -> None:
        self.count += 1
        if len(self.pairs) < SHOWN:
            line, number, said = here
            two = [
                {"line": other[0], "number": other[1], **other[2]},
                {"line": line, "number": number, "name": name, **_shown(said)},
            ]
            self.pairs.append({"rows": two, "differ": [field for field in two[0] if two[0][field] != two[1][field]]})


def _shown(said: dict[str, Any]) -> dict[str, str]:
    return {field: str(said.get(field) or "")[:100] for field in FIELDS}
