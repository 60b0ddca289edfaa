"""Accounts that nobody knows, each spelled eight ways; seeded, so that a round that fails can be run again."""

from __future__ import annotations

import random
from dataclasses import dataclass

CYRILLIC = str.maketrans("abvgdezikmnoprstuf", "абвгдезикмнопрстуф")
CONSONANTS, VOWELS = "bvgdzkmnprstf", "aeiou"


@dataclass(frozen=True)
class Spelling:
    company: str
    domain: str


def spellings(number: int) -> list[Spelling]:
    """Eight ways to write the account of a round; six differ after normalising."""
    rng = random.Random(number)
    first, second = _word(rng, 5), _word(rng, 4)
    site = f"{first}-{second}.example"
    mails = ("gmail.com", "gmx.de", "web.de", "mail.ru", "t-online.de", "posteo.de")
    names = (
        f"{_dropped(first, rng)} {second}", f"{first} {_doubled(second, rng)}", f"{second} {first}",
        f"{first} {second}".lower().translate(CYRILLIC).title(), f"{first.upper()} {second.upper()} GmbH",
        f"{first} {second} e.V.",
    )  # fmt: skip
    by_name = [Spelling(name, f"contact{number}@{mail}") for name, mail in zip(names, mails, strict=True)]
    return [
        Spelling(f"{first} {second}", f"www.{site}"),
        Spelling(f"{_word(rng, 3)} Holding", f"https://{site}/about"),
        *by_name,
    ]


def _word(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(syllables)).title()


def _dropped(word: str, rng: random.Random) -> str:
    """A slip: one vowel from the middle is missing."""
    at = rng.randrange(3, len(word) - 2, 2)
    return word[:at] + word[at + 1 :]


def _doubled(word: str, rng: random.Random) -> str:
    """A slip: one consonant from the middle stands twice."""
    at = rng.randrange(2, len(word) - 1, 2)
    return word[:at] + word[at] + word[at:]
