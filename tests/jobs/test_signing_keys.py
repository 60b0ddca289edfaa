"""Do the administrators hear in time that the signing key ends, and once at each step?"""

from __future__ import annotations

from datetime import datetime, timedelta

from config import Config
from domain import certificates, decisions, moment
from domain.decisions import Words
from integrations.signers import Facts, publish
from jobs.signing_keys import remind_due
from models import Certificate, Delivery, Event
from tests.world import MONDAY, World

ENDS = MONDAY + timedelta(days=365)
MARK = "ab" * 32


def issued(world: World, config: Config, mark: str = MARK, until: datetime = ENDS) -> None:
    with moment.at(MONDAY):
        publish(config.signing_folder, "", Facts(mark, "Nordwind", MONDAY.isoformat(), until.isoformat(), True))
        claim = world.file(world.ana, f"Talsperre {mark[:4]}", domain=f"{mark[:4]}.example")
        decisions.approve(world.max, decisions.opened(world.max, claim), Words(clause="5.1"))
        certificates.issue(Certificate.get(Certificate.registration == claim.id), "0" * 64, 1, mark)


def told(config: Config, days: float) -> int:
    return remind_due(ENDS - timedelta(days=days), config)


def test_once_sixty_thirty_and_seven_days_before(world: World, config: Config) -> None:
    issued(world, config)
    days = [200, 60.5, 59.9, 59, 40, 29.9, 29, 8, 6.9, 6, 1, -3]
    assert [told(config, left) for left in days] == [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0]
    said = Delivery.select().join(Event).where(Event.name == "vendor.key_ending", Delivery.channel == "mail")
    assert [row.recipient.email for row in said] == ["ada@nordwind.example"] * 3


def test_who_looks_late_hears_the_nearest_step_alone(world: World, config: Config) -> None:
    issued(world, config)
    assert [told(config, left) for left in (5, 4)] == [1, 0]


def test_another_key_begins_anew_and_a_replaced_one_is_silent(world: World, config: Config) -> None:
    issued(world, config)
    assert told(config, 20) == 1
    issued(world, config, "cd" * 32, ENDS + timedelta(days=300))
    assert [told(config, left) for left in (6, -250)] == [0, 1]


def test_without_a_certificate_there_is_nothing_to_say(world: World, config: Config) -> None:
    assert told(config, 5) == 0
