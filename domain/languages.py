"""In which language do we speak to a person? Their own choice, else what their browser asked for at sign-in."""

from __future__ import annotations

from domain import moment
from domain.words import LANGUAGES
from models import LanguageChoice, User


def choose(user: User, language: str) -> None:
    """Take the language of the account page. A language that we do not speak, or the same again, is no choice.

    Runs inside the transaction of the change.
    """
    if language in LANGUAGES and language != user.locale:
        User.update(locale=language).where(User.id == user.id).execute()
        LanguageChoice.note(user, moment.now())


def follow(user: User, asked: str) -> None:
    """Speak as the browser asks at sign-in, as long as the person has chosen nothing; "" asks for nothing."""
    if asked in LANGUAGES and asked != user.locale and not LanguageChoice.is_made_by(user):
        User.update(locale=asked).where(User.id == user.id).execute()
        user.locale = asked
