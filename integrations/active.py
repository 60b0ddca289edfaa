"""Does a file do something by itself, or hide a second one? Told from its bytes, in pieces, with nothing run or drawn.

What a reader may do at its own risk is refused here, since others open the file later: scripts and launched programs
in a PDF, files packed into one, linked programs and remote templates in office files, archives behind a picture.
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
    b"/GoToE", b"/GoToR",
)  # fmt: skip
"""Names of PDF that start something, send something, or open another file."""

PACKED = (b"/EmbeddedFile", b"/EmbeddedFiles")
BUNDLED = b"/ObjStm"
"""A stream that holds further objects, packed: what stands in it has to be unpacked to be seen."""

LONGEST_NAME = 64
LONGEST_LINK = 4096
MOST_UNPACKED = 24 << 20
"""Bytes that are unpacked of one file to look into it."""

MOST_BUNDLES = 5_000

_ESCAPED = re.compile(rb"/[A-Za-z]{0,20}(?:#[0-9A-Fa-f]{2}[A-Za-z]{0,20}){1,20}")
_BEGINS = re.compile(rb"stream\r?\n")
_AFTER_NAME = frozenset(b" \t\r\n\f\0<>[]()/%{}")
_TAG = re.compile(r"<[^<>]*>")
_REMOTE = re.compile(r"/(?:attachedtemplate|oleobject|frame|subdocument|package|control)['\"]")
_FIELD = re.compile(r"(?:>|instr=[\"'])\s{0,20}dde(?:auto)?\b")
_PROGRAMS = re.compile(r"activex/|oleobject[^/]*\.bin$|macrosheets/|vbaproject|/control[^/]*\.xml$", re.I)
_ALARM = re.compile(rb"^action[^:\r\n]*:\s*procedure", re.I | re.M)


def check(path: Path, kind: str) -> None:
    """Raises `Unusable` (active, packed, polyglot, locked, bomb) for a file of this kind that is not what it seems."""
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
    is_encrypted, bundles = False, []
    for start, piece in _pieces(path):
        _names(piece)
        is_encrypted |= b"/Encrypt" in piece
        bundles += [start + found for found in _places(piece, BUNDLED)]
        if len(bundles) > MOST_BUNDLES:
            raise Unusable("bomb")
    if bundles and is_encrypted:
        raise Unusable("locked")
    _bundled(path, sorted(set(bundles)))


def _names(piece: bytes) -> None:
    """Raises `Unusable` for a name that acts. One written with escapes, without need, hides something."""
    for code, names in (("active", ACTS), ("packed", PACKED)):
        if any(True for name in names for _ in _places(piece, name)):
            raise Unusable(code)
    for found in _ESCAPED.finditer(piece) if b"#" in piece else ():
        if _unescaped(found[0]).startswith((*ACTS, *PACKED, BUNDLED, b"/Encrypt")):
            raise Unusable("active")


def _unescaped(name: bytes) -> bytes:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), name)


def _bundled(path: Path, places: list[int]) -> None:
    """Packed objects are unpacked within bounds. Those packed in another way than all programs do it hide something."""
    left = MOST_UNPACKED
    with path.open("rb") as file:
        for place in places:
            file.seek(max(0, place - 1024))
            around, here = file.read(4096), min(place, 1024)
            begins = _BEGINS.search(around, here)
            told = around[around.rfind(b"obj", 0, here) + 3 : begins.start()] if begins else b""
            if begins is None or b"/Filter" not in told:  # no stream, or one that was read with all the rest
                continue
            if _is_odd(told):
                raise Unusable("active")
            file.seek(max(0, place - 1024) + begins.end())
            left = _looked_into(file.read, left)


def _is_odd(told: bytes) -> bool:
    filters = re.findall(rb"/[A-Z][A-Za-z0-9]*Decode\b|/(?:LZW|Fl|AHx|A85|RL|Crypt)\b", told)
    return b"/Predictor" in told or filters != [b"/FlateDecode"]


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
            if name.endswith((".rels", "word/document.xml")) or "externallinks/" in name:
                left -= _links(archive, part, left)


def _links(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """Look through a part piece by piece; returns its length. Raises `Unusable` for what it fetches or starts."""
    length, tail = 0, ""
    try:
        with archive.open(part) as file:
            while content := file.read(CHUNK):
                length += len(content)
                if length > most:
                    raise Unusable("bomb")
                text = tail + html.unescape(content.replace(b"\0", b"").decode("latin-1")).lower()
                if _links_out(text) or _FIELD.search(text) or "ddelink" in text:
                    raise Unusable("active")
                tail = text[-LONGEST_LINK:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as wrong:
        raise Unusable("broken") from wrong
    return length


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
