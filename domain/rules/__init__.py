"""Which numbers and lists run the programme? Read from the version in force."""

from __future__ import annotations

from domain.rules.lists import BANDS, CLAUSES, STAGE_TWO, Band, Choice, Line, Tier
from domain.rules.numbers import Rules
from domain.rules.versions import every_version, forget, from_json, in_force, of, of_claim, publish, to_json

__all__ = [
    "BANDS", "CLAUSES", "STAGE_TWO", "Band", "Choice", "Line", "Rules", "Tier", "every_version", "forget", "from_json",
    "in_force", "of", "of_claim", "publish", "to_json",
]  # fmt: skip
