"""How does what happened become words? Subject, first line, what to do, one button; as text and as HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import Template

from integrations.render import environment, render

PARTS = ("subject", "happened", "todo", "quote", "button", "more")
"""The blocks of a template in templates/mail/; what a template leaves out is empty."""

DARK_TEXT_FROM = 0.179
"""Relative luminance of a fill from which on black reads better on it than white (both 4.5 or more)."""


@dataclass(frozen=True)
class Message:
    """What happened, what to do, one button. `text` and `html` say the same words; the inbox shows the first two."""

    subject: str
    happened: str
    todo: str
    quote: str
    button: str
    more: str
    footer: str
    locale: str
    facts: dict[str, Any] = field(repr=False, default_factory=dict)

    def text(self, url: str) -> str:
        return render("mail/layout.txt", self.locale, message=self, url=url, **self.facts).strip() + "\n"

    def html(self, url: str, accent: str) -> str:
        look = {"accent": accent, "on_accent": on(accent)}
        return render("mail/layout.html", self.locale, message=self, url=url, **look, **self.facts)


def write(event: str, locale: str, facts: dict[str, Any]) -> Message:
    """The words of this event for this reader."""
    template = _template(event, locale)
    parts = {name: _block(template, name, facts) for name in PARTS}
    footer = render("mail/_because.txt", locale, **facts)
    return Message(**parts, footer=" ".join(footer.split()), locale=locale, facts=facts)


def on(accent: str) -> str:
    """Black or white, whichever reads better on the vendor's accent (#rrggbb)."""
    red, green, blue = (_linear(int(accent[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > DARK_TEXT_FROM else "#ffffff"


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


@lru_cache(maxsize=256)
def _template(event: str, locale: str) -> Template:
    return environment(locale).get_template(f"mail/{event.replace('.', '_')}.txt")


def _block(template: Template, name: str, facts: dict[str, Any]) -> str:
    """One part in one line; a quoted text keeps its lines."""
    if name not in template.blocks:
        return ""
    says = "".join(template.blocks[name](template.new_context(facts)))
    return says.strip() if name == "quote" else " ".join(says.split())
