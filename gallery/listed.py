"""Which pictures are there in all, and which addresses of the portal need none?"""

from __future__ import annotations

from collections.abc import Iterator

from domain.words import LANGUAGES
from gallery.camera import Pass
from gallery.outside import FOUNDING, JOIN, REFUSED, SIGN_IN, VERIFY
from gallery.partner import CHECK, KEPT, REGISTER, STATES
from gallery.screens import Chapter, Screen, Sheet
from gallery.sheets import SHEETS
from gallery.vendor import DECIDE, IMPORT, PARTNERS, REPORTS, SETTINGS
from gallery.ways_in import WAYS_IN

CHAPTERS = (
    CHECK,
    REGISTER,
    STATES,
    KEPT,
    DECIDE,
    REPORTS,
    PARTNERS,
    IMPORT,
    SETTINGS,
    SIGN_IN,
    JOIN,
    WAYS_IN,
    VERIFY,
    REFUSED,
    SHEETS,
    FOUNDING,
)
AT_A_DESK = (DECIDE, REPORTS, PARTNERS, IMPORT, SETTINGS, FOUNDING)
"""To keep the folder small these are taken at a desk and the rest on a phone; what is marked dark, in English, at both widths."""

PASSES = (
    *(Pass(language, width) for language in LANGUAGES for width in ("phone", "desk")),
    Pass("en", "phone", "dark"), Pass("en", "desk", "dark"),
)  # fmt: skip

WHOLE = tuple(
    Pass(language, width, scheme, is_whole=True)
    for language in LANGUAGES for width in ("phone", "desk") for scheme in ("light", "dark")
)  # fmt: skip
"""Everything in every way, to look at: too much to keep."""

NO_PICTURE = {
    "assets.show": "static files",
    "bulk.file": "a file",
    "bulk.progress": "a piece of bulk.show",
    "calendars.show": "a calendar, no page",
    "certificates.paper": "a piece of certificates.show",
    "certificates.revision": "a PDF: its page is in the list of papers",
    "checks.again": "sends on to checks.index",
    "duplicates.pairs_file": "a file",
    "duplicates.progress": "a piece of duplicates.index",
    "evidence.index": "a piece of registrations.show",
    "evidence.picture": "a picture that stands on registrations.show",
    "evidence.show": "somebody’s file",
    "imports.progress": "a piece of imports.show",
    "inbox.show": "sends on to what the news is about",
    "offline.manifest": "for the phone, no page",
    "offline.worker": "a script",
    "papers.file": "a file",
    "papers.progress": "a piece of papers.show",
    "reports.claims_file": "a file",
    "reports.report_file": "a file",
    "signatures.certificate": "a file",
    "vendor.accent": "a stylesheet",
    "vendor.logo": "a picture that stands on every page",
    "wellness.health": "one word, for machines",
    "wellness.ready": "one word, for machines",
}
"""Endpoint that answers GET -> why it has no picture."""


def chosen(how: Pass, chapters: tuple[Chapter, ...] = CHAPTERS) -> list[Screen | Sheet]:
    """What is taken in this pass."""
    return [one for chapter in chapters for one in chapter.screens if is_taken(how, chapter, one)]


def is_taken(how: Pass, chapter: Chapter, one: Screen | Sheet) -> bool:
    if how.is_whole:
        return True
    is_marked = how.language == "en" and isinstance(one, Screen) and one.is_dark
    return is_marked or (how.scheme == "light" and (chapter in AT_A_DESK) == (how.width == "desk"))


def every() -> Iterator[Screen | Sheet]:
    return (one for chapter in CHAPTERS for one in chapter.screens)
