"""What is wrong with a page as people see it: on phone and desk, light and dark, on 320 pixels, with large text?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import CDPSession, ConsoleMessage, Page

from tests.browser.conftest import MEANT, WIDTHS

VENDOR = Path(__file__).parent.parent / "vendor"
AXE = (VENDOR / "axe.min.js").read_text()
LOOKS = Path(__file__).with_name("looks.js").read_text()

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""All that axe knows of levels A and AA up to WCAG 2.2, and its own advice. No rule is switched off."""

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that a colour scheme can change: ours changes colours and nothing else (a test holds this)."""

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b|[0-9a-f]{12,}")
"""What differs from one object to the next."""

FILE = re.compile(r"\.(css|js|svg|png|jpe?g|webp|ico|woff2|webmanifest|json)(\?|$)")
"""End of the address of something that belongs to a page: whatever its status, it must come."""

NARROW = (320, 800)
"""Reflow, WCAG 1.4.10: a desk of 1280 pixels at 400 % zoom."""

USUAL, LARGE = 16, 32
"""Pixels of ordinary text: as browsers come, and as set by people who need it twice as large (WCAG 1.4.4)."""

REPORTS = """document.addEventListener("securitypolicyviolation", (report) => {
  (window.cspReports ??= []).push(`${report.effectiveDirective} forbids ${report.blockedURI} ${report.sample}`);
});"""

RUN = """async (only) => {
  const found = await axe.run(document, { runOnly: only, resultTypes: ["violations"], preload: false });
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 120)} (${
    [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ").slice(0, 200)})`));
}"""

OPEN_DIALOG = """(id) => {
  const dialog = document.getElementById(id);
  dialog.popover ? dialog.showPopover() : dialog.showModal();
}"""
CLOSE_DIALOG = """(id) => {
  const dialog = document.getElementById(id);
  dialog.popover ? dialog.hidePopover() : dialog.close();
}"""

PARTS = """() => {
  const groups = {};
  for (const part of document.querySelectorAll("details[name]")) (groups[part.name] ??= []).push(part);
  return Math.max(document.querySelector("details") ? 1 : 0, ...Object.values(groups).map((group) => group.length));
}"""

OPEN = """(number) => {
  const groups = {};
  for (const part of document.querySelectorAll("details")) {
    if (!part.name) part.open = true;
    else (groups[part.name] ??= []).push(part);
  }
  for (const group of Object.values(groups)) group[Math.min(number, group.length - 1)].open = true;
}"""


class Judge:
    """Judges what one browser page shows. Text size is the browser's own setting, so media queries follow it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.devtools: CDPSession = page.context.new_cdp_session(page)
        page.add_init_script(REPORTS)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.said.append(f"script: {error}"))
        page.emulate_media(reduced_motion="reduce")  # or colours would be read while they fade

    def opened(self, path: str) -> list[str]:
        """Go there, and say what kept the page from coming or what the browser said as it came."""
        answer = self.page.goto(path)
        found = [] if answer is not None and answer.status == 200 else [f"could not be opened: {answer}"]
        return found + self.heard()

    def heard(self) -> list[str]:
        """What was said in the console, and what the policy forbade, since it was last asked."""
        said, self.said = self.said, []
        return said + [str(one) for one in self.page.evaluate("(window.cspReports ?? []).splice(0)")]

    def faults(self) -> list[str]:
        """Everything wrong with the page: as it comes, with each part opened, with its dialogs."""
        self.page.evaluate(AXE)
        parts = self.page.evaluate(PARTS)
        found = self.of_state(("light",) if parts else SCHEMES)  # what is dark then is seen when they are open
        for number in range(parts):
            self.page.evaluate(OPEN, number)
            found += [f"opened, {fault}" for fault in self.of_state()]
        for name in self.page.evaluate("[...document.querySelectorAll('dialog:not([open])')].map((one) => one.id)"):
            self.page.evaluate(OPEN_DIALOG, name)
            found += [f"with #{name}, {fault}" for fault in self.of_state()]
            self.page.evaluate(CLOSE_DIALOG, name)
        return list(dict.fromkeys(found + self.heard()))

    def in_short(self) -> list[str]:
        """What is wrong on a light phone, and on 320 pixels."""
        self.page.evaluate(AXE)
        self.page.set_viewport_size(dict(zip(("width", "height"), WIDTHS["phone"], strict=True)))  # type: ignore[arg-type]
        return [*self.page.evaluate(RUN, {"type": "tag", "values": TAGS}), *self._laid_out(NARROW, USUAL)]

    def of_state(self, schemes: tuple[Scheme, ...] = SCHEMES) -> list[str]:
        """What is wrong with what is shown now."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        return [*self._by_axe(schemes), *self._by_layout()]

    def _by_axe(self, schemes: tuple[Scheme, ...]) -> Iterator[str]:
        for width, (wide, high) in WIDTHS.items():
            self.page.set_viewport_size({"width": wide, "height": high})
            whole = self.page.evaluate("document.documentElement.scrollHeight")  # a pinned bar covers what scrolls
            self.page.set_viewport_size({"width": wide, "height": max(high, whole)})
            for scheme in schemes:
                self.page.emulate_media(color_scheme=scheme)
                only = {"type": "tag", "values": TAGS} if scheme == "light" else {"type": "rule", "values": COLOURS}
                yield from (f"{width}, {scheme}: {fault}" for fault in self.page.evaluate(RUN, only))
        self.page.emulate_media(color_scheme="light")

    def _by_layout(self) -> Iterator[str]:
        """Reflow at 320 pixels, and text of twice the size on both widths.

        WCAG 1.4.4 asks that text can be enlarged to 200 % by a means that the reader has. That is the text size of the
        browser; on the desk also zoom for text alone, which leaves media queries as they were: the harder case there.
        """
        yield from self._laid_out(NARROW, USUAL)
        for size in WIDTHS.values():
            yield from self._laid_out(size, LARGE)
        self._root("200%")
        yield from self._laid_out(WIDTHS["desk"], USUAL, "text alone at 200 %")
        self._root("")

    def _laid_out(self, size: tuple[int, int], text: int, what: str = "") -> Iterator[str]:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": text, "fixed": text}})
        named = f"{size[0]} pixels, {what or f'text of {text}'}"
        yield from (f"{named}: {fault}" for fault in self.page.evaluate(LOOKS))
        self.devtools.send("Page.setFontSizes", {"fontSizes": {"standard": USUAL, "fixed": 13}})

    def _root(self, size: str) -> None:
        self.page.evaluate("(size) => { document.documentElement.style.fontSize = size }", size)

    def _listen(self, said: ConsoleMessage) -> None:
        is_page = not FILE.search(said.location.get("url", ""))
        if not (MEANT.search(said.text) and (is_page or said.text.startswith("htmx:"))):
            self.said.append(f"console {said.type}: {said.text}")


def listed(found: dict[str, list[str]]) -> str:
    """Faults with where each was seen first, and how often, to read."""
    return "\n" + "\n".join(f"{fault}\n    {places[0]} ({len(places)})" for fault, places in found.items())


def noted(found: dict[str, list[str]], place: str, faults: list[str]) -> None:
    for fault in faults:
        found.setdefault(CODE.sub("…", fault), []).append(place)
