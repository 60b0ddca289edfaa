"""How do the engines compare at one look? Recall against the slowest hundredth, a point each, as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bench.matching.looking import Looks

WIDE, HIGH, MARGIN = 720, 420, 60
LEAST = 0.6  # recall at the lower edge
SHAPES = {10_000: 4, 100_000: 6, 1_000_000: 9}  # radius by size of the index


def plot(looks: Sequence[Looks]) -> str:
    """An SVG of its own, readable on white."""
    most = max(one.ms(0.99) for one in looks)
    least = min(one.ms(0.99) for one in looks)
    points = [_point(one, least, most) for one in looks]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" font-size="12">'
        f'<rect width="{WIDE}" height="{HIGH}" fill="white"/>'
        f'<path d="M{MARGIN} {MARGIN // 2}V{HIGH - MARGIN}H{WIDE - 20}" fill="none" stroke="#888"/>'
        f'<text x="{WIDE // 2}" y="{HIGH - 15}">p99 in milliseconds, logarithmic ({least:.1f} to {most:.0f})</text>'
        f'<text x="15" y="{HIGH // 2}" transform="rotate(-90 15 {HIGH // 2})">recall@10 ({LEAST} to 1)</text>'
        f"{''.join(points)}</svg>\n"
    )


def _point(one: Looks, least: float, most: float) -> str:
    across = math.log(one.ms(0.99) / least) / max(1e-9, math.log(most / least))
    x = MARGIN + 20 + across * (WIDE - MARGIN - 190)
    y = HIGH - MARGIN - (max(LEAST, one.recall()) - LEAST) / (1 - LEAST) * (HIGH - 1.5 * MARGIN)
    colour = "#b3261e" if one.engine == "dibs" else "#44546a"
    size = SHAPES.get(one.size, 5)
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size}" fill="{colour}" fill-opacity="0.7"/>'
        f'<text x="{x + size + 3:.0f}" y="{y + 4:.0f}" fill="{colour}">{one.engine} {one.size // 1000:,}k</text>'
    )
