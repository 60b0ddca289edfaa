"""Which lists of words does matching rest on? Text files made by hand, the same on every installation, so verdicts are.

A line that begins with # is a remark. Words stand in any spelling: who uses them folds them like names.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def _lines(name: str) -> list[str]:
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def words(name: str) -> tuple[str, ...]:
    """The single words of a list."""
    return tuple(word for line in _lines(name) for word in line.split())


def phrases(name: str) -> tuple[str, ...]:
    """The entries of a list that are parted by semicolons, of one or several words each."""
    return tuple(entry.strip() for line in _lines(name) for entry in line.split(";"))


def abbreviations() -> dict[str, str]:
    """Abbreviation -> the word written out."""
    written_out = (line.split(":") for line in _lines("abbreviations"))
    return {short: word for word, shorts in written_out for short in shorts.split()}
