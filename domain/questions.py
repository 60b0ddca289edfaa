"""What if a partner was there first? An appeal against a `taken` answer or a refused filing, answered by a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import answers, audiences, clock, codes, due, events, moment, rules
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import Decision, Evidence, Question, Receipt, Registration, User
from models.base import db, serialised

LONGEST = 4000
NOT_YOURS = N_("Only the partner who was told “not available” can appeal.")
TOO_LATE = N_("An appeal is possible for %(days)s days. This answer is older; please check the account again.")
NOT_YOURS_TO_SEND = N_("Only the person who writes this appeal can send it.")
NOT_APPEALABLE = N_("There is nothing to appeal against here.")
NOT_A_DECIDER = N_("Only channel managers and directors answer appeals.")
NOT_THE_DECIDER = N_("Another person than the one who decided answers this appeal.")
ANSWERED = N_("This appeal has been answered in the meantime. Look at how it stands now.")
WORDS_MISSING = N_("Say why: when you first met the customer, and what shows it.")
ANSWER_MISSING = N_("Write the answer to the partner.")
TOO_LONG = N_("Use at most 4,000 characters.")

APPEALABLE = ("refused", "declined", "revoked")


def ask(
    user: User, text: str, key: str, *, receipt: Receipt | None = None, claim: Registration | None = None
) -> Question:
    """File an appeal into the managers' queue. Raises what `begin` and `file` raise."""
    return file(user, begin(user, text, key, receipt=receipt, claim=claim))


def begin(
    user: User, text: str, key: str, *, receipt: Receipt | None = None, claim: Registration | None = None
) -> Question:
    """Keep what was typed of an appeal, right or wrong, so that files can be attached to it.

    The same key gives the same appeal, and so does the same answer of ours once an appeal against it is filed. Raises
    `Refused` when the answer is too old, not the partner's, or not a refusal.
    """
    in_force, now = rules.in_force(), moment.now()
    _require(user, in_force, now, receipt, claim)
    with serialised("questions"):
        existing = Question.begun(user, receipt.code if receipt else "", claim.code if claim else "", key)
        if existing is None:
            return _created(user, text, key, receipt, claim)
        return keep(user, existing, text)


def keep(user: User, question: Question, text: str) -> Question:
    """What stands in the form of an unsent appeal now; of a sent one nothing changes."""
    theirs = (Question.id == question.id) & (Question.partner == user.partner_id)
    Question.update(text=text.strip()).where(theirs, Question.state == "draft").execute()
    return Question.get_by_id(question.id)


def file(user: User, question: Question) -> Question:
    """Send an appeal that was begun; one that was sent already is returned as it is.

    Raises `Refused` for another company's, or a draft that a colleague writes; `Invalid` without words.
    """
    _require_theirs(user, question)
    if question.state != "draft":
        return question
    _require_words(question.text, WORDS_MISSING, "text")
    in_force, now = rules.in_force(), moment.now()
    with db.atomic():
        values = {"state": "open", "asked_by": user, "asked_at": now, "due_at": due_at(in_force, now)}
        sent = Question.update(values).where(Question.id == question.id, Question.state == "draft").execute()
        filed: Question = Question.get_by_id(question.id)
        if sent:
            facts = {"receipt": filed.receipt_code, "registration": filed.registration_code}
            events.record("question.asked", filed, actor=user, facts=facts, text=filed.text, salt=filed.salt)
    return filed


def forget_drafts(now: datetime) -> int:
    """Drop appeals that were begun and never sent, with their files' rows; the sweep then drops the files."""
    before = now - timedelta(days=rules.in_force(now).draft_appeal_days)
    old = Question.select().where(Question.state == "draft", Question.asked_at < before).order_by(Question.id)
    return due.each(due.found(old), _forget)


def answer(by: User, question: Question, text: str) -> Question:
    """A person answers; once. Raises `Refused` (not yours, moved on) and `Invalid` without words."""
    if not may(by, "questions:answer"):
        raise Refused(NOT_A_DECIDER, Kind.NOT_YOURS)
    if by.id == _decided_by(question):
        raise Refused(NOT_THE_DECIDER, Kind.NOT_YOURS)
    _require_words(text, ANSWER_MISSING, "answer")
    now = moment.now()
    with db.atomic():
        changed = (
            Question.update(state="answered", answer=text.strip(), answered_by=by, answered_at=now)
            .where(Question.id == question.id, Question.state == "open")
            .execute()
        )
        if changed != 1:
            raise Refused(ANSWERED)
        answered = Question.get_by_id(question.id)
        events.record("question.answered", answered, actor=by, text=answered.answer, salt=answered.salt)
    return answered


