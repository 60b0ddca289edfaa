"""Files that somebody uploads who means harm: name, content, and why each is refused, or "" where it is tamed.

What is taken is tamed by where it goes: it is read by a limited child process, shown only as a picture drawn anew, and
leaves as an attachment that no browser runs.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.attacks import making as m
from tests.integrations.test_filetypes import compound


@dataclass(frozen=True)
class Hostile:
    name: str
    made: Callable[[], bytes]
    refused: str  # why, as `domain.evidence.REFUSED_FILES` knows it


def fixed(content: bytes) -> Callable[[], bytes]:
    return lambda: content


SECRET = b"4 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"
JS = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
PDFS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "script on opening": ("a.pdf", lambda: m.pdf(catalog=f"/OpenAction {JS}"), "active"),
    "script in escapes": ("a.pdf", lambda: m.pdf(catalog="/OpenAction << /S /J#61vaScript /J#53 (x) >>"), "active"),
    "script in packed objects": ("a.pdf", lambda: m.bundled(b"4 0 " + JS.encode()), "active"),
    "packed objects in odd packing": (
        "a.pdf", lambda: m.bundled(b"x", "/Filter [/ASCIIHexDecode /FlateDecode]"), "active",
    ),
    "packed objects with predictor": (
        "a.pdf", lambda: m.bundled(b"x", "/Filter /FlateDecode /DecodeParms << /Predictor 12 >>"), "active",
    ),
    "packed objects behind a key that ends in obj": (
        "a.pdf", lambda: m.packed(SECRET, "/N 1 /First 4 /Filter/FlateDecode/Fobj 1/Type/ObjStm"), "active",
    ),
    "packed objects, packing in escapes": (
        "a.pdf", lambda: m.packed(SECRET, "/Type /ObjStm /N 1 /First 4 /F#69lter /FlateDecode"), "active",
    ),
    "packed objects, packing told far away": (
        "a.pdf", lambda: m.packed(SECRET, f"/Filter /FlateDecode /N 1 {' ' * 3000} /Type /ObjStm /First 4"), "active",
    ),
    "packed objects, begun in a string": (
        "a.pdf", lambda: m.packed(SECRET, "/Type /ObjStm /N 1 /First 4 /X(stream\n) /Filter /FlateDecode"), "active",
    ),
    "packed objects, packing in a note": (
        "a.pdf", lambda: m.packed(SECRET, "/Type /ObjStm /N 1 /First 4 %>>stream\n\n /Filter /FlateDecode"), "active",
    ),
    "packed objects, packing by its short name": (
        "a.pdf", lambda: m.packed(SECRET, "/Type /ObjStm /N 1 /First 4 /F /FlateDecode"), "active",
    ),
    "packed objects, packing elsewhere": (
        "a.pdf", lambda: m.packed(SECRET, "/Type /ObjStm /N 1 /First 4 /Filter 9 0 R"), "active",
    ),
    "packed objects without their name": (
        "a.pdf", lambda: m.packed(SECRET, "/N 1 /First 4 /Filter /FlateDecode"), "active",
    ),
    "packed objects without their name, counted elsewhere": (
        "a.pdf", lambda: m.packed(SECRET, "/N 1 /First 9 0 R /Filter /FlateDecode"), "active",
    ),
    "packed objects that are damaged": ("a.pdf", lambda: m.bundled(b"x").replace(b"x\x9c", b"xx"), "broken"),
    "packed objects of 60 MB": ("a.pdf", lambda: m.bundled(bytes(60_000_000)), "bomb"),
    "packed objects, secret": (
        "a.pdf", lambda: m.bundled(b"x").replace(b"/Size", b"/Encrypt 9 0 R /Size"), "locked",
    ),
    "a million marks of packed objects": ("a.pdf", lambda: m.pdf(more=b"/ObjStm " * 1_000_000), "bomb"),
    "launch": ("a.pdf", lambda: m.pdf(catalog="/OpenAction << /S /Launch /F (cmd.exe) >>"), "active"),
    "form that is sent": ("a.pdf", lambda: m.pdf("<< /S /SubmitForm /F (http://x.example) >>"), "active"),
    "other file on opening": ("a.pdf", lambda: m.pdf("<< /S /GoToR /F (\\\\\\\\x\\\\y) >>"), "active"),
    "moving pictures": ("a.pdf", lambda: m.pdf("<< /Type /Annot /Subtype /RichMedia >>"), "active"),
    "dynamic form": ("a.pdf", lambda: m.pdf(catalog="/AcroForm << /XFA [(x) 4 0 R] >>"), "active"),
    "file as a sign to press": (
        "a.pdf", lambda: m.pdf("<< /Subtype /FileAttachment /FS << /EF << /F 5 0 R >> >> >>", m.stream(b"MZ")),
        "active",
    ),
    "collection of files": ("a.pdf", lambda: m.pdf(catalog="/Collection << /View /T >>"), "active"),
    "file in a file": ("a.pdf", lambda: m.pdf("<< /S /GoToE /T << /R /C /N (a.pdf) >> >>"), "active"),
    "program packed into it": ("a.pdf", lambda: m.holding({"a.exe": b"MZ" + bytes(900)}), ""),
    "a thousand files packed into it": (
        "a.pdf", lambda: m.holding({f"{number}.xml": b"<a/>" for number in range(1000)}), "",
    ),
    "60 MB packed into it": ("a.pdf", lambda: m.holding({"a.xml": bytes(60_000_000)}), ""),
    "archive behind it": ("a.pdf", lambda: m.pdf(more=m.archive("run.exe", b"MZ")), "polyglot"),
    "web page in it": ("a.pdf", lambda: m.pdf(more=m.SCRIPT.encode()), ""),
    "pages in a circle": (
        "a.pdf", lambda: m.pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"), "",
    ),
    "page of a light year": ("a.pdf", lambda: m.pdf().replace(b"595 842", b"9e9 9e9"), ""),
    "cut off": ("a.pdf", lambda: m.pdf()[:120], ""),
    "drawing of 400 MB": (
        "a.pdf",
        lambda: m.pdf(m.stream(zlib.compress(b"0 0 m 9 9 l S " * 30_000_000, 9), "/Filter /FlateDecode"))
        .replace(b"/MediaBox", b"/Contents 4 0 R /MediaBox"), "",
    ),
}  # fmt: skip

CMD = "c:\\cmd.exe"
OFFICE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "macros": ("a.docx", lambda: m.office("docx", {"word/vbaProject.bin": b"x"}), "macros"),
    "macros by another name": (
        "a.xlsx", lambda: m.office("xlsx", types="<Override ContentType='application/vnd.ms-office.vbaProject'/>"),
        "macros",
    ),
    "old macro sheet": ("a.xlsx", lambda: m.office("xlsx", {"xl/macrosheets/sheet1.xml": "<x/>"}), "active"),
    "control": ("a.docx", lambda: m.office("docx", {"word/activeX/activeX1.bin": b"x"}), "active"),
    "packed program": ("a.pptx", lambda: m.office("pptx", {"ppt/embeddings/oleObject1.bin": b"x"}), "active"),
    "remote template": (
        "a.docx",
        lambda: m.office("docx", {"word/_rels/settings.xml.rels": m.link("attachedTemplate", "http://x/y.dotm")}),
        "active",
    ),
    "remote template in 16 bits": (
        "a.docx",
        lambda: m.office("docx", {"word/_rels/a.rels": m.link("attachedTemplate", "//x/y").encode("utf-16")}), "active",
    ),
    "remote object": (
        "a.docx", lambda: m.office("docx", {"word/_rels/d.rels": m.link("oleObject", "\\\\x")}), "active",
    ),
    "field that starts a program": (
        "a.docx", lambda: m.office("docx", main="<w:instrText> DDEAUTO c:\\cmd.exe</w:instrText>"), "active",
    ),
    "field in the head of a page": (
        "a.docx", lambda: m.office("docx", {"word/header1.xml": f"<w:instrText>DDEAUTO {CMD}</w:instrText>"}), "active",
    ),
    "field in escapes on the edge of a piece": (
        "a.docx",
        lambda: m.office(
            "docx", {"m.bin": _noise(8)}, main="<a/>" * ((1 << 18) - 4) + "<w:instrText>&#68;DEAUTO x</w:instrText>"
        ),
        "active",
    ),
    "link in a tag that is long": (
        "a.docx",
        lambda: m.office("docx", {"m.bin": _noise(8), "a.rels": m.link("oleObject", "\\\\x").replace(
            "<Relationship ", "<Relationship X='" + " " * ((1 << 20) + 6000) + "' ")}), "active",
    ),
    "cell that starts a program": (
        "a.xlsx", lambda: m.office("xlsx", {"xl/externalLinks/externalLink1.xml": "<ddeLink ddeService='cmd'/>"}),
        "active",
    ),
    "bomb": ("a.docx", lambda: m.office("docx", {"word/media/a.png": bytes(60_000_000)}), "bomb"),
    "bomb that lies": ("a.docx", partial(m.lying, "docx"), ""),
    "bomb of links": ("a.docx", lambda: m.office("docx", {"a.rels": "<" + "relationship " * 3_000_000}), "bomb"),
    "quick links": ("a.docx", lambda: m.office("docx", {"a.rels": "<" * 300_000, "m.bin": _noise()}), ""),
    "overlapping": ("a.docx", m.overlapping, "bomb"),
    "crowded": ("a.docx", m.crowded, "bomb"),
    "laughing": ("a.docx", lambda: m.office("docx", main=m.LAUGHING), ""),
    "laughing notes": ("a.docx", lambda: m.office("docx", {"docProps/core.xml": m.LAUGHING}), ""),
    "reading our files": ("a.xlsx", lambda: m.office("xlsx", {"xl/sharedStrings.xml": m.OUTSIDE}), ""),
    "deep": ("a.docx", lambda: m.office("docx", {"m.bin": _noise()}, main="<a>" * 400_000), ""),
    "locked": ("a.docx", lambda: _locked(), "locked"),
    "old": ("a.doc", lambda: compound("WordDocument", "Macros"), "old_office"),
    "rich text": ("a.rtf", fixed(b"{\\rtf1{\\object\\objupdate\\objdata 0105}}"), "old_office"),
    "swarm": ("a.msg", m.swarm, "broken"),
    "cut-off message": ("a.msg", lambda: compound("__properties_version1.0", "__nameid_version1.0")[:900], "broken"),
}  # fmt: skip

WEB: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "drawing": ("a.svg", fixed(m.SVG.encode()), "web_page"),
    "drawing renamed": ("a.png", fixed(b"<?xml version='1.0'?>" + m.SVG.encode()), "web_page"),
    "page renamed": ("a.pdf", fixed(f"<!doctype html>{m.SCRIPT}".encode()), "web_page"),
    "page behind comments": ("a.txt", fixed(b"<!---->" * 1000 + m.SCRIPT.encode()), "web_page"),
    "page behind words": ("a.html", fixed(f"Hello\n<html>{m.SCRIPT}</html>".encode()), ""),
    "page behind blanks": ("a.htm", fixed(b" " * 9000 + m.SCRIPT.encode()), ""),
    "page as mail": ("a.mht", m.web_mail, ""),
    "page as calendar": ("a.ics", lambda: m.calendar(f"SUMMARY:{m.SCRIPT}", "URL:javascript:alert(1)"), ""),
    "formulas": ("a.csv", fixed(b"=cmd|' /C calc'!A0,@SUM(1),+1,-1\n"), ""),
    "shell script": ("a.txt", fixed(b"#!/bin/sh\nrm -rf /\n"), "program"),
    "shortcut": ("a.pdf", fixed(b"L\0\0\0\1\x14\2\0" + bytes(60)), "program"),
    "program": ("a.jpg", fixed(b"MZ\x90\0" + bytes(600)), "program"),
    "other program": ("a.docx", fixed(b"\x7fELF" + bytes(600)), "program"),
    "virus": ("a.txt", fixed(m.EICAR), ""),
    "other letters": ("a.txt", fixed(f"<html>{m.SCRIPT}".encode("utf-16")), "unknown"),
    "seven bits": ("a.txt", fixed(b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"), ""),
}  # fmt: skip

PICTURES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "of 4 gigapixels": ("a.png", partial(m.huge_picture, 65_000, 65_000), ""),
    "of 50 megapixels": ("a.png", partial(m.huge_picture, 10_000, 5_000), ""),
    "cut off": ("a.png", lambda: m.picture()[:70], ""),
    "archive behind it": ("a.png", lambda: m.picture() + m.archive("a.class", b"x"), "polyglot"),
    "archive behind a photo": ("a.jpg", lambda: m.picture("JPEG") + m.archive(), "polyglot"),
    "document in a photo": ("a.jpg", lambda: m.picture("JPEG")[:20] + b"%PDF-1.7" + bytes(50), "polyglot"),
    "page in its notes": ("a.png", m.noted_picture, ""),
    "page behind a photo": ("a.jpg", lambda: m.picture("JPEG") + f"<html>{m.SCRIPT}".encode(), ""),
    "only a mark": ("a.webp", fixed(b"RIFF\xff\xff\xff\xffWEBPVP8 "), ""),
    "telephone's": ("a.heic", fixed(b"\0\0\0\x18ftypheic\0\0\0\0"), "heic"),
}  # fmt: skip

MAILS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "of 5,000 levels": ("a.eml", partial(m.nested_mail, 5_000), ""),
    "of 200,000 parts": ("a.eml", partial(m.crowded_mail, 200_000), ""),
    "mails in mails": ("a.eml", partial(m.mails_in_mails, 300), ""),
    "of 20 MB of heads": ("a.eml", lambda: (m.HEAD + "X-A: b\r\n" * 2_500_000).encode(), ""),
    "of one head of 20 MB": ("a.eml", lambda: (m.HEAD + "References: " + "<a@b> " * 3_500_000).encode(), ""),
    "carrying a program": ("a.eml", lambda: m.carrying("a.exe", b"MZ" + bytes(900)), ""),
    "carrying a virus": ("a.eml", lambda: m.carrying("../../a.txt\u202egpj.exe", m.EICAR), ""),
    "carrying dolls": ("a.eml", lambda: m.carrying("a.zip", m.dolls(5)), ""),
    "meeting for ever": ("a.ics", lambda: m.calendar("RRULE:FREQ=SECONDLY;INTERVAL=1"), ""),
    "meeting in zones of zones": (
        "a.ics", lambda: m.calendar(*["BEGIN:VTIMEZONE"] * 50_000, *["END:VTIMEZONE"] * 50_000), "",
    ),
    "alarm that starts a program": (
        "a.ics", lambda: m.calendar("BEGIN:VALARM", "ACTI\r\n ON;X=1:PROCEDURE", "END:VALARM"), "active",
    ),
}  # fmt: skip

NAMES = (
    "../../../etc/cron.d/x", "..\\..\\windows\\x.exe", "a\0.exe", "exe.fdp\u202e", "CON", "a.pdf\r\nSet-Cookie: x=1",
    "<img src=x onerror=alert(1)>.txt", "\u202etxt.exe", "." * 300, "a" * 5000 + ".txt", "a;b=\"c\".txt", "\ud83e.txt",
)  # fmt: skip
"""Of a file that is harmless but for its name."""

REST: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing": ("a.pdf", fixed(b""), "empty"),
    "archive": ("a.zip", m.archive, "archive"),
    "dolls": ("a.zip", partial(m.dolls, 9), "archive"),
    "packed zeros": ("a.gz", lambda: b"\x1f\x8b\x08" + zlib.compress(bytes(9_000_000)), "archive"),
    "zeros": ("a.txt", lambda: bytes(m.LARGEST), "unknown"),
    "one line of 24 MB": ("a.txt", lambda: b"a" * m.LARGEST, ""),
    "ends of parts": ("a.txt", lambda: b"\r\n--" * (m.LARGEST // 4), ""),
    "escapes": ("a.pdf", lambda: m.pdf(more=b"/" + b"#41" * (m.LARGEST // 3 - 400)), ""),
    "too large": ("a.txt", lambda: b"a" * (27 << 20), "too_large"),
    **{f"name {number}": (name, fixed(b"harmless %d" % number), "") for number, name in enumerate(NAMES)},
}  # fmt: skip


def _noise(parts: int = 1) -> bytes:
    """Two megabytes that do not pack, so that what stands beside them is no bomb; or a part of them."""
    import random

    return random.Random(7).randbytes(2_000_000 // parts)


def _locked() -> bytes:
    content = bytearray(m.office("docx"))
    at = content.find(b"PK\1\2")
    content[at + 8] |= 1
    return bytes(content)


FILES: dict[str, Hostile] = {
    f"{group}: {what}": Hostile(*row)
    for group, rows in {
        "pdf": PDFS, "office": OFFICE, "web": WEB, "picture": PICTURES, "mail": MAILS, "other": REST,
    }.items()
    for what, row in rows.items()
}  # fmt: skip
