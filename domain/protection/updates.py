"""What happened on the deal since last time? Progress updates, which keep a claim from falling silent."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import events, moment
from domain.refusals import Invalid, Refused
from domain.registrations import drafts, moves
from domain.words import N_
from models import Note, Registration, User
from models.base import serialised
from models.registrations import OPEN

LONGEST = 2000
AGAIN = timedelta(hours=1)
"""The same text once more within this time is a double click, not a second update."""

SAY_SOMETHING = N_("Say in a sentence or two what happened and what comes next.")
TOO_LONG = N_("This is too long. Shorten it to 2,000 characters.")


def update(user: User, claim: Registration, text: str, stage: str = "", next_step: str = "") -> Registration:
    """Post a progress update: a note, an event with its hash, and the silence clock begins anew.

    `stage` and `next_step` go into the answers of stage 2. Raises `Invalid` for an empty or endless text, `Refused`
    when the claim is not this person's to change or no longer open.
    """
    drafts.mine(user, claim)
    said = f"{text.strip()}\n→ {next_step.strip()}" if next_step.strip() else text.strip()
    if not text.strip():
        raise Invalid({"text": SAY_SOMETHING})
    if len(said) > LONGEST:
        raise Invalid({"text": TOO_LONG})
    now, salt = moment.now(), events.fresh_salt()
    with serialised("claims"):  # answers that are saved in this moment stay (see `registrations.details`)
        if _was_said(claim, said, now):
            return claim
        fresh = _noted(claim, stage.strip(), next_step.strip(), now)
        Note.create(registration=claim, author=user, kind="update", text=said, salt=salt, created_at=now)
        events.record("registration.updated", fresh, actor=user, text=said, salt=salt)
    return fresh


def _noted(claim: Registration, stage: str, next_step: str, now: datetime) -> Registration:
    """The claim with its silence ended; only while it is open."""
    current = Registration.get_by_id(claim.id)
    answers = {"buying_stage": stage, "next_steps": next_step}
    details = {**current.details, **{name: value for name, value in answers.items() if value}}
    changed = (
        Registration.update(updated_at=now, silence_warned_at=None, details=details)
        .where(Registration.id == claim.id, Registration.status.in_(OPEN))
        .execute()
    )
    if changed != 1:
        raise Refused(moves.MOVED_ON)
    return Registration.get_by_id(claim.id)


def _was_said(claim: Registration, said: str, now: datetime) -> bool:
    last = (
        Note.select()
        .where(Note.registration == claim, Note.kind == "update", Note.created_at > now - AGAIN)
        .order_by(Note.id.desc())
        .first()
    )
    return last is not None and last.text == said
