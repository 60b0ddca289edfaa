"""What proves a claim or backs a question? Attaching stored files, removing them, and the words of refusal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from peewee import ModelSelect

from domain import budgets, codes, decisions, events, evidence_readouts, moment, rules
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.registrations import drafts
from domain.words import N_
from models import Deletion, Evidence, Question, Registration, User
from models.base import serialised
from models.registrations import OPEN

MEGABYTE = 1024 * 1024
TAKES = ("draft", "held", *OPEN)

ANSWERED = N_("This appeal has been answered: nothing can be added any more.")
CLOSED = N_("This registration is closed: nothing can be added any more.")
SENT = N_("What was sent stays with the appeal. You can add files, but not remove them.")
KEPT = N_("What was filed stays with the claim. You can add files, but not remove them.")
FULL = N_("Refused: the files of one claim may have %(megabytes)s MB in all. Choose a smaller file.")

DAY_FULL = N_("Refused: your company may add %(megabytes)s MB in a day. Go on tomorrow, or ask your channel manager.")

REFUSED_FILES: dict[str, tuple[str, str]] = {
    "empty": (N_("Refused: this file is empty."), N_("Choose it again, or export it once more.")),
    "too_large": (
        N_("Refused: this file is larger than %(megabytes)s MB."), N_("Choose a smaller file, or a part of it."),
    ),
    "program": (
        N_("Refused: this is a program, whatever its name says."), N_("Save the offer as PDF and choose it again."),
    ),
    "web_page": (
        N_("Refused: this is a web page or a drawing for one."), N_("Print it to PDF, or take a picture of it."),
    ),
    "archive": (N_("Refused: this is an archive."), N_("Unpack it and choose the files inside.")),
    "bomb": (N_("Refused: this file unpacks to far more than it should."), N_("Save it as PDF and choose it again.")),
    "macros": (N_("Refused: this file contains macros."), N_("Save it without macros, or as PDF.")),
    "locked": (N_("Refused: this file is protected by a password."), N_("Remove the password and choose it again.")),
    "old_office": (N_("Refused: this is an old office format."), N_("Save it as DOCX, XLSX, PPTX or PDF.")),
    "heic": (N_("Refused: this is an HEIC picture."), N_("Send it as JPEG, or take a screenshot of it.")),
    "active": (
        N_("Refused: this file starts something by itself when it is opened, or hides what it does."),
        N_("Print it to PDF and choose the print."),
    ),
    "polyglot": (
        N_("Refused: a second file is hidden in this one."), N_("Open it, save it anew and choose it again."),
    ),
    "infected": (
        N_("Refused: the virus scanner says that this file is harmful."),
        N_("Choose a clean file, and ask whoever looks after your computer."),
    ),
    "unscanned": (
        N_("Not taken: the virus scanner does not answer, and no file is taken unseen."),
        N_("Choose it again in a few minutes, or go on without it and add it later."),
    ),
    "broken": (N_("Refused: this file is damaged."), N_("Open it, save it anew and choose it again.")),
    "unknown": (N_("Refused: we cannot tell what this file is."), N_("Save it as PDF, picture or text.")),
}  # fmt: skip
"""Why a file is not taken, and what to do instead."""


class Stored(Protocol):
    """What the store says of a file that is on disk."""

    @property
    def partner_id(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def filename(self) -> str: ...


def attach(
    user: User, stored: Stored, *, registration: Registration | None = None, question: Question | None = None,
    ensure: Callable[[], None] = lambda: None,
) -> Evidence:  # fmt: skip
    """Attach a stored file to a claim or a question. The same file twice in one claim is one.

    A filed claim that lacked nothing but proof is approved by rule. Raises `Refused` for a claim that is closed, an
    appeal that is answered, for what is not theirs, and when the claim's files would pass its limit. `ensure` looks,
    while nobody can drop it, whether the file still lies there; what it raises leaves nothing on record.
    """
    if registration is not None:
        drafts.mine(user, registration)
    elif question is not None and user.partner_id != question.partner_id:
        raise Refused(drafts.NOT_YOURS, Kind.NOT_YOURS)
    about = registration or question
    assert about is not None, "a file belongs to a claim or to a question"
    assert stored.partner_id == about.partner_id, "files belong to one partner"
    with _alone(stored.partner_id):
        _require_open(registration, question)
        row = _there(about, stored) or _added(user, stored, registration, question)
        ensure()
    if registration is not None:
        decisions.approve_if_clear(Registration.get_by_id(registration.id))
    return row


def require_room(user: User, about: Registration | Question, size: int) -> None:
    """Asked before a file is stored, since what is refused afterwards would lie on the disk for a day.

    Raises `Refused` for what is closed, a claim's limit, and what the partner may add in a day; staff have no day.
    """
    _require_open(*((about, None) if isinstance(about, Registration) else (None, about)))
    _require_limit(about, size)
    in_force = rules.in_force()
    most, (since, _) = in_force.evidence_day_megabytes, budgets.today(in_force, moment.now())
    if not user.is_staff and Evidence.added_since(about.partner_id, since) + size > most * MEGABYTE:
        raise Refused(DAY_FULL, Kind.OVER_BUDGET, megabytes=most)


def remove(user: User, file: Evidence) -> None:
    """Take a file from a draft, or from an appeal that is being written.

    Raises `Refused` once it is filed: then the file is part of the record.
    """
    if file.question is not None:
        return _remove_from_appeal(user, file, file.question)
    claim = file.registration
    if claim is None or not may(user, "claims:change", claim):
        raise Refused(drafts.NOT_YOURS, Kind.NOT_YOURS)
    with serialised("claims"):  # it must not be filed, and approved for its proof, in this moment
        if Registration.get_by_id(claim.id).status not in ("draft", "held"):
            raise Refused(KEPT)
        _gone(user, file, claim)
    return None


def _remove_from_appeal(user: User, file: Evidence, question: Question) -> None:
    with serialised("questions"):  # it must not be sent in this moment
        current = Question.get_by_id(question.id)
        if current.asked_by_id != user.id:
            raise Refused(drafts.NOT_YOURS, Kind.NOT_YOURS)
        if current.state != "draft":
            raise Refused(SENT)
        _gone(user, file, current)


def _gone(user: User, file: Evidence, about: Registration | Question) -> None:
    """Once, however often it is asked."""
    same = (Evidence.id == file.id) & Evidence.removed_at.is_null()
    if Evidence.update(removed_at=moment.now()).where(same).execute():
        events.record("evidence.removed", about, actor=user, facts={"evidence": file.code})


def limits() -> dict[str, int]:
    """Bytes that one file and all files of a claim may have."""
    in_force = rules.in_force()
    return {
        "file": in_force.evidence_file_megabytes * MEGABYTE,
        "claim": in_force.evidence_claim_megabytes * MEGABYTE,
    }


def is_known(partner_id: int, sha256: str) -> bool:
    """Does any row name this file, also a removed one, that is not deleted?"""
    named = (Evidence.partner == partner_id, Evidence.sha256 == sha256)
    return Evidence.select().where(*named, Evidence.id.not_in(Deletion.select(Deletion.evidence))).exists()


def drop(partner_id: int, sha256: str, remove: Callable[[], bool]) -> bool:
    """Remove a file unless a row names it; nobody puts it on record meanwhile. False: it stays, or was not there."""
    with _alone(partner_id):
        return not is_known(partner_id, sha256) and remove()


def _alone(partner_id: int) -> AbstractContextManager[None]:
    """Of a partner's files one at a time comes on record or goes: the same content may be sent twice at once."""
    return serialised(f"evidence/{partner_id}")


