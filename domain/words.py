"""How does the inside of the house mark a sentence for translation without knowing the reader's language?"""

from __future__ import annotations

from datetime import date

LANGUAGES = ("en", "de", "es")
"""What people can be spoken to in; English is the source."""


def N_(message: str) -> str:  # noqa: N802  # the name gettext extraction looks for
    """Return the English sentence unchanged; extraction finds it here, the screen translates it."""
    return message


class Near(date):
    """A day close by, in a value of a sentence: people read it without the year while it is this year's."""


def language_of(person: object) -> str:
    """The language in which papers and letters speak to this person: their own setting, else English."""
    chosen = getattr(person, "language", "") or getattr(person, "locale", "")
    return spoken(str(chosen))


def spoken(locale: str) -> str:
    """This language, if we speak it, else English."""
    return locale if locale in LANGUAGES else "en"
