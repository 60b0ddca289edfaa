"""How does an address become squares that a phone reads? The modules of a QR code as one path."""

from __future__ import annotations

from dataclasses import dataclass

import segno


@dataclass(frozen=True)
class Code:
    """`size` modules wide and high, without the quiet zone; `path` is the `d` of an SVG path."""

    size: int
    path: str


def of(text: str) -> Code:
    """The QR code of `text`, readable with a seventh of it gone (level M)."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m", boost_error=False).matrix]
    return Code(len(rows), "".join(_runs(y, row) for y, row in enumerate(rows)))


def _runs(y: int, row: bytes) -> str:
    """Each run of dark modules in a row as a rectangle."""
    drawn, x = "", 0
    while (start := row.find(1, x)) >= 0:
        end = row.find(0, start)
        x = end if end >= 0 else len(row)
        drawn += f"M{start} {y}h{x - start}v1h-{x - start}z"
    return drawn
