"""How are lists of the programme typed? Product lines, levels, reasons, value bands: one row for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, ClassVar

from domain.rules import Band, Choice, Line, Tier
from domain.settings.kinds import Typed, Wrong, number
from domain.words import N_

LEAST = N_("Enter at least %(least)s.")
MOST = N_("Enter at most %(most)s.")
LONG = N_("“%(name)s” is too long. Use up to %(longest)s characters.")
TWICE = N_("“%(name)s” stands here twice. Take one out.")
POINTS = N_("Enter the points of “%(name)s” as a whole number between 0 and 60.")
NO_NAME = N_("One row has points and no name. Enter its name, or empty the row.")
CLAUSE = N_("“%(name)s” needs the number of its clause first, such as 4.2 Standard of proof.")
LIMITS = N_("Enter the limits as whole amounts, each higher than the one before.")
CLAUSE_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}")


@dataclass(frozen=True)
class Row:
    """One row as it was typed; `code` is what claims name, kept when the words change."""

    code: str
    name: str
    points: str = ""
    de: str = ""
    es: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.name and not self.points


@dataclass(frozen=True)
class Rows:
    """A list of named things, in other languages as well. A row without a name is left out; a new one gets a code."""

    most: int
    longest: int
    least: int = 1
    form: ClassVar[str] = "rows"
    parts: ClassVar[tuple[str, ...]] = ("code", "name", "de", "es")

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {f"{name}-{part}": tuple(str(getattr(item, part)) for item in value) for part in self.parts}

    def rows(self, name: str, typed: Typed) -> list[Row]:
        """What was typed, row by row, without the empty ones."""
        columns = [typed.get(f"{name}-{part}", ()) for part in ("code", "name", "points", "de", "es")]
        rows = [
            Row(code.strip()[:60], *(" ".join(words.split()) for words in rest))
            for code, *rest in zip_longest(*columns, fillvalue="")
        ]
        return [row for row in rows if not row.is_empty]

    def read(self, name: str, typed: Typed) -> tuple[Any, ...]:
        rows = self._judged(self.rows(name, typed))
        made: list[Any] = []
        for row in rows:
            made.append(self.made(row, self._code(row, {item.code for item in made})))
        return tuple(made)

    def made(self, row: Row, code: str) -> Any:
        return Choice(code, row.name, row.de, row.es)

    def _code(self, row: Row, taken: set[str]) -> str:
        wanted = row.code or re.sub(r"\W+", "_", row.name.casefold()).strip("_")[:40] or "row"
        return next(code for code in (wanted, *(f"{wanted}_{n}" for n in range(2, 99))) if code not in taken)

    def _judged(self, rows: list[Row]) -> list[Row]:
        names = [row.name.casefold() for row in rows]
        for row in rows:
            if not row.name:
                raise Wrong(NO_NAME)
            for words in (row.name, row.de, row.es):
                if len(words) > self.longest:
                    raise Wrong(LONG, name=words[:40], longest=self.longest)
            if names.count(row.name.casefold()) > 1:
                raise Wrong(TWICE, name=row.name)
        if len(rows) < self.least:
            raise Wrong(LEAST, least=self.least)
        if len(rows) > self.most:
            raise Wrong(MOST, most=self.most)
        return rows


@dataclass(frozen=True)
class Lines(Rows):
    """Product lines, which have one name everywhere."""

    parts: ClassVar[tuple[str, ...]] = ("code", "name")

    def made(self, row: Row, code: str) -> Line:
        return Line(code, row.name)


@dataclass(frozen=True)
class Clauses(Rows):
    """Clauses are known by the number that their words begin with."""

    def _code(self, row: Row, taken: set[str]) -> str:  # two clauses of one number are two rows of one code
        found = CLAUSE_NUMBER.match(row.name)
        if found is None:
            raise Wrong(CLAUSE, name=row.name)
        if found[0] in taken:
            raise Wrong(TWICE, name=found[0])
        return found[0]


@dataclass(frozen=True)
class Tiers(Rows):
    """Levels with the points that they add to a partner's discount."""

    parts: ClassVar[tuple[str, ...]] = ("code", "name", "points")

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {
            f"{name}-code": tuple(tier.code for tier in value), f"{name}-name": tuple(tier.name for tier in value),
            f"{name}-points": tuple(str(tier.discount_points) for tier in value),
        }  # fmt: skip

    def made(self, row: Row, code: str) -> Tier:
        points = number(row.points)
        if points is None or points > 60:
            raise Wrong(POINTS, name=row.name)
        return Tier(code, row.name, points)


@dataclass(frozen=True)
class Bands:
    """Value bands by their limits, in whole units of the currency; the last band is open above."""

    most: int = 9
    form: ClassVar[str] = "bands"

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {name: tuple(f"{band.high // 100}" for band in value if band.high is not None)}

    def read(self, name: str, typed: Typed) -> tuple[Band, ...]:
        texts = [text for text in typed.get(name, ()) if text.strip()]
        limits = [limit for text in texts if (limit := number(text)) is not None]
        if len(texts) > self.most:
            raise Wrong(MOST, most=self.most)
        is_rising = all(low < high for low, high in zip([0, *limits], limits, strict=False))
        if not limits or len(limits) != len(texts) or not is_rising:
            raise Wrong(LIMITS)
        lows, highs = [0, *limits], [*limits, None]
        return tuple(_band(low, high) for low, high in zip(lows, highs, strict=True))


def _band(low: int, high: int | None) -> Band:
    """The code says the limits, so that a band of other limits is another band."""
    code = (
        f"above_{_short(low)}"
        if high is None
        else f"{_short(low)}_to_{_short(high)}"
        if low
        else f"up_to_{_short(high)}"
    )
    return Band(code, low * 100, None if high is None else high * 100)


def _short(amount: int) -> str:
    """15k for 15,000"""
    return f"{amount // 1000}k" if amount % 1000 == 0 and amount else str(amount)
