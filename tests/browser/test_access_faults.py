"""Would the sweep see it? Faults planted into a page that has none, each of which it must name; and a first look."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route

from tests.browser.alike import outline
from tests.browser.conftest import Look
from tests.browser.judging import Judge
from tests.test_architecture import ROOT
from tests.world import World

pytestmark = pytest.mark.browser

SVG = '<svg width="24" height="24"></svg>'
BOX = '<p class="planted">Planted text</p>'

PLANTED = {
    "a button without name": (f"<button>{SVG}</button>", "", "phone, light: button-name"),
    "a heading that skips": ("<h4>Planted</h4>", "", "phone, light: heading-order"),
    "a list of paragraphs": ("<ul><p>Planted</p></ul>", "", "phone, light: list"),
    "grey on grey": (BOX, "color: #999; background: #aaa", "phone, light: color-contrast"),
    "grey in the dark": (BOX, "color: light-dark(#000, #333)", "phone, dark: color-contrast"),
    "grey on the desk": (BOX, "@media (min-width: 48rem) { color: #aaa }", "desk, light: color-contrast"),
    "small targets": (
        '<p class="planted"><button>a</button><button>b</button></p>',
        "button { all: unset; font-size: 9px; line-height: 9px }",
        "phone, light: target-size",
    ),
    "a wide box": (BOX, "width: 330px", "320 pixels, text of 16: page scrolls sideways"),
    "a box that grows with text": (BOX, "width: 13rem", "390 pixels, text of 32: page scrolls sideways"),
    "one that grows on the desk": (BOX, "width: 70rem", "1280 pixels, text alone at 200 %: page scrolls sideways"),
    "a low box": (BOX, "height: 28px; overflow: hidden", "390 pixels, text of 32: text cut off"),
    "text under text": (BOX, "margin-bottom: -2em", "text covered"),
    "a strip that scrolls": (
        '<p class="planted">Planted and long enough to scroll</p>',
        "overflow-x: auto; white-space: nowrap; width: 9rem",
        "scrolls sideways in itself",
    ),
    "an inline style": ('<p style="color: red">Planted</p>', "", "style-src-attr forbids inline"),
    "an inline script": ("<script>let planted</script>", "", "script-src-elem forbids inline"),
    "a picture from elsewhere": ('<img src="http://127.0.0.1:9/a.png" alt="Planted">', "", "img-src forbids"),
    "a picture that is missing": ('<img src="/nowhere.png" alt="Planted">', "", "console error"),
    "a button in a part": (
        f"<details><summary>More</summary><button>{SVG}</button></details>", "", "opened, phone, light: button-name",
    ),
    "a button in a dialog": (f"<dialog id=d><button>{SVG}</button></dialog>", "", "with #d, phone, light: button-name"),
    "text under text in a dialog": (
        f"<dialog id=d>{BOX}<p>What lies above it</p></dialog>", "margin-bottom: -2em; line-height: 1",
        "with #d, 320 pixels, text of 16: text covered",
    ),
    "text under text in a popover": (
        f"<dialog id=d popover>{BOX}<p>What lies above it</p></dialog>", "margin-bottom: -2em; line-height: 1",
        "with #d, 320 pixels, text of 16: text covered",
    ),
}  # fmt: skip
"""What is put into the page, how it is styled, and what must be said of it."""


def plant(page: Page, html: str, style: str) -> None:
    """The rules of the programme, with this after their heading; styled by a stylesheet, as the policy wants it."""

    def sown(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub("</h1>", f"</h1>{html}", answer.text(), count=1))

    def styled(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=f"{answer.text()}\n.planted {{ {style} }}")

    page.route("**/rules", sown)
    page.route("**/accent.css*", styled)


@pytest.mark.audit
@pytest.mark.once
def test_every_planted_fault_is_named(look: Look) -> None:
    unseen = {}
    for name, (html, style, says) in PLANTED.items():
        judge = Judge(look.as_(None))
        plant(judge.page, html, style)
        told = judge.opened("/rules") + judge.faults()
        if not any(says in fault for fault in told):
            unseen[name] = told
        judge.page.context.close()
    look.complaints.clear()
    assert unseen == {}


def test_first_pages_of_a_partner_can_be_used_on_the_phone(look: Look, world: World) -> None:
    """What `make audit` asks of every page, asked of three in short, with a fault to see that it would be told."""
    judge = Judge(look.as_(world.ana))
    for path in ("/", "/registrations/new", "/inbox"):
        assert judge.opened(path) + judge.in_short() == [], path
    judge.page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert "button-name" in "".join(judge.in_short())


def test_a_page_that_does_not_come_is_a_fault(look: Look) -> None:
    judge = Judge(look.as_(None))
    assert "could not be opened" in "".join(judge.opened("/nowhere"))


def test_alike_are_pages_that_differ_in_words_alone() -> None:
    def page(rows: str) -> tuple[object, ...]:
        return outline(f"<main><ul>{rows}</ul></main>")

    one = page('<li><a href="/a">Acme</a></li>')
    assert page('<li><a href="/b">Rival</a></li><li><a href="/c">Third</a></li>') == one
    for other in (
        '<li><a href="/a"></a></li>', '<li><a href="/a" class="b">Acme</a></li>', '<li><a href="">Acme</a></li>',
        '<li><a href="/a">Acme</a></li><li>Rival</li>', '<li><a href="/a">Acme</a><img src="a"></li>',
    ):  # fmt: skip
        assert page(other) != one, other


def test_a_colour_scheme_changes_colours_and_nothing_else() -> None:
    """So axe need not ask all its rules again in the dark."""
    for sheet in sorted((ROOT / "static").glob("*.css")):
        assert "prefers-color-scheme" not in sheet.read_text(), sheet.name
