"""Which pages are alike, so that to judge one is to judge all? Same elements, other names and numbers in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TOLD = {"class", "role", "type", "open", "scope", "colspan", "aria-live", "aria-hidden", "autocomplete", "inputmode"}
"""Attributes whose value changes what a page is; of the others it counts that they are there, and are not empty."""


@dataclass
class Element:
    kind: tuple[object, ...]
    children: list[object] = field(default_factory=list)

    def take(self, child: object) -> None:
        """Rows of a list that are built alike count once."""
        if child not in self.children[-1:]:
            self.children.append(child)

    def frozen(self) -> tuple[object, ...]:
        return (*self.kind, *self.children)


class Outline(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack = [Element(("page",))]
        self.feed(text)
        while len(self.stack) > 1:
            self._end()

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        kind = (tag, *sorted((name, (value or "") if name in TOLD else bool(value)) for name, value in pairs))
        self.stack.append(Element(kind))
        if tag in EMPTY:
            self._end()

    def handle_startendtag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, pairs)
        if tag not in EMPTY:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and any(one.kind[0] == tag for one in self.stack):
            while self._end() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.stack[-1].take("text")

    def _end(self) -> object:
        ended = self.stack.pop()
        self.stack[-1].take(ended.frozen())
        return ended.kind[0]


def outline(text: str) -> tuple[object, ...]:
    """Two pages of the same outline differ in words alone."""
    return Outline(text).stack[0].frozen()
