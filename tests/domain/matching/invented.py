"""Which accounts and variants of them does a test of figures use? Invented from a seed, nobody's real name."""

from __future__ import annotations

import random
from dataclasses import replace

from domain.matching import Company

_PARTS = {
    "DE": (
        "Brenn Hoch Kalt Lind Ober Rot Stein Wald Weiß Grün Alt Nieder Mühl Schön Krön Berg Eich Föhr Hain Küh",
        "acker bacher brunner felder gruber hauser köfer länder müller rieder sieder stätter taler wälder zeller",
        "Maschinenbau Fördertechnik Logistik Elektronik Verpackung Medizintechnik Software Holzbau Werkzeuge",
        "GmbH; AG; GmbH & Co. KG; KG; SE",
        "Ulm Kiel Bremen Köln Graz",
    ),
    "ES": (
        "Alma Beni Carra Dome Espi Fonta Guada Hermo Iba Jare Lucen Monte Navar Olive Peña Quin Riba Sala Torre Ur",
        "bona cedo dela fuente gorri hermosa lada mar nilla puerta quera roya seña tosa villa",
        "Construcciones Alimentos Consultores Transportes Informática Ingeniería Conservas Cerámica Textil",
        "S.A.; S.L.; S.A. de C.V.; S. de R.L. de C.V.; SLU",
        "Bilbao Sevilla Monterrey Lima Bogotá",
    ),
    "GB": (
        "Ash Brad Cole Dun Elm Farn Green Hart Ips Kel Lang Mar Nor Oak Pem Raven Stan Thorn Wal Wex",
        "bridge combe dale field ford gate ham hurst ley mere port stead ton well worth",
        "Engineering Foods Consulting Freight Systems Plastics Brewing Instruments Analytics Furniture",
        "Ltd; Limited; plc; LLP; Inc.",
        "Leeds Bristol Boston Dublin Leith",
    ),
}

_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ñ": "n", "á": "a", "í": "i"})


def companies(count: int, seed: int) -> list[Company]:
    """So many companies with distinct names, with city and country, two of three with a web domain."""
    rng = random.Random(seed)
    found: dict[str, Company] = {}
    while len(found) < count:
        company = _company(rng)
        found.setdefault(company.name, company)
    return list(found.values())


def _company(rng: random.Random) -> Company:
    country = rng.choice(list(_PARTS))
    parts = _PARTS[country]
    starts, ends, trades, cities = (parts[place].split() for place in (0, 1, 2, 4))
    own = rng.choice(starts) + rng.choice(ends)
    if rng.random() < 0.4:
        own += f" {rng.choice(starts)}{rng.choice(ends)}"
    trade, form = rng.choice(trades), rng.choice(parts[3].split("; "))
    label = "".join(sign for sign in own.lower() if sign.isascii() and sign.isalpha())
    name = f"{trade} {own} {form}" if country == "ES" else f"{own} {trade} {form}"
    domain = f"{label}-{rng.randrange(10**6)}.example" if rng.random() < 0.67 else ""
    return Company(name, domain, country, rng.choice(cities))


def variants(company: Company, rng: random.Random) -> dict[str, Company]:
    """The same company as partners may type it, by the kind of difference."""
    words = company.name.split()
    typed = {
        "typo": _slipped(company.name, rng),
        "legal form": " ".join(words[:2]) + rng.choice([" GmbH", " SL", " Limited", ""]),
        "umlaut": company.name.translate(
            str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ñ": "n", "á": "a"})
        ),
        "order": " ".join([*words[1:2], words[0], *words[2:]]),
    }
    found = {kind: replace(company, name=name, domain="") for kind, name in typed.items()}
    if len(words) > 3:
        del found["legal form"]  # it would cut a name of two own words in half
    if company.domain:
        found["domain"] = Company(f"https://www.{company.domain}/about")
    return found


def _slipped(name: str, rng: random.Random) -> str:
    """One slip of the finger within a word: a letter left out, doubled, swapped with the next, or another one."""
    places = [place for place in range(1, len(name) - 2) if name[place - 1 : place + 2].isalpha()]
    place = rng.choice(places)
    before, letter, after = name[:place], name[place], name[place + 1 :]
    return rng.choice([
        before + after,
        before + letter + letter + after,
        before + after[0] + letter + after[1:],
        before + rng.choice("aeinrst") + after,
    ])  # fmt: skip
