"""What does a code mean that the newest version no longer has? Claims name levels, bands and reasons for years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain.rules.lists import (
    APPLICATION_REASONS,
    BANDS,
    CHECKLIST,
    CLAUSES,
    DECLINE_REASONS,
    NEXT_STEPS,
    TIERS,
    Band,
    Choice,
    Line,
    Tier,
)
from models import RulesVersion

KINDS: dict[str, tuple[type, tuple[Any, ...]]] = {
    "tiers": (Tier, TIERS), "lines": (Line, ()), "bands": (Band, BANDS),
    "decline_reasons": (Choice, DECLINE_REASONS), "next_steps": (Choice, NEXT_STEPS), "clauses": (Choice, CLAUSES),
    "checklist": (Choice, CHECKLIST), "application_reasons": (Choice, APPLICATION_REASONS),
}  # fmt: skip
"""The lists of things with codes: of what they are, and what a version has that does not name them."""

_gone: dict[tuple[str, str], Any] = {}  # what codes meant that the newest version no longer has


def listed(kind: str, stored: Iterable[dict[str, Any]]) -> tuple[Any, ...]:
    """A stored list as what it is."""
    return tuple(KINDS[kind][0](**item) for item in stored)


def among(items: Iterable[Any], code: str) -> Any:
    return next((item for item in items if item.code == code), None)


def former(kind: str, code: str) -> Any:
    """What this code meant in the newest version that had it; None: in none."""
    if code and (kind, code) not in _gone:
        for version in RulesVersion.select().order_by(RulesVersion.id.desc()):
            stored = version.numbers.get(kind)
            if found := among(KINDS[kind][1] if stored is None else listed(kind, stored), code):
                _gone[kind, code] = found
                break
    return _gone.get((kind, code))


def former_choice(code: str) -> Any:
    kinds = (kind for kind, (what, _) in KINDS.items() if what is Choice)
    return next((found for kind in kinds if (found := former(kind, code))), None)


def forget() -> None:
    _gone.clear()
