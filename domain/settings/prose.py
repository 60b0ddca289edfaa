"""How is a text of several paragraphs asked for? As the programme rules are written: headings, names for numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain import wording
from domain.settings.kinds import Typed, Wrong, first
from domain.words import N_

LONGEST = 20_000
TOO_LONG = N_("Use at most %(most)s characters.")


@dataclass(frozen=True)
class Prose:
    """A text in one language; empty: the standard text, whose numbers follow the rules."""

    form: ClassVar[str] = "prose"

    def shown(self, name: str, value: str) -> dict[str, tuple[str, ...]]:
        return {name: (value,)}

    def read(self, name: str, typed: Typed) -> str:
        text = first(typed, name)
        if len(text) > LONGEST:
            raise Wrong(TOO_LONG, most=LONGEST)
        unknown = next((found for found in wording.NAME.findall(text) if found not in wording.NAMES), None)
        if unknown is not None:
            raise Wrong(wording.UNKNOWN_NAME, name=unknown)
        return text
