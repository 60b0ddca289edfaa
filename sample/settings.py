"""How did the sample's programme change over time? Versions of its rules, each for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain import branding, rules, wording
from domain.settings.publishing import Wanted, publish
from models import RulesVersion, User
from sample.teller import Teller

ADDED = {
    "en": "5.5 A claim that was held up by us keeps its place: our delay never costs the partner anything.",
    "de": "5.5 Eine Registrierung, die durch uns aufgehalten wurde, behält ihren Platz: Unsere Verzögerung geht nie zulasten "
    "des Partners.",
    "es": "5.5 Un registro que se demoró por nosotros conserva su lugar: nuestra demora nunca perjudica al partner.",
}
"""A paragraph that partners had asked for, in each language: all partners are bound by the same rules."""


def programme(teller: Teller, by: User) -> Iterator[datetime]:
    """Ada sets the programme as partners ask for it; what ran keeps the rules it was filed under."""
    yield teller.day(118, 10)
    _publish(by, "Reps check whole lists after a trade fair; 40 names were too few.", settled_per_day=60)
    yield teller.day(61, 11)
    _publish(by, "Three holds were not enough for partners with several reps.", holds_at_once=5)
    yield teller.day(33, 14)
    _write(by)
    yield teller.day(20, 9)
    brand = replace(branding.current(), address="Hafenstraße 12–14, 26721 Emden, Germany")
    branding.set_brand(by, brand, note="We have moved next door as well.")


def _publish(by: User, note: str, **changed: Any) -> None:
    now = rules.in_force()
    publish(by, Wanted(replace(now, **changed), now.number, note))


def _write(by: User) -> None:
    now = rules.in_force()
    texts = wording.of(RulesVersion.get_by_id(now.version_id))
    written = {
        language: text.replace("\n\n## 6 ", f"\n\n{ADDED[language]}\n\n## 6 ") for language, text in texts.items()
    }
    publish(by, Wanted(now, now.number, "Said so for years; now it is written.", written))
