"""Do the guides for people stand in every language, with the same pictures, facts, and words of the screen?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from domain.rules import Rules
from domain.words import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"

GUIDES = {
    "partners": {"en": "for-partners.md", "de": "de/fuer-partner.md", "es": "es/para-partners.md"},
    "managers": {"en": "for-managers.md", "de": "de/fuer-channel-manager.md", "es": "es/para-channel-managers.md"},
    "administrators": {
        "en": "for-administrators.md", "de": "de/fuer-administratoren.md", "es": "es/para-administradores.md",
    },
}  # fmt: skip

LINK = re.compile(r'(?:src="|\]\()([^")\s]+)')
PICTURE = re.compile(r"screens/\w+/([\w-]+\.webp)")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
NUMBER = re.compile(r"\d+(?:[.,]\d{3})*")
VALUE = re.compile(r"%\\?\((\w+)\\?\)[ds]")

IN_CONTEXT = {"Account": "of a person"}
"""Words that are one in English and two elsewhere: which one the guides mean."""

SAID = {
    "partners": (
        "both work for {link_minutes} minutes", "{settled_per_day} names a day", "for {hold_hours} hours",
        "once in {hold_again_days} days", "You have {stage_two_days} days", "within {answer_hours} business hours",
        "within {reply_days} days", "Protected for {protection_days} days", "appeal for {appeal_days} days",
        "after {silence_warning_days} days of silence", "after {silence_end_days} the claim expires",
        "Extend by {extension_days} days", "not older than {extension_update_days} days", "for {watch_days} days",
    ),
    "managers": (
        "the {answer_hours} business hours", "protected for {protection_days} days", "appeal for {appeal_days} days",
        "within {appeal_business_hours} business hours",
    ),
    "administrators": ("works for {invitation_days} days", "more than {import_drop_share} %"),
}  # fmt: skip
"""What the English guides say of the numbers that come with the programme."""

TRANSLATED = [(guide, language) for guide in GUIDES for language in LANGUAGES if language != "en"]
EVERY = [(guide, language) for guide in GUIDES for language in LANGUAGES]


def text_of(guide: str, language: str) -> str:
    return (DOCS / GUIDES[guide][language]).read_text()


def sections(text: str) -> list[str]:
    return re.split(r"^(?=#+ )", text, flags=re.MULTILINE)[1:]


def words_of_the_screen(text: str) -> list[str]:
    """What is set in bold, in one line, without the full stop that ends a point of a list."""
    return [" ".join(said.split()).removesuffix(".") for said in BOLD.findall(text)]


def numbers(text: str) -> Counter[str]:
    """Figures that a reader sees: not those in names of files and commands; 5,000 is 5.000."""
    plain = CODE.sub("", re.sub(r"<img[^>]*>|\]\([^)]*\)", "", text))
    return Counter(re.sub(r"\D", "", found) for found in NUMBER.findall(plain))


@cache
def catalogue(language: str) -> dict[str, dict[str, list[str]]]:
    """English sentence -> context -> what it is in this language, each plural form by itself."""
    found: dict[str, dict[str, list[str]]] = {}
    with (ROOT / f"translations/{language}/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file, locale=language):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for sentence in filter(None, ids):
                found.setdefault(sentence, {})[message.context or ""] = list(strings)
    return found


def with_values(sentence: str) -> re.Pattern[str]:
    """A sentence of the catalogue as a pattern for the sentence with its values filled in."""
    return re.compile(VALUE.sub(r"(?P<\1>.+)", re.escape(sentence)))


def sentence_of(said: str, language: str) -> tuple[str, dict[str, str]]:
    """The English sentence of the catalogue that these words are, and the values in them. Raises `KeyError`."""
    known = catalogue(language)
    if said in known:
        return said, {}
    for sentence in known:
        words = re.sub(r"%\(\w+\)[ds]", "", sentence)
        if len(words) < len(sentence) and len(words) > 5 and (found := with_values(sentence).fullmatch(said)):
            return sentence, found.groupdict()
    raise KeyError(said)


def meant(said: str, language: str) -> list[str]:
    """How the screen says in this language what is set in bold in the English guide; empty: no screen says it."""
    try:
        sentence, values = sentence_of(said, language)
    except KeyError:
        return []
    by_context = catalogue(language)[sentence]
    strings = by_context.get(IN_CONTEXT.get(sentence, "")) or next(iter(by_context.values()))
    return [re.sub(r"%\((\w+)\)[ds]", lambda value: values[value[1]], string) for string in strings]


def faults(english: str, translated: str, language: str) -> Iterator[str]:
    """Where a translated guide parts from the English one, section by section."""
    ours, theirs = sections(english), sections(translated)
    if [part.split()[0] for part in ours] != [part.split()[0] for part in theirs]:
        yield "other headings"
        return
    for one, other in zip(ours, theirs, strict=True):
        where = one.splitlines()[0].strip("# ")
        yield from (f"{where}: {fault}" for fault in faults_of_section(one, other, language))


def faults_of_section(english: str, translated: str, language: str) -> Iterator[str]:
    if PICTURE.findall(english) != PICTURE.findall(translated):
        yield "other pictures"
    if english.count("\n|") != translated.count("\n|") or len(points(english)) != len(points(translated)):
        yield "other rows or points"
    if numbers(english) != numbers(translated):
        yield f"other numbers: {sorted(numbers(english).elements())}, {sorted(numbers(translated).elements())}"
    yield from compared(words_of_the_screen(english), words_of_the_screen(translated), language)
    yield from compared(CODE.findall(english), CODE.findall(translated), language, is_code=True)


def points(text: str) -> list[str]:
    return re.findall(r"^(?:\*|\d+\.) ", text, re.MULTILINE)


def compared(english: list[str], translated: list[str], language: str, *, is_code: bool = False) -> Iterator[str]:
    """Each word of the one has its like in the other. A command is the same in every language, a key has a name."""
    left = list(translated)
    for said in english:
        likes = meant(said, language) or ([said] if is_code else [])
        found = next((like for like in likes if like in left), None)
        if found is None:
            yield f"“{said}” should be {' or '.join(f'“{like}”' for like in likes) or 'a word of the screen'}"
        else:
            left.remove(found)
    yield from (f"“{said}” is in no place of the English guide" for said in left)


@pytest.mark.parametrize(("guide", "language"), TRANSLATED)
def test_a_guide_says_the_same_in_every_language_with_the_words_of_its_screens(guide: str, language: str) -> None:
    assert list(faults(text_of(guide, "en"), text_of(guide, language), language)) == []


@pytest.mark.parametrize(("guide", "language"), EVERY)
def test_every_picture_and_page_that_a_guide_leads_to_is_there(guide: str, language: str) -> None:
    path = DOCS / GUIDES[guide][language]
    targets = LINK.findall(path.read_text())
    assert len(targets) > 6
    assert [target for target in targets if not (path.parent / target).is_file()] == []


@pytest.mark.parametrize(("guide", "language"), EVERY)
def test_a_guide_shows_the_screens_of_its_own_language_and_leads_to_the_others(guide: str, language: str) -> None:
    path = DOCS / GUIDES[guide][language]
    text = path.read_text()
    assert set(re.findall(r"screens/(\w+)/", text)) == {language}
    leads = {(path.parent / target).resolve() for target in LINK.findall(sections(text)[0])}
    others = {DOCS / file for other, file in GUIDES[guide].items() if other != language}
    assert leads >= others


def test_every_guide_is_in_every_language_and_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    for files in GUIDES.values():
        assert files.keys() == set(LANGUAGES)
        assert f"docs/{files['en']}" in readme


@pytest.mark.parametrize("guide", GUIDES)
def test_the_numbers_of_a_guide_are_those_that_come_with_the_programme(guide: str) -> None:
    text, numbers_ = " ".join(text_of(guide, "en").split()), vars(Rules())
    assert [said for said in SAID[guide] if said.format(**numbers_) not in text] == []


PLANTED = [
    ("a word that another screen has", "**Frei**", "**Verfügbar**"),
    ("a word of another meaning", "**Konto**", "**Kunde**"),
    ("a word that is no longer set off", "**Dokumente**", "Dokumente"),
    ("a word too many", "Teil 2 fragt", "**Teil 2** fragt"),
    ("another picture", "check-free-phone", "check-own-phone"),
    ("another number", "16 Arbeitsstunden", "18 Arbeitsstunden"),
    ("a value in a sentence", "Um 30 Tage verlängern", "Um 60 Tage verlängern"),
    ("a heading less", "## Behalten\n", ""),
    ("a point less", "* **Genehmigt.** Geschützt", "**Genehmigt.** Geschützt"),
    ("a row less", "| **Gehört schon Ihnen** | Ihre Firma hält ihn | **Öffnen** |\n", ""),
]


@pytest.mark.parametrize(("old", "new"), [pytest.param(old, new, id=name) for name, old, new in PLANTED])
def test_a_guide_that_parts_from_the_english_one_is_found(old: str, new: str) -> None:
    english, german = text_of("partners", "en"), text_of("partners", "de")
    changed, times = re.subn(re.escape(old).replace(r"\ ", r"\s+"), new, german, count=1)
    assert times == 1
    assert list(faults(english, changed, "de"))


def test_a_word_in_bold_that_no_screen_says_is_found() -> None:
    english, german = text_of("partners", "en"), text_of("partners", "de")
    changed = english.replace("**Post update**", "**Send update**", 1)
    assert list(faults(changed, german, "de")) == [
        "Keep it: “Send update” should be a word of the screen",
        "Keep it: “Update senden” is in no place of the English guide",
    ]
