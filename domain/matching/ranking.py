"""In which order are the entries that a search found worth a comparison?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from domain.matching.names import initials

LIKE_PART, LIKE_INITIALS = 90.0, 75.0  # one name holds the other; one is the other's first letters
LONG = 6  # letters of a beginning in which there may be two slips
ANY_ORDER, HALF_TYPED = 0.97, 0.93  # what a likeness is worth that looks away from the order, or from the end


def likeness(typed: Iterable[str], known: str, *, half_typed: bool = False) -> float:
    """A quick measure, 0 to 100, of how likely a filed core is one of the typed ones. It orders; it never judges.

    `known`: the core of a filed company, and those of its other names, one a line.
    """
    lines = known.split("\n")
    return max((score for core in typed for score in rated(core, lines, half_typed=half_typed)), default=0.0)


def rated(typed: str, known: Sequence[str], *, half_typed: bool = False) -> list[float]:
    """The likeness of each known core: letters in order, or words in any order, or a part, whichever fits best.

    `half_typed`: the typed name may be the beginning of the known one, which a staff search looks for, and a verdict
    never.
    """
    best = _higher(_ratios(typed, known), _ratios(typed, known, fuzz.token_sort_ratio), ANY_ORDER)
    if half_typed:
        best = _higher(best, _ratios(typed, [core[: len(typed)] for core in known]), HALF_TYPED)
    return _specials(typed, known, best)


def begins(typed: str, known: str) -> bool:
    """Does a longer core begin like a typed one, but for one slip, or two in a long one?

    A letter too few or too many moves the end as well.
    """
    slips = 2 if len(typed) >= LONG else 1
    ends = range(len(typed) - 1, len(typed) + 2)
    return len(known) > len(typed) and any(
        OSA.distance(typed, known[:end], score_cutoff=slips) <= slips for end in ends
    )


def _ratios(typed: str, known: Sequence[str], scorer: Callable[..., float] = fuzz.ratio) -> list[float]:
    """Compared in one go: one by one, the calls cost more than the comparing."""
    return [score for _, score, _ in process.extract_iter(typed, known, scorer=scorer)]


def _higher(scores: list[float], others: list[float], worth: float) -> list[float]:
    return [one if one > worth * other else worth * other for one, other in zip(scores, others, strict=True)]


def _specials(typed: str, known: Sequence[str], scores: list[float]) -> list[float]:
    """The scores, and what letters alone do not show: one name holds the other, or is made of its first letters."""
    for place in _short_beside_long(typed, known):
        if scores[place] < LIKE_INITIALS and _is_initials(typed, known[place]):
            scores[place] = LIKE_INITIALS
    whole, first = f"{typed} ", typed[:1]
    likely = [place for place, core in enumerate(known) if core[:1] == first]
    for place in likely:
        if scores[place] < LIKE_PART and (known[place].startswith(whole) or whole.startswith(f"{known[place]} ")):
            scores[place] = LIKE_PART
    return scores


def _short_beside_long(typed: str, known: Sequence[str]) -> list[int]:
    """Where one of the two has at most as many letters as the other has words."""
    words = typed.count(" ") + 1
    if words > 1:
        return [place for place, core in enumerate(known) if len(core) <= words]
    return [place for place, core in enumerate(known) if len(typed) <= core.count(" ") + 1]


def _is_initials(typed: str, known: str) -> bool:
    short, long = sorted((typed, known), key=len)
    return " " not in short and len(short) > 2 and " " in long and short == initials(tuple(long.split()))
