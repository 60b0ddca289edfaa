"""In which encoding is a file written, and is it text at all?"""

from __future__ import annotations

import codecs
from pathlib import Path

SAMPLE = 65_536  # bytes that are looked at for signatures and NULs
STEP = 1 << 20

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip

SIGNATURES = (
    (b"PK\x03\x04", "spreadsheet"), (b"\xd0\xcf\x11\xe0", "spreadsheet"), (b"%PDF", "pdf"), (b"{\\rtf", "document"),
    (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"),
    (b"\x1f\x8b", "archive"), (b"7z\xbc\xaf", "archive"), (b"Rar!", "archive"),
)  # fmt: skip
"""First bytes of what people send in place of a CSV file -> what it is."""

WEB = (b"<!doctype", b"<html", b"<?xml", b"<table")
CONTROLS = bytes(set(range(32)) - {0, 9, 10, 11, 12, 13, 27})
FEW_CONTROLS = 20  # stray ones in a sample; more than that and more than one in fifty bytes: no text


def foreign(sample: bytes) -> str:
    """What the file is instead of a text table: spreadsheet, pdf, picture … ; "" when it may be text."""
    for signature, kind in SIGNATURES:
        if sample.startswith(signature):
            return kind
    if sample.lstrip(b"\xef\xbb\xbf \r\n\t")[:9].lower().startswith(WEB):
        return "web_page"
    return "" if _marked(sample) or _wide(sample) or _is_texty(sample) else "other"


def detect(path: Path, sample: bytes) -> str:
    """The codec to read the file with. What is neither marked nor UTF-8 is taken for Windows-1252."""
    return _marked(sample) or _wide(sample) or _narrow(path)


def _marked(sample: bytes) -> str:
    return next((codec for mark, codec in MARKS if sample.startswith(mark)), "")


def _is_texty(sample: bytes) -> bool:
    """Hardly any control characters; a NUL is named with its row."""
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    return controls <= FEW_CONTROLS or controls * 50 <= len(sample)


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is NUL."""
    even, odd = sample[::2], sample[1::2]
    if odd and odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even and even.count(0) > 0.6 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return ""


def _narrow(path: Path) -> str:
    """UTF-8 if the whole file is, but for a few broken letters among many sound ones; else Windows-1252."""
    sound, broken = _letters(path)
    return "utf-8" if broken * 20 <= sound else "cp1252"


def _letters(path: Path) -> tuple[int, int]:
    """Letters beyond ASCII that are sound UTF-8, and places that are not."""
    decoder, sound, broken = codecs.getincrementaldecoder("utf-8")("replace"), 0, 0
    with path.open("rb") as file:
        while chunk := file.read(STEP):
            if chunk.isascii() and not decoder.getstate()[0]:
                continue
            text = decoder.decode(chunk)
            bad = text.count("\ufffd")
            broken += bad
            sound += len(text) - len(text.encode("ascii", "ignore")) - bad
    return sound, broken + decoder.decode(b"", final=True).count("\ufffd")
