"""Where does an administrator set the programme? An overview that finds questions, pages of them, a preview."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, request

from blueprints import forms, setting_words, web, words
from domain import rules
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.rules import Rules
from domain.settings import answering, effects, judging, pages, publishing, versions
from domain.settings.kinds import Typed
from domain.settings.prose import LONGEST as LONGEST_PROSE
from domain.settings.publishing import Wanted
from domain.settings.questions import AT_ONCE, CLAIMS, Page, Setting
from domain.words import N_
from models import User

bp = Blueprint("settings", __name__, url_prefix="/settings")

ELSEWHERE = (
    ("/settings/brand", N_("Name, logo and colour"), N_("What does the portal look like, and who stands behind it?")),
    ("/settings/text", N_("Programme rules in words"), N_("The text that partners read, by language.")),
    (
        "/settings/likeness", N_("What a threshold would change"),
        N_("Other numbers for the likeness of names, tried out on your own data."),
    ),
    ("/people", N_("People and territories"), N_("Who works here, and who looks after which countries?")),
    ("/settings/versions", N_("Versions of the rules"), N_("Who changed what, when and why, and the way back.")),
)  # fmt: skip
"""Questions that have pages of their own."""

MOST_FIELDS, LONGEST = 300, 300


@bp.get("")
def index() -> Response:
    person = web.me()
    sought = web.clean(request.args.get("q"), 100)
    latest = versions.latest(person)
    return web.page(
        "settings/index.html", pages=pages.PAGES, elsewhere=_elsewhere(sought), q=sought,
        found=_found(sought) if sought else None, in_force=rules.in_force(), said=setting_words.said, latest=latest,
    )  # fmt: skip


@bp.get("/<slug>")
def show(slug: str) -> Response:
    page, in_force = _page(slug), rules.in_force()
    return _form(page, answering.shown(page, in_force), in_force)


@bp.post("/<slug>")
def preview(slug: str) -> Response:
    """What the answers would change; nothing is changed yet."""
    person, page = web.me(), _page(slug)
    typed, in_force = _typed(page), rules.in_force()
    if seen() != in_force.number:
        return _moved_on(person, page, typed, in_force)
    if {"edit", "more"} & request.form.keys():
        return _form(page, typed, in_force)
    try:
        after = answering.read(page, typed, in_force)
        if not answering.changes(in_force, after):
            raise Invalid({forms.WHOLE: publishing.NOTHING})
    except Invalid as wrong:
        return _form(page, typed, in_force, setting_words.told(wrong))
    return _preview(page, typed, in_force, after)


@bp.post("/<slug>/publication")
def publish(slug: str) -> Response:
    person, page = web.me(), _page(slug)
    typed, in_force, note = _typed(page), rules.in_force(), web.clean(request.form.get("note"), 1000)
    if seen() != in_force.number:
        return _moved_on(person, page, typed, in_force)
    try:
        after = answering.read(page, typed, in_force)
        version = publishing.publish(person, Wanted(after, seen(), note))
    except Invalid as wrong:
        if "note" in wrong.errors:
            return _preview(page, typed, in_force, after, note, forms.told(wrong))
        return _form(page, typed, in_force, setting_words.told(wrong))
    except Refused as no:
        if no.kind is not Kind.MOVED_ON:
            raise
        return _moved_on(person, page, typed, rules.in_force())
    return web.go(f"/settings/versions/{version.number}")


def regions(country: str) -> list[tuple[str, str]]:
    """Parts of a country, by the codes that its calendars use."""
    return [("", words.translated(N_("none"))), *judging.regions(country).items()]


def changed_rows(changes: list[answering.Change], before: Rules, after: Rules) -> list[dict[str, Any]]:
    """What is said of each change: question, old words, new words, and of lists what came and went."""
    return [_row(change, before, after) for change in changes]


def _row(change: answering.Change, before: Rules, after: Rules) -> dict[str, Any]:
    setting, came, went = change.setting, [], []
    if isinstance(change.old, tuple) and setting.kind.form not in ("steps", "span"):
        old = setting_words.item_words(setting, change.old, before)
        new = setting_words.item_words(setting, change.new, after)
        came, went = [item for item in new if item not in old], [item for item in old if item not in new]
    return {
        "setting": setting, "page": pages.of(setting.name), "came": came, "went": went,
        "old": setting_words.said(setting, change.old, before), "new": setting_words.said(setting, change.new, after),
    }  # fmt: skip


def _page(slug: str) -> Page:
    return pages.named(slug) or abort(404)


def seen() -> int:
    """The number of the version that the form was filled from; 0 for none."""
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _typed(page: Page) -> dict[str, tuple[str, ...]]:
    """All that was typed into the fields of this page."""
    names = answering.shown(page, Rules())
    prose = {setting.name for setting in page.settings if setting.kind.form == "prose"}
    return {name: _prose(name) if name in prose else _cleaned(name) for name in names}


def _prose(name: str) -> tuple[str, ...]:
    return (web.clean(request.form.get(name), LONGEST_PROSE + 1),)


def _cleaned(name: str) -> tuple[str, ...]:
    return tuple(web.clean(text, LONGEST).replace("\n", " ") for text in request.form.getlist(name)[:MOST_FIELDS])


def _form(
    page: Page, typed: Typed, in_force: Rules, errors: Mapping[str, str] | None = None, status: int = 422, **more: Any
) -> Response:
    """The questions of a page with what was typed, and what is wrong with it."""
    context: dict[str, Any] = {
        "page": page, "typed": typed, "errors": errors or {}, "summary": _summary(page, errors or {}),
        "in_force": in_force, "words": setting_words, "listed": _listed(page, typed),
        "may_set": may(web.me(), "programme:set"), "theirs": [], "others": "",
        "spare": 8 if "more" in request.form else 2, "near": in_force.countries,
    }  # fmt: skip
    return web.page("settings/show.html", status if errors else 200, **{**context, **more})


def _preview(
    page: Page, typed: Typed, before: Rules, after: Rules, note: str = "", errors: Mapping[str, str] | None = None
) -> Response:
    changes = answering.changes(before, after)
    rows = changed_rows(changes, before, after)
    return web.page(
        "settings/preview.html", 422 if errors else 200, page=page, typed=typed, in_force=before, note=note,
        errors=errors or {}, effects=effects.of(changes, before, after),
        parts=[(what, [row for row in rows if row["setting"].counts == what]) for what in (CLAIMS, AT_ONCE)],
    )  # fmt: skip


def _moved_on(person: User, page: Page, typed: Typed, now: Rules) -> Response:
    """Somebody was faster: what was typed is kept, what they changed is shown, the form goes on from there."""
    began = versions.numbers_of(seen(), person) or now
    merged, theirs = answering.merged(page, typed, began, now)
    latest = versions.latest(person)
    author = latest.created_by.name if latest and latest.created_by else ""
    says = words.translated(publishing.MOVED_ON, {"number": now.number})
    return _form(
        page, merged, now, {forms.WHOLE: says}, Kind.MOVED_ON.value, theirs=changed_rows(theirs, began, now),
        others=author,
    )  # fmt: skip


def _summary(page: Page, errors: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, each with its question: many answers are wrong in the same words."""
    asked = {setting.name: words.translated(setting.asks) for setting in page.settings}
    return {name: f"{asked[name]} {says}" if name in asked else says for name, says in errors.items()}


