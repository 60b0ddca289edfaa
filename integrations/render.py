"""How do mails and papers get their words? One plain Jinja environment with translations, outside the application."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from config import ROOT
from integrations.dates import pattern


def render(template: str, locale: str, **facts: object) -> str:
    """The template with these facts, in the reader's language."""
    return environment(locale).get_template(template).render(**facts)


@lru_cache(maxsize=16)
def environment(locale: str) -> Environment:
    """The templates as seen by a reader of this language; what ends in .txt is not escaped, all else is."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"), undefined=StrictUndefined,
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    made.install_gettext_translations(_translations(locale), newstyle=True)  # type: ignore[attr-defined]
    spoken = Locale("en", "GB") if locale == "en" else Locale.parse(locale)
    made.filters["day"] = lambda value: _day(_moment(value), "d MMMM y", spoken)
    made.filters["weekday"] = lambda value: _day(_moment(value), "EEEE d MMMM y", spoken)
    made.filters["minute"] = lambda value: _minute(_moment(value), spoken)
    made.filters["second"] = lambda value: _second(_moment(value), spoken)
    made.globals["locale"] = locale
    return made


def _translations(locale: str) -> NullTranslations:
    return Translations.load(ROOT / "translations", [locale])


def _moment(value: str | date) -> Any:
    """Facts from a row come as ISO text, others as they are."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _day(value: date, form: str, spoken: Locale) -> str:
    """A day by the English pattern `form`, as the language writes it."""
    return str(format_date(value, pattern(form, spoken.language), locale=spoken))


def _minute(value: datetime, spoken: Locale) -> str:
    """Tuesday 9 March, 16:00"""
    return f"{_day(value, 'EEEE d MMMM', spoken)}, {format_time(value, 'HH:mm', locale=spoken)}"


def _second(value: datetime, spoken: Locale) -> str:
    """1 February 2027, 10:12:44"""
    return f"{_day(value, 'd MMMM y', spoken)}, {format_time(value, 'HH:mm:ss', locale=spoken)}"
