"""What does each decision do? Approve, return, decline, escalate, revoke; by a person or by a named rule."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import answers, audiences, certificates, clock, conditions, events, marks, moment, precedents, rules
from domain.decisions.deciders import require_decider
from domain.decisions.said import Wanted, Words, require, require_conditions, require_declining
from domain.permissions import may
from domain.protection import cooldown_until
from domain.refusals import Invalid, Refused
from domain.registrations import eligibility, moves, order
from domain.rules import Rules
from domain.words import N_
from models import Decision, Evidence, Note, Obstacle, Registration, User
from models.base import db, serialised

CLEAR_CASE = "clear_case"
RULE_WORDS = {
    CLEAR_CASE: N_("Clear case: partner in good standing, nothing alike, proof attached, value below the limit")
}
"""The approval rules by name, in words that both sides read."""

STILL_ALIKE = N_("Another claim stands before this one. Say that it is another customer, or decline.")


def approve(by: User, claim: Registration, said: Words) -> Registration:
    """Approve: protected for the rules' days from now, which review time does not shorten (PRODUCT.md B).

    Raises `Refused` when it moved on, or when another claim stands before it and `is_other_customer` was not said:
    two partners never both get protection unless a person decides so, on record.
    """
    in_force = require_decider(by, claim)
    require(said)
    return _approve(claim, in_force, said, by=by)


def approve_with_conditions(by: User, claim: Registration, said: Words) -> Registration:
    """Approve, and ask for what must hold by a day each. Raises what `approve` raises, and `Invalid` without any."""
    in_force, now = require_decider(by, claim), moment.now()
    wanted = require_conditions(said, in_force, now, protected_until(in_force, now))
    return _approve(claim, in_force, said, by=by, wanted=wanted)


def carry_over(by: User, claim: Registration, until: datetime) -> Registration:
    """Approve what the vendor had approved before the portal, to the day that stood in its spreadsheet."""
    in_force = require_decider(by, claim)
    return _approve(claim, in_force, Words(), by=by, until=until)


def approve_if_clear(claim: Registration) -> Registration:
    """Approve by rule what needs no person: no review reason, proof attached (PRODUCT.md C). Else as it is.

    What a person has asked about or escalated, a person decides.
    """
    in_force = rules.of_claim(claim)
    was_taken_up = Decision.select().where(Decision.registration == claim.id).exists()
    if claim.status != "submitted" or was_taken_up or not is_clear(claim.review_reasons, claim, in_force):
        return claim
    return _approve(claim, in_force, Words(), rule=CLEAR_CASE)


def is_clear(reasons: list[str], claim: Registration, in_force: Rules) -> bool:
    """Does the rule `clear_case` hold: nothing to look at, proof attached, partner in standing and holder trained?"""
    if reasons or not in_force.auto_approve or not has_evidence(claim):
        return False
    return eligibility.is_in_good_standing(claim, in_force, moment.now())


def looked_at_for(claim: Registration, in_force: Rules, *, has_proof: bool) -> list[str]:
    """Why a person decides this claim: what was noted at filing, else what keeps the rule from approving it now."""
    if claim.review_reasons:
        return list(claim.review_reasons)
    if not has_proof:
        return ["no_evidence"]
    return ["clear"] if eligibility.is_in_good_standing(claim, in_force, moment.now()) else ["not_in_standing"]


def return_for_information(by: User, claim: Registration, said: Words) -> Registration:
    """Ask the partner; the clock pauses until the reply, which is due by a day the decider names."""
    in_force, now = require_decider(by, claim), moment.now()
    require(said, text=N_("Write the question to the partner."))
    today = clock.local_day(now, in_force.zone)
    reply_by = said.reply_by or today + timedelta(days=in_force.reply_days)
    if not today < reply_by <= today + timedelta(days=90):
        raise Invalid({"reply_by": N_("Choose a day after today, within 90 days.")})
    values = {**answers.paused(claim, in_force, now), "reply_due_at": clock.end_of_day(reply_by, in_force.zone)}
    with db.atomic():
        marks.require(claim, said.seen)
        note = _note(claim, by, "question", said.text, now)
        returned = moves.change(
            claim, "return", by, values, facts={"reply_by": reply_by.isoformat()}, text=note.text, salt=note.salt
        )
        _decide(returned, "return", in_force, said, by=by, note=note)
    return returned


def decline(by: User, claim: Registration, said: Words) -> Registration:
    """Say no: reason code, rule clause, words and next step are mandatory (PRODUCT.md C)."""
    in_force, now = require_decider(by, claim), moment.now()
    require_declining(said, in_force)
    with serialised("claims"):
        marks.require(claim, said.seen)
        note = _note(claim, by, "decision", said.text, now)
        declined = moves.change(
            claim, "decline", by, {**_ended(claim, in_force, now), "decided_at": now, "answer_due_at": None},
            facts={"reason": said.reason, "clause": said.clause, "next_step": said.next_step},
            text=note.text, salt=note.salt,
        )  # fmt: skip
        answers.measure(claim, now)
        _decide(declined, "decline", in_force, said, by=by, note=note)
        order.leave(declined)
    return declined


def escalate(by: User, claim: Registration, said: Words) -> Registration:
    """Hand the claim to the director, with what should be decided; the clock goes on."""
    in_force, now = require_decider(by, claim), moment.now()
    require(said, text=N_("Write what should be decided, and what you propose."))
    director = audiences.director()
    if director is None:
        raise Refused(N_("There is no director to escalate to."))
    is_undecided = Registration.status.in_(("submitted", "returned")) & (Registration.status == claim.status)
    is_elsewhere = Registration.assignee.is_null() | (Registration.assignee != director)
    with db.atomic():
        marks.require(claim, said.seen)
        changed = (
            Registration.update(assignee=director)
            .where(Registration.id == claim.id, is_undecided, is_elsewhere)
            .execute()
        )
        if changed != 1:
            raise Refused(moves.MOVED_ON)
        note = _note(claim, by, "internal", said.text, now)
        escalated = Registration.get_by_id(claim.id)
        _decide(escalated, "escalate", in_force, said, by=by, note=note)
        events.record(
            "registration.escalated", escalated, actor=by, facts={"to": director.id}, text=note.text, salt=note.salt
        )
    return escalated


def revoke(by: User, claim: Registration, said: Words) -> Registration:
    """Take an approved claim's protection away, for a reason on record."""
    in_force, now = require_decider(by, claim), moment.now()
    require_declining(said, in_force)
    with serialised("claims"):
        note = _note(claim, by, "decision", said.text, now)
        revoked = moves.change(
            claim, "revoke", by, _ended(claim, in_force, now),
            facts={"reason": said.reason, "clause": said.clause}, text=note.text, salt=note.salt,
        )  # fmt: skip
        _decide(revoked, "revoke", in_force, said, by=by, note=note)
        order.leave(revoked)
    return revoked


