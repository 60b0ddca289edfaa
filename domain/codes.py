"""What are things called in public? Random codes that say nothing about volume or order."""

from __future__ import annotations

import re
import secrets

ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 and O, I, L, U: read aloud and typed from paper without doubt."""

SHAPE = re.compile(rf"[A-Z]{{1,3}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


def fresh(prefix: str) -> str:
    """A new code such as `DR-7K4M-2QXR`; 31^8 ≈ 8.5e11 values, uniqueness is the database's to refuse."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def tidy(text: str, prefix: str) -> str:
    """What a person typed from paper, brought to our shape; may still be no code at all."""
    letters = re.sub(r"[^0-9A-Z]", "", text.upper()[:40])
    if len(letters) > 8:  # a code without its prefix may begin with the same letter
        letters = letters.removeprefix(prefix)
    return f"{prefix}-{letters[:4]}-{letters[4:8]}"
