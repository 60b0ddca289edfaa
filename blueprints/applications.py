"""Who asks to become a partner, and what do we answer? The list, and one page per application."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from blueprints import forms, pages, web
from domain import applications, clock, moment, rules
from domain.applications import history
from domain.permissions import may
from domain.refusals import Kind, Refused
from models import Application, Territory

bp = Blueprint("applications", __name__, url_prefix="/applications")

STATES = ("approved", "declined", "withdrawn")


@bp.get("")
def index() -> Response:
    """Those that wait, the oldest answer date first; the others by when they ended."""
    asked = request.args.get("state", "")
    state = asked if asked in STATES else ""
    cut = pages.cut(Application.ended(state) if state else Application.waiting())
    return web.page(
        "applications/index.html", cut=cut, state=state, counts=Application.counts(), left=_left, now=moment.now(),
    )  # fmt: skip


@bp.get("/<code>")
def show(code: str) -> Response:
    return _page(_found(code), {}, {})


@bp.post("/<code>/decision")
def decide(code: str) -> Response:
    """Stale pages and two managers at once read what happened meanwhile (409)."""
    found, action = _found(code), request.form.get("action", "")
    typed = forms.typed("tier", "territory", "approve-text", "reason", "decline-text", longest=4000)
    if action not in ("approve", "decline"):
        return _page(found, typed, {})
    try:
        if action == "approve":
            applications.approve(web.me(), found, typed["tier"], typed["territory"], typed["approve-text"])
        else:
            applications.decline(web.me(), found, typed["reason"], typed["decline-text"])
    except Refused as no:
        return _again(code, action, typed, no)
    return web.go(f"/applications/{code}")


def _again(code: str, action: str, typed: dict[str, str], no: Refused) -> Response:
    if no.kind is Kind.NOT_YOURS:
        raise no
    errors = {f"{action}-text" if name == "text" else name: says for name, says in forms.told(no).items()}
    return _page(_found(code), {**typed, "open": action}, errors, no.kind.value)


def _found(code: str) -> Application:
    found: Application = web.found(Application.visible_to(web.me()), code=code)
    return found


def _left(application: Application) -> Any:
    """Working time until the answer is due; negative when it is late."""
    assert application.due_at is not None
    return clock.until(clock.of(rules.in_force()), moment.now(), application.due_at)


def _page(application: Application, typed: dict[str, str], errors: dict[str, str], status: int = 200) -> Response:
    numbers, is_waiting = rules.in_force(), application.status == "waiting"
    territories = list(Territory.visible_to(web.me()))
    return web.page(
        "applications/show.html", status, application=application, errors=errors, in_force=numbers,
        typed={"tier": "", "territory": _likely(territories, application), **typed},
        alike=applications.lookalikes(application) if is_waiting else [], fit=applications.mail_fit(application),
        known=applications.person_known(application), history=history.of(application),
        left=_left(application) if is_waiting else None, may_decide=may(web.me(), "applications:decide"),
        tiers=[(tier.code, tier.name) for tier in numbers.tiers],
        territories=[(one.name, one.name) for one in territories],
    )  # fmt: skip


def _likely(territories: list[Territory], application: Application) -> str:
    """The territory that the applicant's country belongs to."""
    return next((one.name for one in territories if application.country in one.countries), "")
