"""In which order are the entries that a search found worth a comparison?"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from domain.matching.names import initials

LIKE_PART, LIKE_INITIALS = 90.0, 75.0  # one name holds the other; one is the other's first letters


def likeness(typed: Iterable[str], known: str) -> float:
    """A quick measure, 0 to 100, of how likely a filed core is one of the typed ones. It orders; it never judges.

    `known`: the core of a filed company, and those of its other names, one a line.
    """
    return max((_likeness(core, one) for core in typed for one in known.split("\n")), default=0.0)


def _likeness(typed: str, known: str) -> float:
    """Letters in order, or words in any order, or words written together: whichever fits best."""
    best = max(fuzz.ratio(typed, known), 0.97 * fuzz.token_sort_ratio(typed, known))
    if f"{known} ".startswith(f"{typed} ") or f"{typed} ".startswith(f"{known} "):
        return max(best, LIKE_PART)
    if best < LIKE_INITIALS and _is_initials(typed, known):
        return LIKE_INITIALS
    return best


def _is_initials(typed: str, known: str) -> bool:
    short, long = sorted((typed, known), key=len)
    return len(short) > 2 and " " not in short and " " in long and short == initials(tuple(long.split()))
