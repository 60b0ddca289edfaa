"""What are the made-up companies called? Plausible German, Spanish and English names from word parts, by a seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
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


DROPPED = frozenset(
    [
        "gmbh",
        "ag",
        "kg",
        "co",
        "e",
        "g",
        "eg",
        "v",
        "s",
        "a",
        "sa",
        "sl",
        "l",
        "ltd",
        "limited",
        "plc",
        "und",
        "y",
        "de",
        "del",
        "la",
        "the",
        "and",
        "mbh",
        "se",
        "ug",
        "sau",
    ]
)

DE_FIRST = [
    "Alten",
    "Neuen",
    "Ober",
    "Unter",
    "Wester",
    "Oster",
    "Hohen",
    "Linden",
    "Eichen",
    "Buchen",
    "Rosen",
    "Stein",
    "Wald",
    "Mühl",
    "Sand",
    "Birken",
    "Grün",
    "Schön",
    "König",
    "Falken",
    "Silber",
    "Rhön",
    "Lahn",
    "Wetter",
    "Erlen",
]
DE_LAST = [
    "berg",
    "burg",
    "dorf",
    "feld",
    "hausen",
    "heim",
    "stadt",
    "tal",
    "au",
    "bach",
    "brunn",
    "rode",
    "see",
    "walde",
    "ingen",
    "kirchen",
    "moor",
    "hagen",
    "furt",
    "stetten",
]
DE_PEOPLE = [
    "Ahlers",
    "Brandl",
    "Dietz",
    "Eberle",
    "Fahrenholz",
    "Gruber",
    "Hartinger",
    "Imhof",
    "Jansen",
    "Kessler",
    "Lindemann",
    "Maurer",
    "Niedermayr",
    "Ostendorf",
    "Pfister",
    "Quandtner",
    "Rademacher",
    "Sailer",
    "Thoma",
    "Ulmer",
    "Vogelsang",
    "Wiesinger",
    "Zeidler",
    "Böckler",
    "Krüger",
    "Möllenkamp",
    "Schäffler",
    "Überseder",
]
DE_TRADES = [
    "Maschinenbau",
    "Werkzeugbau",
    "Anlagentechnik",
    "Messtechnik",
    "Fördertechnik",
    "Kunststofftechnik",
    "Elektrotechnik",
    "Verpackungen",
    "Logistik",
    "Holzbau",
    "Feinmechanik",
    "Antriebstechnik",
    "Pumpen",
    "Medizintechnik",
    "Druckguss",
    "Oberflächentechnik",
]
DE_HOUSES = [
    "Papierfabrik",
    "Molkerei",
    "Käserei",
    "Brauerei",
    "Zementwerk",
    "Glaswerk",
    "Gießerei",
    "Weberei",
    "Ziegelei",
    "Mühle",
    "Kelterei",
    "Zuckerfabrik",
    "Stahlwerk",
    "Chemiewerk",
]
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

ES_PLACES = [
    "Villanueva",
    "Fuenteclara",
    "Montealegre",
    "Valdehierro",
    "Robledal",
    "Peñarrubia",
    "Olivares",
    "Torrealta",
    "Navasola",
    "Riofrío",
    "Castroverde",
    "Almendral",
    "Aldeanueva",
    "Campoluz",
    "Miraflores",
    "Encinares",
    "Puentesol",
    "Vegalarga",
    "Sotomonte",
    "Alcorisa",
]
ES_PEOPLE = [
    "Aguirre",
    "Ballester",
    "Carmona",
    "Dávila",
    "Echevarría",
    "Figueroa",
    "Gallardo",
    "Hinojosa",
    "Iturralde",
    "Jiménez",
    "Larrañaga",
    "Medrano",
    "Nogales",
    "Ordóñez",
    "Peñalver",
    "Quiroga",
    "Requena",
    "Salvatierra",
    "Urrutia",
    "Valcárcel",
    "Zaldívar",
    "Íñiguez",
    "Muñoz",
]
ES_TRADES = [
    "Metalúrgicas",
    "Alimentarias",
    "Químicas",
    "Textiles",
    "Cerámicas",
    "Plásticas",
    "Cárnicas",
    "Conserveras",
    "Papeleras",
    "Hidráulicas",
]
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

EN_FIRST = [
    "Ash",
    "Brook",
    "Carl",
    "Down",
    "East",
    "Fern",
    "Glen",
    "Hart",
    "Ivy",
    "King",
    "Lang",
    "Marsh",
    "North",
    "Oak",
    "Penn",
    "Red",
    "Stan",
    "Thorn",
    "West",
    "Wood",
    "Black",
    "Cold",
    "Elm",
]
EN_LAST = [
    "bury",
    "combe",
    "den",
    "field",
    "ford",
    "gate",
    "ham",
    "hurst",
    "ley",
    "minster",
    "ridge",
    "stead",
    "ton",
    "wick",
    "worth",
    "mouth",
    "dale",
    "bridge",
]
EN_PEOPLE = [
    "Abernathy",
    "Blackwood",
    "Cartwright",
    "Dunmore",
    "Ellwood",
    "Fairbanks",
    "Garrick",
    "Holloway",
    "Ingleby",
    "Kettering",
    "Longstaff",
    "Marlowe",
    "Northcote",
    "Osgood",
    "Pemberton",
    "Radcliffe",
    "Sefton",
    "Thackeray",
    "Underhill",
    "Whitcombe",
]
EN_TRADES = [
    "Engineering",
    "Foods",
    "Packaging",
    "Instruments",
    "Plastics",
    "Castings",
    "Logistics",
    "Breweries",
    "Pharmaceuticals",
    "Fabrications",
    "Filtration",
    "Ceramics",
    "Textiles",
    "Aggregates",
    "Dairies",
]
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
