"""How is one person named in a text, and what does the text say without? Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

GONE = "[…]"
"""What stands where somebody was named; the same in every language."""

SHORTEST = 3


def spellings(*terms: str) -> Names:
    """Names and addresses as typed; a full name also with its last word first, with a comma and without."""
    found: list[str] = []
    for term in (" ".join(unicodedata.normalize("NFC", term).split()) for term in terms):
        words = term.split()
        found.append(term)
        if len(words) > 1 and "@" not in term and "," not in term:
            first, last = " ".join(words[:-1]), words[-1]
            found += [f"{last}, {first}", f"{last} {first}"]
    return Names(tuple(dict.fromkeys(term for term in found if len(term) >= SHORTEST)))


@dataclass(frozen=True)
class Names:
    """Every way in which one person is looked for: whole words, whatever their case and the spaces between them."""

    terms: tuple[str, ...]

    @property
    def addresses(self) -> Names:
        """The mail addresses alone: they are no part of any company's name."""
        return Names(tuple(term for term in self.terms if "@" in term))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.terms, key=len, reverse=True)
        return re.compile("|".join(map(_pattern, longest_first)) or r"(?!)", re.IGNORECASE)

    @cached_property
    def hints(self) -> tuple[str, ...]:
        """A piece of plain letters out of each term, by which a database finds what may hold it; "" finds all."""
        runs = [max(re.findall(r"[A-Za-z0-9]+", term) or [""], key=len) for term in self.terms]
        return ("",) if any(len(run) < 2 for run in runs) else tuple(dict.fromkeys(runs))

    def is_in(self, value: Any) -> bool:
        """Is the person named in a text, or in any text of a list or record?"""
        if isinstance(value, str):
            return bool(self.pattern.search(unicodedata.normalize("NFC", value)))
        if isinstance(value, dict):
            return any(self.is_in(one) for pair in value.items() for one in pair)
        return isinstance(value, list) and any(map(self.is_in, value))

    def taken_out(self, value: Any, by: str = GONE) -> Any:
        """The same with something else in the place of each naming; what does not name the person stays as it is."""
        if isinstance(value, str):
            return self.pattern.sub(lambda _: by, unicodedata.normalize("NFC", value)) if self.is_in(value) else value
        if isinstance(value, dict):
            return {self.taken_out(key, by): self.taken_out(one, by) for key, one in value.items()}
        return [self.taken_out(one, by) for one in value] if isinstance(value, list) else value

    def around(self, value: Any, width: int = 60) -> str:
        """The first texts that name the person, two at most, with a few words before and after."""
        named = dict.fromkeys(self._cut(text, width) for text in _texts(value) if self.pattern.search(text))
        return " · ".join(list(named)[:2])

    def _cut(self, text: str, width: int) -> str:
        found = self.pattern.search(text)
        assert found is not None
        start, end = max(0, found.start() - width), found.end() + width
        return f"{'…' * (start > 0)}{text[start:end].strip()}{'…' * (end < len(text))}"


def is_enough(term: str) -> bool:
    """Does this mean one person? A mail address, or a name of two words or more."""
    return "@" in term.strip("@ ") or len(term.split()) > 1


def _texts(value: Any) -> Iterable[str]:
    """Every text in a value, on one line; not the names under which a record holds them."""
    if isinstance(value, str):
        yield unicodedata.normalize("NFC", " ".join(value.split()))
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(one)


def _pattern(term: str) -> str:
    words = r"\s+".join(re.escape(word) for word in term.split())
    if "@" in term:
        return rf"(?<![\w.+-]){words}(?![\w-]|\.\w)"
    return rf"(?<!\w){words}(?!\w)"
