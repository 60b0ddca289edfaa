"""Is all filed anew on an upgrade when the same company would be filed otherwise?"""

from __future__ import annotations

import hashlib

import pytest

from domain.matching import Company, lists
from domain.matching.index import VERSION
from domain.matching.index.filing import filing

pytestmark = pytest.mark.once

SINGLE = ("connectors", "fillers", "form_words", "places", "trade_words", "worn_names")
FORMS = ("legal_beginnings", "legal_endings", "legal_middles")
ODD = (
    "Müller & Söhne GmbH & Co. KG", "A. O. Smith", "S.A. Quellbrunn N.V.", "Ostwerk 08 III", "日立製作所",
    "ООО Ромашка",
    "Studio X t/a Ypsilon", "Studio AKA Ltd", "UAB Baltic Logistics", "SIA Engineering", "banesco c.a.", "Sapa AB",
    "QuellbrunnTamsinGmbH", "Quellbrunn.io GmbH",
    "Brauhaus e.Kfm.", "Çelik Sanayi ve Ticaret A.Ş.", "Œuvres Ægir", "www.acme-robots.example",
)  # fmt: skip


def _digest() -> str:
    words = [word for name in SINGLE for word in lists.words(name)] + list(lists.abbreviations())
    forms = [form for name in FORMS for form in lists.phrases(name)]
    names = [*ODD, *(f"Quellbrunn {word} Ost" for word in words), *forms]
    names += [name for form in forms for name in (f"{form} Quellbrunn", f"Quellbrunn {form}", f"Ost {form} Quellbrunn")]
    found = hashlib.sha256()
    for name in names:
        for company in (Company(name), Company(name, "quellbrunn.example", "DE", "Köln", "DE 123 456 789", (name,))):
            filed = filing(company)
            found.update(f"{filed.core}|{sorted(filed.keys)}".encode())
    return found.hexdigest()[:16]


def test_what_is_filed_otherwise_has_another_version() -> None:
    """When this fails, raise `VERSION` and note both here: else an upgrade leaves keys that nobody looks under, and
    compares with words of the release before."""
    assert (VERSION, _digest()) == (5, "0a1fa54fc744e257")
