"""What may a mail say of one thing, and which rows do all gatherers ask for?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.permissions import may
from models import AddressChange, Event, SigninLink, User

TO_DECIDE = frozenset({
    "registration.submitted", "registration.moved_up", "registration.resubmitted", "registration.escalated",
    "answer.half_used", "answer.mostly_used", "answer.overdue", "registration.reversed",
})  # fmt: skip
"""Events after which staff go to the decision rather than to the registration."""


@dataclass(frozen=True)
class Gathered:
    """The facts of one thing; where its page is; who is told for which reason (user id -> word)."""

    facts: dict[str, Any]
    path: str
    thread: str = ""
    because: dict[int | None, str] = field(default_factory=dict)
    link: SigninLink | None = None
    settings: str = ""  # the page of those who may see the settings; the others go to `path`
    change: AddressChange | None = None
    to: str = ""  # another address than that of the person who is told
    until: datetime | None = None  # how long the button of the mail does something
    theirs: tuple[int, str] = (0, "")  # whom it is about, and where that person finds it

    def path_for(self, person: User, event: str) -> str:
        if self.settings and may(person, "programme:see"):
            return self.settings
        if person.id == self.theirs[0]:
            return self.theirs[1]
        return f"{self.path}/decision" if self.thread and person.is_staff and event in TO_DECIDE else self.path


def actors(events: Iterable[Event]) -> dict[int | None, str]:
    people = User.select(User.id, User.name).where(User.id.in_([*{event.actor_id for event in events}, 0]))
    return {person.id: person.name for person in people}


def ids(events: Iterable[Event]) -> list[int]:
    return list({event.subject_id for event in events})
