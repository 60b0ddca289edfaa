"""How does a verb say no? Each refusal has a kind, which the screen turns into a status, and a sentence."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """Why not; the value is the HTTP status that screens answer with."""

    NOT_YOURS = 403  # visible to you, not yours to do
    MOVED_ON = 409  # somebody or something was faster
    WRONG = 422  # what was filled in cannot be
    OVER_BUDGET = 429


class Refused(Exception):
    """A verb was not carried out; nothing changed. `message` is an English sentence marked with `N_`."""

    def __init__(self, message: str, kind: Kind = Kind.MOVED_ON, field: str = "", **values: object) -> None:
        super().__init__(message)
        self.message, self.kind, self.field, self.values = message, kind, field, values


class Invalid(Refused):
    """Fields are wrong: field name -> English sentence marked with `N_`."""

    def __init__(self, errors: dict[str, str], **values: object) -> None:
        super().__init__(next(iter(errors.values())), Kind.WRONG, next(iter(errors)), **values)
        self.errors = errors
