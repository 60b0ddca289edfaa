"""How does a partner answer a question? The reply goes with the claim back to the decider, whose clock goes on."""

from __future__ import annotations

from domain import answers, events, moment, rules
from domain.refusals import Invalid
from domain.registrations import drafts, moves
from domain.words import N_
from models import Note, Registration, User
from models.base import db

LONGEST = 4000
SAY_SOMETHING = N_("Write your answer.")
TOO_LONG = N_("This is too long. Shorten it to 4,000 characters.")


def reply(user: User, claim: Registration, text: str) -> Registration:
    """Answer and hand the claim back. Sending the same answer twice is once.

    Raises `Invalid` for no or too long an answer, `Refused` when the claim moved on.
    """
    drafts.mine(user, claim)
    if not text.strip():
        raise Invalid({"text": SAY_SOMETHING})
    if len(text) > LONGEST:
        raise Invalid({"text": TOO_LONG})
    if claim.status == "submitted" and _was_said(claim, text.strip()):
        return claim
    now, salt = moment.now(), events.fresh_salt()
    resumed = {**answers.resumed(claim, rules.of(claim.rules_version), now), "reply_due_at": None}
    with db.atomic():
        note = Note.create(registration=claim, author=user, kind="reply", text=text.strip(), salt=salt, created_at=now)
        return moves.change(claim, "resubmit", user, resumed, text=note.text, salt=salt)


def _was_said(claim: Registration, text: str) -> bool:
    last = Note.select().where(Note.registration == claim, Note.kind == "reply").order_by(Note.id.desc()).first()
    return last is not None and last.text == text


def question_of(claim: Registration) -> str:
    """What the decider asked last; "" if nothing."""
    asked = Note.select().where(Note.registration == claim, Note.kind == "question").order_by(Note.id.desc()).first()
    return asked.text if asked else ""
