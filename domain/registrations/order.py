"""Who comes before whom? Sequence numbers, what a claim waits behind, and moving up when that ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from domain import events, moment
from domain.lookup import Finding, place_of
from domain.matching import index
from domain.matching.index import Kind
from models import Obstacle, Registration, Sequence
from models.registrations import IN_ORDER

PLACES, RETAKEN = 1, 2
"""The two counters: places given, and how often the text of one, or what is alike, has changed since."""


def next_seq() -> int:
    """The next place in the order. Call it inside `serialised("claims")`: then seq order is commit order."""
    return _raised(PLACES)


def take_place(claim: Registration) -> None:
    """Put the claim or hold where the next check, in any process, finds it: in the same transaction."""
    index.put(Kind.CLAIM, claim.id, place_of(claim))


def retake_place(claim: Registration) -> None:
    """The same place under another text: whoever looked before has to look again (see `filing`)."""
    take_place(claim)
    _raised(RETAKEN)


def look_again() -> None:
    """What is alike was judged anew: whoever looked before has to look again. Inside `serialised("claims")`."""
    _raised(RETAKEN)


def retaken() -> int:
    """How often a place has changed its text, up to what is committed now."""
    row = Sequence.get_or_none(Sequence.id == RETAKEN)
    return row.last if row else 0


def _raised(counter: int) -> int:
    Sequence.insert(id=counter, last=0).on_conflict_ignore().execute()
    Sequence.update(last=Sequence.last + 1).where(Sequence.id == counter).execute()
    return int(Sequence.get_by_id(counter).last)


def note_obstacles(claim: Registration, findings: list[Finding]) -> None:
    """Keep what looked alike at filing, for the decider and for moving up."""
    rows = [
        {"registration": claim.id, "kind": finding.kind, "ref": finding.ref, **likeness_of(finding)}
        for finding in findings
        if finding.clash and finding.clash.effect.value != "own"
    ]
    if rows:
        Obstacle.insert_many(rows).on_conflict_ignore().execute()


def likeness_of(finding: Finding) -> dict[str, Any]:
    """What an obstacle keeps of a finding."""
    assert finding.clash is not None, "what does not clash is no obstacle"
    reasons = [{"code": r.code, "detail": r.detail, "is_for": r.is_for} for r in finding.likeness.reasons]
    return {
        "score": finding.likeness.score, "level": finding.likeness.level.value, "effect": finding.clash.effect.value,
        "is_living": finding.clash.is_living,
        "reasons": [*reasons, {"code": finding.clash.why, "detail": "", "is_for": True}],
    }  # fmt: skip


def overtake(claim: Registration) -> None:
    """A person protects this claim although others wait before it: from now on they wait behind it.

    Without this they would move up, and be protected beside it, once what stands before them ends. Call it before the
    obstacles of `claim` are resolved; not when the decider said that they are other customers.
    """
    overtaken = Obstacle.select().where(
        Obstacle.registration == claim.id, Obstacle.kind == "claim", Obstacle.resolved_at.is_null()
    )
    names = ("score", "level", "effect", "reasons")
    stand_behind([(row.ref, claim.id, {name: getattr(row, name) for name in names}) for row in overtaken])


def stand_behind(pairs: Iterable[tuple[int, int, dict[str, Any]]]) -> None:
    """The first claim of each pair waits behind the second, which it looks like as the third says."""
    rows = [
        {"registration": waiting, "kind": "claim", "ref": before, **likeness, "is_living": True}
        for waiting, before, likeness in pairs
    ]
    if rows:
        same = [Obstacle.registration, Obstacle.kind, Obstacle.ref]  # it may have waited behind it once: it does again
        again = Obstacle.insert_many(rows).on_conflict(
            conflict_target=same, update={Obstacle.resolved_at: None, Obstacle.is_living: True}
        )
        again.execute()


def leave(claim: Registration) -> None:
    """The claim or hold has ended: take it out of the index, and let those behind it move up.

    Call it inside `serialised("claims")`, in the transaction that ended the claim.
    """
    index.remove(Kind.CLAIM, claim.id)
    now = moment.now()
    waiting = list(
        Registration.select()
        .join(Obstacle, on=(Obstacle.registration == Registration.id))
        .where(Obstacle.kind == "claim", Obstacle.ref == claim.id, Obstacle.resolved_at.is_null())
        .order_by(Registration.claim_seq)
    )
    Obstacle.update(resolved_at=now).where(
        Obstacle.kind == "claim", Obstacle.ref == claim.id, Obstacle.resolved_at.is_null()
    ).execute()
    for follower in waiting:
        move_up(follower)


def move_up(claim: Registration) -> bool:
    """Protect a waiting claim provisionally if nothing stands before it any more. True if it moved.

    It may be returned or answered in this very moment, which takes no part in the order: it moves up all the same.
    """
    if not claim.is_waiting or stands_behind(claim):
        return False
    changed = (
        Registration.update(is_protected=True)
        .where(
            Registration.id == claim.id, Registration.status.in_(("submitted", "returned")),
            Registration.is_protected == False,  # noqa: E712
        )
        .execute()
    )  # fmt: skip
    if changed:
        moved = Registration.get_by_id(claim.id)
        sealed_to = [moved.assignee] if moved.assignee else []
        events.record("registration.moved_up", moved, to=sealed_to if moved.is_sealed else None)
    return bool(changed)


def behind(claim: Registration) -> set[int]:
    """Which registrations wait behind this claim or hold."""
    waiting = Obstacle.select(Obstacle.registration).where(
        Obstacle.kind == "claim", Obstacle.ref == claim.id, Obstacle.resolved_at.is_null()
    )
    return {row.registration_id for row in waiting}


def stands_behind(claim: Registration) -> bool:
    """Is anything living that looked alike still unresolved?"""
    return (
        Obstacle.select()
        .where(Obstacle.registration == claim.id, Obstacle.resolved_at.is_null(), Obstacle.is_living == True)  # noqa: E712
        .exists()
    )


def holders_before(claim: Registration) -> list[Registration]:
    """Other partners' claims that looked alike at filing and still have a place."""
    return list(
        Registration.select()
        .join(Obstacle, on=(Obstacle.ref == Registration.id))
        .where(
            Obstacle.registration == claim.id, Obstacle.kind == "claim", Obstacle.resolved_at.is_null(),
            Registration.status.in_(IN_ORDER),
        )
        .order_by(Registration.claim_seq)
    )  # fmt: skip
