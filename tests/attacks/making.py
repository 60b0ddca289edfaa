"""How are files made that do harm? Small and generated, each with one thing wrong."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib

from PIL import Image

from tests.integrations.test_filetypes import compound

HIT = "/executed"
"""What the scripts in these files ask for: a browser that asks for it has run one."""

SCRIPT = f"<script>fetch('{HIT}');document.title='{HIT}'</script>"
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"fetch('{HIT}')\">{SCRIPT}</svg>"
EICAR = base64.b64decode("WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=")
"""The text that virus scanners take for a virus, so that they can be tried."""

MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
HEAD = "From: Eve <eve@x.example>\r\nTo: ana@acme.example\r\nSubject: Offer\r\nMIME-Version: 1.0\r\n"
FREE, END = 0xFFFFFFFF, 0xFFFFFFFE
LARGEST = 24_000_000
"""Bytes, just below what one file may have."""


def pdf(*objects: str, catalog: str = "", more: bytes = b"", version: str = "1.7") -> bytes:
    """A PDF with these objects (from number 4 on) and this in its catalogue."""
    fixed = (
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )  # fmt: skip
    out, places = f"%PDF-{version}\n%\xe2\xe3\xcf\xd3\n".encode("latin-1"), []
    for number, text in enumerate((*fixed, *objects), 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(places) + 1
    trailer = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return out + f"{trailer}startxref\n{len(out)}\n%%EOF\n".encode() + more


def stream(content: bytes, told: str = "") -> str:
    return f"<< {told} /Length {len(content)} >>\nstream\n{content.decode('latin-1')}\nendstream"


def bundled(content: bytes, told: str = "/Filter /FlateDecode") -> bytes:
    return pdf(stream(zlib.compress(content), f"/Type /ObjStm /N 1 /First 4 {told}"))


def packed(content: bytes, told: str) -> bytes:
    """Objects that are packed, told of in one's own words."""
    return pdf(stream(zlib.compress(content), told))


def holding(files: dict[str, bytes]) -> bytes:
    """A PDF into which these files are packed, as e-invoices have theirs."""
    names, objects = [], []
    for number, (name, content) in enumerate(files.items()):
        at = 4 + 2 * number
        told = f"/Type /EmbeddedFile /Subtype /text#2Fxml /Filter /FlateDecode /Params << /Size {len(content)} >>"
        objects += [f"<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F {at + 1} 0 R >> >>",
                    stream(zlib.compress(content), told)]  # fmt: skip
        names.append(f"({name}) {at} 0 R")
    catalog = f"/Names << /EmbeddedFiles << /Names [{' '.join(sorted(names))}] >> >> /AF [4 0 R]"
    return pdf(*objects, catalog=catalog)


Parts = dict[str, bytes | str]


def office(kind: str, parts: Parts | None = None, types: str = "<Types/>", main: str = "<x/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(MAIN[kind], main)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return made.getvalue()


def link(kind: str, target: str) -> str:
    place = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<Relationships><Relationship Id="r1" Type="{place}/{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    )


def lying(kind: str) -> bytes:
    """An archive whose table says that its 50 MB of zeros are ten bytes."""
    content = bytearray(office(kind, {"word/media/a.png": bytes(50_000_000)}))
    size = struct.pack("<I", 50_000_000)
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<I", 10)
    return bytes(content)


def crowded() -> bytes:
    """An archive of no files with 450,000 entries in its table of contents."""
    head = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0)
    table = b"".join(head + b"%06d" % number for number in range(450_000))
    return b"PK\3\4" + bytes(26) + table + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0, 0, len(table), 30, 0)


def overlapping() -> bytes:
    """Two thousand entries of a table that all name the same 30 MB of zeros."""
    content = office("docx", {"word/media/a.png": bytes(30_000_000)})
    at = content.rfind(b"PK\1\2")
    end = content.find(b"PK\5\6")
    entry, table = content[at:end], content[content.find(b"PK\1\2") : end] + content[at:end] * 2000
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2003, 2003, len(table), content.find(b"PK\1\2"), 0)
    assert entry.startswith(b"PK\1\2")
    return content[: content.find(b"PK\1\2")] + table + tail


