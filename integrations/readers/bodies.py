"""What does a letter say, as lines of text? The plain part, else the words of the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BREAKS = frozenset({"br", "p", "div", "tr", "li", "blockquote", "h1", "h2", "h3", "hr", "table"})
SILENT = frozenset({"style", "script", "head", "title"})
LONGEST = 1_000_000  # characters of a page that are read


class Lines(HTMLParser):
    """The words of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.pieces += ["\n"] if tag in BREAKS else []

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))
        self.pieces += ["\n"] if tag in BREAKS and tag != "br" else []

    def handle_data(self, data: str) -> None:
        self.pieces += [] if self.silent else [re.sub(r"\s+", " ", data)]


def of_page(html: str) -> str:
    """The text of a page, however broken it is."""
    parser = Lines()
    try:
        parser.feed(html[:LONGEST])
        parser.close()
    except AssertionError:  # what the parser raises for some broken declarations; the lines until then are good
        pass
    return re.sub(r"\n[ \n]*\n", "\n\n", "".join(parser.pieces))