def opened(by: User, claim: Registration) -> Registration:
    """A decider opens a claim: its answer clock starts now, if stage 2 has not started it already."""
    if claim.status != "submitted" or not may(by, "registrations:decide"):
        return claim
    return answers.start(claim, rules.of_claim(claim), moment.now())


def has_evidence(claim: Registration) -> bool:
    return Evidence.kept_of(claim).exists()


def protected_until(in_force: Rules, now: datetime) -> datetime:
    """The end of the last day of protection for an approval at `now`, where the programme is at home."""
    last_day = clock.local_day(now, in_force.zone) + timedelta(days=in_force.protection_days)
    return clock.end_of_day(last_day, in_force.zone)


def _approve(
    claim: Registration, in_force: Rules, said: Words, *, by: User | None = None, rule: str = "",
    wanted: tuple[Wanted, ...] = (), until: datetime | None = None,
) -> Registration:  # fmt: skip
    now = moment.now()
    asked = conditions.worded((condition.text, condition.due_on) for condition in wanted)
    with serialised("claims"):
        marks.require(claim, said.seen)
        before = order.holders_before(claim)
        if any(other.is_protected for other in before) and not said.is_other_customer:
            raise Refused(STILL_ALIKE, field="is_other_customer")
        until = until or protected_until(in_force, now)
        approved = moves.change(
            claim, "approve", by,
            {
                "is_protected": True, "approved_at": now, "decided_at": now, "protected_until": until,
                "updated_at": now,
                "answer_due_at": None, "answer_left_minutes": None, "protection_reminded": None,
            },
            facts={
                "until": until.isoformat(), "rule": rule, "clause": said.clause, "before": [c.code for c in before],
                **({"conditions": [one.fact for one in asked]} if asked else {}),
            },
        )  # fmt: skip
        if by is not None:
            answers.measure(claim, now)
        if not said.is_other_customer:
            order.overtake(approved)
        Obstacle.update(resolved_at=now).where(
            Obstacle.registration == claim.id, Obstacle.resolved_at.is_null()
        ).execute()
        note = _note(claim, by, "decision", said.text, now) if said.text else None
        conditions.attach(_decide(approved, "approve", in_force, said, by=by, rule=rule, note=note), asked)
        certificates.request(approved)
    return approved


def _ended(claim: Registration, in_force: Rules, now: datetime) -> dict[str, object]:
    """The values of a claim that a decision ends; whoever was protected cools down before trying the account again."""
    was_protected = Registration.get_by_id(claim.id).is_protected  # as it is under the lock, not as it was seen
    again = cooldown_until(in_force, now) if was_protected else None
    return {"is_protected": False, "ended_at": now, "cooldown_until": again}


def _note(claim: Registration, by: User | None, kind: str, text: str, now: datetime) -> Note:
    return Note.create(
        registration=claim.id, author=by, kind=kind, text=text.strip(), salt=events.fresh_salt(), created_at=now
    )  # fmt: skip


def _decide(
    claim: Registration,
    action: str,
    in_force: Rules,
    said: Words,
    *,
    by: User | None,
    rule: str = "",
    note: Note | None = None,
) -> Decision:
    if action in precedents.ACTIONS:
        precedents.remember(claim, said.reason)
    return Decision.create(
        registration=claim.id, action=action, decided_at=moment.now(), decided_by=by, rule=rule,
        rules_version=in_force.version_id, reason=said.reason, clause=said.clause, next_step=said.next_step,
        note=note, checklist=said.checklist, is_other_customer=said.is_other_customer,
    )  # fmt: skip
