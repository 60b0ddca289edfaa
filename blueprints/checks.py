"""A partner's home: the live check, what needs a hand, where one stands, and one's own receipts."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, request
from flask_login import current_user

from blueprints import entry, forms, signing_in, web, words
from domain import checks, home, questions, rules, territories
from domain.checks import Answer, Prospect
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import offer
from models import Partner, Receipt, Registration, User

bp = Blueprint("checks", __name__)

FIELDS = ("name", "domain", "country", "city", "vat", "line")
LONGEST_TYPED = 20_000
"""Characters of a field that come back to the person who typed them, right or wrong."""


@bp.get("/")
def index() -> Response:
    """Home: the check for partners, the sign-in page for whoever is not signed in."""
    if not current_user.is_authenticated:
        return signing_in.new()
    person = web.me()
    if person.role in entry.HOMES:
        return web.go(entry.HOMES[person.role])
    return _page(person, _prospect(person))


@bp.get("/checks")
def again() -> Response:
    """The address that answers a check without script, opened once more."""
    web.me()
    return web.go("/")


@bp.post("/checks")
def create() -> Response:
    """Answer what was typed: the card for htmx, the whole page without script. Names stay out of addresses and logs."""
    person = web.me()
    typed = from_request()
    settled = bool(request.form.get("settled")) or not web.is_htmx()
    if not any((typed.name, typed.domain, typed.vat)) and not settled:
        return web.page("checks/_hint.html", hint="")
    try:
        answer = checks.check(person, typed, settled=settled)
    except Refused as no:
        return _unanswered(person, typed, no, settled=settled)
    if web.is_htmx():
        return web.page("checks/_verdict.html", **_said(person, answer))
    return _page(person, typed, answer)


@bp.get("/checks/receipts")
def receipts() -> Response:
    """The partner's own settled checks."""
    person = web.me()
    return web.page(
        "checks/receipts.html", receipts=list(Receipt.newest_visible_to(person, limit=100)), in_force=rules.in_force(),
        appeal_until=questions.appeal_until,
    )  # fmt: skip


def _prospect(person: User) -> Prospect:
    """What the field begins with: nothing; or the customer of an ended claim that is to be checked again.

    The address names the claim by its code, so that names stay out of logs. Another's is 404.
    """
    code = request.args.get("again", "")
    if not code:
        return Prospect(line=person.last_line)
    claim = web.found(Registration.visible_to(person), code=code)
    return Prospect(
        name=claim.company, domain=claim.domain, country=claim.country, city=claim.city, line=claim.product_line
    )


def from_request() -> Prospect:
    """What was typed, without what cannot be seen."""
    text = {name: web.clean(request.form.get(name), LONGEST_TYPED) for name in FIELDS}
    return Prospect(**{name: value.replace("\n", " ") for name, value in text.items()})


def _unanswered(person: User, typed: Prospect, no: Refused, *, settled: bool) -> Response:
    """No verdict: say what to do, in the place of the card. While somebody types, too little is not wrong yet."""
    if no.kind not in (Kind.WRONG, Kind.OVER_BUDGET):
        raise no
    is_early = isinstance(no, Invalid) and not settled
    hint = next(iter(forms.told(no).values()))
    if web.is_htmx():
        response = web.page("checks/_hint.html", 200 if is_early else no.kind.value, hint=hint)
    else:
        response = _page(person, typed, status=no.kind.value, hint=hint)
    if "retry_after" in no.values:
        response.headers["Retry-After"] = str(no.values["retry_after"])
    return response


def _said(person: User, answer: Answer) -> dict[str, Any]:
    """What the card needs; the same work for every verdict."""
    in_force = rules.in_force()
    words.zone()  # read for every verdict, since only some show a day: the work must not tell
    return {
        "answer": answer,
        "offer": offer.of(cast(Partner, person.partner), in_force),
        "appeal_until": questions.appeal_until(answer.at, in_force),
        "in_force": in_force,
    }


def _page(
    person: User, typed: Prospect, answer: Answer | None = None, *, status: int = 200, hint: str = ""
) -> Response:
    in_force = rules.in_force()
    said = _said(person, answer) if answer else {"answer": None, "in_force": in_force}
    countries = forms.countries(territories.where_sold(in_force, person.partner))
    return web.page(
        "checks/index.html", status, here="/", typed=typed, hint=hint, countries=countries,
        lines=words.options(in_force.lines), home=home.of(person, in_force), **said,
    )  # fmt: skip
