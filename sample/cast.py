"""Who takes part in the sample programme? The vendor, its people, eight partners in three countries and theirs."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "first come, first served"  # of everyone in the sample, which never listens beyond loopback

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><circle cx="14" cy="14" r="12.75" fill="none" '
    'stroke="#0f5061" stroke-width="1.5"/><path d="M17.8 4.6 16 15.2l-4-1.4Z" fill="#0f5061"/>'
    '<path d="M10.2 23.4 12 13.8l4 1.4Z" fill="none" stroke="#0f5061"/></svg>'
)

LINES = ("Flow sensors", "Gas analysers", "Calibration")


@dataclass(frozen=True)
class Person:
    name: str
    role: str

    def address(self, domain: str) -> str:
        first = self.name.split()[0].casefold()
        return f"{first.translate(str.maketrans('äöüéíóáñ', 'aoueioan'))}@{domain}"


@dataclass(frozen=True)
class Firm:
    name: str
    country: str
    city: str
    domain: str
    tier: str
    people: tuple[Person, ...]


STAFF = (
    Person("Ada Berg", "administrator"),
    Person("Dora Feld", "director"),
    Person("Max Lindner", "channel_manager"),
    Person("Jo Petersen", "channel_manager"),
    Person("Lucía Ferrer", "channel_manager"),
)
HOME = "nordwind.example"

TERRITORIES = (
    ("Germany, Switzerland", ("DE", "CH"), "Max Lindner", "Jo Petersen"),
    (
        "Austria, United Kingdom and neighbours",
        ("AT", "GB", "FR", "IT", "NL", "BE", "PL", "US"),
        "Jo Petersen",
        "Max Lindner",
    ),
    ("Spain, Portugal, Mexico", ("ES", "PT", "MX"), "Lucía Ferrer", "Max Lindner"),
)
"""name, countries, manager, deputy"""

FIRMS = (
    Firm("Acme Systemhaus", "DE", "Kassel", "acme.example", "silver", (
        Person("Ben Adler", "partner_admin"), Person("Ana Novak", "rep"), Person("Carla Witt", "rep"))),
    Firm("Ostwall Messtechnik", "DE", "Dresden", "ostwall.example", "gold", (
        Person("Holger Preuss", "partner_admin"), Person("Svenja Arndt", "rep"), Person("Timo Rauch", "rep"), Person("Katrin Vogt", "rep"))),
    Firm("Nordlicht Automation", "DE", "Flensburg", "nordlicht.example", "bronze", (
        Person("Frauke Jessen", "partner_admin"), Person("Nils Brodersen", "rep"))),
    Firm("Rival Technik", "AT", "Linz", "rival.example", "silver", (
        Person("Gregor Huber", "partner_admin"), Person("Rita Sommer", "rep"))),
    Firm("Alpenregler", "AT", "Innsbruck", "alpenregler.example", "bronze", (
        Person("Veronika Egger", "partner_admin"), Person("Matthias Lechner", "rep"))),
    Firm("Instrumentación Levante", "ES", "Valencia", "levante.example", "gold", (
        Person("Marta Soler", "partner_admin"), Person("Diego Roca", "rep"), Person("Inés Pardo", "rep"))),
    Firm("Cauce Ingeniería", "ES", "Zaragoza", "cauce.example", "silver", (
        Person("Álvaro Nieto", "partner_admin"), Person("Elena Vidal", "rep"))),
    Firm("Control y Medida Sur", "ES", "Sevilla", "cmsur.example", "bronze", (
        Person("Rocío Campos", "partner_admin"), Person("Pablo Luna", "rep"))),
)  # fmt: skip
