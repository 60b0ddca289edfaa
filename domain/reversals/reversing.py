"""How does a claim come back? Its decision is marked as reversed, and it stands where it may, to be decided anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from domain import answers, certificates, clock, events, moment, rules
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import filing, moves, order
from domain.reversals import view
from domain.reversals.view import Outlook
from domain.rules import Rules
from domain.words import N_
from models import Note, Obstacle, Registration, Reversal, User
from models.base import serialised

LONGEST = 4000
REASON_MISSING = N_("Say why the decision is taken back; the partner reads it.")
TOO_LONG = N_("Use at most 4,000 characters.")
OUTLOOK_CHANGED = N_("What this would do has changed since you opened the page. Nothing was done; read it again.")
REGISTERED_AGAIN = N_("The partner has registered this account again. Decide that claim instead.")


def reverse(by: User, claim: Registration, text: str, seen: str = "") -> Registration:
    """Take the decision on a claim back. It is undecided again; the answer clock begins anew, and it lies with `by`.

    `seen` is the mark of the outlook that the person was shown. A claim that left the order takes its old place only
    if nobody was protected since; else it waits behind those who are. Raises `Refused` for whoever decided, for a claim
    that moved on, and when the outlook has changed; `Invalid` without a reason.
    """
    _require(by, claim, text)
    in_force = rules.in_force()
    for _ in range(filing.ROUNDS):
        world = filing.look(claim, in_force)
        with serialised("claims"):
            current, now = Registration.get_by_id(claim.id), moment.now()
            if current.status != claim.status:
                raise Refused(moves.MOVED_ON)
            if world.is_current:
                _require(by, current, text)
                return _reversed(by, _told(current, world, in_force, now, seen), text.strip(), in_force, now)
    raise Refused(moves.MOVED_ON)


def _require(by: User, claim: Registration, text: str) -> None:
    refusal = view.why_not(by, claim)
    if refusal is not None:
        raise refusal
    if not text.strip():
        raise Invalid({"text": REASON_MISSING})
    if len(text.strip()) > LONGEST:
        raise Invalid({"text": TOO_LONG})


def _told(claim: Registration, world: filing.Seen, in_force: Rules, now: datetime, seen: str) -> Outlook:
    """What it does now, under the lock. Raises `Refused` unless that is what the person was told."""
    decision = view.reversible(claim)
    assert decision is not None, "it was there a moment ago, and the lock is ours"
    found = view.at(claim, decision, world, in_force, now)
    if seen and seen != found.mark:
        raise Refused(OUTLOOK_CHANGED)
    if found.own is not None:
        raise Refused(REGISTERED_AGAIN, Kind.WRONG)
    return found


def _reversed(by: User, found: Outlook, text: str, in_force: Rules, now: datetime) -> Registration:
    claim = found.claim
    note = Note.create(
        registration=claim.id, author=by, kind="decision", text=text, salt=events.fresh_salt(), created_at=now
    )
    Reversal.create(
        decision=found.decision, registration=claim.id, reversed_at=now, reversed_by=by, note=note,
        takes_old_place=found.takes_old_place, rules_version=in_force.version_id,
    )  # fmt: skip
    facts = {
        "decision": found.decision.action, "old_place": found.takes_old_place, "protected": found.is_protected,
        "before": [row.code for row in found.before], "behind": [row.code for row in found.behind],
    }  # fmt: skip
    values = {**_undecided(claim, in_force, now), "is_protected": found.is_protected, "assignee": by}
    if found.decision.action == "approve":
        _give_back(found, now)
    else:
        _come_back(found)
    fresh = moves.change(claim, "reverse", by, values, facts=facts, text=note.text, salt=note.salt)
    for row in found.before:
        order.move_up(Registration.get_by_id(row.id))
    return answers.start(fresh, in_force, now)


def _undecided(claim: Registration, in_force: Rules, now: datetime) -> dict[str, Any]:
    """The values of a claim on which nothing was decided. Stage 2, if missing, is due in as many days as at filing."""
    values: dict[str, Any] = dict.fromkeys(
        ("decided_at", "approved_at", "protected_until", "protection_reminded", "extension_asked_at", "ended_at",
         "silence_warned_at", "cooldown_until", "answer_started_at", "answer_due_at", "answer_left_minutes",
         "reply_due_at")
    )  # fmt: skip
    values |= {"extensions": 0, "answer_reminded": 0}
    if claim.stage_two_at is None:
        last_day = clock.local_day(now, in_force.zone) + timedelta(days=in_force.stage_two_days)
        values |= {"stage_two_due_at": clock.end_of_day(last_day, in_force.zone), "stage_two_reminded_at": None}
    return values


def _give_back(found: Outlook, now: datetime) -> None:
    """What the approval set aside stands before the claim again; no paper of it is made any more."""
    claim = found.claim
    stands_again = [row.id for row in found.before]
    Obstacle.update(resolved_at=None).where(
        Obstacle.registration == claim.id, Obstacle.resolved_at == claim.approved_at,
        (Obstacle.kind != "claim") | Obstacle.ref.in_([*stands_again, 0]),
    ).execute()  # fmt: skip
    Obstacle.update(resolved_at=now).where(
        Obstacle.kind == "claim", Obstacle.ref == claim.id, Obstacle.registration.in_([*stands_again, 0])
    ).execute()
    certificates.drop_pending(claim)


def _come_back(found: Outlook) -> None:
    """The claim is found again by checks and filings, behind those before it and before those behind it."""
    claim, first = found.claim, {row.id for row in found.before}
    stops = [f for f in found.findings if f.kind != "claim" or f.ref in first]
    order.note_obstacles(claim, stops)
    last = {row.id for row in found.behind}
    later = [f for f in found.findings if f.kind == "claim" and f.ref in last]
    order.stand_behind([(f.ref, claim.id, _behind(f)) for f in later])
    order.retake_place(claim)  # its number is older than what others have looked up to: they look again


def _behind(finding: Any) -> dict[str, Any]:
    return {name: value for name, value in order.likeness_of(finding).items() if name != "is_living"}
