"""Are the templates as agreed? A fragment has one root with an id, and every word a person reads can be translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from jinja2 import Environment, nodes

from domain.permissions import Action

ROOT = Path(__file__).resolve().parent.parent / "templates"
PAGES = sorted(ROOT.rglob("*.html"))
TEXTS = sorted(ROOT.rglob("*.txt"))
FRAGMENTS = [path for path in PAGES if path.name.startswith("_")]
ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)

NO_WORDS = re.compile(r"^/|^[a-z-]+=|^Dibs$")
"""Addresses, attributes that a macro writes, and our own name."""

VOID = {
    "area",
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "path",
    "circle",
    "rect",
    "line",
    "source",
    "track",
    "wbr",
}
READ_ALOUD = {"alt", "title", "aria-label", "placeholder", "aria-description", "label", "summary"}
MARKED = {"_", "gettext", "ngettext", "pgettext"}
TRANSLATION = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.S)
CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
WORD = re.compile(r"[^\W\d_]{2,}")


class Text(HTMLParser):
    """Words that stand in a template as they are: between tags, and in attributes that are read aloud."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0
        self.feed(CODE.sub(" ", TRANSLATION.sub(" ", source)))

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("code", "kbd", "style", "script")
        self.found += [value for name, value in pairs if name in READ_ALOUD and WORD.search(value or "") and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("code", "kbd", "style", "script")

    def handle_data(self, data: str) -> None:
        words = data.strip()
        if not self.silent and WORD.search(words) and not NO_WORDS.search(words):
            self.found.append(words)


def unmarked(source: str) -> list[str]:
    """Words of a page that nobody could translate: bare ones, and sentences in expressions outside `_()`."""
    return [*Text(source).found, *_spoken(ENVIRONMENT.parse(source))]


def _spoken(node: nodes.Node, *, is_marked: bool = False) -> Iterator[str]:
    """Constants in expressions that read like a sentence or a heading."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in MARKED:
        is_marked = True
    if isinstance(node, nodes.Filter) and node.name in ("day", "when", "short"):  # patterns of dates
        is_marked = True
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and not is_marked and _reads(node.value):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _spoken(child, is_marked=is_marked)


def _reads(text: str) -> bool:
    return SENTENCE.search(text) is not None and not NO_WORDS.search(text)


SENTENCE = re.compile(r"^[A-Z][a-zà-ÿ]+( [a-z]+)*[.?:]?$|[a-z]{2,} [a-z]{2,} [a-z]{2,}")


class Roots(HTMLParser):
    """The outermost elements of a fragment, each with its id."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.depth = 0
        self.found: list[str] = []
        self.feed(CODE.sub("", re.sub(r"\{%-?\s*macro.*?endmacro\s*-?%\}", "", source, flags=re.S)))

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        if self.depth == 0:
            self.found.append(dict(pairs).get("id") or "")
        self.depth += tag not in VOID

    def handle_startendtag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        if self.depth == 0:
            self.found.append(dict(pairs).get("id") or "")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in VOID


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_word_of_a_page_can_be_translated(path: Path) -> None:
    assert unmarked(path.read_text()) == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_word_of_a_mail_can_be_translated(path: Path) -> None:
    source = path.read_text()
    bare = WORD.findall(CODE.sub(" ", TRANSLATION.sub(" ", source)))
    assert [*bare, *_spoken(ENVIRONMENT.parse(source))] == []


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_fragment_has_one_root_with_an_id(path: Path) -> None:
    roots = Roots(path.read_text()).found
    assert len(roots) == 1, roots
    assert roots[0]


@pytest.mark.parametrize(
    "fault",
    [
        "<p>Good morning</p>",
        "<p>{{ name }} is here</p>",
        '<img alt="A house">',
        '{{ ui.field("name", "Company name") }}',
        '{{ "Free" if free else _("Taken") }}',
        "{% if late %}Too late{% endif %}",
        '<p>{% set word = "Nothing to do" %}{{ word }}</p>',
    ],
)
def test_a_word_that_nobody_can_translate_is_found(fault: str) -> None:
    assert unmarked(fault)


@pytest.mark.parametrize(
    "right",
    [
        '<p>{{ _("Good morning") }}</p>',
        "<p>{% trans day=day %}Until {{ day }}{% endtrans %}</p>",
        '<p class="Free">{{ name|day("EEE d MMMM") }}, {{ count }}</p>',
        "<p><code>flask run</code> <kbd>Enter</kbd> {# Good morning #}</p>",
        '<p>{% if state == "approved" %}{{ ngettext("One day", "%(num)d days", days) }}{% endif %} · x</p>',
    ],
)
def test_what_is_marked_or_no_word_passes(right: str) -> None:
    assert unmarked(right) == []


def test_a_fragment_with_two_roots_or_none_is_found() -> None:
    assert Roots("{% if x %}<p id=a></p>{% endif %}<p id=b></p>").found == ["a", "b"]
    assert Roots('<div><p id="inner"></p></div>').found == [""]


def test_no_constant_goes_through_a_filter() -> None:
    """Jinja folds such an expression when it compiles: it would stay in the language of the first reader."""
    folded = re.compile(
        r"""["'\d]\s*\|\s*(?:reason|day|when|country|translated|money|band|role|weighed|short|left)\b"""
    )
    found = [f"{path}: {hit[0]}" for path in sorted(ROOT.rglob("*.html")) for hit in folded.finditer(path.read_text())]
    assert found == []
    assert folded.search('{{ "no_evidence"|reason }}')


def test_templates_ask_for_rights_that_there_are() -> None:
    asked = {name for path in PAGES for name in re.findall(r'may\("([^"]*)"', path.read_text())}
    assert asked
    assert asked <= set(get_args(Action))
