"""Who asked for many names in the sample? A fair that was foreseen, and a list that looked like probing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain import allowances, bulk, checks, probing, rules
from domain.allowances import Wanted
from domain.bulk import Received
from domain.checks import Prospect
from models import Alarm, BulkCheck, Partner, Registration, User
from sample.teller import Teller

LIST = (
    "Aalener Härterei", "Altmark Zuckerwerke", "Bergstraßer Kellerei", "Börde Agrarchemie", "Chiemgauer Solewerk",
    "Donauried Papier", "Eichsfelder Spinnerei", "Emsland Stärke", "Fläming Keramik", "Glantal Mineralbrunnen",
    "Hohenloher Teigwaren", "Isartaler Holzwerke", "Jadebusen Fischfang", "Kaiserstühler Winzer", "Lausitzer Glaswolle",
    "Müritz Molkerei", "Neckarwerke Guss", "Oderbruch Saatzucht", "Prignitz Dämmstoffe", "Quedlinburger Samen",
    "Rhöner Basaltwerk", "Spessart Furniere", "Taunus Batterien", "Uckermark Milchhof", "Vogtländer Spitzen",
)  # fmt: skip
"""What visitors of a fair left at the stand, in the order of the alphabet."""


def fair(teller: Teller) -> Iterator[datetime]:
    """A list is checked in its order: the alarm rings, Max calls, and it was a fair. The next one is foreseen."""
    yield teller.day(40, 13)
    person = User.get(User.email == "holger@ostwall.example")
    at = teller.day(40, 13)
    for name in LIST:
        at += timedelta(seconds=teller.rng.randrange(35, 200))
        yield at
        checks.check(person, Prospect(name, country="DE"), settled=True)
    at += timedelta(seconds=20)
    yield at
    probing.run(at)
    yield at + timedelta(hours=2)
    max_, partner = teller.staff("Max Lindner"), Partner.get(Partner.name == "Ostwall Messtechnik")
    alarm = Alarm.open_of(partner.id)
    if alarm is not None:
        probing.close(max_, alarm, "I called Holger Preuss: cards from the fair in Dresden, typed in from the pile.")
    yield teller.day(6, 10)
    usual = rules.in_force()
    until = (teller.now + timedelta(days=24)).date()
    why = "The water fair in Berlin: you told us that two hundred contacts will come in."
    more = Wanted(2 * usual.settled_per_day, 250, 1200, until, why)
    allowances.give(max_, partner, more)


def list_of_names(teller: Teller) -> Iterator[datetime]:
    """Ana has cards from a fair checked as one list; the answers are there in a minute."""
    at = teller.day(3, 9)
    yield at
    ana = User.get(User.email == "ana@acme.example")
    held = Registration.select().where(Registration.status == "approved", Registration.partner != ana.partner_id)
    known = [claim.company for claim in held.order_by(Registration.claim_seq).limit(2)]
    names = [*(f"{name} KG" for name in LIST[1::2]), *known, "GmbH & Co. KG"]
    listed = bulk.receive(ana, Received("Hydro fair, cards.xlsx", bulk.from_text("\n".join(names), len(names))))
    bulk.start(ana, listed)
    while BulkCheck.get_by_id(listed.id).is_under_way:
        at += timedelta(seconds=20)
        yield at
        bulk.run_due(at)
