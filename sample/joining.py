"""Who asks to become a partner in the sample? One that we have left waiting too long, a new one, one declined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain import applications, rules
from domain.applications import Typed
from models import Application
from sample.teller import Teller

LATE = Typed(
    company="Ostwall Mess-Technik Vertrieb KG", country="DE", number="HRB 40217", domain="ostwall-vertrieb.example",
    territories=("DE", "PL"), contact_name="Jana Ostwald", email="jana.ostwald@gmx.de", locale="de",
    text="Wir rüsten Kläranlagen und Pumpwerke in Sachsen und Schlesien aus, acht Leute, seit 2011.\n"
    "Zwei Stadtwerke haben uns nach Ihren Durchflusssensoren gefragt; bisher verbauen wir ein anderes Fabrikat.",
)  # fmt: skip
NEW = Typed(
    company="Instrumentación del Duero SL", country="ES", number="B47123458", domain="instrumentacion-duero.example",
    territories=("ES", "PT"), contact_name="Marta Robledo", email="marta@instrumentacion-duero.example", locale="es",
    text="Mantenemos analizadores de gas en azucareras y bodegas de Castilla y León. Queremos ofrecer equipos nuevos.",
)  # fmt: skip
DECLINED = Typed(
    company="Thornbury Trade Supplies", country="GB", number="GB 884 2201 37", domain="thornbury-trade.example",
    territories=("GB",), contact_name="Neil Garside", email="neil@thornbury-trade.example", locale="en",
    text="We buy and sell industrial goods of all kinds and look for good prices on sensors.",
)  # fmt: skip


def stories(teller: Teller) -> list[Iterator[datetime]]:
    return [_waits(teller, LATE, 9.2), _waits(teller, NEW, 1.0), _declined(teller)]


def _waits(teller: Teller, typed: Typed, days: float) -> Iterator[datetime]:
    yield teller.day(days, 8.2)
    made = _sent(typed)
    yield teller.day(days, 9.4)
    applications.confirm(made)


def _declined(teller: Teller) -> Iterator[datetime]:
    yield teller.day(40, 9.3)
    made = _sent(DECLINED)
    yield teller.day(39, 7.5)
    applications.confirm(made)
    yield teller.day(36, 13.1)
    applications.decline(
        teller.staff("Jo Petersen"), Application.get_by_id(made.id), "not_for_programme",
        "Our partners install and look after what they sell. Write to us again when you have technicians of your own.",
    )  # fmt: skip


def _sent(typed: Typed) -> Application:
    agreed = Typed(**{**vars(typed), "agreed": rules.in_force().number})
    return applications.apply(agreed, applications.fresh_key(), typed.domain)
