"""Which languages are offered here, and which of them does this browser ask for?"""

from __future__ import annotations

from babel import Locale
from flask import current_app, g, request
from peewee import DoesNotExist

from domain import rules
from domain.words import LANGUAGES


def cookie() -> str:
    """The name of the cookie that holds what was chosen in the footer; `__Host-` binds it to this host and TLS."""
    return "__Host-language" if current_app.config["DIBS"].is_secure else "language"


def offered() -> tuple[str, ...]:
    """The languages that people can choose."""
    if "languages" not in g:
        try:
            g.languages = rules.in_force().offered
        except DoesNotExist:  # before set-up
            g.languages = LANGUAGES
    return tuple(g.languages)


def names() -> list[tuple[str, str]]:
    """Each language by its own name, as in a list: English, Deutsch, Español."""
    own = ((code, str(Locale.parse(code).get_display_name(code))) for code in offered())
    return [(code, name[:1].upper() + name[1:]) for code, name in own]


def asked() -> str:
    """What was chosen in the footer, else the best that the browser asks for; "" when it asks for none of ours."""
    chosen = request.cookies.get(cookie(), "")
    return chosen if chosen in offered() else request.accept_languages.best_match(offered()) or ""
