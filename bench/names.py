"""What are a hundred thousand companies called? Invented words of three syllables beside the trades of the sample."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sample.names import DE_TRADES, EN_TRADES, ES_TRADES, Made

SYLLABLES = [
    "al",
    "ber",
    "bor",
    "bran",
    "cal",
    "dan",
    "del",
    "dor",
    "el",
    "fal",
    "far",
    "gar",
    "gel",
    "gon",
    "hal",
    "har",
    "hel",
    "in",
    "jor",
    "kal",
    "kar",
    "kel",
    "lan",
    "lem",
    "lin",
    "lor",
    "mal",
    "mar",
    "mel",
    "mon",
    "nar",
    "nel",
    "nor",
    "or",
    "pal",
    "per",
    "ral",
    "ren",
    "rin",
    "rod",
    "sal",
    "sel",
    "sor",
    "tal",
    "tar",
    "tel",
    "tor",
    "ul",
    "val",
    "var",
    "vel",
    "vin",
    "wal",
    "wel",
    "wor",
    "zan",
    "zel",
]
KINDS = (("DE", DE_TRADES, "GmbH"), ("ES", ES_TRADES, "S.L."), ("GB", EN_TRADES, "Ltd"))


def companies(rng: Random) -> Iterator[Made]:
    """Endless companies, each name once: some two hundred thousand first words, each with many trades."""
    seen: set[str] = set()
    while True:
        country, trades, form = rng.choice(KINDS)
        name = f"{_word(rng)} {rng.choice(trades)} {form}"
        if name not in seen:
            seen.add(name)
            yield Made(name, country, _word(rng))


def _word(rng: Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(3)).capitalize()
