"""What did each version of the rules change, who published it and why, and how does one go back to an older one?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from blueprints import pages, setting_words, web
from blueprints.settings import changed_rows, seen
from domain import rules
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.settings import effects, publishing, versions
from domain.settings.versions import Difference
from models import RulesVersion

bp = Blueprint("rule_versions", __name__, url_prefix="/settings/versions")


@bp.get("")
def index() -> Response:
    person = web.me()
    every = RulesVersion.visible_to(person)
    cut = pages.cut(every)
    found = versions.entries(every, cut.page, pages.LENGTH)
    return web.page("settings/versions.html", entries=found, cut=cut, in_force=rules.in_force())


@bp.get("/<int:number>")
def show(number: int) -> Response:
    return _shown(_found(number))


@bp.post("/<int:number>/publication")
def publish(number: int) -> Response:
    """Publish an older version again, as the next one."""
    person = web.me()
    version, note = _found(number), web.clean(request.form.get("note"), 1000)
    try:
        made = publishing.publish(person, publishing.again(version, seen(), note))
    except Refused as no:
        if no.kind is Kind.NOT_YOURS:
            raise
        return _shown(version, no, note)
    return web.go(f"/settings/versions/{made.number}")


def _found(number: int) -> RulesVersion:
    version: RulesVersion = web.found(RulesVersion.visible_to(web.me()), number=number)
    return version


def _shown(version: RulesVersion, no: Refused | None = None, note: str = "") -> Response:
    """A version beside another one: the one before it, or the one that the address asks for."""
    person, in_force = web.me(), rules.in_force()
    now = versions.numbered(in_force.number, person)
    against = versions.numbered(_asked(version.number - 1), person)
    back = versions.between(now, version) if now and now.number != version.number else None
    return web.page(
        "settings/version.html", no.kind.value if no else 200, errors=setting_words.told(no) if no else {}, note=note,
        entry=versions.entry(version), in_force=in_force, against=against,
        numbers=_others(version),
        difference=_rows(versions.between(against, version), against, version) if against else None,
        back=_rows(back, now, version) if back and now else None, may_set=may(person, "programme:set"),
        effects=effects.of(back.changes, in_force, rules.of(version)) if back else [],
        language_name=setting_words.language_name,
    )  # fmt: skip


def _others(version: RulesVersion) -> list[tuple[str, str]]:
    """What it can be compared with."""
    numbers = [row.number for row in RulesVersion.visible_to(web.me())]
    return [(str(number), str(number)) for number in numbers if number != version.number]


def _asked(usual: int) -> int:
    """The number of the version that the address asks to compare with."""
    text = request.args.get("against", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else usual


def _rows(difference: Difference, old: RulesVersion, new: RulesVersion) -> dict[str, Any]:
    return {
        "rows": changed_rows(difference.changes, rules.of(old), rules.of(new)), "texts": difference.texts,
        "count": difference.count,
    }  # fmt: skip
