"""What does the page of a list show before it runs? What each line asks, and how many names that costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain import asking, moment, rules
from domain.bulk import reading, room
from domain.bulk.reading import Line
from models import BulkCheck, User


@dataclass(frozen=True)
class Look:
    """Lines as they would be asked; `names`: different questions, the most that it costs."""

    lines: list[Line]
    names: int
    left: int  # names that lists may still ask for
    per_day: int  # that they may ask for on a day on which nothing else is checked
    until: datetime  # when there are more

    @property
    def wrong(self) -> list[Line]:
        return [one for one in self.lines if one.problem]

    @property
    def good(self) -> list[Line]:
        return [one for one in self.lines if not one.problem]


def look(user: User, listed: BulkCheck) -> Look:
    """A list that is not started yet."""
    in_force, now = rules.in_force(), moment.now()
    lines = reading.lines_of(listed.rows, listed.has_head, listed.mapping, listed.product_line, listed.country)
    asked = {asking.question(one.prospect.company, one.prospect.line) for one in lines if not one.problem}
    left, window = room.names(user, in_force, now)
    return Look(lines, len(asked), max(0, left), room.usual(user, in_force, now), window.ends_at)
