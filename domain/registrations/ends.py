"""What can a partner still do when a claim has ended? Appeal, look at the appeal, or register the account again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain import clock
from domain.registrations.ball import Ball
from domain.rules import Rules
from domain.words import N_, Near
from models import Question, Registration

AGAIN = ("withdrawn", "lapsed", "expired", "lost")
"""Ends after which the account can be registered anew, once the cool-down is over."""

END_WORDS: dict[str, str] = {
    "declined": N_("Declined"), "refused": N_("Somebody was first"), "withdrawn": N_("Withdrawn"),
    "lapsed": N_("Lapsed"), "expired": N_("Expired"), "revoked": N_("Revoked"), "won": N_("Won"), "lost": N_("Lost"),
}  # fmt: skip

ENDED_ON: dict[str, str] = {
    "declined": N_("Declined on %(on)s"), "withdrawn": N_("Withdrawn on %(on)s"), "revoked": N_("Revoked on %(on)s"),
    "won": N_("Won on %(on)s"), "lost": N_("Lost on %(on)s"),
}  # fmt: skip
SILENT = N_("Expired on %(on)s: no update came in time")
RUN_OUT = N_("Expired on %(on)s: the protection had run out")
INCOMPLETE = N_("Lapsed on %(on)s: stage 2 was not completed in time")
UNANSWERED = N_("Lapsed on %(on)s: no answer to our question came in time")
FIRST = N_("Somebody was first: this account was taken before your claim arrived")
KEPT = N_("Your number, your time and your proof are kept.")


def ball(claim: Registration, rules: Rules, now: datetime, appeal_by: datetime | None, sent: Question | None) -> Ball:
    """`appeal_by` is the last moment for an appeal, `sent` the one that was made."""
    if sent is not None:
        return _appealed(sent)
    if claim.status in ("declined", "refused", "revoked"):
        return _refused(claim, rules, now, appeal_by)
    says, values = _says(claim), _on(claim, rules)
    if claim.cooldown_until is not None and claim.cooldown_until > now:
        again = {**values, "again": clock.local_day(claim.cooldown_until, rules.zone)}
        return Ball(says, again, N_("You may register this account again on %(again)s."))
    if claim.status in AGAIN:
        then = N_("You may check this account and register it again.")
        return Ball(says, values, then, "again")
    return Ball(says, values, N_("The deal is yours. Nothing is left to do here."))


def _appealed(sent: Question) -> Ball:
    if sent.answered_at is not None:
        return Ball(
            N_("Your appeal was answered on %(until)s"),
            {"until": sent.answered_at, "appeal": sent.code},
            "",
            "appealed",
        )
    return Ball(
        N_("You appealed. A person answers by %(until)s"), {"until": sent.due_at, "appeal": sent.code}, KEPT, "appealed"
    )


def _refused(claim: Registration, rules: Rules, now: datetime, appeal_by: datetime | None) -> Ball:
    """A no, whoever said it: until its last day an appeal is possible, and later that is said."""
    values = {**_on(claim, rules), "appeal_by": clock.local_day(appeal_by, rules.zone) if appeal_by else None}
    is_open = appeal_by is not None and now <= appeal_by
    action, until = ("appeal", appeal_by) if is_open else ("", None)
    if claim.status == "refused":
        open_ = N_(
            "Your number, your time and your proof are kept. Appeal until %(appeal_by)s; a person looks at both."
        )
        return Ball(FIRST, values, open_ if is_open else KEPT, action, until)
    over = N_("The time to appeal ended on %(appeal_by)s.") if appeal_by else ""
    then = N_("You can appeal until %(appeal_by)s. Another person decides.") if is_open else over
    return Ball(_says(claim), values, then, action, until)


def _says(claim: Registration) -> str:
    """How it ended, and for an end that nobody spoke, why."""
    if claim.status == "expired":
        return RUN_OUT if claim.protected_until and claim.protected_until <= claim.ended_at else SILENT
    if claim.status == "lapsed":
        return INCOMPLETE if claim.stage_two_at is None else UNANSWERED
    return ENDED_ON[claim.status]


def _on(claim: Registration, rules: Rules) -> dict[str, Any]:
    return {"on": Near.fromordinal(clock.local_day(claim.ended_at, rules.zone).toordinal())}
