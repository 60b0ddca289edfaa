"""What a file is, is told by its content alone; what could do harm is refused with its reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from integrations.filetypes import Unusable, kind_of

OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(60)
MAIL = b"Return-Path: <j@kaese.example>\r\nFrom: J <j@kaese.example>\r\nTo: a@acme.example\r\nSubject: AW\r\n\r\n<html>"


def office(main: str, types: str = "<Types/>", **parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(main, "<xml/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


GOOD = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3", "png": PNG, "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    "eml": MAIL, "ics": b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    "txt": "Gesprächsnotiz vom 3. März: Bedarf bestätigt.".encode(), "docx": office(OFFICE["docx"]),
    "xlsx": office(OFFICE["xlsx"]), "pptx": office(OFFICE["pptx"]),
}  # fmt: skip

BAD = {
    "empty": [b""],
    "program": [
        b"MZ\x90\x00\x03", b"\x7fELF\x02", b"#!/bin/sh\nrm -rf /", b"@echo off\r\ndel *", b"<?php echo 1;",
        b"\xca\xfe\xba\xbe",
    ],
    "web_page": [
        b"<!DOCTYPE html><script>", b"\xef\xbb\xbf  <html>", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'>",
        b"<?xml version='1.0'?><svg>", b"<!-- hello --><script>alert(1)</script>",
    ],
    "archive": [office("readme.txt"), b"\x1f\x8b\x08", b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c",
        b"PK\x05\x06" + bytes(18),
    ],
    "macros": [
        office(OFFICE["docx"], word__vbaProject=b"x", **{"word/vbaProject.bin": b"x"}),
        office(OFFICE["xlsx"], "<Types ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/>"),
    ],
    "bomb": [office(OFFICE["docx"], word__media=bytes(30_000_000))],
    "old_office": [b"{\\rtf1\\ansi"],
    "heic": [b"\x00\x00\x00\x18ftypheic\x00\x00"],
    "broken": [b"PK\x03\x04 and no more", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more"],
    "unknown": [b"text with\x00a zero byte", b"\x01\x02\x03\x04" * 40, "Unicode".encode("utf-16")],
}  # fmt: skip


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_taken_is_told_by_its_content(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "anything"
    path.write_bytes(GOOD[kind])
    assert kind_of(path) == kind


@pytest.mark.parametrize(("code", "content"), [(code, content) for code, all_of in BAD.items() for content in all_of])
def test_what_is_refused_is_refused_for_its_reason(tmp_path: Path, code: str, content: bytes) -> None:
    path = tmp_path / "offer.pdf"
    path.write_bytes(content)
    with pytest.raises(Unusable) as refused:
        kind_of(path)
    assert refused.value.code == code


def test_a_zero_byte_far_inside_is_found(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"a line\n" * 400_000 + b"\x00")
    with pytest.raises(Unusable):
        kind_of(path)


def test_a_message_of_outlook_is_told_from_other_files_of_its_make(tmp_path: Path) -> None:
    path = tmp_path / "mail.msg"
    path.write_bytes(compound("__properties_version1.0", "__nameid_version1.0"))
    assert kind_of(path) == "msg"
    path.write_bytes(compound("WordDocument", "1Table"))
    with pytest.raises(Unusable) as refused:
        kind_of(path)
    assert refused.value.code == "old_office"


def compound(*streams: str) -> bytes:
    """The smallest compound file with these streams, all empty."""
    end, free, fat = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD

    def words(*values: int) -> bytes:
        return b"".join(value.to_bytes(4, "little") for value in values)

    def entry(name: str, kind: int, right: int, child: int, start: int) -> bytes:
        title = name.encode("utf-16-le") + b"\x00\x00"
        links = words(free, right, child)
        return (
            title.ljust(64, b"\x00")
            + len(title).to_bytes(2, "little")
            + bytes([kind, 1])
            + links
            + bytes(36)
            + words(start, 0, 0)
        )

    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00" + bytes(6)
    header += words(0, 1, 1, 0, 4096, end, 0, end, 0, 0) + words(*[free] * 108)
    table = words(fat, end, *[free] * 126)
    first, second = (entry(name, 2, 2 if not index else free, free, end) for index, name in enumerate(streams))
    folder = entry("Root Entry", 5, free, 1, end) + first + second + bytes(128)
    return header[:512] + table + folder
