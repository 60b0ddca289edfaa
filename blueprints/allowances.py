"""How does a manager give one partner more names, or let a paused one check again?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from blueprints import forms, web
from domain import allowances, budgets, moment, pauses, rules
from domain.allowances import Wanted
from domain.refusals import Refused
from domain.settings.kinds import number
from models import Partner

bp = Blueprint("allowances", __name__, url_prefix="/partners/<code>")

NUMBERS = ("per_person", "per_day", "per_month")


@bp.get("/allowance")
def edit(code: str) -> Response:
    """The form, filled with what holds now."""
    partner = _visible(code)
    now = budgets.limits(partner.id, rules.in_force(), moment.now())
    held = {name: str(getattr(now, name)) for name in NUMBERS}
    return web.page("allowances/edit.html", errors={}, **_form(partner, held))


@bp.post("/allowance")
def update(code: str) -> Response:
    partner, typed = _visible(code), forms.typed(*NUMBERS, "until", "reason", longest=600)
    numbers = {name: number(typed[name]) for name in NUMBERS}
    try:
        allowances.give(
            web.me(), partner, Wanted(**numbers, until=web.typed_date(typed["until"]), reason=typed["reason"])
        )
    except Refused as no:
        return forms.again("allowances/edit.html", no, **_form(partner, typed))
    return web.go(f"/partners/{code}")


@bp.post("/allowance/end")
def end(code: str) -> Response:
    allowances.end(web.me(), _visible(code))
    return web.go(f"/partners/{code}")


@bp.post("/checks/resume")
def resume(code: str) -> Response:
    pauses.end(web.me(), _visible(code))
    return web.go(f"/partners/{code}")


def _visible(code: str) -> Partner:
    partner: Partner = web.found(Partner.visible_to(web.me()), code=code)
    return partner


def _form(partner: Partner, typed: dict[str, str]) -> dict[str, Any]:
    in_force, now = rules.in_force(), moment.now()
    return {
        "partner": partner, "typed": {**dict.fromkeys((*NUMBERS, "until", "reason"), ""), **typed},
        "usual": budgets.limits(None, in_force, now), "now_held": budgets.limits(partner.id, in_force, now),
        "most_days": allowances.LONGEST_DAYS, "in_force": in_force,
    }  # fmt: skip
