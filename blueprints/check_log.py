"""What may channel staff see of checks? The log with folded names, names for a reason, and a check with its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, request

from blueprints import checks as partner_checks
from blueprints import forms, web, words
from domain import check_log, checks, rules, territories
from domain.check_log import Part
from domain.checks import Prospect
from domain.judgements import known as judgements
from domain.lookup import Finding
from domain.matching.index import Entry
from domain.permissions import may
from domain.refusals import Invalid
from models import Partner, Reading, Registration, User

bp = Blueprint("check_log", __name__)


@bp.get("/checks/log")
def index() -> Response:
    """Who checked, when, with which answer. Names are folded; every look is noted."""
    person = web.me()
    part = _part(person, request.args.get("partner", ""), request.args.get("day", ""))
    check_log.note_look(person, part)
    return _page(person, part, {}, {})


@bp.post("/checks/log/reading")
def create() -> Response:
    """Open the names of one day or one partner, for a reason that stays on record."""
    person = web.me()
    part = _part(person, request.form.get("partner", ""), request.form.get("day", ""))
    typed = forms.typed("why", "reason")
    try:
        check_log.open_names(person, part, typed["why"], typed["reason"])
    except Invalid as wrong:
        return _page(person, part, typed, forms.told(wrong), 422)
    return _page(person, part, {}, {}, is_open=True)


@bp.get("/queue/check")
def new() -> Response:
    """The same check as partners make, with scores and causes: staff alone."""
    return _explained(Prospect())


@bp.post("/queue/check")
def explain() -> Response:
    typed = partner_checks.from_request()
    try:
        return _explained(typed, checks.explain(typed))
    except Invalid as wrong:
        return _explained(typed, None, forms.told(wrong), 422)


def _part(person: User, code: str, day: str) -> Part:
    """The day and the partner that are looked at; 404 for a partner that there is not."""
    partner = web.found(Partner.visible_to(person), code=code) if code else None
    return Part(web.typed_date(day) if day else None, partner)


def _page(
    person: User, part: Part, typed: dict[str, str], errors: dict[str, str], status: int = 200, *, is_open: bool = False
) -> Response:
    in_force = rules.in_force()
    return web.page(
        "checks/log.html", status, here="/queue", part=part, rows=check_log.rows(person, part, in_force),
        is_open=is_open, typed=typed, errors=errors, in_force=in_force,
        why=[(code, words.translated(says)) for code, says in check_log.WHY.items()],
        partners=[(one.code, one.name) for one in Partner.visible_to(person).order_by(Partner.name)],
        readings=list(Reading.newest_visible_to(person, 20)),
    )  # fmt: skip


def _explained(
    typed: Prospect, look: checks.Look | None = None, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    in_force = rules.in_force()
    return web.page(
        "checks/explain.html", status, here="/queue", typed=typed, look=look, errors=errors or {},
        links=_links([*look.findings, *look.begun]) if look else {},
        judged=_judged(typed, look.findings if look else []),
        countries=forms.countries(territories.where_sold(in_force)),
        lines=words.options(in_force.lines),
    )  # fmt: skip


def _judged(typed: Prospect, findings: list[Finding]) -> set[tuple[str, int]]:
    """Of which of them this person may say whether it is the company that was typed."""
    ours = judgements.side_of(typed.company)
    return {
        (found.kind, found.ref)
        for found in findings
        if found.kind != "opportunity" and may(web.me(), "aliases:set")
        and judgements.may_be_judged(ours, judgements.side_of(found.company))
        and found.likeness.reasons[0].code not in ("said_same", "said_different")
    }  # fmt: skip


def _links(findings: Sequence[Finding | Entry]) -> dict[tuple[str, int], str]:
    """Where a claim that looks alike is shown."""
    refs = [found.ref for found in findings if found.kind == "claim"]
    claims = Registration.visible_to(web.me()).where(Registration.id.in_([*refs, 0]))
    return {("claim", claim.id): f"/registrations/{claim.code}" for claim in claims}
