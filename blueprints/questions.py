"""An appeal: asked by a partner, answered by a person."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request, url_for

from blueprints import evidence, forms, web, words
from blueprints.evidence import RefusedFile
from domain import evidence_findings, moment, questions, rules
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import drafts
from domain.words import N_
from models import Question, Receipt, Registration, User

REFUSED_FILE = {"files": N_("Remove the file that was refused, or choose another")}
bp = Blueprint("questions", __name__, url_prefix="/questions")


@bp.get("")
def index() -> Response:
    """A partner's appeals; staff find theirs in the queue."""
    person = web.me()
    if person.is_staff:
        return web.go("/queue?which=questions")
    sent = Question.visible_to(person).where(Question.state != "draft").order_by(Question.id.desc()).limit(100)
    return web.page("questions/index.html", questions=list(sent))


@bp.get("/new")
def new() -> Response:
    """The form; with what was typed into it before, and the appeal itself when it was sent already."""
    person = web.me()
    receipt, claim = _about(person, request.args.to_dict())
    begun = _begun(person, receipt, claim)
    if begun is not None and begun.state != "draft":
        return web.go(url_for(".show", code=begun.code))
    typed = {"text": begun.text, "key": begun.idempotency_key} if begun else {"text": "", "key": drafts.fresh_key()}
    return _form(typed, receipt, claim, question=begun)


@bp.post("")
def create() -> Response:
    """File the appeal. What is wrong comes back with all that was typed and attached."""
    person = web.me()
    typed = _typed()
    receipt, claim = _about(person, typed)
    again = partial(_form, typed, receipt, claim)
    try:
        question = questions.begin(person, typed["text"], typed["key"], receipt=receipt, claim=claim)
        refused = evidence.take(person, question=question)
        if refused:
            return again(
                {name: words.translated(says) for name, says in REFUSED_FILE.items()},
                422,
                question=question,
                refused=refused,
            )
        question = questions.file(person, question)
    except Refused as wrong:
        if wrong.kind is Kind.NOT_YOURS:
            raise
        return again(forms.told(wrong), wrong.kind.value, question=_begun(person, receipt, claim))
    return web.go(url_for(".show", code=question.code))


@bp.post("/evidence")
def add_to_form() -> Response:
    """Files for an appeal that is still being written: its key keeps them together."""
    person = web.me()
    typed = _typed()
    receipt, claim = _about(person, typed)
    question = questions.begin(person, typed["text"], typed["key"], receipt=receipt, claim=claim)
    refused = evidence.take(person, question=question)
    files = evidence_findings.of_question(question, rules.in_force())
    return web.page("evidence/_files.html", files=files, refused=refused, claim=evidence.UNSENT)


@bp.get("/<code>")
def show(code: str) -> Response:
    question = web.found(Question.visible_to(web.me()), code=code)
    if question.state == "draft":
        return web.go(
            url_for(".new", receipt=question.receipt_code or None, registration=question.registration_code or None)
        )
    return _show(question, {}, {})


@bp.post("/<code>/answer")
def answer(code: str) -> Response:
    question = web.found(Question.visible_to(web.me()), code=code)
    person = web.me()
    typed = forms.typed("answer", longest=20_000)
    try:
        questions.answer(person, question, typed["answer"])
    except Invalid as wrong:
        return _show(question, typed, forms.told(wrong), 422)
    except Refused as refused:
        if refused.kind.value == 403:
            raise
        current = web.found(Question.visible_to(person), code=code)
        return _show(current, typed, forms.told(refused), 409)
    return web.go("/queue")


@bp.post("/<code>/evidence")
def add(code: str) -> Response:
    """More proof, while the appeal is open."""
    person = web.me()
    question = web.found(Question.visible_to(person), code=code)
    refused = evidence.take(person, question=question)
    if web.is_htmx():
        files = evidence_findings.of_question(question, rules.in_force())
        return web.page("evidence/_files.html", files=files, refused=refused, claim=evidence.SENT)
    return _show(question, {}, {}, 422, refused=refused) if refused else web.go(url_for(".show", code=code))


def _about(person: User, said: dict[str, str]) -> tuple[Receipt | None, Registration | None]:
    """The receipt or the refused claim that the appeal is about; 404 for others' and for none."""
    if said.get("registration"):
        return None, web.found(Registration.visible_to(person), code=said["registration"])
    return web.found(Receipt.visible_to(person), code=said.get("receipt", "")), None


def _typed() -> dict[str, str]:
    typed = forms.typed("text", "key", "receipt", "registration", longest=20_000)
    return {**typed, "key": typed["key"][:80] or drafts.fresh_key()}


def _begun(person: User, receipt: Receipt | None, claim: Registration | None) -> Question | None:
    return Question.begun(person, receipt.code if receipt else "", claim.code if claim else "")


def _form(
    typed: dict[str, str], receipt: Receipt | None, claim: Registration | None,
    errors: dict[str, str] | None = None, status: int = 200, *,
    question: Question | None = None, refused: list[RefusedFile] | None = None,
) -> Response:  # fmt: skip
    in_force = rules.in_force()
    return web.page(
        "questions/new.html", status, typed=typed, receipt=receipt, errors=errors or {}, in_force=in_force,
        company=claim.company if claim else receipt.name if receipt else "", refused=refused or [], claim=claim,
        files=evidence_findings.of_question(question, in_force) if question else [], kept=evidence.UNSENT,
        due_at=questions.due_at(in_force, moment.now()),
    )  # fmt: skip


def _show(
    question: Question, typed: dict[str, str], errors: dict[str, str], status: int = 200, *,
    refused: list[RefusedFile] | None = None,
) -> Response:  # fmt: skip
    return web.page(
        "questions/show.html", status, question=question, typed=typed, errors=errors, refused=refused or [],
        files=evidence_findings.of_question(question, rules.in_force()), receipt=questions.receipt_of(question),
        in_force=rules.in_force(), sent=evidence.SENT, made=questions.decision_of(question),
        is_theirs=questions.is_theirs(web.me(), question), is_decided=questions.is_against_a_decision(question),
    )  # fmt: skip
