"""Where does one look at all pictures? A page for each language, with a heading for each screen and its address."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from domain.words import LANGUAGES
from gallery.listed import CHAPTERS
from gallery.screens import Screen, Sheet

NAMES = {"en": "English", "de": "Deutsch", "es": "Español"}
WIDTHS = {"phone": 220, "desk": 560, "phone-dark": 220, "desk-dark": 560}
"""How wide each is shown, in pixels; a click opens it whole."""

INTRODUCTION = """# Every screen, {name}

Made by `.venv/bin/python bin/pictures screens` of the sample programme at a fixed moment; do not edit. A click opens a picture whole.
For those who build and translate the portal: headings are in English in every language. For people there are
guides: [partners](../for-partners.md), [managers](../for-managers.md), [administrators](../for-administrators.md).

{languages}
"""


def write(app: Flask, folder: Path) -> None:
    for language in LANGUAGES:
        (folder / file(language)).write_text(page(app, folder, language))


def file(language: str) -> str:
    return "README.md" if language == "en" else f"{language}.md"


def page(app: Flask, folder: Path, language: str) -> str:
    others = " · ".join(NAMES[one] if one == language else f"[{NAMES[one]}]({file(one)})" for one in LANGUAGES)
    parts = [INTRODUCTION.format(name=NAMES[language], languages=others)]
    for chapter in CHAPTERS:
        shown = [_shown(app, folder, language, one) for one in chapter.screens]
        parts += [f"\n## {chapter.title}\n", *filter(None, shown)]
    return "\n".join(parts)


def _shown(app: Flask, folder: Path, language: str, one: Screen | Sheet) -> str:
    pictures = [_picture(folder, language, one, ending) for ending in WIDTHS]
    if not any(pictures):
        return ""
    address = f"`{address_of(app, one)}`\n\n" if isinstance(one, Screen) else ""
    return f"### {one.title}\n\n{address}<p>\n" + "\n".join(filter(None, pictures)) + "\n</p>\n"


def _picture(folder: Path, language: str, one: Screen | Sheet, ending: str) -> str:
    path = f"{language}/{one.name}-{ending}.webp"
    if not (folder / path).exists():
        return ""
    says = f"{one.title}, {ending.replace('-', ', ')}"
    return f'<a href="{path}"><img src="{path}" width="{WIDTHS[ending]}" alt="{says}" align="top"></a>'


def address_of(app: Flask, screen: Screen) -> str:
    """The rule behind the picture, as the URL map has it, without kinds."""
    rule = next(rule for rule in app.url_map.iter_rules(screen.shows) if "GET" in (rule.methods or ()))
    return re.sub(r"<\w+:", "<", rule.rule)
