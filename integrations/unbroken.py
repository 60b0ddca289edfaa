"""Which pieces of a sentence must stay in one line? A day with its month and year, a code, a span of house numbers."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from markupsafe import Markup, escape

CODE = r"\b[A-Z]{1,2}-[0-9A-Z]{4}(?:-[0-9A-Z]{4})?\b|(?<=/)[0-9A-Z]{4}-[0-9A-Z]{4}\b"
SPAN = r"\b\d+–\d+\b"


def unbroken(text: str, language: str, how: str) -> Markup:
    """The text, escaped, with such pieces in elements that `how` (an attribute) keeps from breaking."""
    held = rf"<span {how}>\g<0></span>"
    return Markup(_pieces(language).sub(held, str(escape(text))))  # noqa: S704  # escaped first


@lru_cache(maxsize=8)
def _pieces(language: str) -> re.Pattern[str]:
    months = Locale.parse(language).months["format"]
    names = sorted({name for width in ("wide", "abbreviated") for name in months[width].values()}, key=len)
    day = rf"\b\d{{1,2}}\.?(?: de)? (?:{'|'.join(map(re.escape, reversed(names)))})(?:(?: de)? \d{{4}})?(?!\w)"
    return re.compile(f"{CODE}|{day}|{SPAN}")
