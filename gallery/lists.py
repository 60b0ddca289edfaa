"""Which lists do the pictures show? One to be looked at, one under way, one that goes on tomorrow, one that was stopped."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import bulk, moment
from domain.bulk import Received
from models import BulkCheck, User

PLACES = ("Aulatal", "Beverau", "Delmetal", "Ellerau", "Flöha", "Gelbach", "Haune", "Itztal", "Kollau", "Lenne")
TRADES = ("Furnierwerk", "Glockenguss", "Hefefabrik", "Korkwaren", "Lackfabrik")
NAMES = tuple(f"{place} {trade}" for trade in TRADES for place in PLACES)

FAIR = """Firma;Ort;Land;Website
Aulatal Furnierwerk;Aulatal;Deutschland;aulatal-furnier.example
Beverau Glockenguss KG;Beverau;Deutschland;
GmbH;;;
Delmetal Hefefabrik;Delmetal;Deutschland;delmetal.example
Aulatal Furnierwerk GmbH;Aulatal;Deutschland;aulatal-furnier.example
Cervecería Monte Alto SA;Jaca;España;montealto.example
"""


def tell(now: datetime, ana: User, ben: User) -> None:
    """Ana's three and Ben's one, in the quarter of an hour before `now`."""
    start = now - timedelta(minutes=14)
    with moment.at(start):
        bulk.start(ben, _read(ben, "Kontakte Wassermesse.xlsx", NAMES))
        stopped = bulk.start(ana, _read(ana, "", NAMES[20:32]))
        bulk.run_due(start)
        bulk.stop(BulkCheck.get_by_id(stopped.id), ana)
        bulk.receive(ana, Received("Messe Hannover.csv", bulk.from_text(FAIR, 100)))
    _run(start, 12 * 60)
    with moment.at(now - timedelta(seconds=30)):
        bulk.start(ana, _read(ana, "Newsletter.csv", NAMES[32:48]))
    _run(now - timedelta(seconds=30), 2)


def _read(user: User, name: str, names: tuple[str, ...]) -> BulkCheck:
    return bulk.receive(user, Received(name, bulk.from_text("\n".join(names), 300)))


def _run(since: datetime, seconds: int) -> None:
    for second in range(0, seconds, 2):
        at = since + timedelta(seconds=second)
        with moment.at(at):
            bulk.run_due(at)
