"""Which moves may a claim make, from where to where, and whose move is each? The table of PRODUCT.md B."""

from __future__ import annotations

from dataclasses import dataclass

PARTNER, VENDOR, SYSTEM = "partner", "vendor", "system"


@dataclass(frozen=True)
class Move:
    """One row of the table: `action` takes a claim from one of `sources` to `target`, by one of `who`."""

    action: str
    sources: frozenset[str]
    target: str
    who: frozenset[str]
    event: str


def _move(action: str, sources: str, target: str, who: str, event: str) -> Move:
    return Move(action, frozenset(sources.split()), target, frozenset(who.split()), event)


MOVES: dict[str, Move] = {
    move.action: move
    for move in (
        _move("hold", "draft", "held", "partner", "registration.held"),
        _move("release", "held", "draft", "partner system", "registration.hold_ended"),
        _move("discard", "draft held", "discarded", "partner system", "registration.discarded"),
        _move("submit", "draft held", "submitted", "partner vendor", "registration.submitted"),
        _move("refuse", "draft held", "refused", "system", "registration.refused"),
        _move("approve", "submitted returned", "approved", "vendor system", "registration.approved"),
        _move("return", "submitted", "returned", "vendor", "registration.returned"),
        _move("resubmit", "returned", "submitted", "partner", "registration.resubmitted"),
        _move("decline", "submitted returned", "declined", "vendor", "registration.declined"),
        _move("withdraw", "submitted returned approved", "withdrawn", "partner", "registration.withdrawn"),
        _move("lapse", "submitted returned approved", "lapsed", "system", "registration.lapsed"),
        _move("win", "approved", "won", "partner vendor", "registration.won"),
        _move("lose", "approved", "lost", "partner vendor", "registration.lost"),
        _move("expire", "approved", "expired", "system", "registration.expired"),
        _move("revoke", "approved", "revoked", "vendor", "registration.revoked"),
        _move("reverse", "approved declined revoked", "submitted", "vendor", "registration.reversed"),
    )
}


def move(action: str) -> Move:
    """The row for `action`. Raises `KeyError` for a move that is not in the table."""
    return MOVES[action]


def leads(action: str, status: str) -> bool:
    """May a claim in `status` make this move?"""
    return status in MOVES[action].sources


def moves_from(status: str, who: str) -> list[str]:
    """What this side may do with a claim in `status`."""
    return [m.action for m in MOVES.values() if status in m.sources and who in m.who]
