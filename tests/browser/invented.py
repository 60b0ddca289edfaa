"""Which companies does the journey meet? Names that nothing else here uses, spelled in ways that people spell them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

KNOWN = {
    "DE": "Dreyer Haberkorn Kienast Lohmüller Nüßlein Röthlein Strassner Tröndle Wachsmuth Zehnder Völkel Bärenfänger "
    "Größler Schäffner Süßkind Färber Glöckner Hübschmann Jäckel Ölschläger Kühnapfel Hänsgen Flößner",
    "ES": "Albarracín Belmonte Cifuentes Escribano Garijo Lafuente Manzanedo Olmedilla Peñascal Rebolledo Sagredo "
    "Teruelo Vallejera Zorrilla Ybáñez Núñero Briceño Cañizares",
    "GB": "Ainsworth Bickerstaff Chatterton Dunwoody Entwistle Fothergill Grimshaw Hathersage Inglethorpe Kilbride "
    "Lonsdale Micklethwait Ollerenshaw Ramsbottom Tattersall",
}
UNHEARD = {
    "DE": "Albers Birnbaum Cordes Ehrlich Fiebig Gottschalk Hagedorn Irmler Junghans Kaltwasser Lauterbach Menzel "
    "Nadler Opitz Pohlmann Querfurt Rosin Tiedemann Uhlig Wieland",
    "ES": "Barrionuevo Camacho Doncel Espinosa Fajardo Gordillo Herreros Izquierdo Jurado Lobato Mansilla Novoa Ochoa "
    "Pastrana Quesada Roldán Soriano",
    "GB": "Applegate Bramwell Cuthbert Davenport Elphick Farnsworth Goodfellow Huxtable Jellicoe Kimberley Larkin "
    "Merriweather Nettleton",
}
TRADES = {
    "DE": "Kältetechnik Lackiererei Getriebe Schrauben Gabelstapler Dentaltechnik Fensterbau Saatgut Leuchten "
    "Behälterbau Hydraulik Armaturen Drahtwerke Etiketten Räucherei Backwaren Schweißtechnik",
    "ES": "Refrigeración Envases Maquinaria Aceites Embutidos Calzados Muebles Iluminación Válvulas Tornillería",
    "GB": "Refrigeration Gearboxes Valves Lighting Haulage Coatings Seeds Bearings Joinery Labels",
}
FORMS = {"DE": ["GmbH", "GmbH & Co. KG", "AG", "KG"], "ES": ["S.L.", "S.A.", "S.L.U."], "GB": ["Ltd", "Limited", "plc"]}
OTHER_FORM = {"DE": ["AG", "GmbH", ""], "ES": ["SA", "SL", ""], "GB": ["Ltd.", "Limited", ""]}
CITIES = {
    "DE": "Celle Görlitz Husum Lindau Meppen Peine Soest", "ES": "Ávila Cádiz Huesca Lugo Soria Teruel",
    "GB": "Bath Derby Hull Luton Poole Ripon",
}  # fmt: skip
SPELLED_OUT = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "á": "a", "í": "i", "ó": "o", "é": "e",
    "ú": "u", "ñ": "n",
})  # fmt: skip


@dataclass(frozen=True)
class Prospect:
    """What is typed; `own` is the part of the name that is the company's alone."""

    name: str
    country: str = ""
    city: str = ""
    domain: str = ""
    own: str = ""


def companies(rng: Random, words: dict[str, str], count: int) -> list[Prospect]:
    """As many companies from these words, no two of one name."""
    found: dict[str, Prospect] = {}
    while len(found) < count:
        made = _company(rng, words)
        found.setdefault(made.domain, made)
    return list(found.values())


def _company(rng: Random, words: dict[str, str]) -> Prospect:
    country = rng.choices(["DE", "ES", "GB"], [6, 3, 2])[0]
    one, two = rng.sample(words[country].split(), 2)
    trade, form, city = (
        rng.choice(TRADES[country].split()),
        rng.choice(FORMS[country]),
        rng.choice(CITIES[country].split()),
    )
    own = rng.choice([one, one, f"{one} & {two}" if country != "ES" else f"{one} y {two}"])
    name = f"{trade} {own} {form}" if country == "ES" else f"{own} {trade} {form}"
    return Prospect(name, country, city, _domain(f"{own} {trade}"), own)


