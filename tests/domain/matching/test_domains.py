"""Is the company's own domain found in whatever people paste, and no shared one?"""

from __future__ import annotations

import pytest

from domain.matching import looks_like_address, registrable_domain

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.acme.de/impressum?x=1", "acme.de"),
        ("ACME.CO.UK:8080", "acme.co.uk"),
        ("jo.doe@mail.acme.co.uk", "acme.co.uk"),
        ("mailto:jo@acme.de", "acme.de"),
        ("<jo@acme.de>", "acme.de"),
        ("http://user:word@shop.acme.com/", "acme.com"),
        ("müller.de", "xn--mller-kva.de"),
        ("MÜLLER.de", "xn--mller-kva.de"),
        ("straße.de", "xn--strae-oqa.de"),
        ("xn--mller-kva.de", "xn--mller-kva.de"),
        ("  acme.de.  ", "acme.de"),
        ("\u202eacme.de", "acme.de"),
        ("nordwind.example", "nordwind.example"),
        ("gmail.com", ""),
        ("jo@googlemail.com", ""),
        ("acme@t-online.de", ""),
        ("https://www.facebook.com/acme", ""),
        ("acme.wixsite.com", "acme.wixsite.com"),  # a tenant has its own name there
        ("wixsite.com", ""),
        ("https://sites.google.com/view/acme", ""),
        ("co.uk", ""),
        ("localhost", ""),
        ("192.168.0.1", ""),
        ("acme", ""),
        ("S.A.", ""),
        ("a..de", ""),
        ("💩.la", ""),
        ("", ""),
        ("x" * 10_000 + ".de", ""),
    ],
)
def test_registrable_domain(text: str, domain: str) -> None:
    assert registrable_domain(text) == domain


@pytest.mark.parametrize(
    "text", ["acme.de", "https://acme.de", "www.acme.de/x", "jo@acme.de", "gmail.com", "x.example"]
)
def test_an_address_typed_as_a_name_is_noticed(text: str) -> None:
    assert looks_like_address(text)


@pytest.mark.parametrize(
    "text", ["Acme", "Acme GmbH", "B.A.S.F.", "S.p.A.", "Acme Inc.", "Dr. Oetker", "", "...", "L.L.C"]
)
def test_a_name_is_no_address(text: str) -> None:
    assert not looks_like_address(text)