def _listed(page: Page, typed: Typed) -> dict[str, list[tuple[str, str]]]:
    """The options of the long lists of this page, in the reader's words."""
    found = {}
    for setting in page.settings:
        source = getattr(setting.kind, "source", "")
        if source == "zone":
            found[setting.name] = [(zone, zone.replace("_", " ")) for zone, _ in setting.kind.options]  # type: ignore[attr-defined]
        elif source == "currency":
            found[setting.name] = list(setting.kind.options)  # type: ignore[attr-defined]
        elif source == "country":
            found[setting.name] = [("", words.translated(N_("none"))), *forms.countries()]
        elif source == "region":
            found[setting.name] = regions(next(iter(typed.get("holiday_country", ())), ""))
        elif setting.kind.form == "countries":
            found[setting.name] = forms.countries()
        elif setting.name == "languages":
            found[setting.name] = [(code, setting_words.language_name(code)) for code, _ in setting.kind.options]  # type: ignore[attr-defined]
    return found


def _found(sought: str) -> list[tuple[Page, Setting]]:
    """Questions that hold all the words, also in what they say and on whose page they stand."""
    return [
        (page, setting)
        for page in pages.PAGES
        for setting in page.settings
        if _holds(sought, setting.asks, setting.says, page.title)
    ]


def _elsewhere(sought: str) -> list[tuple[str, str, str]]:
    return [row for row in ELSEWHERE if not sought or _holds(sought, row[1], row[2])]


def _holds(sought: str, *marked: str) -> bool:
    text = _plain(" ".join(words.translated(part) for part in marked))
    return all(word in text for word in _plain(sought).split())


def _plain(text: str) -> str:
    """Letters without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
