"""Which pages of questions are there? Every field of the rules stands on exactly one."""

from __future__ import annotations

from domain.settings.pages.access import ACCESS
from domain.settings.pages.answers import ANSWERS
from domain.settings.pages.checks import CHECKS
from domain.settings.pages.clashes import CLASHES
from domain.settings.pages.decisions import DECISIONS
from domain.settings.pages.forms import FORMS
from domain.settings.pages.joining import JOINING
from domain.settings.pages.keeping import KEEPING
from domain.settings.pages.offer import OFFER
from domain.settings.pages.protection import PROTECTION
from domain.settings.questions import Page, Setting

PAGES: tuple[Page, ...] = (OFFER, PROTECTION, ANSWERS, DECISIONS, FORMS, CHECKS, CLASHES, JOINING, ACCESS, KEEPING)

SETTINGS: dict[str, Setting] = {setting.name: setting for page in PAGES for setting in page.settings}


def named(slug: str) -> Page | None:
    return next((page for page in PAGES if page.slug == slug), None)


def of(setting: str) -> Page:
    """The page on which this setting stands. Raises `StopIteration` for a name that is none."""
    return next(page for page in PAGES if setting in {one.name for one in page.settings})
