"""How are the programme rules written? Their text by language, with names for the numbers, a preview, a version."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from blueprints import forms, setting_words, web, words
from blueprints.settings import seen
from domain import rules, wording
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.settings import publishing, versions
from domain.settings.publishing import Wanted
from domain.words import LANGUAGES
from models import RulesVersion, Vendor

bp = Blueprint("rule_text", __name__, url_prefix="/settings/text")


@bp.get("")
def edit() -> Response:
    version = _in_force()
    return _form(version, wording.of(version).get(_language(), ""))


@bp.post("")
def preview() -> Response:
    version, text = _in_force(), _typed()
    if seen() != version.number:
        return _moved_on(version, text)
    if "edit" in request.form:
        return _form(version, text)
    try:
        if _language() == "en" or text:  # another language can be taken out, English cannot
            wording.require(text)
        if text == wording.of(version).get(_language(), ""):
            raise Invalid({"text": publishing.NOTHING})
    except Invalid as wrong:
        return _form(version, text, wrong)
    return _preview(version, text)


@bp.post("/publication")
def publish() -> Response:
    person = web.me()
    version, text, note = _in_force(), _typed(), web.clean(request.form.get("note"), 1000)
    try:
        if _language() == "en" or text:
            wording.require(text)
        made = publishing.publish(person, Wanted(rules.of(version), seen(), note, {_language(): text}))
    except Invalid as wrong:
        if "note" in wrong.errors:
            return _preview(version, text, note, wrong)
        return _form(version, text, wrong)
    except Refused as no:
        if no.kind is not Kind.MOVED_ON:
            raise
        return _moved_on(_in_force(), text)
    return web.go(f"/settings/versions/{made.number}")


def _in_force() -> RulesVersion:
    found = versions.numbered(rules.in_force().number, web.me())
    assert found is not None
    return found


def _language() -> str:
    """The language whose text is being written."""
    asked = request.values.get("language", "")
    return asked if asked in LANGUAGES else "en"


def _typed() -> str:
    return web.clean(request.form.get("text"), wording.LONGEST + 1)


def _form(version: RulesVersion, text: str, wrong: Refused | None = None) -> Response:
    return web.page(
        "settings/text.html", wrong.kind.value if wrong else 200, errors=forms.told(wrong) if wrong else {}, text=text,
        version=version, languages=_languages(), language=_language(), names=_names(version),
        may_set=may(web.me(), "programme:set"), written=wording.of(version),
    )  # fmt: skip


def _preview(version: RulesVersion, text: str, note: str = "", wrong: Invalid | None = None) -> Response:
    numbers, old = rules.of(version), wording.of(version).get(_language(), "")
    return web.page(
        "settings/text_preview.html", wrong.kind.value if wrong else 200, errors=forms.told(wrong) if wrong else {},
        text=text, version=version, language=_language(), note=note, pieces=wording.difference(old, text),
        filled=wording.filled(text, numbers, Vendor.get_current().name, _language()),
        language_name=setting_words.language_name,
        others=[setting_words.language_name(code) for code in wording.of(version) if code != _language()],
    )  # fmt: skip


def _moved_on(version: RulesVersion, text: str) -> Response:
    return _form(version, text, Refused(publishing.MOVED_ON, field="text", number=version.number))


def _languages() -> list[tuple[str, str]]:
    return [(code, setting_words.language_name(code)) for code in LANGUAGES]


def _names(version: RulesVersion) -> list[dict[str, Any]]:
    """What may stand in braces: name, what it is, and what it says now."""
    numbers, vendor = rules.of(version), Vendor.get_current().name
    return [
        {"name": name, "is": words.translated(what), "says": wording.filled(f"{{{name}}}", numbers, vendor)}
        for name, what in wording.NAMES.items()
    ]
