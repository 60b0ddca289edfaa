"""What would other thresholds of likeness change? A page on the vendor's own data, before anything is saved."""

from __future__ import annotations

from flask import Blueprint, Response, request

from blueprints import charts, setting_words, web
from domain import rules
from domain.permissions import may
from domain.refusals import Invalid
from domain.rules import Rules
from domain.settings import answering, likeness, pages
from domain.settings.likeness import Trial
from domain.settings.pages.clashes import CLASHES

bp = Blueprint("thresholds", __name__)

NUMBERS = ("same_score", "similar_score")
FIRST, LAST, STEP = 50, 100, 2
BANDS = ((95, 100), (90, 94), (85, 89), (80, 84), (75, 79), (70, 74), (60, 69), (50, 59), (0, 49))


@bp.get("/settings/likeness")
def show() -> Response:
    """The numbers in force, or those in the address."""
    person, in_force = web.me(), rules.in_force()
    shown = answering.shown(CLASHES, in_force)
    typed = shown | {name: (web.clean(request.args[name], 20),) for name in NUMBERS if name in request.args}
    try:
        after = answering.read(CLASHES, typed, in_force)
    except Invalid as wrong:
        return _page(in_force, in_force, typed, None, setting_words.told(wrong))
    with_checks = bool(request.args.get("checks"))
    return _page(in_force, after, typed, likeness.try_out(person, in_force, after, with_checks=with_checks))


def _page(
    before: Rules, after: Rules, typed: dict[str, tuple[str, ...]], trial: Trial | None,
    errors: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    settings = [pages.SETTINGS[name] for name in NUMBERS]
    is_changed = any(getattr(before, name) != getattr(after, name) for name in NUMBERS)
    return web.page(
        "settings/likeness.html", 422 if errors else 200,
        here="/account" if may(web.me(), "programme:see") else "/queue", typed=typed,
        errors=errors or {}, in_force=before, after=after, settings=settings, words=setting_words,
        trial=trial, drawn=_drawn(trial, before, after) if trial else None, bands=_bands(trial) if trial else [],
        is_changed=is_changed, with_checks=bool(request.args.get("checks")), page=CLASHES, listed={},
    )  # fmt: skip


def _drawn(trial: Trial, before: Rules, after: Rules) -> charts.Histogram:
    old, new = ([getattr(one, name) for name in NUMBERS] for one in (before, after))
    return charts.histogram(trial.best, FIRST, LAST, STEP, old, [number for number in new if number not in old])


def _bands(trial: Trial) -> list[tuple[int, int, int]]:
    return [(low, high, sum(1 for score in trial.best if low <= score <= high)) for low, high in BANDS]
