"""Do two names mean the same company, and why do we think so? Pure but for `index`, which finds what to compare."""

from __future__ import annotations

from domain.matching.company import Company, Level, Likeness, Reason, Thresholds
from domain.matching.domains import looks_like_address, registrable_domain
from domain.matching.explain import REASON_WORDS, as_written, in_english
from domain.matching.normalise import core, is_only_form
from domain.matching.score import SAME_NAME_ELSEWHERE, compare
from domain.matching.spellings import is_checkable

__all__ = [
    "REASON_WORDS", "SAME_NAME_ELSEWHERE", "Company", "Level", "Likeness", "Reason", "Thresholds", "as_written",
    "compare", "core", "in_english", "is_checkable", "is_only_form", "looks_like_address", "registrable_domain",
]  # fmt: skip
