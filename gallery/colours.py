"""How does a picture stay small without lying? Few colours, but among them those that mean something."""

from __future__ import annotations

import re
from typing import Any

from PIL import Image, ImageColor

from config import ROOT

COMMON, FAR_APART = 8, 12
"""Colours of a picture: those that fill most of it, and as many that lie far apart. Letters and tints look as they did, in a
third of the bytes of a photograph and without its blur."""

TOKENS = sorted(set(map(ImageColor.getrgb, re.findall(r"#[0-9a-f]{6}\b", (ROOT / "static/dibs.css").read_text()))))
"""The colours of signs and words, which are small and mean something."""


def in_few_colours(picture: Image.Image) -> Image.Image:
    counted: Any = picture.getcolors(picture.width * picture.height)
    common = [colour for _, colour in sorted(counted, reverse=True)[:COMMON]]
    apart = picture.quantize(FAR_APART, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in (*common, *TOKENS) for value in colour] + apart[: FAR_APART * 3])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")
