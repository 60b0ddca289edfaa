"""How do amounts, counts and sizes read in the reader's language?"""

from __future__ import annotations

from babel import Locale
from babel.numbers import format_currency, format_percent
from babel.numbers import format_decimal as babel_decimal
from flask_babel import get_locale, gettext

from domain import rules


def money(minor: int | None, currency: str) -> str:
    if minor is None:
        return ""
    return str(
        format_currency(minor / 100, currency or "EUR", locale=spoken(), format="#,##0\u00a0¤", currency_digits=False)
    )


def whole(value: int) -> str:
    """12,345: a count."""
    return str(babel_decimal(value, locale=spoken()))


def decimal(value: float) -> str:
    """5.3"""
    return str(babel_decimal(round(value, 1), locale=spoken()))


def per_cent(value: int | None) -> str:
    """78 %"""
    return "" if value is None else str(format_percent(value / 100, locale=spoken()))


def band(value: rules.Band | None, currency: str) -> str:
    """15,000 to 40,000 €"""
    if value is None:
        return ""
    if value.high is None:
        return str(gettext("above %(amount)s", amount=money(value.low, currency)))
    if value.low == 0:
        return str(gettext("up to %(amount)s", amount=money(value.high, currency)))
    low = babel_decimal(value.low // 100, locale=spoken())
    return str(gettext("%(low)s to %(high)s", low=low, high=money(value.high, currency)))


def size(count: int) -> str:
    """48 kB; 4.1 MB"""
    if count < 1_000_000:
        return str(gettext("%(number)s kB", number=max(1, round(count / 1000))))
    return str(gettext("%(number)s MB", number=babel_decimal(round(count / 1e6, 1), locale=spoken())))


def spoken() -> Locale:
    """The language that Babel writes in; English as it is written in Europe."""
    found = get_locale() or Locale("en")
    return Locale("en", "GB") if found.language == "en" else found
