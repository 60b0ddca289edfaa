"""Does text on any accent read well, in the light and in the dark, and do page and stylesheet say the same?"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from domain import contrast

CSS = (Path(__file__).resolve().parents[2] / "static/dibs.css").read_text()


def test_no_accent_makes_text_hard_to_read() -> None:
    """5,832 colours: the whole cube in steps of 15."""
    least = min(
        tint.least for rgb in product(range(0, 256, 15), repeat=3) for tint in contrast.tints("#" + bytes(rgb).hex())
    )
    assert least >= contrast.LEAST


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [("#0F5061", "#0f5061"), (" 0f5061 ", "#0f5061"), ("#05a", "#0055aa"), ("red", ""), ("#0f50611", ""), ("", "")],
)
def test_a_colour_is_read_as_people_write_it(typed: str, tidy: str) -> None:
    assert contrast.tidy(typed) == tidy


def test_the_numbers_are_those_of_the_stylesheet() -> None:
    for part in ("max(l, .76) min(c, .13) h", "(.179 - y)", "min(l, .46) c h", "max(l, .82) min(c, .11) h"):
        assert part in CSS
    assert f"--paper: light-dark({contrast.PAPER['light']}, {contrast.PAPER['dark']})" in CSS


def test_black_on_white_is_21_and_a_colour_on_itself_1() -> None:
    assert round(contrast.contrast("#000000", "#ffffff"), 3) == 21
    assert contrast.contrast("#0f5061", "#0f5061") == 1
