"""How do amounts read in mails and papers? As on screen, and never with the sign of the money on a line of its own."""

from __future__ import annotations

import pytest

from integrations.render import environment


@pytest.mark.parametrize(
    ("locale", "says"), [("en", "40,000\u00a0€"), ("de", "40.000\u00a0€"), ("es", "40.000\u00a0€")]
)
def test_an_amount_stays_with_its_sign(locale: str, says: str) -> None:
    template = environment(locale).from_string("{{ minor|money(currency) }}")
    assert template.render(minor=40_000_00, currency="EUR") == says
