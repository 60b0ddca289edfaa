"""What do people type who mean one of these names? Queries by class, each with the place of the name that is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.matching.names import Named

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
FORMS = ("GmbH", "Ltd", "Inc", "S.A.", "AB", "B.V.", "Oy", "K.K.", "Corp.", "Limited", "SL")
COUNTRIES = ("Germany", "France", "UK", "Spain", "Italia", "Deutschland")
HALF, MORE = 0.65, 0.7  # of the letters of a name that is typed by half


@dataclass(frozen=True)
class Query:
    kind: str
    typed: str
    meant: int  # place of the name in the index

    @property
    def is_half_typed(self) -> bool:
        """Is this what staff type in a search? A partner's look-up judges whole names."""
        return self.kind in HALF_TYPED


def edited(text: str, rng: Random) -> str:
    """One slip on a keyboard: a letter too many, too few, beside the right one, or two swapped; spaces slip as well."""
    place = rng.randrange(len(text))
    ways: tuple[Callable[[], str], ...] = (
        lambda: text[:place] + text[place + 1 :],
        lambda: text[:place] + _beside(text[place], rng) + text[place:],
        lambda: text[:place] + _beside(text[place], rng) + text[place + 1 :],
        lambda: text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :],
    )
    new = rng.choice(ways)()
    return new if new.strip() and new != text else edited(text, rng)


def _beside(letter: str, rng: Random) -> str:
    row = next((row for row in ROWS if letter in row), "")
    place = row.find(letter)
    near = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    return rng.choice(near or "aeiorn")


def varied(words: list[str], rng: Random) -> str:
    """As people write it elsewhere: other order, other legal form, a country, words joined, split or left out."""
    ways: list[Callable[[], list[str]]] = [lambda: [*words, rng.choice(FORMS)], lambda: [*words, rng.choice(COUNTRIES)]]
    if len(words) > 1:
        ways += [lambda: [*words[1:], words[0]], lambda: ["".join(words[:2]), *words[2:]]]
        ways.append(lambda: [words[0], "&", *words[1:]])
    if len(words) > 2:
        gone = rng.randrange(1, len(words))
        ways.append(lambda: words[:gone] + words[gone + 1 :])
    if len(words[0]) > 7:
        half = len(words[0]) // 2
        ways.append(lambda: [words[0][:half], words[0][half:], *words[1:]])
    return " ".join(rng.choice(ways)())


def cut(text: str, share: float) -> str:
    return text[: max(4, round(share * len(text)))]


KINDS: dict[str, Callable[[Named, Random], str]] = {
    "exact": lambda one, _: one.core,
    "typo1": lambda one, rng: edited(one.core, rng),
    "typo2": lambda one, rng: edited(edited(one.core, rng), rng),
    "variant": lambda one, rng: varied(one.core.split(), rng),
    "prefix": lambda one, _: cut(one.core, HALF),
    "prefix_typo": lambda one, rng: edited(cut(one.core, MORE), rng),
    "nonascii": lambda one, rng: edited(one.name.lower(), rng),
}
HALF_TYPED = ("prefix", "prefix_typo")


def queries(names: list[Named], seed: int, each: int, among: int) -> list[Query]:
    """So many of each class, meaning names among the first `among`, which are real in every size of the index."""
    rng, found = Random(seed), []
    for kind, way in KINDS.items():
        places = [place for place in range(among) if _suits(kind, names[place])]
        for place in rng.sample(places, min(each, len(places))):
            found.append(Query(kind, way(names[place], rng), place))
    return found


def _suits(kind: str, one: Named) -> bool:
    """Is it a name of this class? A query of under five letters says nothing about an engine."""
    return (not one.name.isascii() if kind == "nonascii" else one.core.isascii()) and len(one.core) > 4
