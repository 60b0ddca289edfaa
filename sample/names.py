"""What are the made-up companies called? Plausible German, Spanish and English names from word parts, by a seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from anyascii import anyascii


@dataclass(frozen=True)
class Made:
    """A company that does not exist."""

    name: str
    country: str
    city: str

    @property
    def domain(self) -> str:
        """Under .example, which nobody can own."""
        letters = anyascii(self.name).casefold()
        words = "".join(c if c.isalnum() else " " for c in letters).split()
        kept = [word for word in words if word not in DROPPED]
        return f"{'-'.join(kept[:5])}.example"


def _read_words() -> dict[str, list[str]]:
    """The word parts of `words.txt`, by name."""
    text = Path(__file__).with_name("words.txt").read_text(encoding="utf-8")
    lines = text.replace("\n  ", " ").splitlines()[1:]
    return {name: words for name, *words in map(str.split, lines)}


WORDS = _read_words()
DROPPED = frozenset(WORDS["DROPPED"])
DE_FIRST, DE_LAST, DE_PEOPLE = WORDS["DE_FIRST"], WORDS["DE_LAST"], WORDS["DE_PEOPLE"]
DE_TRADES, DE_HOUSES = WORDS["DE_TRADES"], WORDS["DE_HOUSES"]
ES_PLACES, ES_PEOPLE, ES_TRADES = WORDS["ES_PLACES"], WORDS["ES_PEOPLE"], WORDS["ES_TRADES"]
EN_FIRST, EN_LAST, EN_PEOPLE, EN_TRADES = (WORDS[name] for name in ("EN_FIRST", "EN_LAST", "EN_PEOPLE", "EN_TRADES"))


DE_PUBLIC = (
    "Stadtwerke {p} GmbH",
    "Klinikum {p}",
    "Abwasserverband {p}",
    "Talsperrenverband {p}",
    "Kreiskrankenhaus {p} gGmbH",
    "Flughafen {p} GmbH",
    "Universität {p}",
    "Wasserwerk {p}",
    "Biogas {p} GmbH",
    "Klärwerk {p}",
)

ES_PUBLIC = (
    "Aguas de {p} S.A.",
    "Hospital General de {p}",
    "Cooperativa Agrícola de {p}",
    "Ayuntamiento de {p}",
    "Puerto de {p}",
    "Bodegas de {p} S.L.",
    "Molinos de {p}",
    "Cementos {p} S.A.",
    "Azucarera de {p} S.A.",
)

EN_PUBLIC = (
    "{p} Water plc",
    "{p} General Hospital",
    "{p} Airport Ltd",
    "{p} Borough Council",
    "Port of {p}",
    "University of {p}",
    "{p} Energy plc",
    "{p} Housing Association",
)


def german(rng: Random, country: str = "DE") -> Made:
    place = rng.choice(DE_FIRST) + rng.choice(DE_LAST)
    one, two = rng.sample(DE_PEOPLE, 2)
    form = rng.choice(("GmbH", "GmbH & Co. KG", "AG", "KG", "GmbH"))
    trade, house = rng.choice(DE_TRADES), rng.choice(DE_HOUSES)
    name = rng.choice(
        (
            rng.choice(DE_PUBLIC).format(p=place), f"{house} {place} {form}", f"{one} {trade} {form}",
            f"{one} & {two} {trade} {form}", f"{place}er {trade} {form}", f"{house} {one} {form}", f"{trade} {place} {form}",
        )
    )  # fmt: skip
    return Made(name, country, place)


def austrian(rng: Random) -> Made:
    return german(rng, "AT")


def swiss(rng: Random) -> Made:
    return german(rng, "CH")


def spanish(rng: Random, country: str = "ES") -> Made:
    place = rng.choice(ES_PLACES) + rng.choice(("", "", " del Río", " de la Sierra", " del Mar", " de Arriba"))
    one, two = rng.sample(ES_PEOPLE, 2)
    form = rng.choice(("S.L.", "S.A.", "S.L.U.", "S.A."))
    trade = rng.choice(ES_TRADES)
    name = rng.choice(
        (
            rng.choice(ES_PUBLIC).format(p=place), f"Industrias {trade} {one} {form}", f"{one} e Hijos {form}",
            f"Talleres {one} {two} {form}", f"Construcciones {one} {form}", f"{trade} {place} {form}", f"Bodegas {one} {two} {form}",
        )
    )  # fmt: skip
    return Made(name, country, place)


def mexican(rng: Random) -> Made:
    made = spanish(rng, "MX")
    return Made(made.name.replace("S.L.U.", "S.A. de C.V.").replace("S.L.", "S. de R.L."), "MX", made.city)


def british(rng: Random) -> Made:
    place = rng.choice(EN_FIRST) + rng.choice(EN_LAST)
    one, two = rng.sample(EN_PEOPLE, 2)
    form, trade = rng.choice(("Ltd", "Limited", "plc", "LLP")), rng.choice(EN_TRADES)
    name = rng.choice(
        (
            rng.choice(EN_PUBLIC).format(p=place), f"{one} {trade} {form}", f"{one} & {two} {trade} {form}",
            f"{place} {trade} {form}", f"{one} & Sons {form}", f"{place} & {one} {form}",
        )
    )  # fmt: skip
    return Made(name, "GB", place)


MAKERS: tuple[tuple[Callable[[Random], Made], int], ...] = (
    (german, 46), (austrian, 9), (swiss, 6), (spanish, 22), (mexican, 4), (british, 13)
)  # fmt: skip


def companies(rng: Random) -> Iterator[Made]:
    """Endless companies, each name and domain once."""
    seen: set[str] = set()
    makers, weights = zip(*MAKERS, strict=True)
    while True:
        made = rng.choices(makers, weights)[0](rng)
        if made.name not in seen and made.domain not in seen:
            seen |= {made.name, made.domain}
            yield made
