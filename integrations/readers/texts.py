"""All that a file says, as text to be searched: mails with what is attached, invitations, documents, tables, PDF."""

from __future__ import annotations

import io
import json
import zipfile
from email import message_from_bytes
from email.message import Message

import olefile
import pypdfium2

from integrations.readers import bodies, every, parts, words

LONGEST = 4_000_000  # characters
PAGES = 200
PARTS = (".xml", ".rels")
OLE_TEXT = ("001F", "001E")
"""Kinds of property that hold text: UTF-16 and one byte a letter."""


def of(content: bytes, kind: str) -> str:
    """The text of a file, cut when very long; "" of a picture. A broken file raises whatever its parser raises."""
    if kind in every.PICTURES:
        return ""
    if kind == "msg":
        return _outlook(content)[:LONGEST]
    if kind == "pdf":
        return _pdf(content)[:LONGEST]
    if kind in every.OFFICE:
        return _office(content)[:LONGEST]
    if kind == "eml":
        return _mail(message_from_bytes(content))[:LONGEST]
    return words.decoded(content).replace("\r\n ", "").replace("\n ", "")[:LONGEST]


def _mail(message: Message) -> str:
    """Headers, decoded, and the text of every part; what is attached as a mail of its own as well."""
    said = [words.header(str(value)) for value in message.values()]
    for part in message.walk():
        said += [words.header(part.get_filename() or "")]
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            text = words.decoded(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
            said.append(bodies.of_page(text) if part.get_content_subtype() == "html" else text)
        elif part is not message:
            said += [words.header(str(value)) for value in part.values()]
    return "\n".join(said)


def _pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [document[number].get_textpage().get_text_range() for number in range(min(len(document), PAGES))]
        inside = [_inside(part, content) for part, content in parts.texts(document)]
        return "\n".join([json.dumps(document.get_metadata_dict(), ensure_ascii=False), *pages, *inside])
    finally:
        document.close()


def _inside(name: str, content: bytes) -> str:
    """What is packed into a PDF, as text: of XML the words alone, as a search would miss what tags part."""
    said = words.decoded(content)
    return f"{name}\n{said}\n{bodies.of_page(said)}" if name.lower().endswith(".xml") else f"{name}\n{said}"


def _office(content: bytes) -> str:
    """The words of every part, tags taken away."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [info for info in archive.infolist() if info.filename.endswith(PARTS) and info.file_size < LONGEST]
        return "\n".join(bodies.of_page(words.decoded(archive.read(info))) for info in parts)


def _outlook(content: bytes) -> str:
    with olefile.OleFileIO(io.BytesIO(content)) as ole:
        streams = [name for name in ole.listdir() if name[-1][-4:] in OLE_TEXT]
        return "\n".join(
            ole.openstream(name).read().decode("utf-16-le" if name[-1].endswith("001F") else "cp1252", "replace")
            for name in streams
        )
