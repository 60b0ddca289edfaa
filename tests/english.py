"""Which English stands on a page that should be in another language? What a reader sees, held against the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from peewee import TextField

import models
from models import Event, RulesVersion

ROOT = Path(__file__).resolve().parent.parent / "translations"
VALUE = re.compile(r"%\(\w+\)[a-z]")
TAG = re.compile(r"</?\w+>")
WORD = re.compile(r"\b[^\W\d_]{2,}\b")

ENGLISH = """
about after again and are as at be because been but by can cannot could do does every for from has have here how if into
is it its must no not of on or our out than that the their them then there these they this those to until us was we were
what when where which who why will with without you your
"""

COMMON = frozenset(ENGLISH.split())
"""Words that make a text English, whether it was marked for translation or not."""
ALSO = {"de": {"was", "am", "in", "so", "an", "her", "war"}, "es": {"has", "he", "no", "me", "son", "sin", "a", "es"}}
"""Those of them that the other language has as well."""

SILENT = {"script", "style", "code", "kbd"}
READ_ALOUD = {"aria-label", "title", "alt", "placeholder", "aria-description"}
INLINE = {"a", "abbr", "b", "bdi", "em", "i", "kbd", "small", "span", "strong", "time", "u", "wbr", "button", "label"}


class Seen(HTMLParser):
    """What a reader sees and hears of a page: each text as it stands, and each block as one."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.block: list[str] = []
        self.silent: list[str] = []
        self.feed(text)
        self._close()

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        given = dict(pairs)
        if tag not in INLINE:
            self._close()
        if self.silent:
            self.silent += [tag] if tag == self.silent[0] else []
        elif tag in SILENT or ("lang" in given and tag != "html"):
            self.silent = [tag]
        else:
            self.texts += [given[name] or "" for name in READ_ALOUD & given.keys()]

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()
        if tag not in INLINE:
            self._close()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)
            self.block.append(data)

    def _close(self) -> None:
        self.texts.append("".join(self.block))
        self.block = []


@dataclass(frozen=True)
class Catalogue:
    plain: frozenset[str]  # English sentences without values
    long: list[str]  # those of them that can stand inside a text
    patterns: list[tuple[str, re.Pattern[str], str]]  # those with values: longest part, how it looks, as it is marked
    said: frozenset[str]  # everything that the language itself says


@cache
def _catalogue(language: str) -> Catalogue:
    english_of: set[str] = set()
    patterns: list[tuple[str, re.Pattern[str], str]] = []
    said: set[str] = set()
    with (ROOT / language / "LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file, locale=language):
            if not message.id:
                continue
            said |= {_tidy(TAG.sub("", form)) for form in _forms(message.string)}
            for english in _forms(message.id):
                _file(english, message, english_of, patterns)
    plain = frozenset(english_of - said)
    return Catalogue(plain, [one for one in plain if len(WORD.findall(one)) >= 3], patterns, frozenset(said))


def _file(
    english: str, message: Message, plain: set[str], patterns: list[tuple[str, re.Pattern[str], str]]
) -> None:  # fmt: skip
    bare = _tidy(TAG.sub("", english))
    if bare in {_tidy(TAG.sub("", form)) for form in _forms(message.string)}:
        return
    if not VALUE.search(bare):
        plain.add(bare)
    elif len(WORD.findall(VALUE.sub("", bare))) >= 2:
        parts = [part.replace("%%", "%") for part in VALUE.split(bare)]
        looks = re.compile(".{0,80}?".join(map(re.escape, parts)))
        patterns.append((max(parts, key=len), looks, bare))


def _forms(said: object) -> list[str]:
    return [str(one) for one in said] if isinstance(said, tuple | list) else [str(said)]


def _tidy(text: str) -> str:
    return " ".join(text.split())


def marked(texts: Iterable[str], language: str) -> Iterator[str]:
    """Sentences of the English catalogue that stand among these texts."""
    for text in {_tidy(one) for one in texts}:
        yield from _marked_in(text, language)


@cache
def _marked_in(text: str, language: str) -> list[str]:
    """Most texts stand on many pages: each is looked at once."""
    known = _catalogue(language)
    if text in known.said or not WORD.search(text):
        return []
    long = [one for one in known.long if one in text]
    with_values = [says for part, looks, says in known.patterns if part in text and looks.search(text)]
    return [*([text] if text in known.plain else []), *long, *with_values]


def reads_english(texts: Iterable[str], language: str, typed: Iterable[str] = ()) -> Iterator[str]:
    """Texts that read like English although nobody marked them; `typed` is what people wrote themselves."""
    own = frozenset(typed)
    return (text for text in {_tidy(one) for one in texts} if _is_english(text, language, own))


@cache
def _is_english(text: str, language: str, typed: frozenset[str]) -> bool:
    """Is more than every fourth word one of those that make a text English?"""
    telling = COMMON - ALSO.get(language, set())
    if telling.isdisjoint(word.casefold() for word in WORD.findall(text)):
        return False
    ours = reduce(lambda rest, one: rest.replace(one, " "), _longest_first(typed), text)
    words = [word.casefold() for word in WORD.findall(ours) if not word.isupper()]
    return len(words) > 2 and sum(word in telling for word in words) * 4 > len(words)


@cache
def _longest_first(typed: frozenset[str]) -> list[str]:
    return sorted(filter(None, map(_tidy, typed)), key=len, reverse=True)


def english_on(page: str, language: str, typed: Iterable[str] = ()) -> list[str]:
    """Everything English on this page, each once; `typed` is what people wrote themselves."""
    own = frozenset(typed)
    texts = [text for text in Seen(page).texts if _tidy(text) not in own]
    return sorted({*marked(texts, language), *reads_english(texts, language, own)})


def typed_in(language: str) -> frozenset[str]:
    """What people wrote: sentences in the database, headers of their files; and names of countries in this language."""
    written = {text for model in models.ALL if model not in (Event, RulesVersion) for text in _texts(model)}
    countries = set(Locale.parse(language).territories.values())
    return frozenset(written | countries | {"Website"})


def _texts(model: Any) -> Iterator[str]:
    for column in (field for field in model._meta.sorted_fields if isinstance(field, TextField)):
        for (value,) in model.select(column).tuples():
            if isinstance(value, str) and " " in value:
                yield value
