"""Which files are packed into a PDF? A few of them by name, the texts among them to be searched; none is handed on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypdfium2

from integrations.evidence import cleaned

MOST = 5
LONGEST_TEXT = 2_000_000  # bytes of one part
TEXTS = (".xml", ".json", ".txt", ".csv")


def told(document: pypdfium2.PdfDocument) -> dict[str, Any]:
    """`packed`: the names of the first few; `packed_count`: how many there are. Nothing when there are none."""
    count = document.count_attachments()
    names = [name for name, _ in _first(document)]
    return {"packed": names, "packed_count": count} if count > 0 else {}


def texts(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, bytes]]:
    """Name and beginning of those among the first few that are texts; of the others the name alone."""
    for name, part in _first(document):
        yield name, _content(part) if name.lower().endswith(TEXTS) else b""


def _first(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, pypdfium2.PdfAttachment]]:
    for number in range(min(document.count_attachments(), MOST)):
        part = document.get_attachment(number)
        yield _name(part), part


def _name(part: pypdfium2.PdfAttachment) -> str:
    """Cleaned like that of an upload; a name that is none is "file"."""
    try:
        return cleaned(part.get_name())
    except (pypdfium2.PdfiumError, ValueError):
        return cleaned("")


def _content(part: pypdfium2.PdfAttachment) -> bytes:
    try:
        return bytes(memoryview(part.get_data())[:LONGEST_TEXT])
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        return b""
