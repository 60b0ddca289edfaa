"""How do mails and papers get their words? One plain Jinja environment with translations, outside the application."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from config import ROOT
from integrations.dates import pattern
from integrations.unbroken import unbroken


def render(template: str, locale: str, **facts: object) -> str:
    """The template with these facts, in the reader's language."""
    return environment(locale).get_template(template).render(**facts)


def says(message: str, locale: str, **values: object) -> str:
    """A sentence marked with `N_`, in the reader's language."""
    said = str(_translations(locale).gettext(message)) if message else ""
    return said % values if values else said


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
    made.filters["local"] = lambda value, zone: value.astimezone(ZoneInfo(zone))
    made.filters["money"] = lambda minor, currency: _money(minor, currency, spoken)
    made.filters["whole"] = lambda value: format_decimal(value, locale=spoken)
    made.filters["chosen"] = lambda choice: says(choice.said(locale), locale)
    made.filters["said"] = lambda message, **values: says(message, locale, **values)
    made.filters["told"] = partial(_told, locale=locale, spoken=spoken)
    made.filters["unbroken"] = lambda text: unbroken(text, locale, 'style="white-space:nowrap"')
    made.globals["locale"] = locale
    return made


@lru_cache(maxsize=16)
def _translations(locale: str) -> NullTranslations:
    return Translations.load(ROOT / "translations", [locale])


def _told(line: Any, zone: str, locale: str, spoken: Locale) -> str:
    """A line of a history: its sentence, with moments and days as they are read there."""
    values: dict[str, object] = {}
    for name, value in line.values.items():
        if isinstance(value, datetime):
            values[name] = _second(value.astimezone(ZoneInfo(zone)), spoken)
        else:
            values[name] = _day(value, "d MMMM y", spoken) if isinstance(value, date) else value
    return says(line.says, locale, **values)


def _money(minor: int, currency: str, spoken: Locale) -> str:
    return str(format_currency(minor / 100, currency, locale=spoken, format="#,##0\u00a0¤", currency_digits=False))


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