def swarm() -> bytes:
    """A message of Outlook with 188,000 entries, as a tree."""
    sectors, tables = 5900, 6
    head = bytearray(compound("__properties_version1.0", "__nameid_version1.0")[:512])
    head[26:32] = b"\4\0\xfe\xff\x0c\0"
    head[40:52] = struct.pack("<III", sectors - tables, tables, tables)
    head[76 : 76 + 4 * tables] = b"".join(struct.pack("<I", number) for number in range(tables))
    chain = [0xFFFFFFFD] * tables + [number + 1 for number in range(tables, sectors - 1)] + [END]
    chain += [FREE] * (tables * 1024 - len(chain))
    count = (sectors - tables) * 32
    entries = [_entry("Root Entry", 5, FREE, FREE, 1)]
    for number in range(1, count):
        left, right = (2 * number + more if 2 * number + more < count else FREE for more in (0, 1))
        entries.append(_entry(f"a{number}", 2, left, right, FREE))
    return bytes(head).ljust(4096, b"\0") + b"".join(struct.pack("<I", one) for one in chain) + b"".join(entries)


def _entry(name: str, kind: int, left: int, right: int, child: int) -> bytes:
    title = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", left, right, child)
    told = title.ljust(64, b"\0") + struct.pack("<HBB", len(title), kind, 1)
    return told + links + bytes(36) + struct.pack("<III", END, 0, 0)


def nested_mail(depth: int) -> bytes:
    """Parts in parts in parts."""
    begins = "".join(
        f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n' for level in range(depth)
    )
    return f"{HEAD}{begins}Content-Type: text/plain\r\n\r\nend\r\n".encode()


def crowded_mail(parts: int) -> bytes:
    part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    return f'{HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n{part * parts}--b--\r\n'.encode()


def mails_in_mails(depth: int) -> bytes:
    inner = f"{HEAD}\r\nend\r\n"
    for level in range(depth):
        inner = (
            f'{HEAD}Content-Type: multipart/mixed; boundary="m{level}"\r\n\r\n--m{level}\r\n'
            f"Content-Type: message/rfc822\r\n\r\n{inner}\r\n--m{level}--\r\n"
        )
    return inner.encode()


def web_mail() -> bytes:
    return f"{HEAD}Content-Type: text/html\r\n\r\n<html>{SCRIPT}<img src=x onerror=\"fetch('{HIT}')\"></html>".encode()


def carrying(name: str, content: bytes) -> bytes:
    packed = base64.encodebytes(content).decode()
    part = f'Content-Disposition: attachment; filename="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n{packed}'
    return f'{HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n{part}--b--\r\n'.encode()


def calendar(*lines: str) -> bytes:
    inside = "\r\n".join(lines)
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270310T090000Z\r\n{inside}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "#a33b2a").save(made, kind)
    return made.getvalue()


def huge_picture(wide: int, high: int) -> bytes:
    """A PNG that says it has so many pixels, packed as zeros to a few kilobytes."""
    packer, rows = zlib.compressobj(9), b""
    line = bytes(1 + (wide + 7) // 8)
    for _ in range(min(high, 3000)):
        rows += packer.compress(line)
    return _png(struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0), rows + packer.flush())


def _png(head: bytes, packed: bytes, *more: tuple[bytes, bytes]) -> bytes:
    chunks = ((b"IHDR", head), *more, (b"IDAT", packed), (b"IEND", b""))
    written = (
        struct.pack(">I", len(inside)) + name + inside + struct.pack(">I", zlib.crc32(name + inside))
        for name, inside in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def noted_picture() -> bytes:
    """A PNG whose notes are a web page, and 40 MB of zeros packed."""
    notes = ((b"tEXt", b"Comment\0" + SCRIPT.encode()), (b"zTXt", b"Title\0\0" + zlib.compress(bytes(40_000_000))))
    return _png(struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0), zlib.compress(bytes(72)), *notes)


def archive(name: str = "a.txt", content: bytes = b"x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return made.getvalue()


def dolls(depth: int) -> bytes:
    content = archive("zeros", bytes(10_000_000))
    for _ in range(depth):
        content = archive("inner.zip", content)
    return content


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHING = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]><x>&a9;</x>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "/etc/passwd">]><x>&e;</x>'
