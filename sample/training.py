"""Who of the sample's partners is trained? Acme's people passed a course; one of their certificates ends soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain import clock, moment, rules, trainings
from domain.trainings import Passed
from models import User
from sample.teller import Teller

COURSE = "Flow basics"
PASSED = {"Ana Novak": 180, "Ben Adler": 730, "Carla Witt": None}
"""Name -> for how many days the certificate is valid; None: it does not end."""


def notes(teller: Teller, by: User) -> Iterator[datetime]:
    """Max notes what the trainer told him: the day before, all three passed."""
    yield (teller.now - timedelta(days=160)).replace(hour=15, minute=12)
    passed_on = clock.local_day(moment.now(), rules.in_force().zone) - timedelta(days=1)
    for name, days in PASSED.items():
        until = passed_on + timedelta(days=days) if days else None
        trainings.note(by, User.get(User.name == name), Passed(COURSE, passed_on, until))
