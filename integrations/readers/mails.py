"""Which letters does a mail file hold? Itself, mails attached to it, those in its text; with dates and signatures."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from email import message_from_bytes
from email.generator import BytesGenerator
from email.message import Message
from typing import Any

from integrations.readers import bodies, dates, forwards, invitations, signatures, words

DEEPEST = 6
MOST = 40
ONCE = ("from", "date", "subject")

Letter = dict[str, Any]


def read(content: bytes, keys: dict[str, str]) -> dict[str, Any]:
    """`letters`, outermost first, and `meetings` that came along."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content.startswith(b"From "):
        content = content.partition(b"\n")[2]
    letters: list[Letter] = []
    meetings: list[dict[str, Any]] = []
    _add(content, "itself", 0, keys, letters, meetings)
    return {"kind": "mail", "letters": letters[:MOST], "meetings": meetings[: invitations.MOST]}


def head(message: Message, how: str) -> Letter:
    """Who, when, whom and what, as the head of a mail says."""
    fields = _fields(message)
    date = (fields["date"] or [""])[0]
    sent = dates.header(date) if date else ""
    faults = ["twice"] if any(len(fields[name]) > 1 for name in ONCE) else []
    faults += ["no_date"] if not sent else ["wrong_weekday"] if dates.has_wrong_weekday(date) else []
    carried = sorted(filter(None, (dates.header(one.rpartition(";")[2].strip()) for one in fields["received"][:30])))
    return {
        "how": how, "from": (words.people(fields["from"]) or [{"name": "", "address": ""}])[0],
        "to": words.people([*fields["to"], *fields["cc"]]), "date": sent,
        "subject": words.header((fields["subject"] or [""])[0]), "faults": faults,
        "carried": [carried[0], carried[-1]] if carried else [],
    }  # fmt: skip


def _fields(message: Message) -> dict[str, list[str]]:
    """The fields that we read, as they stand: the parser's own view fails on broken ones."""
    found: dict[str, list[str]] = {name: [] for name in ("from", "to", "cc", "date", "subject", "received")}
    for name, value in message.raw_items():
        if name.lower() in found:
            found[name.lower()].append(str(value))
    return found


def _add(
    content: bytes, how: str, depth: int, keys: dict[str, str], letters: list[Letter], meetings: list[dict[str, Any]]
) -> None:
    """This mail, then those in its text, then those attached to it."""
    message = message_from_bytes(content)
    letter = head(message, how) | {"signatures": signatures.of(content, keys) if depth < 3 else []}
    leaves = list(_leaves(message))
    if _is_broken(message, leaves):
        letter["faults"].append("broken")
    letters.append(letter)
    letters += forwards.inside(_text(leaves), letter["subject"])
    for leaf in leaves:
        if leaf.get_content_type() == "text/calendar":
            meetings += invitations.read(_decoded(leaf))["meetings"]
        elif depth < DEEPEST and len(letters) < MOST and (inner := _attached(leaf)):
            _add(inner, "attached", depth + 1, keys, letters, meetings)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts of a mail, without going into mails that are attached to it."""
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _leaves(part)
    else:
        yield message


def _is_broken(message: Message, leaves: list[Message]) -> bool:
    """Did the parser have to mend it?"""
    return bool(message.defects) or any(leaf.defects for leaf in leaves) or not _fields(message)["from"]


def _text(leaves: list[Message]) -> str:
    """What it says: the plain parts that are no attachments, else the pages."""
    shown = [leaf for leaf in leaves if leaf.get_content_disposition() != "attachment"]
    plain = [leaf for leaf in shown if leaf.get_content_type() == "text/plain"]
    if plain:
        return "\n".join(words.decoded(_decoded(leaf), _charset(leaf)) for leaf in plain)
    pages = [leaf for leaf in shown if leaf.get_content_type() == "text/html"]
    return "\n".join(bodies.of_page(words.decoded(_decoded(leaf), _charset(leaf))) for leaf in pages)


def _charset(leaf: Message) -> str | None:
    try:
        return leaf.get_content_charset()
    except (LookupError, ValueError):
        return None


def _decoded(leaf: Message) -> bytes:
    content = leaf.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attached(leaf: Message) -> bytes:
    """The bytes of a mail that is attached, whichever way; b"" for other things."""
    if leaf.get_content_type() == "message/rfc822" and leaf.is_multipart():
        inner = leaf.get_payload(0)
        assert isinstance(inner, Message)
        if not inner.keys() and str(leaf.get("content-transfer-encoding", "")).strip().lower() == "base64":
            return base64.b64decode(str(inner.get_payload()), validate=False)
        return _bytes(inner)
    name = words.header(leaf.get_filename() or "").lower()
    return _decoded(leaf) if name.endswith(".eml") else b""


def _bytes(message: Message) -> bytes:
    """As it stood in the file around it: a signature holds for these very bytes."""
    written = io.BytesIO()
    BytesGenerator(written, mangle_from_=False, maxheaderlen=0).flatten(message)
    return written.getvalue()
