"""Which partners are there, who works for them, and what can a partner admin do for colleagues?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from blueprints import forms, web, words
from domain import budgets, moment, partners, people, rules
from domain.partners import Company
from domain.people import Invitation
from domain.permissions import may
from domain.refusals import Invalid, Refused
from models import Application, CheckPause, Partner, SigninLink, Territory, User
from models.users import PARTNER_ROLES

bp = Blueprint("partners", __name__)

COMPANY = ("name", "country", "city", "domain", "tier", "territory")


@bp.get("/partners")
def index() -> Response:
    return web.page(
        "partners/index.html",
        rows=partners.overview(),
        in_force=rules.in_force(),
        waiting=Application.waiting().count(),
    )


@bp.get("/partners/new")
def new() -> Response:
    return web.page("partners/edit.html", errors={}, **_form(None, {}))


@bp.post("/partners")
def create() -> Response:
    person, typed = (
        web.me(),
        forms.typed(*COMPANY, "admin_name", "admin_email", "locale", longest=300),
    )
    first = Invitation(typed["admin_email"], typed["admin_name"], "partner_admin", locale=typed["locale"])
    try:
        made = partners.add(person, _company(typed), first)
    except Refused as no:
        return forms.again("partners/edit.html", no, **_form(None, typed))
    return web.go(f"/partners/{made.code}")


@bp.get("/partners/<code>")
def show(code: str) -> Response:
    return web.page("partners/show.html", errors={}, **_one(_visible(code), {}))


@bp.get("/partners/<code>/edit")
def edit(code: str) -> Response:
    partner = _visible(code)
    now = {name: getattr(partner, name) for name in COMPANY}
    return web.page("partners/edit.html", errors={}, **_form(partner, now))


@bp.post("/partners/<code>")
def update(code: str) -> Response:
    partner, typed = _visible(code), forms.typed(*COMPANY, longest=300)
    try:
        partners.change(web.me(), partner, _company(typed))
    except Refused as no:
        return forms.again("partners/edit.html", no, **_form(partner, typed))
    return web.go(f"/partners/{code}")


@bp.post("/partners/<code>/suspension")
def suspend(code: str) -> Response:
    partners.suspend(web.me(), _visible(code))
    return web.go(f"/partners/{code}")


@bp.post("/partners/<code>/restoration")
def restore(code: str) -> Response:
    partners.restore(web.me(), _visible(code))
    return web.go(f"/partners/{code}")


@bp.post("/partners/<code>/people")
def invite(code: str) -> Response:
    partner, typed = _visible(code), forms.typed("name", "email", "role", "sees", "team", "locale", longest=300)
    try:
        people.invite(web.me(), Invitation(**{**typed, "sees": typed["sees"] or "company"}), partner)
    except Invalid as no:
        return forms.again("partners/show.html", no, **_one(partner, typed))
    return web.go(f"/partners/{code}")


def _visible(code: str) -> Partner:
    partner: Partner = web.found(Partner.visible_to(web.me()), code=code)
    return partner


def _company(typed: dict[str, str]) -> Company:
    return Company(**{name: typed[name] for name in COMPANY})


def _form(partner: Partner | None, typed: dict[str, str]) -> dict[str, Any]:
    return {
        "partner": partner,
        "typed": {**dict.fromkeys((*COMPANY, "admin_name", "admin_email"), ""), "locale": words.locale(), **typed},
        "countries": forms.countries(),
        "tiers": [(tier.code, tier.name) for tier in rules.in_force().tiers],
        "territories": [(one.name, one.name) for one in Territory.visible_to(web.me())],
    }


def _one(partner: Partner, typed: dict[str, str]) -> dict[str, Any]:
    me = web.me()
    theirs = User.visible_to(me).where(User.partner == partner).order_by(User.is_active.desc(), User.name, User.id)
    return {
        "partner": partner,
        "theirs": list(theirs),
        "invited": SigninLink.invited(),
        "may_invite": may(me, "partners:set") or may(me, "colleagues:set"),
        "in_force": rules.in_force(),
        "open_claims": partners.open_claims(partner),
        "budget": budgets.limits(partner.id, rules.in_force(), moment.now()),
        "pause": CheckPause.of(partner.id),
        "roles": [(role, words.translated(people.ROLE_WORDS[role])) for role in PARTNER_ROLES],
        "teams": User.teams_of(partner),
        "typed": {
            "name": "",
            "email": "",
            "role": "rep",
            "sees": "company",
            "team": "",
            "locale": words.locale(),
            **typed,
        },
    }
