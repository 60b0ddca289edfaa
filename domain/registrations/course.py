"""Where does a claim stand, and whose move is it? The steps of its course and the one next action; pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from domain import clock
from domain.registrations import ends
from domain.registrations.ball import Ball
from domain.registrations.ends import END_WORDS
from domain.rules import Rules
from domain.words import N_, Near
from models import Question, Registration, User

NEARLY = timedelta(days=7)
"""An update that is due within this time is the partner's move; before, nothing is."""

REPLY = N_("Your move: answer our question by %(until)s")
STAGE_TWO = N_("Your move: complete stage 2 by %(until)s")
EXTEND = N_("Your move: extend the protection by %(until)s")
ASK = N_("Your move: ask for more time by %(until)s")
UPDATE = N_("Your move: post a progress update by %(until)s")
COLLEAGUES: dict[str, str] = {
    REPLY: N_("%(name)s’s move: answer our question by %(until)s"),
    STAGE_TWO: N_("%(name)s’s move: complete stage 2 by %(until)s"),
    EXTEND: N_("%(name)s’s move: extend the protection by %(until)s"),
    ASK: N_("%(name)s’s move: ask for more time by %(until)s"),
    UPDATE: N_("%(name)s’s move: post a progress update by %(until)s"),
}
"""What the holder has to do, and how it reads to others of the company."""


@dataclass(frozen=True)
class Step:
    """One step of the course; `look` is done, now or "" (still to come). A `day` is meant to its end."""

    word: str
    look: str = ""
    at: datetime | None = None
    is_day: bool = False
    is_precise: bool = False
    small: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def steps(claim: Registration, rules: Rules, now: datetime) -> list[Step]:
    """Draft, registered, decided, protected until, closed: what was, what is, what is to come."""
    begun = [
        Step(N_("Draft"), "done", claim.created_at),
        Step(N_("Registered"), "done", claim.filed_at, is_precise=True),
    ]
    if claim.is_final:
        return [*begun, *_approved(claim), Step(END_WORDS[claim.status], "now", claim.ended_at)]
    closed = _closed(claim, clock.local_day(now, rules.zone))
    if claim.status == "approved":
        return [*begun, *_approved(claim), _protected(claim, rules, now), closed]
    return [*begun, _answer(claim), Step(N_("Protected")), closed]


def partner_ball(
    claim: Registration, rules: Rules, now: datetime, *, has_proof: bool, appeal_by: datetime | None,
    sent: Question | None = None, reader: User | None = None,
) -> Ball:  # fmt: skip
    """What the partner does next, or what it waits for and until when; a colleague's move names the colleague.

    `appeal_by` is the last moment for an appeal, `sent` the appeal that was made, `reader` who asks (None: the holder).
    """
    if claim.status == "returned":
        move = _returned(claim, rules)
    elif claim.is_open and claim.stage_two_at is None:
        move = _stage_two(claim, rules)
    elif claim.status == "submitted":
        return _submitted(claim, rules, now, has_proof=has_proof)
    elif claim.status == "approved":
        move = _kept(claim, rules, now)
    else:
        return ends.ball(claim, rules, now, appeal_by, sent)
    return _as_read_by(move, claim, reader)


def vendor_ball(claim: Registration, rules: Rules, now: datetime) -> Ball:
    """The same for the vendor's people."""
    if claim.status == "returned":
        return Ball(
            N_("The partner replies by %(until)s"), {"until": claim.reply_due_at}, N_("The answer clock is paused.")
        )
    if claim.status == "submitted" and claim.answer_due_at:
        says = N_("We answer by %(until)s") if now <= claim.answer_due_at else N_("Our answer was due %(until)s")
        return Ball(
            says, {"until": claim.answer_due_at}, "", "decide", claim.answer_due_at,
            working=_working_left(claim, rules, now),
        )  # fmt: skip
    if claim.status == "submitted":
        return Ball(N_("To be decided"), {}, N_("The answer clock starts when you open the decision."), "decide")
    if claim.status == "approved":
        return Ball(N_("The partner works on it"))
    return Ball(END_WORDS[claim.status])


def draft_ball(claim: Registration) -> Ball:
    """A draft or hold: finish the form."""
    if claim.status == "held":
        return Ball(N_("Held for you. Finish the form"), {}, "", "edit", claim.hold_until)
    return Ball(N_("Finish the form"), {}, "", "edit")


def updates_due(claim: Registration, rules: Rules) -> tuple[datetime, datetime] | None:
    """By when an approved claim needs a progress update, and when it expires without one."""
    since = claim.updated_at or claim.approved_at
    if since is None:
        return None
    return since + timedelta(days=rules.silence_warning_days), since + timedelta(days=rules.silence_end_days)


def wants(claim: Registration, rules: Rules, now: datetime) -> list[tuple[datetime, str]]:
    """What keeps an approved claim alive: `update` or `extend`, each with its last day."""
    found: list[tuple[datetime, str]] = []
    due = updates_due(claim, rules)
    if due is not None and now + NEARLY >= due[0]:
        found.append((due[0] if now <= due[0] else due[1], "update"))
    last, first = claim.protected_until, timedelta(days=max(rules.protection_reminders, default=0))
    if last is not None and now + first >= last and claim.extension_asked_at is None:
        found.append((last, "extend"))
    return sorted(found)


