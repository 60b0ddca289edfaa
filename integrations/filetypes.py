"""What is this file, by its content? Names and declared types are not believed."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

import olefile

MIME: dict[str, str] = {
    "pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp", "eml": "message/rfc822",
    "msg": "application/vnd.ms-outlook", "ics": "text/calendar", "txt": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip
"""Kind -> media type of what is accepted."""

HEAD = 8192
CHUNK = 1 << 20
MOST_PARTS = 5_000
LARGEST_CONTENTS = 1 << 20  # bytes of an archive's table of contents
FARTHEST_END = 22 + 0xFFFF  # where the place of that table is told, from the end of the file
MOST_STREAMS = 20_000  # entries of a message of Outlook: one with hundreds of attachments has fewer
LARGEST_INSIDE = 400 * 1024 * 1024
HIGHEST_RATIO = 300  # bytes inside per byte of file: office files stay far below, bombs far above

_MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"L\x00\x00\x00\x01\x14\x02\x00", b"\x00asm", b"dex\n",
)  # fmt: skip
_ARCHIVES = (
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
    b"PK\x05\x06",
)
_SCRIPT = re.compile(rb"\A\s*(?:@echo off|<\?php|<%|<job\b|Set-ExecutionPolicy|powershell\b)", re.I)
_WEB = re.compile(rb"\A\s*<(?:!--|(?:!doctype|html|svg|\?xml|script|head|body|iframe|math)\b)", re.I)
_HEADER = re.compile(rb"\A[A-Za-z0-9!#$%&'*+.^_`|~-]{1,76}:[ \t]?")
_MAIL_FIELDS = {
    b"from",
    b"to",
    b"date",
    b"subject",
    b"message-id",
    b"received",
    b"return-path",
    b"mime-version",
    b"delivered-to",
}
_BINARY = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 27}) + b"\x7f"


class Unusable(Exception):
    """This file is not taken; the code says why and is turned into words by `domain.evidence`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of(path: Path) -> str:
    """One of the kinds in `MIME`. Raises `Unusable` for everything else, with the reason."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Unusable("empty")
    return _by_signature(path, head) or _text(path, head)


def _by_signature(path: Path, head: bytes) -> str:
    """Kinds that begin with a mark of their own; "" when there is none."""
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise Unusable("heic")
    if head.startswith(olefile.MAGIC):
        return _ole(path)
    if head.startswith(b"PK\x03\x04"):
        return _office(path)
    if head.startswith(_PROGRAMS):
        raise Unusable("program")
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        raise Unusable("archive")
    return ""


def _ole(path: Path) -> str:
    """A message of Outlook has its properties at the root; other files of this make are old office files."""
    try:
        with _Compound(path) as ole:
            names = {"/".join(entry) for entry in ole.listdir(streams=True, storages=True)}
    except Exception as wrong:  # a broken file fails in many ways; none of them is ours to tell apart
        raise Unusable("broken") from wrong
    if "__properties_version1.0" in names and any(name.startswith("__nameid_version1.0") for name in names):
        return "msg"
    raise Unusable("old_office")


class _Compound(olefile.OleFileIO):  # type: ignore[misc]  # olefile has no types
    """Entries cost memory each, whatever they hold: too many are refused before one is read."""

    def _load_direntry(self, sid: int) -> object:
        if len(self.direntries) > MOST_STREAMS:
            raise ValueError("too many entries")
        return super()._load_direntry(sid)


def _office(path: Path) -> str:
    """Office files are archives with a table of contents. Sizes are measured before anything inside is opened."""
    _measure_contents(path)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _measure(parts, path.stat().st_size)
            names = {part.filename for part in parts}
            kind = next((kind for main, kind in _MAIN_PARTS.items() if main in names), "")
            if not kind or "[Content_Types].xml" not in names:
                raise Unusable("archive")
            with archive.open("[Content_Types].xml") as contents:
                declared = contents.read(CHUNK).lower()
    except (
        zipfile.BadZipFile,
        RuntimeError,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        zlib.error,
    ) as wrong:
        raise Unusable("broken") from wrong
    if b"macroenabled" in declared or b"vbaproject" in declared or any("vbaproject" in name.lower() for name in names):
        raise Unusable("macros")
    return kind


def _measure_contents(path: Path) -> None:
    """Each entry costs memory when the table is read, however little it holds. Files above 4 GB tell more; none is."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - FARTHEST_END))
        end = file.read()
    told = end[end.rfind(b"PK\x05\x06") + 12 :][:4] if b"PK\x05\x06" in end else b""
    if b"PK\x06\x06" in end or int.from_bytes(told, "little") > LARGEST_CONTENTS:
        raise Unusable("bomb")


def _measure(parts: list[zipfile.ZipInfo], size: int) -> None:
    inside = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or inside > LARGEST_INSIDE or inside > HIGHEST_RATIO * size:
        raise Unusable("bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise Unusable("locked")


def _text(path: Path, head: bytes) -> str:
    """Mail, invitation or plain text; what only looks like text is refused."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _SCRIPT.match(text):
        raise Unusable("program")
    if _WEB.match(text):
        raise Unusable("web_page")
    if text.lstrip().upper().startswith(b"BEGIN:VCALENDAR"):
        return _if_text(path, "ics")
    if _is_mail(text):
        return "eml"
    if text.startswith(b"{\\rtf"):
        raise Unusable("old_office")
    return _if_text(path, "txt")


def _is_mail(text: bytes) -> bool:
    """Header lines from the first line on, at least two of them those that every mail has."""
    found = set()
    lines = text.splitlines()
    for line in lines[1:] if text.startswith(b"From ") else lines:
        if line[:1] in (b" ", b"\t"):
            continue
        if not line or not _HEADER.match(line):
            break
        found.add(line.split(b":", 1)[0].lower())
    return len(found & _MAIL_FIELDS) >= 2


def _if_text(path: Path, kind: str) -> str:
    """`kind`, if the whole file holds no byte that text does not have."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if len(chunk.translate(None, _BINARY)) != len(chunk):
                raise Unusable("unknown")
    return kind
