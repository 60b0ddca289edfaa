"""Do the lines of a chart run where the figures are, with gaps where there are none, and inside the drawing?"""

from __future__ import annotations

import pytest

from blueprints import charts
from blueprints.charts import BASE, LEFT, RIGHT, TOP

NAMES = list("abcdefghijkl")


def test_a_curve_has_gaps_and_what_stands_alone_is_a_dot() -> None:
    drawn = charts.line([1, 2, None, 4, None, 2], NAMES[:6])
    assert len(drawn.curves) == len(drawn.areas) == 1
    assert len(drawn.dots) == 2
    assert drawn.last == (RIGHT, drawn.dots[-1][1], 2)


def test_the_scale_reaches_the_highest_figure_and_the_goal() -> None:
    drawn = charts.line([1.0] * 12, NAMES, goal=16.0)
    assert [mark.word for mark in drawn.scale] == ["0", "4", "8", "12", "16"]
    assert drawn.goal == TOP
    assert charts.line([40.0] * 12, NAMES, goal=16.0).scale[-1].word == "40"


@pytest.mark.parametrize("most", [0, 1, 3, 7, 12, 99, 1234, 39_999, 10**7])
def test_nothing_leaves_the_drawing(most: int) -> None:
    drawn = charts.columns([(most, most // 2)] * 12, NAMES)
    for column in drawn.columns:
        assert LEFT <= column.x <= column.x + column.width <= RIGHT + 0.1
        for y, height in column.parts:
            assert TOP - 0.2 <= y <= y + height <= BASE + 0.2
    assert 2 <= len(drawn.scale) <= 5


def test_parts_stand_on_each_other() -> None:
    (column,) = charts.columns([(3, 1)], ["a"]).columns
    (low, high), (above, more) = column.parts
    assert (low + high, above + more) == (BASE, low)
    assert high == pytest.approx(3 * more, abs=0.2)


def test_no_figures_at_all_is_an_empty_chart() -> None:
    drawn = charts.line([None] * 12, NAMES)
    assert (drawn.curves, drawn.dots, drawn.last) == ([], [], None)
    assert charts.columns([], []).columns == []
    assert charts.spark([])[0].startswith("M")


def test_the_last_figure_is_written_clear_of_the_curve() -> None:
    rising, falling = charts.line([1, 9], ["a", "b"]), charts.line([9, 5], ["a", "b"])
    assert rising.label < rising.last[1] < BASE  # type: ignore[index]
    assert falling.label > falling.last[1]  # type: ignore[index]
    low = charts.line([9, 0], ["a", "b"])
    assert low.label < BASE, "not below the axis"
