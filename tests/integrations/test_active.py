"""Every hostile file of the table is refused for its reason or taken; honest ones that resemble them are taken."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest

from domain.evidence import REFUSED_FILES
from integrations import active
from integrations import evidence as store
from integrations.filetypes import Unusable, kind_of
from tests.attacks import making
from tests.attacks.hostile import FILES, Hostile
from tests.integrations.readers import test_files
from tests.integrations.readers.thirty import mail

LARGE = {
    "pdf: packed objects of 60 MB", "pdf: a million marks of packed objects", "pdf: drawing of 400 MB", "office: bomb",
    "office: bomb that lies", "office: bomb of links", "office: overlapping", "office: crowded", "office: swarm",
    "office: quick links", "office: deep", "other: zeros", "other: one line of 24 MB", "other: ends of parts",
    "other: escapes", "other: too large", "picture: of 4 gigapixels", "picture: page in its notes",
    "mail: of 200,000 parts", "mail: of 20 MB of heads", "mail: of one head of 20 MB", "mail: carrying dolls",
    "mail: mails in mails", "mail: meeting in zones of zones", "other: dolls", "other: packed zeros",
    "picture: of 50 megapixels",
}  # fmt: skip
"""What takes long to make is tried against the real server alone."""


def outcome(folder: Path, name: str, content: bytes) -> str:
    """Why it is refused; "" when it is kept."""
    try:
        store.keep(folder, 7, name, io.BytesIO(content), 25 << 20)
    except Unusable as no:
        return no.code
    return ""


@pytest.mark.parametrize("hostile", [pytest.param(FILES[what], id=what) for what in FILES if what not in LARGE])
def test_a_hostile_file_is_refused_for_its_reason_or_tamed(tmp_path: Path, hostile: Hostile) -> None:
    assert outcome(tmp_path, hostile.name, hostile.made()) == hostile.refused


def test_there_are_many_kinds_of_harm_and_words_for_each() -> None:
    assert len(FILES) >= 60
    assert FILES.keys() >= LARGE
    assert {hostile.refused for hostile in FILES.values()} <= {"", *REFUSED_FILES}


HONEST = {
    "offer.pdf": making.pdf("<< /S /URI /URI (https://acme.example) >>", catalog="/OpenAction [3 0 R /Fit]"),
    "packed.pdf": making.bundled(b"4 0 << /Type /Annot /Subtype /Link >>"),
    "words.pdf": making.pdf(making.stream(b"BT (How to JavaScript, /JavaScripts, /Launcher) Tj ET")),
    "outline.pdf": making.pdf(
        "<< /Type /Outlines /First 5 0 R /Last 5 0 R /Count 1 >>",
        "<< /Title (Downstream) /Parent 4 0 R /First 5 0 R >>",
        making.stream(b"BT ET"),
        catalog="/Outlines 4 0 R",
    ),
    "invoice.pdf": making.holding({"factur-x.xml": b"<rsm:CrossIndustryInvoice/>"}),
    "secret.pdf": making.pdf().replace(b"/Size", b"/Encrypt 9 0 R /Size"),
    "read.pdf": test_files.pdf(),
    "photo.jpg": test_files.photo(),
    "linked.docx": making.office("docx", {"word/_rels/document.xml.rels": making.link("hyperlink", "https://x")}),
    "picture.docx": making.office("docx", {"word/_rels/document.xml.rels": making.link("image", "https://x/y.png")}),
    "sheet.docx": making.office("docx", {"word/embeddings/Microsoft_Excel_Sheet.xlsx": making.office("xlsx")}),
    "dde.docx": making.office("docx", main="<w:t>We replaced DDE by OPC last year</w:t>"),
    "mail.eml": mail(),
    "meeting.ics": making.calendar("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:The procedure", "END:VALARM"),
    "comments.txt": b"Note <!-- of 3 March -->",
}


TOLD = {
    "Word": "/Type/ObjStm/N 37/First 253/Filter/FlateDecode/Length 613",
    "LibreOffice": "/Type/ObjStm/N 10/First 60/Length 300/Filter/FlateDecode",
    "pdfTeX": "\n/Type /ObjStm\n/N 100\n/First 808\n/Length 1461      \n/Filter /FlateDecode\n",
    "Acrobat": "/Filter/FlateDecode/First 813/Length 2233/N 100/Type/ObjStm",
    "Acrobat, saved anew": "/Extends 12 0 R/Filter/FlateDecode/First 8/Length 9 0 R/N 1/Type/ObjStm",
    "iText": "/N 100/Type/ObjStm/Length 1234/Filter/FlateDecode/First 812",
    "Ghostscript": "/Type/ObjStm/N 3/First 12/Filter/FlateDecode/Length 100",
    "qpdf": " /Type /ObjStm /Length 500 /N 5 /First 30 /Filter /FlateDecode ",
    "pyHanko": "/Type /ObjStm /N 4 /First 21 /Filter /FlateDecode /Length 200 ",
    "as a list": "/Type /ObjStm /N 4 /First 21 /Filter [/FlateDecode] /DecodeParms null /Length 200",
    "not packed": "/Type /ObjStm /N 4 /First 21 /Length 200",
}  # fmt: skip
"""How programs tell of packed objects."""


@pytest.mark.parametrize("program", TOLD)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_packed_objects_are_taken_as_programs_write_them(tmp_path: Path, program: str, end: bytes) -> None:
    packed = zlib.compress(b"4 0 << /Type /Annot /Subtype /Link >>")
    made = making.pdf(more=b"9 0 obj" + end + f"<<{TOLD[program]}>>".encode() + b"stream" + end + packed)
    assert outcome(tmp_path, "a.pdf", made) == ""
    hidden = making.pdf(more=made + making.packed(b"4 0 << /S /JavaScript >>", TOLD[program]))
    assert outcome(tmp_path, "a.pdf", hidden) == ("" if program == "not packed" else "active")


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_taken(tmp_path: Path, name: str) -> None:
    assert outcome(tmp_path, name, HONEST[name]) == ""


def test_a_script_that_begins_on_the_edge_of_a_piece_is_found(tmp_path: Path) -> None:
    path = tmp_path / "edge.pdf"
    for short in range(14):
        path.write_bytes(b"%PDF-1.7\n" + b" " * (active.CHUNK - 9 - short) + b"/S /JavaScript /JS (x)")
        with pytest.raises(Unusable, match="active"):
            active.check(path, "pdf")
    inside = zlib.compress(b" " * (active.CHUNK - 5) + b"/JavaScript (x)")
    path.write_bytes(making.pdf(making.stream(inside, "/Type /ObjStm /Filter /FlateDecode")))
    with pytest.raises(Unusable, match="active"):
        active.check(path, "pdf")


def test_a_page_behind_a_thousand_comments_takes_no_time(tmp_path: Path) -> None:
    """An expression that tried every way to split them would outlive the test."""
    path = tmp_path / "page.txt"
    path.write_bytes(b"<!---->" * 1000 + b"x")
    with pytest.raises(Unusable, match="web_page"):
        kind_of(path)
