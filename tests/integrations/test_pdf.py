"""The printing child: what it prints, what it refuses, and that its end is not ours."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pypdfium2
import pytest

from config import ROOT
from integrations.pdf import NotPrinted, Press
from tests.presses import BROKEN, DIES, HANGS, QUICK, SHOWS_ITS_SURROUNDINGS, press

PAGE = "<!doctype html><html lang=en><title>A page</title><p>Grüße, {}</p></html>"


def unpacked(pdf: bytes) -> bytes:
    """All of a PDF's streams, inflated, behind the file itself."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(_inflated(stream) for stream in streams)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_what_is_ordered_is_printed_as_an_archive_file_that_screen_readers_can_read(real: Press) -> None:
    pdf = real.to_pdf(PAGE.format("Kassel"), "")
    assert "Grüße, Kassel" in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    inside = unpacked(pdf)
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in inside
    for needed in (b"/OutputIntents", b"/MarkInfo", b"/StructTreeRoot", b"/Lang"):
        assert needed in inside, needed


def test_the_same_page_is_the_same_file(real: Press) -> None:
    assert real.to_pdf(PAGE.format("x"), "p{color:#000}") == real.to_pdf(PAGE.format("x"), "p{color:#000}")


def test_a_text_that_is_too_long_is_set_smaller_and_at_last_refused(real: Press) -> None:
    lines = "<p style='font-size:1rem'>A line of text</p>"
    fits_when_smaller = PAGE.format(lines * 25)
    assert len(pypdfium2.PdfDocument(real.to_pdf(fits_when_smaller, "@page{size:A4}"))) == 1
    with pytest.raises(NotPrinted, match="does not fit"):
        real.to_pdf(PAGE.format(lines * 400), "")
    assert real.to_pdf(PAGE.format("the next one"), "")


def test_a_page_cannot_reach_files_or_the_network(real: Press, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'LEAKED' }")
    page = PAGE.format(f"<link rel=stylesheet href='file://{secret}'><img src='file://{secret}' alt='none'>")
    pdf = real.to_pdf(page, f"@import url('file://{secret}');")
    assert "LEAKED" not in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


def test_the_child_gets_neither_keys_nor_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "very secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere")
    with press(SHOWS_ITS_SURROUNDINGS) as child, pytest.raises(NotPrinted) as told:
        child.to_pdf("", "")
    assert "SECRET_KEY" not in str(told.value)
    assert "DATABASE_URL" not in str(told.value)
    assert "PATH" in str(told.value)


def test_what_the_child_says_against_a_page_is_told() -> None:
    with press(BROKEN) as child, pytest.raises(NotPrinted, match="no ink"):
        child.to_pdf("", "")


def test_a_child_that_dies_in_the_middle_gives_no_half_paper_and_the_next_order_gets_a_new_one() -> None:
    with press(DIES) as child:
        for _ in range(2):
            with pytest.raises(NotPrinted, match="ended without an answer"):
                child.to_pdf("", "")


def test_a_child_that_was_killed_between_two_papers_is_replaced() -> None:
    with press(QUICK) as child:
        first = child.to_pdf("a", "")
        assert child.child is not None
        os.kill(child.child.pid, signal.SIGKILL)
        child.child.wait()
        assert child.to_pdf("a", "") == first


def test_a_child_that_hangs_is_ended() -> None:
    began = time.monotonic()
    with press(HANGS, seconds=0.3) as child, pytest.raises(NotPrinted):
        child.to_pdf("", "")
    assert time.monotonic() - began < 5


def test_no_child_outlives_its_block() -> None:
    with press(QUICK) as child:
        child.to_pdf("a", "")
        process = child.child
    assert process is not None
    assert process.poll() is not None


def test_neither_web_nor_clock_ever_loads_the_engines() -> None:
    heavy = "('weasyprint', 'pyhanko', 'cryptography', 'aiohttp')"
    loads = f"import app, jobs.schedule, sys; print([name for name in sys.modules if name.split('.')[0] in {heavy}])"
    done = subprocess.run([sys.executable, "-c", loads], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_child_may_not_take_more_memory_than_its_limit() -> None:
    takes = "from integrations.printing import MEMORY, _limit; _limit(); bytearray(MEMORY + 1)"
    done = subprocess.run([sys.executable, "-c", takes], cwd=ROOT, capture_output=True, text=True)
    assert "MemoryError" in done.stderr
