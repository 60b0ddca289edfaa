"""How does an empty portal become a programme? One page, opened by the link that the command line prints."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from flask import Blueprint, Response, request

from blueprints import entry, forms, web
from domain import accounts, programme
from domain.programme import Founding
from domain.refusals import Refused
from domain.rules import Rules

bp = Blueprint("set_up", __name__)

FIELDS = ("vendor", "legal_name", "country", "zone", "currency", "lines", "name", "email")
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


@bp.get("/set-up/<token>")
def new(token: str) -> Response:
    link = accounts.living_link(token, web.config().key())
    if link is None or link.purpose != "first" or programme.is_set_up():
        return _dead(410)
    return web.page("account/set_up.html", errors={}, **_form(token, dict.fromkeys(FIELDS, "")))


@bp.post("/set-up/<token>")
def create(token: str) -> Response:
    typed = forms.typed(*FIELDS, longest=6000)
    given = {name: typed[name] for name in FIELDS if name != "lines"}
    founding = Founding(**given, lines=tuple(typed["lines"].splitlines()), password=request.form.get("password", ""))
    try:
        person, key = programme.set_up(
            token, web.config().key(), founding, request.user_agent.string
        )  # fmt: skip
    except Refused as no:
        if no.message in (accounts.DEAD_LINK, programme.IS_SET_UP):
            return _dead(no.kind.value)
        return forms.again("account/set_up.html", no, **_form(token, typed))
    return entry.let_in(person, key)


def _dead(status: int) -> Response:
    return web.page("account/dead_set_up.html", status, is_set_up=programme.is_set_up())


def _form(token: str, typed: dict[str, str]) -> dict[str, Any]:
    return {
        "token": token,
        "typed": {**typed, "zone": typed["zone"] or "Europe/Berlin", "currency": typed["currency"] or "EUR"},
        "numbers": Rules(),
        "countries": forms.countries(),
        "zones": [(zone, zone.replace("_", " ")) for zone in ZONES],
        "currencies": [(code, code) for code in programme.CURRENCIES],
    }
