"""Are days written as each language writes them?"""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date

from integrations.dates import pattern

TUESDAY = date(2027, 2, 9)


@pytest.mark.parametrize(
    ("form", "english", "german", "spanish"),
    [
        ("d MMMM y", "9 February 2027", "9. Februar 2027", "9 de febrero de 2027"),
        ("EEEE d MMMM y", "Tuesday 9 February 2027", "Dienstag, 9. Februar 2027", "martes 9 de febrero de 2027"),
        ("EEEE d MMMM", "Tuesday 9 February", "Dienstag, 9. Februar", "martes 9 de febrero"),
        ("EEE d MMMM", "Tue 9 February", "Di., 9. Februar", "mar. 9 de febrero"),
        ("d MMMM", "9 February", "9. Februar", "9 de febrero"),
        ("d MMM", "9 Feb", "9. Feb.", "9 feb"),
        ("d MMM y", "9 Feb 2027", "9. Feb. 2027", "9 feb 2027"),
        ("MMMM y", "February 2027", "Februar 2027", "febrero de 2027"),
    ],
)
def test_a_day_reads_as_in_that_language(form: str, english: str, german: str, spanish: str) -> None:
    for language, says in (("en", english), ("de", german), ("es", spanish)):
        locale = "en_GB" if language == "en" else language
        assert format_date(TUESDAY, pattern(form, language), locale=locale) == says
