"""How does a change become the rules? A new version on top of the one that was seen, why, and who hears of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from domain import events, moment, rules, wording
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.rules import Rules
from domain.settings import answering
from domain.settings.judging import require
from domain.words import N_
from models import Publication, RulesVersion, User, Vendor
from models.base import serialised

NOT_YOURS = N_("Only an administrator can change the settings.")
MOVED_ON = N_(
    "The rules have moved on while you typed: version %(number)s is in force. What you typed is kept. "
    "Look at it again, then publish."
)
NOTHING = N_("Nothing would change. Change an answer first.")
NOTE_LONG = N_("Use at most 500 characters.")
LONGEST_NOTE = 500


@dataclass(frozen=True)
class Wanted:
    """A version to be: its numbers, its text by language as it is written, why, and what it was made from."""

    numbers: Rules
    seen: int  # the number of the version that the person saw
    note: str = ""
    texts: dict[str, str] = field(default_factory=dict)  # languages that are not named stay as they are
    restored: int | None = None  # an older version that is published again


def publish(by: User, wanted: Wanted) -> RulesVersion:
    """The next version of the rules, in force at once. Nothing that was filed under an older one changes.

    Raises `Refused` (not yours; the rules moved on) and `Invalid` (does not fit together, nothing changes).
    """
    if not may(by, "programme:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    if len(wanted.note) > LONGEST_NOTE:
        raise Invalid({"note": NOTE_LONG})
    with serialised("rules"):
        before = RulesVersion.in_force(moment.now())
        if before.number != wanted.seen:
            raise Refused(MOVED_ON, number=before.number)
        return _published(by, wanted, before)


def _published(by: User, wanted: Wanted, before: RulesVersion) -> RulesVersion:
    numbers = rules.of(before)
    require(wanted.numbers, numbers)
    old = wording.of(before)
    texts = {language: text for language, text in {**old, **wanted.texts}.items() if text}
    changed = answering.changes(numbers, wanted.numbers)
    if not changed and texts == old:
        raise Invalid({"main": NOTHING})
    vendor = Vendor.get_current().name
    filled = {language: wording.filled(text, wanted.numbers, vendor, language) for language, text in texts.items()}
    version = rules.publish(wanted.numbers, filled, by)
    note = Publication.create(
        version=version, note=wanted.note.strip(), salt=events.fresh_salt(), restored=wanted.restored, wording=texts
    )
    _tell(by, version, before.number, note, _facts(changed, texts, old))
    return version


def _facts(changed: list[answering.Change], texts: dict[str, str], old: dict[str, str]) -> dict[str, Any]:
    languages = sorted(language for language in texts.keys() | old.keys() if texts.get(language) != old.get(language))
    return {"fields": [change.setting.name for change in changed], "texts": languages}


def _tell(by: User, version: RulesVersion, before: int, note: Publication, facts: dict[str, Any]) -> None:
    """All colleagues but the one who did it."""
    facts = {**facts, "number": version.number, "before": before, "restored": note.restored}
    others = [person for person in User.with_role("channel_manager", "director", "administrator") if person != by]
    events.record("rules.published", version, actor=by, facts=facts, text=note.note, salt=note.salt, to=others)


def again(version: RulesVersion, seen: int, note: str) -> Wanted:
    """An older version, to be published once more; languages that it had no text in lose theirs."""
    gone = dict.fromkeys(wording.of(RulesVersion.in_force(moment.now())), "")
    return Wanted(rules.of(version), seen, note, {**gone, **wording.of(version)}, restored=version.number)