def _require_open(claim: Registration | None, question: Question | None) -> None:
    if claim is not None and Registration.get_by_id(claim.id).status not in TAKES:
        raise Refused(CLOSED)
    if question is not None and Question.get_by_id(question.id).state == "answered":
        raise Refused(ANSWERED)


def _added(user: User, stored: Stored, registration: Registration | None, question: Question | None) -> Evidence:
    about = registration or question
    assert about is not None
    _require_limit(about, stored.size)
    row = Evidence.create(
        code=codes.fresh("E"), registration=registration, question=question, partner=stored.partner_id,
        uploaded_by=user, uploaded_at=moment.now(), filename=stored.filename,
        kind=stored.kind, size=stored.size, sha256=stored.sha256,
    )  # fmt: skip
    evidence_readouts.ask_for(row)
    facts = {"evidence": row.code, "kind": row.kind, "sha256": row.sha256}
    events.record("evidence.added", about, actor=user, facts=facts)
    return row


def _there(about: Registration | Question, stored: Stored) -> Evidence | None:
    found: Evidence | None = _of(about).where(Evidence.sha256 == stored.sha256).first()
    return found


def _require_limit(about: Registration | Question, size: int) -> None:
    used = sum(row.size for row in _of(about))
    if used + size > limits()["claim"]:
        raise Refused(FULL, megabytes=limits()["claim"] // MEGABYTE)


def _of(about: Registration | Question) -> ModelSelect[Evidence]:
    field = Evidence.registration if isinstance(about, Registration) else Evidence.question
    gone = Deletion.select(Deletion.evidence)
    return Evidence.select().where(field == about.id, Evidence.removed_at.is_null(), Evidence.id.not_in(gone))