def _domain(text: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in text.translate(SPELLED_OUT).lower()).split()
    return "-".join(word for word in words if word != "y") + ".example"


def variants(rng: Random, known: list[Prospect], count: int) -> list[tuple[str, Prospect]]:
    """Known companies as partners type them, all kinds equally often."""
    kinds = {
        "typo": _typo,
        "legal form": _other_form,
        "umlaut": _spelled_out,
        "word order": _turned,
        "domain": _address,
    }
    found: list[tuple[str, Prospect]] = []
    while len(found) < count:
        kind = list(kinds)[len(found) % len(kinds)]
        company = rng.choice(known)
        typed = kinds[kind](rng, replace(company, domain=""), company.domain)
        if typed.name != company.name:
            found.append((kind, typed))
    return found


def unclear(rng: Random, known: list[Prospect], count: int) -> list[Prospect]:
    """Perhaps the same, perhaps not: the family's other business, a holding, a branch."""
    found = []
    for company in rng.sample(known, count):
        trade = rng.choice([word for word in TRADES[company.country].split() if word not in company.name])
        name = rng.choice([f"{company.own} {trade}", f"{company.own} Holding", f"{company.own} Group {company.city}"])
        found.append(Prospect(name, company.country, own=company.own))
    return found


def accounts_file(known: list[Prospect]) -> bytes:
    heads = ["Account ID", "Account Name", "Website", "Country", "City"]
    rows = [[f"A-{n}", one.name, f"https://www.{one.domain}/", one.country, one.city] for n, one in enumerate(known)]
    return _written(heads, rows)


def opportunities_file(known: list[Prospect], today: date) -> bytes:
    """An open opportunity on every second account, with activity of last week."""
    heads = ["Opportunity ID", "Account ID", "Name", "Stage", "Product Line", "Created", "Last Activity", "Status"]
    lately, before = (today - timedelta(days=7)).isoformat(), (today - timedelta(days=120)).isoformat()
    rows = [
        [f"O-{n}", f"A-{n}", f"Project {n}", "proposal", "", before, lately, "open"] for n in range(0, len(known), 2)
    ]
    return _written(heads, rows)


def _written(heads: list[str], rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([heads, *rows])
    return text.getvalue().encode("cp1252")


def _typo(rng: Random, company: Prospect, _: str) -> Prospect:
    """One slip within the company's own name: a letter left out, doubled, or swapped with the next."""
    at = rng.randrange(1, len(company.own.split()[0]) - 2)
    first = company.own.split()[0]
    slips = [
        first[:at] + first[at + 1 :],
        first[:at] + first[at] + first[at:],
        first[:at] + first[at + 1] + first[at] + first[at + 2 :],
    ]
    return replace(company, name=company.name.replace(first, rng.choice(slips), 1))


def _other_form(rng: Random, company: Prospect, _: str) -> Prospect:
    forms = sorted(FORMS[company.country], key=len, reverse=True)
    form = next(form for form in forms if company.name.endswith(form))
    return replace(company, name=f"{company.name.removesuffix(form)}{rng.choice(OTHER_FORM[company.country])}".strip())


def _spelled_out(_: Random, company: Prospect, __: str) -> Prospect:
    return replace(company, name=company.name.translate(SPELLED_OUT))


def _turned(_: Random, company: Prospect, __: str) -> Prospect:
    first, *rest = company.name.split(company.own)
    return replace(company, name=f"{first}{' '.join(rest)} {company.own}".replace("  ", " ").strip())


def _address(rng: Random, _: Prospect, domain: str) -> Prospect:
    return Prospect(rng.choice([domain, f"https://www.{domain}/kontakt", f"info@{domain}"]))
