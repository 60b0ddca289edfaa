"""Whose checks look like probing, why, and what can a channel manager do about it?"""

from __future__ import annotations

from flask import Blueprint, Response

from blueprints import forms, web, words
from domain import pauses, probing, rules
from domain.probing.reasons import WORDS
from domain.refusals import Refused
from models import Alarm, CheckPause, Partner, Receipt

bp = Blueprint("alarms", __name__, url_prefix="/alarms")

MOST = 100


@bp.get("")
def index() -> Response:
    """Open ones first, then what was looked into."""
    alarms = list(Alarm.visible_to(web.me()).limit(MOST))
    return web.page(
        "alarms/index.html", alarms=sorted(alarms, key=lambda one: one.state == "closed"), in_force=rules.in_force()
    )


@bp.get("/<code>")
def show(code: str) -> Response:
    return _page(_visible(code))


@bp.post("/<code>/names")
def names(code: str) -> Response:
    """The names behind it; that they were opened stays on record."""
    alarm = _visible(code)
    return _page(alarm, opened=probing.open_names(web.me(), alarm))


@bp.post("/<code>/pause")
def pause(code: str) -> Response:
    """Stop the partner's checks; the alarm stays open until somebody closes it."""
    alarm, typed = _visible(code), forms.typed("reason", longest=600)
    try:
        pauses.begin(web.me(), alarm.partner, typed["reason"])
    except Refused as no:
        return _again(alarm, no, typed)
    return web.go(f"/alarms/{code}")


@bp.post("/<code>/close")
def close(code: str) -> Response:
    """Let the partner go on, with what was found."""
    alarm, typed = _visible(code), forms.typed("note", longest=600)
    try:
        probing.close(web.me(), alarm, typed["note"])
    except Refused as no:
        return _again(_visible(code), no, typed)
    return web.go(f"/alarms/{code}")


def _visible(code: str) -> Alarm:
    alarm: Alarm = web.found(Alarm.visible_to(web.me()), code=code)
    return alarm


def _again(alarm: Alarm, no: Refused, typed: dict[str, str]) -> Response:
    return forms.again("alarms/show.html", no, **_shown(alarm, typed))


def _page(alarm: Alarm, opened: list[Receipt] | None = None) -> Response:
    return web.page("alarms/show.html", errors={}, **_shown(alarm, {}, opened))


def _shown(alarm: Alarm, typed: dict[str, str], opened: list[Receipt] | None = None) -> dict[str, object]:
    return {
        "alarm": alarm, "opened": opened, "pause": CheckPause.of(alarm.partner_id),
        "reasons": [words.translated(WORDS[one["code"]], one) for one in alarm.reasons if one["code"] in WORDS],
        "before": list(Alarm.visible_to(web.me()).where(Partner.id == alarm.partner_id, Alarm.id < alarm.id).limit(5)),
        "typed": {"reason": "", "note": "", **typed}, "in_force": rules.in_force(),
    }  # fmt: skip
