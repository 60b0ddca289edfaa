"""Who holds a colleague's claims when they leave? Claims change hands; their times and their place do not."""

from __future__ import annotations

from peewee import ModelSelect

from domain import events
from models import Registration, User
from models.base import db
from models.registrations import IN_ORDER


def in_hands_of(person: User) -> ModelSelect[Registration]:
    """What must be handed over before this person can go: open claims and holds (PRODUCT.md H)."""
    return Registration.select().where(Registration.holder == person, Registration.status.in_(IN_ORDER))


def hand_over(by: User | None, person: User, successor: User) -> int:
    """Give all open claims, holds and drafts of a person to a colleague; returns how many open ones."""
    with db.atomic():
        open_ones = list(in_hands_of(person).order_by(Registration.id))
        Registration.update(holder=successor).where(
            Registration.holder == person, Registration.status.in_(("draft", *IN_ORDER))
        ).execute()  # fmt: skip
        for claim in open_ones:
            fresh = Registration.get_by_id(claim.id)
            events.record("registration.handed_over", fresh, actor=by, facts={"from": person.id, "to": successor.id})
    return len(open_ones)
