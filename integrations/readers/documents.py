"""What do PDF, office documents and texts say of themselves: title, author, dates, first words, page one?"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

import pypdfium2

from integrations.readers import parts, pictures, words

MOST_WORDS = 4000  # characters of the beginning, against which the claim's names are held
LONGEST_PART = 8_000_000  # bytes of one part of an office file
PDF_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?|(Z))?")
TEXT_OF = {"docx": "word/document.xml", "xlsx": "xl/sharedStrings.xml", "pptx": "ppt/slides/slide1.xml"}
ENDS = {"p", "si", "tr"}
"""Elements after which a new line begins."""


def read_pdf(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Title, author, dates, number of pages, files packed into it, words of page one and its picture.

    Raises `PdfiumError`.
    """
    document = pypdfium2.PdfDocument(content)
    try:
        told = document.get_metadata_dict()
        facts = {
            "kind": "document",
            "title": words.clean(told.get("Title", "")), "author": words.clean(told.get("Author", "")),
            "created": _pdf_date(told.get("CreationDate", "")), "changed": _pdf_date(told.get("ModDate", "")),
            "program": words.clean(told.get("Creator", "") or told.get("Producer", ""), 80), "pages": len(document),
            **parts.told(document),
        }  # fmt: skip
        page = document[0]
        text = page.get_textpage().get_text_range()
        wide, high = page.get_size()
        image = page.render(scale=pictures.WIDEST / max(wide, high, 1), may_draw_forms=False).to_pil()
        return {**facts, "words": words.clean(text, MOST_WORDS)}, pictures.preview(image)
    finally:
        document.close()


def read_office(content: bytes, kind: str) -> dict[str, Any]:
    """Title, author, dates and first words of a DOCX, XLSX or PPTX file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        core = _core(_part(archive, "docProps/core.xml"))
        text = _text(_part(archive, TEXT_OF[kind]))
    return {
        "kind": "document", "title": core.get("title", ""), "author": core.get("creator", ""),
        "changed_by": core.get("lastModifiedBy", ""), "created": words.a_moment(core.get("created", "")),
        "changed": words.a_moment(core.get("modified", "")), "words": words.clean(text, MOST_WORDS),
    }  # fmt: skip


def read_text(content: bytes) -> dict[str, Any]:
    return {"kind": "document", "words": words.clean(words.decoded(content[: MOST_WORDS * 4]), MOST_WORDS)}


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the archive, or b"": files differ in what they have."""
    if name not in archive.namelist() or archive.getinfo(name).file_size > LONGEST_PART:
        return b""
    return archive.read(name)


def _core(xml: bytes) -> dict[str, str]:
    root = _tree(xml)
    return {} if root is None else {_local(node.tag): words.clean(node.text or "") for node in root}


def _text(xml: bytes) -> str:
    root = _tree(xml)
    pieces: list[str] = []
    for node in root.iter() if root is not None else ():
        name = _local(node.tag)
        pieces += [node.text or ""] if name == "t" else ["\n"] if name in ENDS else []
    return "".join(pieces)


def _tree(xml: bytes) -> ElementTree.Element | None:
    """Parsed; None for what is no XML, or has a document type, which office files never have and bombs need."""
    if not xml or b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml:
        return None
    try:
        return ElementTree.fromstring(xml)  # noqa: S314  # no entities in it, and this child's memory has a limit
    except ElementTree.ParseError:
        return None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _pdf_date(stamp: str) -> str:
    match = PDF_DATE.match(stamp)
    if match is None:
        return ""
    year, month, day, hour, minute, second, sign, ahead, minutes, is_utc = match.groups()
    zone = "+00:00" if is_utc else f"{sign}{ahead}:{minutes or '00'}" if sign else ""
    return words.a_moment(
        f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone}"
    )
