"""Does a line never end inside a date, a code or a span of numbers?"""

from __future__ import annotations

import pytest

from integrations.unbroken import unbroken


@pytest.mark.parametrize(
    ("language", "text", "piece"),
    [
        ("en", "expires on 2 April 2027", "2 April 2027"),
        ("de", "am Montag, 7. Juni", "7. Juni"),
        ("de", "bis 9. Feb. 2027", "9. Feb. 2027"),
        ("es", "hasta el 13 de marzo", "13 de marzo"),
        ("es", "4 de febrero de 2027", "4 de febrero de 2027"),
        ("en", "open localhost:8000/v/F6NR-EFPN.", "F6NR-EFPN"),
        ("en", "registered as DR-8MT1-35H7.", "DR-8MT1-35H7"),
        ("en", "Hafenstraße 12–14, Hamburg", "12–14"),
    ],
)
def test_what_belongs_together_stands_together(language: str, text: str, piece: str) -> None:
    assert unbroken(text, language, 'class="nowrap"') == text.replace(piece, f'<span class="nowrap">{piece}</span>')


def test_what_people_typed_stays_text() -> None:
    assert unbroken("<b>9 March</b>", "en", "x") == "&lt;b&gt;<span x>9 March</span>&lt;/b&gt;"


def test_a_number_before_another_word_is_left_alone() -> None:
    assert unbroken("12 Marching bands", "en", "x") == "12 Marching bands"
