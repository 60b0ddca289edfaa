"""An appeal: asked by a partner, answered by a person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from blueprints import evidence, forms, web
from domain import moment, questions, rules
from domain.refusals import Invalid, Refused
from domain.registrations import drafts
from models import Evidence, Question, Receipt, Registration, User

bp = Blueprint("questions", __name__, url_prefix="/questions")


@bp.get("")
def index() -> Response:
    """A partner's appeals; staff find theirs in the queue."""
    person = web.me()
    if person.is_staff:
        return web.go("/queue?which=questions")
    newest = Question.visible_to(person).order_by(Question.id.desc()).limit(100)
    return web.page("questions/index.html", questions=list(newest))


@bp.get("/new")
def new() -> Response:
    person = web.allowed("claims:file")
    return _form(person, {"text": "", "key": drafts.fresh_key()}, *_about(person, request.args.to_dict()))


@bp.post("")
def create() -> Response:
    person = web.allowed("claims:file")
    typed = forms.typed("text", "key", "receipt", "registration", longest=questions.LONGEST + 1)
    receipt, claim = _about(person, typed)
    try:
        question = questions.ask(
            person, typed["text"], typed["key"] or drafts.fresh_key(), receipt=receipt, claim=claim
        )
    except Refused as wrong:
        if wrong.kind.value == 403:
            raise
        return _form(person, typed, receipt, claim, forms.told(wrong), wrong.kind.value)
    refused = evidence.take(person, question=question)
    if refused:
        return _show(person, question, {}, {}, 422, refused=refused)
    return web.go(url_for(".show", code=question.code))


@bp.get("/<code>")
def show(code: str) -> Response:
    person = web.me()
    return _show(person, web.found(Question.visible_to(person), code=code), {}, {})


@bp.post("/<code>/answer")
def answer(code: str) -> Response:
    question = web.found(Question.visible_to(web.me()), code=code)
    person = web.allowed("questions:answer")
    typed = forms.typed("answer", longest=questions.LONGEST + 1)
    try:
        questions.answer(person, question, typed["answer"])
    except Invalid as wrong:
        return _show(person, question, typed, forms.told(wrong), 422)
    except Refused as refused:
        if refused.kind.value == 403:
            raise
        current = web.found(Question.visible_to(person), code=code)
        return _show(person, current, typed, forms.told(refused), 409)
    return web.go("/queue")


@bp.post("/<code>/evidence")
def add(code: str) -> Response:
    """More proof, while the appeal is open."""
    person = web.allowed("claims:file")
    question = web.found(Question.visible_to(person), code=code)
    refused = evidence.take(person, question=question)
    return _show(person, question, {}, {}, 422, refused=refused) if refused else web.go(url_for(".show", code=code))


def _about(person: User, said: dict[str, str]) -> tuple[Receipt | None, Registration | None]:
    """The receipt or the refused claim that the appeal is about; 404 for others' and for none."""
    if said.get("registration"):
        return None, web.found(Registration.visible_to(person), code=said["registration"])
    return web.found(Receipt.visible_to(person), code=said.get("receipt", "")), None


def _form(
    person: User, typed: dict[str, str], receipt: Receipt | None, claim: Registration | None,
    errors: dict[str, str] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    in_force = rules.in_force()
    return web.page(
        "questions/new.html", status, typed=typed, receipt=receipt, claim=claim, errors=errors or {}, in_force=in_force,
        company=claim.company if claim else receipt.name if receipt else "", due_at=questions.due_at(in_force, moment.now()),
    )  # fmt: skip


def _show(
    person: User,
    question: Question,
    typed: dict[str, str],
    errors: dict[str, str],
    status: int = 200,
    *,
    refused: Any = (),
) -> Response:
    return web.page(
        "questions/show.html", status, question=question, typed=typed, errors=errors, refused=list(refused),
        files=list(Evidence.of_question(question)),
    )  # fmt: skip
