"""What may stand in a setting? One kind for each sort of answer: how it is shown in a form and read from one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol
from zoneinfo import available_timezones

from domain.countries import CODES
from domain.words import N_

Typed = Mapping[str, tuple[str, ...]]
"""What stands in a form: name of the field -> what was typed, once for each field of that name."""

WHOLE = N_("Enter a whole number between %(low)s and %(high)s.")
STEPS = N_("Enter up to %(most)s different whole numbers between %(low)s and %(high)s, separated by commas.")
SPAN = N_("Enter two whole numbers between %(low)s and %(high)s, the smaller one first.")
CHOOSE = N_("Choose one of the answers.")
CHOOSE_SOME = N_("Choose at least one.")
CLOCK = N_("Enter a time of day such as 09:00.")
PARTED = N_("Enter up to %(most)s words of up to 60 characters, separated by commas.")
ZONES = frozenset(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


class Wrong(Exception):
    """What was typed is no answer to the question: a sentence marked with `N_`, and what stands in it."""

    def __init__(self, says: str, **values: Any) -> None:
        super().__init__(says)
        self.says, self.values = says, values


class Kind(Protocol):
    """`form` names how it is asked; the templates have one macro for each."""

    form: ClassVar[str]

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        """What stands in the fields when this is the value."""

    def read(self, name: str, typed: Typed) -> Any:
        """The value. Raises `Wrong`."""


def first(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "").strip()


def number(text: str) -> int | None:
    """A whole number as people write it; None for everything else."""
    plain = re.sub(r"[\s'’.,](?=\d{3}\b)", "", text.strip())
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 13 else None


@dataclass(frozen=True)
class Whole:
    """A number of something; `unit` names what is counted."""

    low: int
    high: int
    unit: str
    form: ClassVar[str] = "whole"

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {name: (str(value),)}

    def read(self, name: str, typed: Typed) -> int:
        value = number(first(typed, name))
        if value is None or not self.low <= value <= self.high:
            raise Wrong(WHOLE, low=self.low, high=self.high)
        return value


@dataclass(frozen=True)
class Amount(Whole):
    """Money in whole units of the programme's currency; kept in minor units."""

    form: ClassVar[str] = "amount"

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {name: (f"{value // 100}",)}

    def read(self, name: str, typed: Typed) -> int:
        return super().read(name, typed) * 100


@dataclass(frozen=True)
class Steps:
    """Several numbers, the largest first, such as the days on which a reminder goes out."""

    low: int
    high: int
    most: int
    unit: str
    form: ClassVar[str] = "steps"

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {name: (", ".join(map(str, value)),)}

    def read(self, name: str, typed: Typed) -> tuple[int, ...]:
        parts = [number(part) for part in re.split(r"[,;\s]+", first(typed, name)) if part]
        found = {part for part in parts if part is not None and self.low <= part <= self.high}
        if not 0 < len(found) == len(parts) <= self.most:
            raise Wrong(STEPS, low=self.low, high=self.high, most=self.most)
        return tuple(sorted(found, reverse=True))


@dataclass(frozen=True)
class Span:
    """From so many to so many."""

    low: int
    high: int
    unit: str
    form: ClassVar[str] = "span"

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {name: tuple(map(str, value))}

    def read(self, name: str, typed: Typed) -> tuple[int, int]:
        parts = [number(part) for part in typed.get(name, ())]
        kept = [part for part in parts if part is not None and self.low <= part <= self.high]
        if len(kept) != 2 or len(parts) != 2 or kept[0] > kept[1]:
            raise Wrong(SPAN, low=self.low, high=self.high)
        return kept[0], kept[1]


@dataclass(frozen=True)
class OneOf:
    """One of several answers: code and words."""

    options: tuple[tuple[str, str], ...]
    form: ClassVar[str] = "choice"

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {name: (str(value),)}

    def read(self, name: str, typed: Typed) -> Any:
        code = first(typed, name)
        if code not in dict(self.options):
            raise Wrong(CHOOSE)
        return code


@dataclass(frozen=True)
class Flag(OneOf):
    """Yes or no, both to be said: a box that was not sent is no answer."""

    options: tuple[tuple[str, str], ...] = (("yes", N_("Yes")), ("no", N_("No")))

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {name: ("yes" if value else "no",)}

    def read(self, name: str, typed: Typed) -> bool:
        return bool(super().read(name, typed) == "yes")


@dataclass(frozen=True)
class Several:
    """Any of several answers, in the order in which they are offered; `least` of them at least."""

    options: tuple[tuple[str, str], ...]
    least: int = 0
    form: ClassVar[str] = "ticks"

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {name: tuple(map(str, value))}

    def read(self, name: str, typed: Typed) -> tuple[Any, ...]:
        given = typed.get(name, ())
        found = tuple(code for code, _ in self.options if code in given)
        if len(found) < self.least:
            raise Wrong(CHOOSE_SOME)
        return found


@dataclass(frozen=True)
class Weekdays(Several):
    """Days of the week; Monday is 0."""

    def read(self, name: str, typed: Typed) -> tuple[int, ...]:
        return tuple(int(code) for code in super().read(name, typed))


@dataclass(frozen=True)
class Clock:
    """A time of day."""

    form: ClassVar[str] = "clock"

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {name: (value,)}

    def read(self, name: str, typed: Typed) -> str:
        found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", first(typed, name), re.ASCII)
        if found is None:
            raise Wrong(CLOCK)
        return f"{int(found[1]):02}:{found[2]}"


@dataclass(frozen=True)
class Parted:
    """Words separated by commas, as another system writes them."""

    most: int
    form: ClassVar[str] = "parted"

    def shown(self, name: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {name: (", ".join(value),)}

    def read(self, name: str, typed: Typed) -> tuple[str, ...]:
        words = dict.fromkeys(" ".join(part.split()) for part in first(typed, name).split(",") if part.strip())
        if len(words) > self.most or any(len(word) > 60 for word in words):
            raise Wrong(PARTED, most=self.most)
        return tuple(words)


@dataclass(frozen=True)
class Listed(OneOf):
    """One of a long list whose words the screen knows: `source` is zone, country, region or currency."""

    source: str = ""
    form: ClassVar[str] = "listed"


@dataclass(frozen=True)
class Region(Listed):
    """A part of the holiday country; whether it is one is judged with the country."""

    options: tuple[tuple[str, str], ...] = ()
    source: str = "region"

    def read(self, name: str, typed: Typed) -> str:
        return first(typed, name)[:20]


@dataclass(frozen=True)
class Countries(Several):
    """Countries of the world, those of the programme first."""

    options: tuple[tuple[str, str], ...] = tuple((code, code) for code in sorted(CODES))
    least: int = 1
    form: ClassVar[str] = "countries"
