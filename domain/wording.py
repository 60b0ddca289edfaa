"""How are the programme's rules written? Text in which names in braces stand for numbers, so that both always agree.

`domain.programme_text` has the text that a programme begins with. Lines that begin with `## ` are headings, an empty
line parts paragraphs; nothing else is markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from domain import programme_text, rules
from domain.refusals import Invalid
from domain.rules import Rules
from domain.words import N_
from models import BrandVersion, Publication, RulesVersion, Vendor

NAME = re.compile(r"\{([a-z_]{1,40})\}")
LONGEST = 60_000
EMPTY = N_("Enter the rules in words. Without them partners read nothing.")
TOO_LONG = N_("Use at most 60,000 characters.")
UNKNOWN = N_("There is no {%(name)s}. The names that stand for numbers are listed below the text.")
UNKNOWN_NAME = N_("There is no {%(name)s}. The names that stand for numbers are listed where the rules are written.")

NAMES: dict[str, str] = {
    "vendor": N_("your name"), "tiers": N_("partner levels"), "discounts": N_("levels with their points"),
    "cap": N_("open claims of a partner"), "checks": N_("names a day"), "stage_two": N_("days for stage 2"),
    "contact": N_("days since first contact"), "evidence": N_("days until proof is deleted"),
    "evidence_refused": N_("days until proof of what was refused or declined is deleted"),
    "auto_limit": N_("value up to which clear cases are approved"),
    "answer": N_("business hours for an answer"), "opportunity": N_("days that an opportunity is alive"),
    "lead": N_("days that a lead is alive"), "protection": N_("days of protection"),
    "silence": N_("days until the warning"), "silence_end": N_("days until a silent claim ends"),
    "extension": N_("days of an extension"), "update": N_("days since the last update"),
    "cooldown": N_("days of cool-down"), "appeal": N_("days for an appeal"),
    "join_answer": N_("business days for an answer to an application"),
}  # fmt: skip
"""What may stand in braces, and what for."""


@dataclass(frozen=True)
class Piece:
    """A paragraph of two texts: `mark` is "" (in both), "+" (only in the new one) or "-" (only in the old one)."""

    mark: str
    text: str


def of(version: RulesVersion) -> dict[str, str]:
    """The text of a version as it is written, by language; of one that nobody wrote in the portal, as it was made."""
    written = Publication.get_or_none(Publication.version == version.id)
    if written is not None and written.wording:
        return dict(written.wording)
    names = {Vendor.get_current().name, *(brand.name for brand in BrandVersion.select(BrandVersion.name))}
    return {language: _as_written(text, language, rules.of(version), names) for language, text in version.text.items()}


def _as_written(text: str, language: str, numbers: Rules, names: set[str]) -> str:
    """The text that the programme began with, if that is what this is with its names filled in."""
    for template in programme_text.templates_of(language):
        if any(text == programme_text.filled(template, numbers, name, language) for name in names):
            return template
    return text


def filled(text: str, numbers: Rules, vendor: str, language: str = "en") -> str:
    """What partners read: each name replaced by its number, as this language writes it."""
    values = {**programme_text.values_of(numbers, language), "vendor": vendor}
    return NAME.sub(lambda found: str(values.get(found[1], found[0])), text)


def require(text: str) -> None:
    """Raises `Invalid`."""
    if not text.strip():
        raise Invalid({"text": EMPTY})
    if len(text) > LONGEST:
        raise Invalid({"text": TOO_LONG})
    unknown = next((name for name in NAME.findall(text) if name not in NAMES), None)
    if unknown is not None:
        raise Invalid({"text": UNKNOWN}, name=unknown)


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def difference(old: str, new: str) -> list[Piece]:
    """Paragraph by paragraph; only what changed, with the heading it stands under left to the reader's eye."""
    before, after = paragraphs(old), paragraphs(new)
    pieces: list[Piece] = []
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            pieces += [Piece("-", text) for text in before[i:j]] + [Piece("+", text) for text in after[k:m]]
    return pieces
