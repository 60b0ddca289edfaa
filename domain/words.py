"""How does the inside of the house mark a sentence for translation without knowing the reader's language?"""

from __future__ import annotations

LANGUAGES = ("en", "de", "es")
"""What people can be spoken to in; English is the source."""


def N_(message: str) -> str:  # noqa: N802  # the name gettext extraction looks for
    """Return the English sentence unchanged; extraction finds it here, the screen translates it."""
    return message


def spoken(locale: str) -> str:
    """This language, if we speak it, else English."""
    return locale if locale in LANGUAGES else "en"
