"""Which versions of the rules were there, who published them when and why, and what did each change?"""

from __future__ import annotations

from dataclasses import dataclass

from peewee import ModelSelect

from domain import rules, wording
from domain.rules import Rules
from domain.settings import answering
from domain.settings.answering import Change
from domain.wording import Piece
from models import Publication, RulesVersion, User


@dataclass(frozen=True)
class Difference:
    """What lies between two versions: answers, and paragraphs by language."""

    changes: list[Change]
    texts: dict[str, list[Piece]]

    @property
    def count(self) -> int:
        return len(self.changes) + len(self.texts)


@dataclass(frozen=True)
class Entry:
    """One version in the history; `changed` counts what it changed of the one before, None for the first."""

    version: RulesVersion
    note: str = ""
    restored: int | None = None
    changed: int | None = None
    setting: Change | None = None  # the only or first one


def entries(rows: ModelSelect[RulesVersion], page: int, length: int) -> list[Entry]:
    """One page of the history, newest first, in two statements. The version before its last one is read as well."""
    found, notes = list(rows.limit(length + 1).offset((page - 1) * length)), Publication.by_version()
    before = [*found[1:], None]
    pairs = list(zip(found, before, strict=False))[:length]
    return [_entry(version, older, notes.get(version.id)) for version, older in pairs]


def between(old: RulesVersion, new: RulesVersion) -> Difference:
    before, after = wording.of(old), wording.of(new)
    texts = {
        language: pieces
        for language in sorted(before.keys() | after.keys())
        if (pieces := wording.difference(before.get(language, ""), after.get(language, "")))
    }
    return Difference(answering.changes(rules.of(old), rules.of(new)), texts)


def latest(by: User) -> RulesVersion | None:
    """The newest version, with who published it."""
    found: RulesVersion | None = RulesVersion.visible_to(by).first()
    return found


def entry(version: RulesVersion) -> Entry:
    """One version of the history."""
    note = Publication.get_or_none(Publication.version == version.id)
    return Entry(version, note.note if note else "", note.restored if note else None)


def numbered(number: int, by: User) -> RulesVersion | None:
    """The version of this number; None: there is none that this person may see."""
    if not 0 < number < 2**31:
        return None
    found: RulesVersion | None = RulesVersion.visible_to(by).where(RulesVersion.number == number).first()
    return found


def numbers_of(number: int, by: User) -> Rules | None:
    version = numbered(number, by)
    return rules.of(version) if version else None


def _entry(version: RulesVersion, older: RulesVersion | None, note: Publication | None) -> Entry:
    if older is None:
        return Entry(version)
    changes = answering.changes(rules.of(older), rules.of(version))
    texts = sum(version.text.get(language) != older.text.get(language) for language in version.text | older.text)
    return Entry(
        version, note.note if note else "", note.restored if note else None,
        len(changes) or min(texts, 1), changes[0] if changes else None,
    )  # fmt: skip
