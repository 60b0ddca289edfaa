"""Where does a claim stand, and whose move is it? The steps of its course and the one next action; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from domain import clock
from domain.rules import Rules
from domain.words import N_
from models import Registration

NEARLY = timedelta(days=7)
"""An update that is due within this time is the partner's move; before, nothing is."""

AGAIN = ("withdrawn", "lapsed", "expired", "lost")
"""Ends after which the account can be registered anew, once the cool-down is over."""

END_WORDS: dict[str, str] = {
    "declined": N_("Declined"), "refused": N_("Somebody was first"), "withdrawn": N_("Withdrawn"),
    "lapsed": N_("Lapsed"), "expired": N_("Expired"), "revoked": N_("Revoked"), "won": N_("Won"), "lost": N_("Lost"),
}  # fmt: skip


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


@dataclass(frozen=True)
class Ball:
    """Whose move it is, in words; `action` names the button, "" when there is none to press."""

    says: str
    values: dict[str, Any] = field(default_factory=dict)
    then: str = ""
    action: str = ""
    until: datetime | None = None
    is_yours: bool = False  # the reader's move, and it is due


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
    claim: Registration, rules: Rules, now: datetime, *, has_proof: bool, appeal_by: datetime | None
) -> Ball:
    """What the partner does next, or what it waits for and until when."""
    if claim.status == "returned":
        return _returned(claim, rules)
    if claim.is_open and claim.stage_two_at is None:
        return _stage_two(claim, rules)
    if claim.status == "submitted":
        return _submitted(claim, now, has_proof=has_proof)
    if claim.status == "approved":
        return _kept(claim, rules, now)
    return _ended(claim, rules, now, appeal_by)


def vendor_ball(claim: Registration, now: datetime) -> Ball:
    """The same for the vendor's people."""
    if claim.status == "returned":
        return Ball(
            N_("The partner replies by %(until)s"), {"until": claim.reply_due_at}, N_("The answer clock is paused.")
        )
    if claim.status == "submitted" and claim.answer_due_at:
        says = N_("We answer by %(until)s") if now <= claim.answer_due_at else N_("Our answer was due %(until)s")
        return Ball(says, {"until": claim.answer_due_at}, "", "decide", claim.answer_due_at)
    if claim.status == "submitted":
        return Ball(N_("To be decided"), {}, N_("The answer clock starts when you open the decision."), "decide")
    if claim.status == "approved":
        return Ball(N_("Approved. The partner works on it"))
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
    ends, first = claim.protected_until, timedelta(days=max(rules.protection_reminders, default=0))
    if ends is not None and now + first >= ends and claim.extension_asked_at is None:
        found.append((ends, "extend"))
    return sorted(found)


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
        N_("It is your move: answer our question by %(until)s"), {"until": _day(claim.reply_due_at, rules)},
        N_("Our answer clock is paused until then. Without a reply the claim lapses."), "reply",
        claim.reply_due_at, True,
    )  # fmt: skip


def _stage_two(claim: Registration, rules: Rules) -> Ball:
    lapses = N_("Without it the claim lapses.")
    starts = N_("Our answer clock starts with it. Without it the claim lapses.")
    return Ball(
        N_("It is your move: complete stage 2 by %(until)s"), {"until": _day(claim.stage_two_due_at, rules)},
        lapses if claim.status == "approved" else starts, "details", claim.stage_two_due_at, True,
    )  # fmt: skip


def _submitted(claim: Registration, now: datetime, *, has_proof: bool) -> Ball:
    values = {"until": claim.answer_due_at, "place": claim.filed_at}
    says = N_("It is our move: we answer by %(until)s") if claim.answer_due_at else N_("It is our move")
    if claim.answer_due_at and claim.answer_due_at < now:
        says = N_("It is our move: our answer was due %(until)s")
    if claim.reads_waiting:
        then = N_("Your place in line counts from %(place)s. A person decides.")
    elif not has_proof:
        then = N_(
            "The account is kept for you meanwhile. No proof is attached yet: add a mail, an invitation or an offer."
        )
    else:
        then = N_("The account is kept for you meanwhile.")
    return Ball(says, values, then, "" if has_proof else "evidence", claim.answer_due_at)


def _kept(claim: Registration, rules: Rules, now: datetime) -> Ball:
    """An approved claim: the nearest thing that keeps it."""
    wanted = wants(claim, rules, now)
    if not wanted:
        return _update(claim, rules, None)
    until, what = wanted[0]
    if what == "update":
        return _update(claim, rules, until)
    says = N_("It is your move: extend the protection by %(until)s")
    if claim.extensions:
        says = N_("It is your move: ask for more time by %(until)s")
    then = N_("Protection ends on that day, and the account is free for others.")
    return Ball(says, {"until": _day(until, rules)}, then, "extend", until, True)


def _update(claim: Registration, rules: Rules, until: datetime | None) -> Ball:
    """The next progress update; `until` when it is due now."""
    due = updates_due(claim, rules)
    assert due is not None, "an approved claim has the time of its approval"
    post_by, ends = due
    values: dict[str, Any] = {"until": _day(post_by, rules), "ends": _day(ends, rules), "last": None}
    then = N_("Without one the claim expires on %(ends)s.")
    if claim.updated_at and claim.approved_at and claim.updated_at > claim.approved_at:
        values["last"] = _day(claim.updated_at, rules)
        then = N_("Last update on %(last)s. Without a new one the claim expires on %(ends)s.")
    if until is not None:
        values["until"] = _day(until, rules)
        return Ball(N_("It is your move: post a progress update by %(until)s"), values, then, "update", until, True)
    return Ball(N_("Nothing is due. Post your next update by %(until)s"), values, then, "update", post_by)


def _ended(claim: Registration, rules: Rules, now: datetime, appeal_by: datetime | None) -> Ball:
    values: dict[str, Any] = {"appeal_by": _day(appeal_by, rules) if appeal_by else None}
    is_open = appeal_by is not None and now <= appeal_by
    action, until = ("appeal", appeal_by) if is_open else ("", None)
    if claim.status == "refused":
        kept = N_("Your number, your time and your proof are kept.")
        appeal = N_(
            "Your number, your time and your proof are kept. Appeal until %(appeal_by)s; a person looks at both."
        )
        says = N_("Somebody was first: this account was taken before your claim arrived")
        return Ball(says, values, appeal if is_open else kept, action, until)
    if claim.status == "declined":
        over = N_("The time to appeal ended on %(appeal_by)s.") if appeal_by else ""
        appeal = N_("You can appeal until %(appeal_by)s. Another person decides.") if is_open else over
        return Ball(N_("Declined"), values, appeal, action, until)
    if claim.cooldown_until is None or claim.cooldown_until <= now:
        return Ball(END_WORDS[claim.status], {}, _after(claim.status))
    again = {"again": _day(claim.cooldown_until, rules)}
    return Ball(END_WORDS[claim.status], again, N_("You may register this account again on %(again)s."))


def _after(status: str) -> str:
    """What a partner can still do when a claim is over and no cool-down runs."""
    if status in AGAIN:
        return N_("You may check this account and register it again.")
    return {"won": N_("The deal is yours. Nothing is left to do here."), "revoked": N_("Our reasons stand below.")}.get(
        status, ""
    )
