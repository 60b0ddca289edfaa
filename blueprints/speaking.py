"""Which languages do we speak, and which of them does this browser ask for?"""

from __future__ import annotations

from babel import Locale
from flask import request

from domain.words import LANGUAGES

COOKIE = "language"
"""Holds what was chosen in the footer."""


def names() -> list[tuple[str, str]]:
    """Each language by its own name: English, Deutsch, español."""
    return [(code, str(Locale.parse(code).get_display_name(code))) for code in LANGUAGES]


def asked() -> str:
    """What was chosen in the footer, else the best that the browser asks for; "" when it asks for none of ours."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or ""
