"""How is a day written in each language? Patterns of CLDR, from the English one that a template names."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=128)
def pattern(form: str, language: str) -> str:
    """`EEE d MMMM y` as this language writes it: `EEE, d. MMMM y` in German, `EEE. d 'de' MMMM 'de' y` in Spanish.

    Spanish has no comma after the day of the week, since most days stand in a sentence ("el lunes 15 de marzo"); the
    point tells "mar. 9" (martes) from the month of March.
    """
    if language == "de":
        return re.sub(r"(E+) ", r"\1, ", form).replace("d M", "d. M")
    if language == "es":
        full = form.replace("d MMMM", "d 'de' MMMM").replace("MMMM y", "MMMM 'de' y")
        return re.sub(r"(?<!E)EEE (?=d)", "EEE'.' ", full)
    return form
