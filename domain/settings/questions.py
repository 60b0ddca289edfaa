"""What is one setting? A field of the rules, asked as a question, with a sentence that says what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.rules import Rules
from domain.settings.kinds import Kind

CLAIMS, AT_ONCE = "claims", "at_once"
"""From when on a change counts: for claims filed from then on, or at once for everyone."""


@dataclass(frozen=True)
class Setting:
    """One question. `name` is the field of `Rules` that holds the answer."""

    name: str
    kind: Kind
    asks: str
    says: str
    counts: str = CLAIMS

    @property
    def default(self) -> Any:
        """The answer of a programme that nobody has set."""
        return getattr(Rules(), self.name)


@dataclass(frozen=True)
class Group:
    title: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class Page:
    """A page of questions; `slug` is its address."""

    slug: str
    title: str
    lede: str
    groups: tuple[Group, ...]

    @property
    def settings(self) -> tuple[Setting, ...]:
        return tuple(setting for group in self.groups for setting in group.settings)
