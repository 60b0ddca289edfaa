"""What can be read out of an answer, wherever it stands: head, page, PDF, archive, mail, calendar? As plain words."""

from __future__ import annotations

import email
import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from urllib.parse import unquote

import pypdfium2
from werkzeug.test import TestResponse

DEEPEST = 4
"""Archives in archives."""

_FOLDED = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_MAIL = re.compile(rb"\A(?:[A-Za-z-]+: .*\r?\n(?:[ \t].*\r?\n)*){2,}")


def words(answer: TestResponse) -> str:
    """All that an answer says: its head, and what its body holds when it is unpacked."""
    heads = [f"{name}: {value}\n{_decoded(value)}" for name, value in answer.headers]
    return "\n".join([*heads, *said_in(answer.data)])


def said_in(content: bytes, depth: int = 0) -> Iterator[str]:
    """What stands in a file: as it is, without the ways in which text is written, and what it holds packed."""
    yield from _plain(content)
    if depth < DEEPEST:
        for starts, unpack in UNPACKED:
            if content.startswith(starts):
                yield from unpack(content, depth + 1)
        if _MAIL.match(content):
            yield from _mail(content, depth + 1)


def leaks(said: str | Iterable[str], marked: Iterable[str], known: str = "") -> list[str]:
    """Marked words that are said, but for those that whoever asked has said themselves (`known`)."""
    text, asked = (said if isinstance(said, str) else "\n".join(said)).casefold(), _loosened(known).casefold()
    return [word for word in marked if word.casefold() in text and word.casefold() not in asked]


def _plain(content: bytes) -> Iterator[str]:
    """Latin-1 loses no byte; a file in 16 bits shows when its zeros are left out."""
    yield _loosened(content.decode("latin-1"))
    yield content.decode(errors="ignore")
    if b"\0" in content:
        yield content.replace(b"\0", b"").decode("latin-1")


def _loosened(text: str) -> str:
    """Without folded lines, entities, escapes and per cents; and as it was."""
    unfolded = _FOLDED.sub("", text)
    unescaped = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), unfolded)
    return f"{text}\n{html.unescape(unescaped)}\n{unquote(unescaped)}"


def _decoded(value: str) -> str:
    try:
        return f"{unquote(value)}\n{make_header(decode_header(value))}"
    except (ValueError, LookupError):
        return unquote(value)


def _pdf(content: bytes, depth: int) -> Iterator[str]:
    """Its notes, the text of its pages, its attached files, and every packed stream."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:  # a printing press of the tests made it
        return
    yield from document.get_metadata_dict().values()
    for page in document:
        yield page.get_textpage().get_text_range()
    for number in range(document.count_attachments()):
        attached = document.get_attachment(number)
        yield attached.get_name()
        yield from said_in(bytes(attached.get_data()), depth)
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.S):
        with_rest = zlib.decompressobj()
        try:
            yield with_rest.decompress(stream).decode("latin-1")
        except zlib.error:
            continue


def _zip(content: bytes, depth: int) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name
            yield from said_in(archive.read(name), depth)


def _gzip(content: bytes, depth: int) -> Iterator[str]:
    yield from said_in(gzip.decompress(content), depth)


def _mail(content: bytes, depth: int) -> Iterator[str]:
    message = email.message_from_bytes(content, policy=default)  # type: ignore[arg-type]
    yield from (f"{name}: {value}" for name, value in message.items())
    for part in message.walk():
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield from said_in(part.get_payload(decode=True) or b"", depth)  # type: ignore[arg-type]


Unpack = Callable[[bytes, int], Iterator[str]]
UNPACKED: tuple[tuple[bytes, Unpack], ...] = ((b"%PDF-", _pdf), (b"PK\x03\x04", _zip), (b"\x1f\x8b", _gzip))
