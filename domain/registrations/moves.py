"""How does a claim change its state? One conditional UPDATE, one event, both or neither."""

from __future__ import annotations

from typing import Any

from domain import events, lifecycle
from domain.refusals import Refused
from domain.words import N_
from models import Registration, User
from models.base import db

MOVED_ON = N_("This registration has changed in the meantime. Look at how it stands now.")


def change(
    claim: Registration,
    action: str,
    by: User | None,
    values: dict[str, Any] | None = None,
    *,
    facts: dict[str, Any] | None = None,
    text: str = "",
    salt: str = "",
    to: list[User] | None = None,
) -> Registration:
    """Make the move `action` of the table and return the row as it is then.

    Raises `Refused` (moved on) when the claim is no longer in a state from which the move leads.
    """
    move = lifecycle.move(action)
    with db.atomic():
        _conditional_update(claim, move, values or {})
        fresh = Registration.get_by_id(claim.id)
        events.record(move.event, fresh, actor=by, facts=facts, text=text, salt=salt, to=to)
    return fresh


def _conditional_update(claim: Registration, move: lifecycle.Move, values: dict[str, Any]) -> None:
    """Change the row only from the state in which the caller read it: a stale click changes nothing."""
    if claim.status not in move.sources:
        raise Refused(MOVED_ON)
    query = Registration.update({**values, "status": move.target}).where(
        Registration.id == claim.id, Registration.status == claim.status
    )
    if query.execute() != 1:
        raise Refused(MOVED_ON)
