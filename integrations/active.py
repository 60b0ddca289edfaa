"""Does a file do something by itself, or hide a second one? Told from its bytes, in pieces, with nothing run or drawn.

What a reader may do at its own risk is refused here, since others open the file later: scripts and launched programs
in a PDF, signs that open a file in it, linked programs and remote templates in office files, archives behind a picture.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from integrations.filetypes import CHUNK, Unusable

ACTS = (
    b"/JavaScript", b"/Launch", b"/SubmitForm", b"/ImportData", b"/RichMedia", b"/Rendition", b"/Movie", b"/XFA",
    b"/GoToE", b"/GoToR", b"/FileAttachment", b"/Collection",
)  # fmt: skip
"""Names of PDF that start something, send something, open another file, or show one as a sign to be pressed.

A file that is merely packed into it, as e-invoices and our own papers have one, is listed by its name and never served.
"""

BUNDLED = b"/ObjStm"
"""A stream that holds further objects, packed: what stands in it has to be unpacked to be seen."""

FIRST = b"/First"
"""Where the objects begin in such a stream, told by a number: some programs need no /ObjStm to read one."""

LONGEST_NAME = 64
LONGEST_LINK = 4096
LONGEST_TAG = 1 << 20
MOST_UNPACKED = 24 << 20
"""Bytes that are unpacked of one file to look into it."""

MOST_BUNDLES = 5_000
MOST_FIRSTS = 20_000
MOST_TOLD = 2048
"""Bytes before and after a name in which the dictionary of a stream has to begin and end."""

_ESCAPED = re.compile(rb"/[A-Za-z]{0,20}(?:#[0-9A-Fa-f]{2}[A-Za-z]{0,20}){1,20}")
_OBJECT = re.compile(rb"(?<![0-9])[0-9]{1,10}[\s\0]+[0-9]{1,5}[\s\0]+obj[\s\0]*<<")
_BEGINS = re.compile(rb">>[\s\0]*stream\r?\n")
_PLAIN = re.compile(rb"/Filter[\s\0]*(?:/FlateDecode|\[[\s\0]*/FlateDecode[\s\0]*\])(?![A-Za-z0-9.])")
_STRANGE = re.compile(rb"[#(%<>]|obj|stream|/(?:F|FFilter|DP|DecodeParms(?![\s\0]*null\b))(?![A-Za-z])")
_ELSEWHERE = re.compile(rb"[\s\0]+[0-9]+[\s\0]+[0-9]+[\s\0]+R(?![A-Za-z])")
_ENDS = re.compile(rb"endobj|>>[\s\0]*stream")
_AFTER_NAME = frozenset(b" \t\r\n\f\0<>[]()/%{}")
_TAG = re.compile(r"<[^<>]*>")
_REMOTE = re.compile(r"/(?:attachedtemplate|oleobject|frame|subdocument|package|control)['\"]")
_FIELD = re.compile(r"(?:>|instr=[\"'])\s{0,20}dde(?:auto)?\b")
_PROGRAMS = re.compile(r"activex/|oleobject[^/]*\.bin$|macrosheets/|vbaproject|/control[^/]*\.xml$", re.I)
_LINKING = re.compile(r"\.rels$|(?:^|/)word/[^/]*\.xml$|externallinks/")
"""Parts in which links and fields stand: of a text all, since notes, heads and feet hold fields as well."""

_ALARM = re.compile(rb"^action[^:\r\n]*:\s*procedure", re.I | re.M)


def check(path: Path, kind: str) -> None:
    """Raises `Unusable` (active, polyglot, locked, bomb) for a file of this kind that is not what it seems."""
    if kind == "pdf":
        _pdf(path)
    elif kind in ("docx", "xlsx", "pptx"):
        _office(path)
    elif kind == "ics":
        _calendar(path)
    if kind in ("pdf", "png", "jpeg", "webp"):
        _one_kind(path, is_pdf=kind == "pdf")


def _pdf(path: Path) -> None:
    """Every name in it, written as it may be; then what its packed objects say."""
    is_encrypted, bundles, firsts = False, list[int](), 0
    for start, piece in _pieces(path):
        _names(piece)
        is_encrypted |= b"/Encrypt" in piece
        firsts += piece.count(FIRST)
        if firsts > MOST_FIRSTS:
            raise Unusable("bomb")
        bundles += [start + found for found in (*_places(piece, BUNDLED), *_counted(piece))]
        if len(bundles) > MOST_BUNDLES:
            raise Unusable("bomb")
    if bundles and is_encrypted:
        raise Unusable("locked")
    _bundled(path, sorted(set(bundles)))


def _names(piece: bytes) -> None:
    """Raises `Unusable` for a name that acts. One written with escapes, without need, hides something."""
    if any(True for name in ACTS for _ in _places(piece, name)):
        raise Unusable("active")
    for found in _ESCAPED.finditer(piece) if b"#" in piece else ():
        if _unescaped(found[0]).startswith((*ACTS, BUNDLED, FIRST, b"/Encrypt")):
            raise Unusable("active")


def _unescaped(name: bytes) -> bytes:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), name)


def _bundled(path: Path, places: list[int]) -> None:
    """Packed objects are unpacked within bounds. Those told of in another way than programs do it hide something.

    Whatever is in doubt is refused: a reader of PDF may understand what we do not.
    """
    left, seen = MOST_UNPACKED, set()
    with path.open("rb") as file:
        for place in places:
            start = max(0, place - MOST_TOLD)
            file.seek(start)
            told, begins = _told(file.read(2 * MOST_TOLD), place - start)
            if begins + start not in seen and told.count(b"/Filter"):  # else it was read with all the rest
                file.seek(begins + start)
                left = _looked_into(file.read, left)
            seen.add(begins + start)


def _told(around: bytes, here: int) -> tuple[bytes, int]:
    """What is told of the stream of this place, and where that begins. Raises `Unusable` unless it is as plain as all
    programs write it: one dictionary without strings, notes and escapes, packed in the one usual way or not at all."""
    heads, begins = list(_OBJECT.finditer(around, 0, here)), _BEGINS.search(around, here)
    if not heads or begins is None:
        raise Unusable("active")
    told = around[heads[-1].end() : begins.start()]
    filters = told.count(b"/Filter")
    if _STRANGE.search(told) or filters > 1 or (filters and not _PLAIN.search(told)):
        raise Unusable("active")
    return told, begins.end()


def _counted(piece: bytes) -> Iterator[int]:
    """Where /First stands with a number, or in a stream. In an outline it points to another object."""
    for place in _places(piece, FIRST):
        points = _ELSEWHERE.match(piece, place + len(FIRST))
        ends = _ENDS.search(piece, place, place + MOST_TOLD)
        if points is None or (ends is not None and ends[0] != b"endobj"):
            yield place


def _looked_into(read: Callable[[int], bytes], left: int) -> int:
    """Unpack one stream to its end; returns how many bytes may still be unpacked."""
    unpacker, tail = zlib.decompressobj(), b""
    while not unpacker.eof and (packed := unpacker.unconsumed_tail or read(1 << 16)):
        try:
            piece = unpacker.decompress(packed, CHUNK)
        except zlib.error as wrong:
            raise Unusable("broken") from wrong
        left -= len(piece)
        if left < 0:
            raise Unusable("bomb")
        _names(tail + piece)
        tail = piece[-LONGEST_NAME:]
    return left


def _places(piece: bytes, name: bytes) -> Iterator[int]:
    """Where this name stands, whole."""
    at = piece.find(name)
    while at >= 0:
        after = piece[at + len(name) : at + len(name) + 1]
        if not after or after[0] in _AFTER_NAME:
            yield at
        at = piece.find(name, at + 1)


def _pieces(path: Path) -> Iterator[tuple[int, bytes]]:
    """Where each piece begins, and the piece; they overlap, so that no name is cut in two."""
    with path.open("rb") as file:
        tail, start = b"", 0
        while chunk := file.read(CHUNK):
            yield start - len(tail), tail + chunk
            start += len(chunk)
            tail = (tail + chunk)[-LONGEST_NAME:]


def _office(path: Path) -> None:
    """Parts that are programs, and links that fetch one when the file is opened."""
    left = MOST_UNPACKED
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            name = part.filename.replace("\\", "/").lower()
            if _PROGRAMS.search(name):
                raise Unusable("active")
            if _LINKING.search(name):
                left -= _links(archive, part, left)


def _links(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """Look through a part piece by piece; returns its length. Raises `Unusable` for what it fetches or starts."""
    length, tail = 0, b""
    try:
        with archive.open(part) as file:
            while content := file.read(CHUNK):
                length += len(content)
                if length > most:
                    raise Unusable("bomb")
                raw = tail + content.replace(b"\0", b"")
                text = html.unescape(raw.decode("latin-1")).lower()
                if _links_out(text) or _FIELD.search(text) or "ddelink" in text:
                    raise Unusable("active")
                tail = _rest(raw)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as wrong:
        raise Unusable("broken") from wrong
    return length


def _rest(raw: bytes) -> bytes:
    """What has to be seen together with the next piece: a tag that is still open, whole. One without end hides it."""
    opened = raw.rfind(b"<") if raw.rfind(b"<") > raw.rfind(b">") else len(raw)
    if len(raw) - opened > LONGEST_TAG:
        raise Unusable("active")
    return raw[min(opened, max(0, len(raw) - LONGEST_LINK)) :]


def _links_out(text: str) -> bool:
    return any("relationship" in tag and "external" in tag and _REMOTE.search(tag) for tag in _TAG.findall(text))


def _calendar(path: Path) -> None:
    """An alarm of the kind that starts a program."""
    if _ALARM.search(re.sub(rb"\r?\n[ \t]", b"", path.read_bytes())):
        raise Unusable("active")


def _one_kind(path: Path, *, is_pdf: bool) -> None:
    """An archive is told by its end, a PDF by a mark among the first bytes: both may stand in another file."""
    with path.open("rb") as file:
        head = file.read(1029)
    if zipfile.is_zipfile(path) or (not is_pdf and b"%PDF-" in head):
        raise Unusable("polyglot")
