"""Personal data: what is kept about somebody, where somebody is named, and how it is deleted for good."""

from __future__ import annotations

from domain.personal.erasing import (
    REASON_WORDS,
    Erased,
    accounts_named,
    erase_named,
    erase_person,
    names_of,
    names_typed,
    require_erasable,
)
from domain.personal.finding import Found, everywhere

__all__ = [
    "REASON_WORDS", "Erased", "Found", "accounts_named", "erase_named", "erase_person", "everywhere", "names_of",
    "names_typed", "require_erasable",
]  # fmt: skip
