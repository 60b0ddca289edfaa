"""Who works for the vendor, in which territories, and what can be done about a single person?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from blueprints import forms, web, words
from domain import accounts, leaving, lost_factors, moment, people, roles, rules, territories, trainings
from domain.people import Invitation, Part
from domain.permissions import DECIDERS, may
from domain.refusals import Refused
from domain.registrations.hand_over import in_hands_of
from domain.territories import Area
from models import Erasure, SigninLink, Territory, User
from models.users import PARTNER_ROLES, STAFF_ROLES

bp = Blueprint("people", __name__)


@bp.get("/people")
def index() -> Response:
    return web.page("people/index.html", errors={}, **_everyone(web.me()))


@bp.post("/people")
def create() -> Response:
    person, typed = web.me(), forms.typed("name", "email", "role", "locale", longest=300)
    try:
        people.invite(person, Invitation(**typed))
    except Refused as no:
        return forms.again("people/index.html", no, **_everyone(person, **typed))
    return web.go("/people")


@bp.get("/people/<code>")
def show(code: str) -> Response:
    return web.page("people/show.html", errors={}, **_one(_settable(code)))


@bp.post("/people/<code>/invitation")
def invite_again(code: str) -> Response:
    people.invite_again(web.me(), _settable(code))
    return web.go(f"/people/{code}")


@bp.post("/people/<code>/role")
def change_role(code: str) -> Response:
    person, typed = _settable(code), forms.typed("role", "sees", "team", "heir", longest=200)
    to = Part(typed["role"], typed["sees"] or person.sees, typed["team"])
    try:
        roles.change(web.me(), person, to, _successor(typed["heir"]))
    except Refused as no:
        return forms.again("people/show.html", no, **_one(User.get_by_id(person.id), typed))
    return web.go(f"/people/{code}")


@bp.post("/people/<code>/deactivation")
def deactivate(code: str) -> Response:
    person, chosen = _settable(code), forms.typed("successor")["successor"]
    try:
        leaving.deactivate(web.me(), person, _successor(chosen))
    except Refused as no:
        return forms.again("people/show.html", no, **_one(person))
    return web.go(f"/people/{code}")


@bp.post("/people/<code>/reactivation")
def reactivate(code: str) -> Response:
    leaving.reactivate(web.me(), _settable(code))
    return web.go(f"/people/{code}")


@bp.post("/people/<code>/factors")
def reset_factors(code: str) -> Response:
    """For somebody who has lost everything by which they sign in."""
    from blueprints import proofs  # which needs the account page, and that one this module

    person = _settable(code)
    if way := proofs.asked(url_for(".show", code=code)):
        return way
    try:
        lost_factors.reset(web.me(), person)
    except Refused as no:
        return forms.again("people/show.html", no, **_one(person))
    return web.go(f"/people/{code}")


@bp.get("/people/territories/new")
def new_territory() -> Response:
    return web.page("people/territory.html", errors={}, **_area(None, Area()))


@bp.post("/people/territories")
def create_territory() -> Response:
    person, typed = web.me(), _typed_area()
    try:
        territories.add(person, typed)
    except Refused as no:
        return forms.again("people/territory.html", no, **_area(None, typed))
    return web.go("/people")


@bp.get("/people/territories/<int:number>")
def edit_territory(number: int) -> Response:
    found = web.found(Territory.visible_to(web.me()), id=number)
    deputy = found.deputy.code if found.deputy else ""
    return web.page(
        "people/territory.html", errors={},
        **_area(found, Area(found.name, tuple(found.countries), found.manager.code, deputy)),
    )  # fmt: skip


@bp.post("/people/territories/<int:number>")
def update_territory(number: int) -> Response:
    person, typed = web.me(), _typed_area()
    found = web.found(Territory.visible_to(web.me()), id=number)
    try:
        territories.change(person, found, typed)
    except Refused as no:
        return forms.again("people/territory.html", no, **_area(found, typed))
    return web.go("/people")


def refused(person: User, no: Refused, **typed: Any) -> Response:
    """The page of a person once more, for a form on it that was not taken."""
    return forms.again("people/show.html", no, **{**_one(person), **typed})


def _settable(code: str) -> User:
    """404 for who is not visible, 403 for who is not ours to set."""
    person: User = web.found(User.visible_to(web.me()), code=code)
    people.check_may_set(web.me(), person)
    return person


def _everyone(person: User, **typed: str) -> dict[str, Any]:
    staff = (
        User.visible_to(person).where(User.role.in_(STAFF_ROLES)).order_by(User.is_active.desc(), User.name, User.id)
    )
    return {
        "staff": list(staff),
        "invited": SigninLink.invited(),
        "territories": list(Territory.visible_to(person)),
        "has_managers": bool(territories.candidates()),
        "has_deciders": bool(User.with_role(*DECIDERS)),
        "roles": [(role, words.translated(people.ROLE_WORDS[role])) for role in STAFF_ROLES],
        "typed": {"name": "", "email": "", "role": "channel_manager", "locale": words.locale(), **typed},
    }


def _successor(code: str) -> User | None:
    found: User | None = User.visible_to(web.me()).where(User.code == code).get_or_none()
    return found


def _one(person: User, typed: dict[str, str] | None = None) -> dict[str, Any]:
    allowed = PARTNER_ROLES if person.partner_id else STAFF_ROLES
    return {
        "roles": [(role, words.translated(people.ROLE_WORDS[role])) for role in allowed],
        "teams": User.teams_of(person.partner_id) if person.partner_id else [],
        "typed": {"role": person.role, "sees": person.sees, "team": person.team, **(typed or {})},
        "person": person,
        "is_erased": Erasure.of(person) is not None,
        "is_invited": person.id in SigninLink.invited(),
        "factors": accounts.factors.of(person),
        "holds": in_hands_of(person).count(),
        "colleagues": [(one.code, one.name) for one in leaving.colleagues_of(person)],
        "successor": request.form.get("successor", ""),
        "heir": request.form.get("heir", ""),
        **trained(person),
        "passed": {"course": "", "passed_on": "", "valid_until": ""},
    }


def trained(person: User) -> dict[str, Any]:
    """Certificates of a person and what is missing."""
    in_force, now = rules.in_force(), moment.now()
    return {
        "certificates": trainings.held_by(person, in_force, now),
        "lacks": trainings.missing(person, in_force, now) if person.partner_id else [],
        "courses": trainings.known_courses(in_force) if may(web.me(), "trainings:note") else [],
    }


def _typed_area() -> Area:
    typed = forms.typed("name", "manager", "deputy", longest=200)
    return Area(typed["name"], tuple(request.form.getlist("countries")), typed["manager"], typed["deputy"])


def _area(territory: Territory | None, typed: Area) -> dict[str, Any]:
    return {
        "territory": territory,
        "typed": typed,
        "countries": forms.countries(),
        "near": {*typed.countries, *rules.in_force().countries},
        "candidates": [(one.code, one.name) for one in territories.candidates()],
    }
