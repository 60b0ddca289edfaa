"""What does this cell say? Dates, amounts, countries and states as CRMs write them, to our own. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

from domain.imports.columns import letters

EARLIEST, LATEST = date(1980, 1, 1), date(2100, 1, 1)
LARGEST_AMOUNT = 10**15  # minor units
EXCEL_EPOCH = date(1899, 12, 30)

_iso = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_numeric = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
_digits = re.compile(r"\d{5}(?:[.,]\d+)?|\d{8}")
_amount = re.compile(r"[-+]?[\d.,'’\s]*\d[\d.,'’\s]*")

_code = re.compile(
    "(?<![a-z])(eur|usd|gbp|chf|sek|nok|dkk|pln|czk|huf|mxn|cop|clp|pen|brl|ars|cad|aud|jpy|cny|inr|ron|try)(?![a-z])"
)
SIGNS = {
    "us$": "USD", "mx$": "MXN", "r$": "BRL", "a$": "AUD", "c$": "CAD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY",
    "fr.": "CHF", "zł": "PLN", "euro": "EUR", "dollar": "USD", "dólar": "USD", "pound": "GBP", "pfund": "GBP",
    "franken": "CHF",
}  # fmt: skip
"""What stands for a currency besides its code; the longer sign first."""

CLOSED_WORDS = (
    "closed", "won", "lost", "converted", "disqualified", "cancel", "geschlossen", "gewonnen", "verloren",
    "abgeschlossen",
    "konvertiert", "disqualifi", "storniert", "abgesagt", "inaktiv", "inactive", "cerrad", "ganad", "perdid",
    "convertid",
    "descalificad", "anulad", "inactiv", "notconverted", "junk", "unqualified", "outsold",
)  # fmt: skip
OPEN_WORDS = (
    "open", "active", "inprogress", "new", "offen", "aktiv", "inbearbeitung", "neu", "abiert", "activ", "encurso",
    "nuev", "onhold",
    "working", "qualified", "contacted",
)  # fmt: skip
YES = {"true", "yes", "y", "1", "ja", "j", "wahr", "x", "si", "s", "verdadero"}

MORE_COUNTRIES = {
    "uk": "GB", "greatbritain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northernireland": "GB",
    "usa": "US",
    "unitedstatesofamerica": "US", "america": "US", "eeuu": "US", "estadosunidosdeamerica": "US",
    "vereinigtestaatenvonamerika": "US",
    "brd": "DE", "bundesrepublikdeutschland": "DE", "federalrepublicofgermany": "DE", "holland": "NL",
    "holanda": "NL",
    "thenetherlands": "NL", "inglaterra": "GB", "grossbritannien": "GB", "granbretana": "GB", "czechrepublic": "CZ",
    "czechia": "CZ",
    "tschechischerepublik": "CZ", "republicacheca": "CZ", "turkey": "TR", "turquia": "TR", "macedonia": "MK",
    "suisse": "CH",
    "svizzera": "CH", "italia": "IT", "nederland": "NL", "belgique": "BE", "belgie": "BE", "polska": "PL",
    "osterreich": "AT", "oesterreich": "AT",
    "daenemark": "DK", "tuerkei": "TR", "rumaenien": "RO",
    "korea": "KR", "russianfederation": "RU", "peoplesrepublicofchina": "CN", "republicofireland": "IE", "eire": "IE",
    "a": "AT", "d": "DE", "e": "ES", "f": "FR", "i": "IT", "b": "BE", "p": "PT",
}  # fmt: skip
NO_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


@dataclass
class Habits:
    """How a whole column writes its dates and amounts: one cell alone cannot tell 3/4/2026."""

    orders: Counter[str] = field(default_factory=Counter)  # of dates: dmy, mdy, both
    decimals: Counter[str] = field(default_factory=Counter)  # of amounts: "," or "."

    def meet(self, form: str, cell: str) -> None:
        if form == "date":
            self.orders.update(_possible_orders(cell))
        elif form == "amount":
            self.decimals.update(_told_decimal(cell))

    def order(self, usual: str) -> str:
        """dmy or mdy: whichever most cells allow; `usual` when all allow both."""
        dmy, mdy = self.orders["dmy"], self.orders["mdy"]
        return usual if dmy == mdy else ("dmy" if dmy > mdy else "mdy")

    @property
    def is_ambiguous(self) -> bool:
        """Are there dates such as 3/4/2026, and none that tells?"""
        return self.orders["both"] > 0 and self.orders["dmy"] == self.orders["mdy"]

    @property
    def decimal(self) -> str:
        """The decimal sign that some cell proves; "" when none does."""
        return self.decimals.most_common(1)[0][0] if self.decimals else ""


@lru_cache(maxsize=20_000)
def day(cell: str, order: str) -> date | None:
    """A date out of a cell, a time behind it left off; None: there is no such day, or none that can be meant."""
    try:
        found = _day(cell.strip(), order)
    except (ValueError, OverflowError):
        return None
    return found if found and EARLIEST <= found <= LATEST else None


def _day(text: str, order: str) -> date | None:
    if match := _iso.match(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _numeric.match(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        year += 2000 if year < 100 else 0
        return date(year, second, first) if order == "dmy" or "." in match[0] else date(year, first, second)
    if _digits.fullmatch(text):
        if len(text) == 8 and text.isdigit():
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        return EXCEL_EPOCH + timedelta(days=int(text[:5]))
    return None


def _possible_orders(cell: str) -> list[str]:
    """What a date with day and month in figures says about their order; dots are always day first."""
    match = _numeric.match(cell.strip())
    if match is None or "." in match[0]:
        return []
    first, second = int(match[1]), int(match[2])
    if first <= 12 and second <= 12:
        return ["both"]
    return ["dmy"] if first > 12 else ["mdy"]


def minor_units(cell: str, decimal: str) -> int | None:
    """An amount in minor units out of `1.234,56 €`, `USD 1,234.56`, `1'234`, `(50)`; None: no amount.

    A lone sign before exactly three figures parts thousands, unless `decimal` says that the column uses it otherwise.
    """
    text = cell.strip()
    match = _amount.search(text)
    if match is None:
        return None
    figures = re.sub(r"['’\s+]", "", match[0])
    is_negative = figures.startswith("-") or (text.startswith("(") and text.endswith(")"))
    try:
        value = Decimal(_plain(figures.lstrip("-"), decimal)) * 100
    except InvalidOperation:
        return None
    minor = int(value.to_integral_value())
    return (-minor if is_negative else minor) if minor <= LARGEST_AMOUNT else None


def _plain(figures: str, decimal: str) -> str:
    """Figures as Decimal reads them: thousands closed up, a point before the fraction."""
    last = max(figures.rfind(","), figures.rfind("."))
    if last < 0:
        return figures
    sign = figures[last]
    is_told = sign == decimal or ("," in figures and "." in figures) or len(figures) - last - 1 != 3
    is_fraction = is_told and figures.count(sign) == 1
    whole = re.sub(r"[.,]", "", figures[:last])
    return f"{whole or 0}.{figures[last + 1 :] or 0}" if is_fraction else re.sub(r"[.,]", "", figures)


def _told_decimal(cell: str) -> list[str]:
    """The decimal sign that this amount proves: the last of two, or one not before three figures."""
    figures = "".join(sign for sign in cell if sign in ".,0123456789").strip(".,")
    last = max(figures.rfind(","), figures.rfind("."))
    if last < 0 or figures.count(figures[last]) > 1:
        return []
    is_told = ("," in figures and "." in figures) or len(figures) - last - 1 != 3
    return [figures[last]] if is_told else []


def currency_in(cell: str) -> str:
    """The currency that an amount or a currency cell names, as its ISO code; "" for none."""
    text = cell.casefold()
    code = _code.search(text)
    return code[1].upper() if code else next((value for sign, value in SIGNS.items() if sign in text), "")


@lru_cache(maxsize=2_000)
def country(cell: str) -> str:
    """The ISO code of a country by code or by its English, German or Spanish name; "" when it is none we know."""
    return _countries().get(letters(cell), "")


@cache
def _countries() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("es", "de", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code not in NO_COUNTRIES:
                names[letters(name)] = code
                names[code.lower()] = code
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha():
            names[alias.lower()] = codes[0]
    return {**names, **MORE_COUNTRIES}


@lru_cache(maxsize=2_000)
def is_closed(cell: str) -> bool | None:
    """Does a state or stage say won, lost or otherwise over? None: it says nothing about it."""
    word = letters(cell)
    if any(sign in word for sign in CLOSED_WORDS):
        return True
    return False if any(sign in word for sign in OPEN_WORDS) else None


def is_yes(cell: str) -> bool:
    return letters(cell) in YES


def names(cell: str) -> list[str]:
    """Several names in one cell, parted by ; or | or line ends; a comma stands in many names."""
    return [" ".join(piece.split()) for piece in re.split(r"[;|\r\n]", cell) if piece.strip()]


def parts(cell: str) -> list[str]:
    """Several values in one cell, parted by ; , or |"""
    return [part for part in (piece.strip() for piece in re.split(r"[;,|]", cell)) if part]