def is_theirs(person: User, question: Question) -> bool:
    """May this person answer it? Whoever decided does not answer an appeal against the decision."""
    return may(person, "questions:answer") and person.id != _decided_by(question)


def is_against_a_decision(question: Question) -> bool:
    """Did a person say no to the claim? Then granting the appeal means taking that back."""
    return _decided_by(question) is not None


def receipt_of(question: Question) -> Receipt | None:
    """The check that the appeal is against; None: it is against a decision."""
    return Receipt.get_or_none(Receipt.code == question.receipt_code) if question.receipt_code else None


def appeal_until(since: datetime, in_force: Rules) -> datetime:
    """The end of the last day for an appeal against an answer of `since`."""
    return clock.end_of_day(clock.local_day(since, in_force.zone) + timedelta(days=in_force.appeal_days), in_force.zone)


def due_at(in_force: Rules, now: datetime) -> datetime:
    return clock.add(clock.of(in_force), now, timedelta(hours=in_force.appeal_business_hours))


def _created(user: User, text: str, key: str, receipt: Receipt | None, claim: Registration | None) -> Question:
    in_force, now = rules.in_force(), moment.now()
    return Question.create(
        code=codes.fresh("Q"), partner=user.partner_id, asked_by=user, asked_at=now, text=text.strip(), state="draft",
        company=_company(receipt, claim), receipt_code=receipt.code if receipt else "",
        registration_code=claim.code if claim else "", salt=events.fresh_salt(), idempotency_key=key,
        assignee=_assignee(receipt, claim, in_force), due_at=due_at(in_force, now),
    )  # fmt: skip


def _require(user: User, in_force: Rules, now: datetime, receipt: Receipt | None, claim: Registration | None) -> None:
    if not may(user, "claims:file"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    since = _refused_since(receipt, claim)
    if since is None:
        raise Refused(NOT_APPEALABLE, Kind.WRONG)
    promised = rules.of_claim(claim) if claim else in_force
    if now > appeal_until(since, promised):
        raise Refused(TOO_LATE, Kind.WRONG, days=promised.appeal_days)


def _refused_since(receipt: Receipt | None, claim: Registration | None) -> datetime | None:
    """When the partner was told no; None when it was not."""
    if claim is not None:
        return claim.ended_at if claim.status in APPEALABLE else None
    return receipt.at if receipt is not None and receipt.verdict == "taken" else None


def _require_theirs(user: User, question: Question) -> None:
    """An appeal is its company's; while it is being written, its writer's alone."""
    is_theirs = may(user, "claims:file") and user.partner_id == question.partner_id
    if not is_theirs or (question.state == "draft" and question.asked_by_id != user.id):
        raise Refused(NOT_YOURS_TO_SEND, Kind.NOT_YOURS)


def _forget(question: Question) -> bool:
    """Gone unless it was sent in this moment. What was done with it stays in the history, without words."""
    with serialised("questions"):
        if not Question.select().where(Question.id == question.id, Question.state == "draft").exists():
            return False
        Evidence.delete().where(Evidence.question == question.id).execute()
        events.record("question.forgotten", question)
        Question.delete().where(Question.id == question.id).execute()
    return True


def _require_words(text: str, missing: str, field: str) -> None:
    if not text.strip():
        raise Invalid({field: missing})
    if len(text) > LONGEST:
        raise Invalid({field: TOO_LONG})


def _company(receipt: Receipt | None, claim: Registration | None) -> str:
    return claim.company if claim else receipt.name if receipt else ""


def _assignee(receipt: Receipt | None, claim: Registration | None, in_force: Rules) -> User | None:
    """By territory; a refusal that a person decided goes to the director, one level up."""
    if claim is not None and claim.status in ("declined", "revoked"):
        return audiences.director() or answers.route(claim, in_force)
    country = claim.country if claim else _country(receipt)
    return audiences.manager_for(country) or next(iter(audiences.owners()), None)


def _country(receipt: Receipt | None) -> str:
    """Where the account is, as typed; else where the partner is at home."""
    if receipt is None or receipt.country or receipt.partner is None:
        return receipt.country if receipt else ""
    return receipt.partner.country


def decision_of(question: Question) -> Decision | None:
    """The no that the appeal is against, when a person or a rule decided a claim; None: it is against a check."""
    refusals = (
        Decision.select()
        .join(Registration)
        .where(Registration.code == question.registration_code, Decision.action.in_(("decline", "revoke")))
    )
    found: Decision | None = refusals.order_by(Decision.id.desc()).first()
    return found


def _decided_by(question: Question) -> int | None:
    """Who said no to the claim in question; None when it was not a person."""
    last = decision_of(question)
    return last.decided_by_id if last else None
