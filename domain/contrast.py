"""Does text on the vendor's colour read well? The tints that static/dibs.css computes, and their contrast; pure.

The stylesheet derives fills and ink from one accent; the same steps stand here, so that the settings page can show
them. A test holds both to each other in a browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import atan2, cos, hypot, sin

COLOUR = re.compile(r"#[0-9a-f]{6}")
WHITE_BELOW = 0.179
"""Relative luminance under which white reads better on a fill than black."""

LEAST = 4.5
"""Contrast that text needs (WCAG 2.2, 1.4.3)."""

PAPER = {"light": "#fdfefd", "dark": "#0f1413"}

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Tint:
    """One theme: what a button looks like, and what a link looks like on paper."""

    theme: str
    paper: str
    fill: str
    on_fill: str
    ink: str
    fill_contrast: float  # text on the button
    ink_contrast: float  # links and marks on paper

    @property
    def least(self) -> float:
        return min(self.fill_contrast, self.ink_contrast)


def tidy(text: str) -> str:
    """#0f5061 for 0F5061, #0F5061 or #05a; "" for what is no colour."""
    plain = text.strip().casefold().removeprefix("#")
    if len(plain) == 3:
        plain = "".join(2 * digit for digit in plain)
    return f"#{plain}" if COLOUR.fullmatch(f"#{plain}") else ""


def tints(accent: str) -> tuple[Tint, Tint]:
    """The accent (#rrggbb) in the light and in the dark."""
    lightness, c, h = _oklch(accent)
    light = _tint("light", accent, _hex(min(lightness, 0.46), c, h))
    fill, ink = _hex(max(lightness, 0.76), min(c, 0.13), h), _hex(max(lightness, 0.82), min(c, 0.11), h)
    return light, _tint("dark", fill, ink)


def contrast(one: str, other: str) -> float:
    """From 1 to 21 (WCAG 2.2)."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _tint(theme: str, fill: str, ink: str) -> Tint:
    paper = PAPER[theme]
    on_fill = "#ffffff" if luminance(fill) < WHITE_BELOW else "#000000"
    return Tint(theme, paper, fill, on_fill, ink, contrast(fill, on_fill), contrast(ink, paper))


def _linear(colour: str) -> Triple:
    red, green, blue = (_expanded(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return red, green, blue


def _expanded(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _oklch(colour: str) -> Triple:
    """Lightness, chroma and hue (radians) in OKLab."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, hypot(a, b), atan2(b, a)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """The nearest colour of the screen: each channel clipped, as browsers do."""
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _compressed(min(max(channel, 0), 1))):02x}" for channel in channels)


def _compressed(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
