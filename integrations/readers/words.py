"""How does text out of a file become text that can be kept and shown? Decoded, without control characters, cut."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses

LONGEST = 300
MOST_PEOPLE = 50
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,190}\w")
HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?\Z")
"""A name that the domain name system can be asked for, and that may stand in a sentence."""

GUESSES = ("utf-8", "cp1252")
"""Code pages of bytes that name none, the likeliest first."""

Person = dict[str, str]
"""`name` and `address`, either may be empty."""


def clean(text: str, longest: int = LONGEST) -> str:
    """On one line, printable, at most so long; half surrogates and NUL, which no database takes, are gone."""
    kept = "".join(c if c.isprintable() else " " for c in text[: longest * 4])
    return " ".join(kept.split())[:longest].strip()


def decoded(content: bytes, charset: str | None = None) -> str:
    """Bytes as text: in the named code page if they fit it, else as guessed."""
    for guess in (charset, *GUESSES):
        try:
            return content.decode(guess or "ascii")
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("latin-1")


def header(raw: str) -> str:
    """A header field as people read it, whatever its encoding: RFC 2047, bare bytes, bare ISO-2022-JP."""
    if "\x1b$" in raw:
        raw = raw.encode("ascii", "surrogateescape").decode("iso2022_jp", "replace")
    elif not raw.isascii():
        raw = decoded(raw.encode("utf-8", "surrogateescape"))
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        return clean(raw)
    return clean("".join(p if isinstance(p, str) else decoded(p, charset) for p, charset in pieces))


def people(raw: Iterable[str]) -> list[Person]:
    """Everyone named in these fields."""
    found = [
        {"name": header(name), "address": clean(address).lower()}
        for name, address in getaddresses([" ".join(field.split()) for field in raw])
        if name or address
    ]
    return (found or [person(field) for field in raw if field.strip()])[:MOST_PEOPLE]


def person(text: str) -> Person:
    """One person as programs write them for people: Petra Wille <p@x.example>, "Wille, Petra" [mailto:p@x.example]."""
    address = ADDRESS.search(text)
    name = text[: address.start()] if address else text
    name = re.sub(r"[<(\[]?\s*(?:mailto:|SMTP:)?\s*$", "", name, flags=re.I)
    return {"name": clean(name).strip("\"'<>()[],;: "), "address": address.group().lower() if address else ""}


def a_moment(iso: str) -> str:
    """A moment in ISO form, if it is one; "" otherwise."""
    try:
        return datetime.fromisoformat(iso).isoformat(timespec="seconds")
    except ValueError:
        return ""
