"""A partner's home: the live check, what needs a hand, where one stands; and the log of checks."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from blueprints import forms, web, words
from domain import check_log, checks, home, moment, questions, rules
from domain.checks import Answer, Prospect
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import offer
from models import Partner, Receipt, User

bp = Blueprint("checks", __name__)

FIELDS = ("name", "domain", "country", "city", "line")


@bp.get("/")
def index() -> Response:
    person = web.me()
    if person.is_staff:
        return web.go("/queue" if may(person, "registrations:decide") else "/people")
    return _page(person, Prospect(line=person.last_line))


@bp.post("/checks")
def create() -> Response:
    """Answer what was typed: the card for htmx, the whole page without script. Names stay out of addresses and logs."""
    person = web.allowed("checks:make")
    typed, settled = _typed(), bool(request.form.get("settled"))
    try:
        answer = checks.check(person, typed, settled=settled)
    except Invalid as wrong:
        return _unanswered(person, typed, wrong, 422 if settled else 200)
    except Refused as refused:
        if refused.kind is not Kind.OVER_BUDGET:
            raise
        return _unanswered(person, typed, refused, 429)
    return _page(person, typed, answer) if not web.is_htmx() else web.page("checks/_answer.html", **_said(person, answer))


@bp.get("/checks/receipts")
def receipts() -> Response:
    """The partner's own settled checks."""
    person = web.allowed("claims:file")
    return web.page("checks/receipts.html", receipts=list(Receipt.visible_to(person).order_by(Receipt.id.desc()).limit(100)))


@bp.get("/checks/log")
def log() -> Response:
    """Who checked, when, with which answer. Names are folded; every look is noted."""
    person = web.allowed("checks:read_log")
    partner = Partner.visible_to(person).where(Partner.code == request.args.get("partner", "")).get_or_none()
    check_log.note_reading(person, partner)
    return _log_page(person, partner, {}, {})


@bp.post("/checks/log")
def unfold() -> Response:
    """Open the names of one partner's checks, for a reason that stays on record."""
    person = web.allowed("checks:read_log")
    partner = web.found(Partner.visible_to(person), code=request.form.get("partner", ""))
    typed = forms.typed("reason")
    try:
        check_log.unfold(person, partner, typed["reason"])
    except Invalid as wrong:
        return _log_page(person, partner, typed, forms.told(wrong), 422)
    return _log_page(person, partner, {}, {}, names=True)


def _typed() -> Prospect:
    return Prospect(**{name: web.clean(request.form.get(name), checks.LONGEST + 1).replace("\n", " ") for name in FIELDS})


def _unanswered(person: User, typed: Prospect, refused: Refused, status: int) -> Response:
    """No verdict: say what to do, in the place of the card."""
    says = forms.told(refused)
    context = {"hint": next(iter(says.values()))}
    if web.is_htmx():
        response = web.page("checks/_hint.html", status, **context)
    else:
        response = _page(person, typed, status=status, **context)
    if "retry_after" in refused.values:
        response.headers["Retry-After"] = str(refused.values["retry_after"])
    return response


def _said(person: User, answer: Answer) -> dict[str, Any]:
    """What the card needs; the same keys for every verdict."""
    in_force = rules.in_force()
    words.zone()  # read for every verdict, since only some show a day: the work must not tell
    return {
        "answer": answer,
        "offer": offer.of(person.partner, in_force) if person.partner else None,
        "appeal_until": questions.appeal_until(answer.at, in_force),
        "in_force": in_force,
    }


def _page(person: User, typed: Prospect, answer: Answer | None = None, *, status: int = 200, hint: str = "") -> Response:
    in_force = rules.in_force()
    context = _said(person, answer) if answer else {"answer": None, "in_force": in_force}
    return web.page(
        "checks/index.html", status, typed=typed, hint=hint, countries=_countries(in_force),
        needs=home.needs(person, in_force) if person.partner else [],
        stand=home.stand(person, in_force) if person.partner else None, **context,
    )  # fmt: skip


def _countries(in_force: rules.Rules) -> list[tuple[str, str]]:
    return sorted(((code, words.country(code)) for code in in_force.countries), key=lambda pair: pair[1])


def _log_page(
    person: User, partner: Partner | None, typed: dict[str, str], errors: dict[str, str], status: int = 200, *, names: bool = False
) -> Response:
    rows = check_log.rows(person, partner)
    return web.page(
        "checks/log.html", status, rows=rows, partner=partner, names=names, typed=typed, errors=errors,
        partners=list(Partner.visible_to(person).order_by(Partner.name)), readings=check_log.readings(person),
        today=moment.now(),
    )  # fmt: skip
