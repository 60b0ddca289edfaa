"""Which passwords would anybody try? Those found most often in leaks, and the bricks that most others are built of.

A password of 15 characters is refused when hardly anything is left once these are struck out: `Password1234567`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

WORDS = """
password passwort passwd contraseña contrasena kennwort geheim secret changeme letmein welcome willkommen bienvenido
qwerty qwertz qwertyuiop qwertzuiop asdf asdfgh asdfghjkl zxcvbnm yxcvbnm 1q2w3e4r 1qaz2wsx qazwsx
123456789 12345678 1234567 123456 12345 1234 123 987654321 654321 111 000 abc abcd abcdef abcdefgh
iloveyou sunshine princess football monkey dragon master superman batman michael trustno1 starwars
admin administrator root user guest test demo login access hello hallo hola
summer winter spring autumn sommer herbst verano invierno 2023 2024 2025 2026 2027 2028
partner portal dibs default temporary
"""

COMMON = frozenset(WORDS.split())


@cache
def listed() -> frozenset[str]:
    """The 5,000 most used ones that no rule about bricks or length refuses already; the file says whence they are."""
    lines = Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
