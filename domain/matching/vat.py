"""Which VAT and register numbers prove that two companies are one, and which speak against it?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.matching.company import Company, Reason
from domain.matching.normalise import fold

SHORTEST = 6
LONGEST = 60  # characters that are read

_PREFIXES = (  # of the EU (VIES, with EL and XI), of its neighbours, and what people write for Britain
    "AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI "
    "AL BA CH GB IS LI MD ME MK NO RS TR UA UK"
)
_vat_prefix = re.compile(rf"^(?:{_PREFIXES.replace(' ', '|')})(?=[A-Z0-9]*(?:[0-9][A-Z]*){{7}})")
_court = re.compile(r"^(?:HR[AB]|GNR|PR|VR|FN)(?=[0-9])")
_tax_word = re.compile(r"(?<=[0-9])(?:MWST|TVA|IVA|MVA)$")  # behind Swiss and Norwegian numbers
_label = re.compile(r"^(?:VAT|UST|TVA|IVA|TAX|UID|ID|NR)+(?=[A-Z]{0,3}[0-9])")  # “USt-ID-Nr. DE …”
_other_codes = {"EL": "GR", "XI": "GB", "UK": "GB"}  # what VAT numbers call Greece and Northern Ireland, people Britain


@dataclass(frozen=True)
class Number:
    """One number as it is compared. `place`: the country it names, or else the company's; of a court its city."""

    key: str
    place: str
    is_prefixed: bool
    is_of_court: bool


def vat_key(text: str) -> str:
    """A VAT or register number without spaces, signs, country prefix and the word for tax; "" when it is too short to
    tell companies apart."""
    return _parts(text)[1]


def compare_numbers(typed: Company, known: Company) -> Reason | None:
    """Does a number prove one company, or speak against it? None: it says nothing.

    A court's number counts at that court alone, a country's in that country. What the number of a court says nothing
    about is the number of a tax office. One of a court that is not told is `court_unknown`: a person has to look.
    """
    if not typed.vat or not known.vat:
        return None
    ours, theirs = _read(typed), _read(known)
    if not ours.key or not theirs.key or ours.is_of_court != theirs.is_of_court:
        return None
    is_apart = bool(ours.place and theirs.place and ours.place != theirs.place)
    if ours.is_of_court and (is_apart or not (ours.place and theirs.place)):
        is_alike = ours.key == theirs.key and not is_apart and _share_country(typed, known)
        return Reason("court_unknown", ours.key) if is_alike else None
    if ours.key == theirs.key and not is_apart:
        return Reason("same_vat", ours.key)
    is_of_one_kind = ours.is_prefixed == theirs.is_prefixed and (ours.is_prefixed or not is_apart)
    return Reason("other_vat", _both(ours, theirs), is_for=False) if is_of_one_kind else None


def _share_country(one: Company, other: Company) -> bool:
    countries = {company.country.strip().upper() for company in (one, other)} - {""}
    return len(countries) < 2


def _both(ours: Number, theirs: Number) -> str:
    """The two numbers, told apart by their countries where nothing else does."""
    if ours.key == theirs.key:
        return f"{ours.place} {ours.key} / {theirs.place} {theirs.key}"
    return f"{ours.key} / {theirs.key}"


def _read(company: Company) -> Number:
    prefix, key = _parts(company.vat)
    is_of_court = bool(_court.match(key))
    country = _other_codes.get(prefix, prefix) or company.country.strip().upper()
    return Number(key, fold(company.city) if is_of_court else country, bool(prefix), is_of_court)


def _parts(text: str) -> tuple[str, str]:
    """The country prefix, and the number behind it."""
    key = _label.sub("", _tax_word.sub("", re.sub(r"[^A-Z0-9]", "", text[:LONGEST].upper())))
    found = None if _court.match(key) else _vat_prefix.match(key)
    prefix = found[0] if found else ""
    key = key[len(prefix) :]
    return prefix, key if len(key) >= SHORTEST and any(sign.isdigit() for sign in key) else ""
