"""What was answered on a page, and what does it change? From form to rules, from two rules to differences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from domain.rules import Rules
from domain.settings import pages
from domain.settings.judging import Fault, Faulty, require
from domain.settings.kinds import Typed, Wrong
from domain.settings.questions import CLAIMS, Page, Setting


@dataclass(frozen=True)
class Change:
    """One answer that is another one now."""

    setting: Setting
    old: Any
    new: Any


def shown(page: Page, rules: Rules) -> dict[str, tuple[str, ...]]:
    """What stands in the fields of a page under these rules."""
    fields: dict[str, tuple[str, ...]] = {}
    for setting in page.settings:
        fields |= setting.kind.shown(setting.name, getattr(rules, setting.name))
    return fields


def read(page: Page, typed: Typed, before: Rules) -> Rules:
    """The rules with the answers of this page. Raises `Faulty` with all that is wrong at once."""
    values: dict[str, Any] = {}
    faults: dict[str, Fault] = {}
    for setting in page.settings:
        try:
            values[setting.name] = _kept(setting, setting.kind.read(setting.name, typed), before)
        except Wrong as wrong:
            faults[setting.name] = Fault(wrong.says, wrong.values)
    after = replace(before, **values)
    try:
        require(after, before)
    except Faulty as wrong:
        faults = {**wrong.faults, **faults}
    if faults:
        raise Faulty(faults)
    return after


def changes(before: Rules, after: Rules) -> list[Change]:
    """What is another answer now, in the order of the pages."""
    found = []
    for setting in pages.SETTINGS.values():
        old, new = getattr(before, setting.name), getattr(after, setting.name)
        if _kept(setting, new, before) != old:
            found.append(Change(setting, old, new))
    return found


def for_claims(found: list[Change]) -> list[Change]:
    """Those that count for claims filed from then on; the others count at once."""
    return [change for change in found if change.setting.counts == CLAIMS]


def merged(page: Page, typed: Typed, began: Rules, now: Rules) -> tuple[dict[str, tuple[str, ...]], list[Change]]:
    """What was typed on rules that have moved on: untouched answers become those of now, touched ones stay as typed.

    Also returns what others changed on this page in the meantime.
    """
    fields: dict[str, tuple[str, ...]] = {}
    for setting in page.settings:
        was, is_ = (setting.kind.shown(setting.name, getattr(rules, setting.name)) for rules in (began, now))
        mine = {name: values for name, values in typed.items() if name in was}
        fields |= is_ if _is_same(mine, was) else {**is_, **mine}
    theirs = [change for change in changes(began, now) if change.setting in page.settings]
    return fields, theirs


def _is_same(mine: Typed, was: Typed) -> bool:
    """Empty rows at the end and the order of ticks are no change."""
    return all(sorted(filter(None, mine.get(name, ()))) == sorted(filter(None, was[name])) for name in was)


def _kept(setting: Setting, new: Any, before: Rules) -> Any:
    """The answer as it stands, if the new one only says it in another order (ticks)."""
    old = getattr(before, setting.name)
    if setting.kind.form in ("ticks", "countries") and isinstance(new, tuple) and set(new) == set(old):
        return old
    return new