def _as_read_by(move: Ball, claim: Registration, reader: User | None) -> Ball:
    """Due moves are the holder's, and a partner admin's as well (as on the home page); others read whose they are."""
    if not move.is_yours or reader is None or reader.id == claim.holder_id:
        return move
    values = {**move.values, "name": claim.holder.name}
    return replace(move, says=COLLEAGUES[move.says], values=values, is_yours=reader.role == "partner_admin")


def _working_left(claim: Registration, rules: Rules, now: datetime) -> timedelta | None:
    """What both sides see of the answer clock: business hours, since it was promised in those."""
    return clock.until(clock.of(rules), now, claim.answer_due_at) if claim.answer_due_at else None


def _approved(claim: Registration) -> list[Step]:
    return [Step(N_("Approved"), "done", claim.approved_at)] if claim.approved_at else []


def _protected(claim: Registration, rules: Rules, now: datetime) -> Step:
    values = {"left": days_left(claim, rules, now), "all": days_in_all(claim, rules)}
    small = N_("%(left)s of %(all)s days left")
    return Step(N_("Protected until"), "now", claim.protected_until, is_day=True, small=small, values=values)


def days_left(claim: Registration, rules: Rules, now: datetime) -> int:
    return max(0, (_day(claim.protected_until, rules) - clock.local_day(now, rules.zone)).days)


def days_in_all(claim: Registration, rules: Rules) -> int:
    return max(1, (_day(claim.protected_until, rules) - _day(claim.approved_at, rules)).days)


def _day(moment: datetime | None, rules: Rules) -> date:
    assert moment is not None, "in this state the claim has this time"
    return clock.local_day(moment, rules.zone)


def _near(moment: datetime | None, rules: Rules) -> Near:
    return Near.fromordinal(_day(moment, rules).toordinal())


def _closed(claim: Registration, today: date) -> Step:
    is_past = claim.expected_close_on is not None and claim.expected_close_on < today
    small = N_("was expected %(day)s") if is_past else N_("expected %(day)s")
    return Step(N_("Closed"), small=small, values={"day": claim.expected_close_on})


def _answer(claim: Registration) -> Step:
    if claim.status == "returned":
        return Step(N_("Your reply by"), "now", claim.reply_due_at, is_day=True)
    small = N_("the clock starts when stage 2 is complete") if claim.answer_due_at is None else ""
    return Step(N_("Answer by"), "now", claim.answer_due_at, small=small)


def _returned(claim: Registration, rules: Rules) -> Ball:
    return Ball(
        REPLY, {"until": _near(claim.reply_due_at, rules)},
        N_("Our answer clock is paused until then. Without a reply the claim lapses."), "reply",
        claim.reply_due_at, True,
    )  # fmt: skip


def _stage_two(claim: Registration, rules: Rules) -> Ball:
    lapses = N_("Without it the claim lapses.")
    starts = N_("Our answer clock starts with it. Without it the claim lapses.")
    return Ball(
        STAGE_TWO, {"until": _near(claim.stage_two_due_at, rules)},
        lapses if claim.status == "approved" else starts, "details", claim.stage_two_due_at, True,
    )  # fmt: skip


def _submitted(claim: Registration, rules: Rules, now: datetime, *, has_proof: bool) -> Ball:
    values = {"until": claim.answer_due_at, "place": claim.filed_at}
    says = N_("It is our move: we answer by %(until)s") if claim.answer_due_at else N_("It is our move")
    if claim.answer_due_at and claim.answer_due_at < now:
        says = N_("It is our move: our answer was due %(until)s")
    if claim.reads_waiting:
        then = N_("Your place in line counts from %(place)s. A person decides.")
    elif not has_proof:
        then = N_(
            "The account is kept for you meanwhile. No proof is attached yet: add an email, an invitation or an offer."
        )
    else:
        then = N_("The account is kept for you meanwhile.")
    action = "" if has_proof else "evidence"
    return Ball(says, values, then, action, claim.answer_due_at, working=_working_left(claim, rules, now))


def _kept(claim: Registration, rules: Rules, now: datetime) -> Ball:
    """An approved claim: the nearest thing that keeps it."""
    wanted = wants(claim, rules, now)
    if not wanted:
        return _update(claim, rules, None)
    until, what = wanted[0]
    if what == "update":
        return _update(claim, rules, until)
    says = ASK if claim.extensions else EXTEND
    then = N_("Protection ends on that day, and the account is free for others.")
    return Ball(says, {"until": _near(until, rules)}, then, "extend", until, True)


def _update(claim: Registration, rules: Rules, until: datetime | None) -> Ball:
    """The next progress update; `until` when it is due now."""
    due = updates_due(claim, rules)
    assert due is not None, "an approved claim has the time of its approval"
    post_by, over = due
    values: dict[str, Any] = {"until": _near(post_by, rules), "ends": _near(over, rules), "last": None}
    then = N_("Without one the claim expires on %(ends)s.")
    if claim.updated_at and claim.approved_at and claim.updated_at > claim.approved_at:
        values["last"] = _near(claim.updated_at, rules)
        then = N_("Last update on %(last)s. Without a new one the claim expires on %(ends)s.")
    if until is not None:
        values["until"] = _near(until, rules)
        return Ball(UPDATE, values, then, "update", until, True)
    return Ball(N_("Next update by %(until)s"), values, then, "update", post_by)
