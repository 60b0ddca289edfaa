"""Where do the lines of a chart run? Figures to points of a drawing of 400 by 214; what `charts.html` then draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

LEFT, RIGHT, TOP, BASE = 34.0, 380.0, 31.0, 182.0
STEPS = (1, 2, 4, 5, 8)
MOST_STEPS = 4


@dataclass(frozen=True)
class Mark:
    """A word at a place of one axis."""

    at: float
    word: str


@dataclass(frozen=True)
class Line:
    """A curve with gaps where there is no figure, over the area below it; `goal` is the height of what was promised."""

    scale: list[Mark]
    below: list[Mark]
    curves: list[str]
    areas: list[str]
    dots: list[tuple[float, float]]  # figures that stand alone, and the last
    last: tuple[float, float, float] | None  # x, y and the figure itself
    label: float  # the height at which that figure is written, clear of the curve
    goal: float | None


@dataclass(frozen=True)
class Column:
    x: float
    width: float
    parts: list[tuple[float, float]]  # y and height, from the base up


@dataclass(frozen=True)
class Columns:
    scale: list[Mark]
    below: list[Mark]
    columns: list[Column]


@dataclass(frozen=True)
class Histogram:
    """Columns over a range of numbers; `marks` stand at a number, those of `goals` too, drawn in dashes."""

    columns: Columns
    marks: list[Mark]
    goals: list[Mark]


def line(values: Sequence[float | None], words: Sequence[str], goal: float | None = None) -> Line:
    top, scale = _scale(max([value for value in values if value is not None] + [goal or 0]))
    places = [None if value is None else (_x(place, len(values)), _y(value, top)) for place, value in enumerate(values)]
    runs = _runs(places)
    last = next(((x, y, value) for (x, y), value in _backwards(places, values)), None)
    return Line(
        scale, _below(words, [_x(place, len(words)) for place in range(len(words))]),
        ["M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in run) for run in runs if len(run) > 1],
        [_area(run) for run in runs if len(run) > 1], [run[0] for run in runs if len(run) == 1], last,
        _label(runs), None if goal is None else _y(goal, top),
    )  # fmt: skip


def _label(runs: list[list[tuple[float, float]]]) -> float:
    """Above the last point; below it where the curve comes down to it and there is room."""
    if not runs:
        return BASE
    *before, (_, y) = runs[-1]
    comes_down = bool(before) and before[-1][1] < y
    return y + 20 if comes_down and y + 24 < BASE else y - 10


def columns(values: Sequence[tuple[int, ...]], words: Sequence[str]) -> Columns:
    """Stacked from the base up, one column for each tuple of counts."""
    top, scale = _scale(max([sum(parts) for parts in values] + [0]))
    pitch = (RIGHT - LEFT) / max(1, len(values))
    drawn = [
        Column(round(LEFT + pitch * place + pitch * 0.15, 1), round(pitch * 0.7, 1), _stacked(parts, top))
        for place, parts in enumerate(values)
    ]
    return Columns(scale, _below(words, [LEFT + pitch * (place + 0.5) for place in range(len(words))]), drawn)


def histogram(
    values: Sequence[int], first: int, last: int, step: int, marks: Sequence[int], goals: Sequence[int]
) -> Histogram:
    """How many of the values fall between `first` and `last`, in steps; those outside are not drawn."""
    places = range(first, last + 1, step)
    counts = [(sum(1 for value in values if start <= value < start + step),) for start in places]
    pitch = (RIGHT - LEFT) / len(places)
    drawn = columns(counts, [""] * len(places))
    at = {
        number: round(LEFT + pitch * (number - first) / step, 1)
        for number in (*marks, *goals, *range(first, last + 1, 10))
    }
    below = [Mark(at[number], str(number)) for number in range(first, last + 1, 10)]
    return Histogram(
        Columns(drawn.scale, below, drawn.columns),
        [Mark(at[n], str(n)) for n in marks],
        [Mark(at[n], str(n)) for n in goals],
    )


def spark(values: Sequence[int]) -> tuple[str, float, float]:
    """The path of a small curve of 100 by 22, and where it ends."""
    top = max([*values, 1])
    points = [
        (2 + 96 * place / max(1, len(values) - 1), 20 - 16 * value / top) for place, value in enumerate(values)
    ] or [(2.0, 20.0)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points), round(points[-1][0], 1), round(points[-1][1], 1)


def _scale(most: float) -> tuple[float, list[Mark]]:
    step = next(step for power in count() for step in (unit * 10**power for unit in STEPS) if most <= step * MOST_STEPS)
    steps = max(1, -(-int(-(-most // 1)) // step))
    return step * steps, [Mark(_y(step * number, step * steps), str(step * number)) for number in range(steps + 1)]


def _y(value: float, top: float) -> float:
    return round(BASE - (BASE - TOP) * value / top, 1)


def _x(place: int, places: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * place / max(1, places - 1), 1)


def _below(words: Sequence[str], places: Sequence[float]) -> list[Mark]:
    """Every other word, counted from the last."""
    return [
        Mark(round(at, 1), word)
        for place, (word, at) in enumerate(zip(words, places, strict=True))
        if (len(words) - place) % 2
    ]


def _runs(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is not None:
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _backwards(
    places: Sequence[tuple[float, float] | None], values: Sequence[float | None]
) -> list[tuple[tuple[float, float], float]]:
    pairs = reversed(list(zip(places, values, strict=True)))
    return [(place, value) for place, value in pairs if place is not None and value is not None]


def _area(run: list[tuple[float, float]]) -> str:
    top = "L".join(f"{x:.1f} {y:.1f}" for x, y in run)
    return f"M{run[0][0]:.1f} {BASE}L{top}L{run[-1][0]:.1f} {BASE}z"


def _stacked(parts: tuple[int, ...], top: float) -> list[tuple[float, float]]:
    drawn, reached = [], 0
    for part in parts:
        y, height = _y(reached + part, top), round((BASE - TOP) * part / top, 1)
        drawn.append((y, height))
        reached += part
    return drawn
