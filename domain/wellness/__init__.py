"""Is everything well, and if not, what is to be done? One answer per topic, from looks at rows and at the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peewee import PeeweeException

from domain.wellness.words import TOPICS, TROUBLES

Found = tuple[str, dict[str, Any]]
"""What is the matter: a name of `TROUBLES`, and the values of its sentences."""

Look = Callable[[], Iterable[Found]]


@dataclass(frozen=True)
class Answer:
    """What is said of one topic. `level`: well, note (worth knowing) or wrong (to be mended)."""

    topic: str
    level: str
    says: str = ""
    remedy: str = ""
    values: Mapping[str, Any] | None = None

    @property
    def title(self) -> str:
        return TOPICS[self.topic]

    @property
    def line(self) -> str:
        """In English, for the command line."""
        if self.level == "well":
            return f"ok     {self.title}"
        values = self.values or {}
        return f"{self.level.upper():6} {self.title}: {self.says % values} {self.remedy % values}".rstrip()


def answers(looks: Mapping[str, Look]) -> Iterator[Answer]:
    """All topics in order; what is well is said too. A database that cannot be asked is one trouble, not many."""
    is_lost = False
    for topic in TOPICS:
        if topic not in looks:
            continue
        try:
            found = list(looks[topic]())
        except PeeweeException as error:
            found, is_lost = [] if is_lost else [("database_lost", {"error": first_line(error)})], True
            if not found:
                continue
        yield from _told(topic, found)


def _told(topic: str, found: list[Found]) -> Iterator[Answer]:
    if not found:
        yield Answer(topic, "well")
    for name, values in found:
        trouble = TROUBLES[name]
        yield Answer(topic, "wrong" if trouble.is_wrong else "note", trouble.says, trouble.remedy, values)


def first_line(error: object) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
