"""Can two rows of times be told apart? The area under the curve, with its 95 % interval after DeLong."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import sqrt
from statistics import fmean, variance


def placements(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """For each of `one`, which share of `other` lies below it; ties count half."""
    rows = sorted(other)
    return [(bisect_left(rows, x) + bisect_right(rows, x)) / (2 * len(rows)) for x in one]


def area(one: Sequence[float], other: Sequence[float]) -> tuple[float, float, float]:
    """AUC of telling `one` from `other`, folded above 0.5, and the ends of its 95 % interval."""
    up, down = placements(one, other), placements(other, one)
    auc = fmean(up)
    spread = 1.96 * sqrt(variance(up) / len(up) + variance(down) / len(down))
    auc = max(auc, 1 - auc)
    return auc, auc - spread, auc + spread
