"""Whatever is sent as a logo: what comes out draws, and runs, fetches and hides nothing."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import time
import zlib
from base64 import b64decode

import pytest
from PIL import Image, PngImagePlugin

from integrations import logos

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'
RING = '<circle cx="5" cy="5" r="4" fill="#0f5061"/>'


def svg(inside: str, head: str = HEAD) -> bytes:
    return f"{head}{RING}{inside}</svg>".encode()


def png(width: int = 40, height: int = 20, **how: object) -> bytes:
    kept = io.BytesIO()
    Image.new("RGBA", (width, height), (15, 80, 97, 128)).save(kept, "PNG", **how)
    return kept.getvalue()


def test_a_drawing_comes_back_as_it_draws() -> None:
    logo = logos.clean(svg('<g transform="rotate(3)"><path d="M1 1 9 9Z" stroke="red" stroke-width=".5"/></g>'))
    assert 'r="4"' in logo.svg
    assert 'transform="rotate(3)"' in logo.svg
    assert 'd="M1 1 9 9Z"' in logo.svg
    assert logo.left_out == ()


@pytest.mark.parametrize(
    ("inside", "gone"),
    [
        ("<script>alert(1)</script>", "script"), ("<script href='//x.example/a.js'/>", "script"),
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>", "foreignObject"),
        ("<image href='https://x.example/a.png'/>", "image"), ("<image href='data:image/png;base64,AAAA'/>", "image"),
        ("<use href='https://x.example/#a'/>", "use"), ("<a href='javascript:alert(1)'><path d='M0 0'/></a>", "a"),
        ("<animate attributeName='href' to='javascript:alert(1)'/>", "animate"),
        ("<set attributeName='onclick' to='alert(1)'/>", "set"), ("<style>@import url(//x.example)</style>", "style"),
        ("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>", "script*"),
        ("<filter id='f'><feImage href='//x.example'/></filter>", "filter"), ("<text>Hello</text>", "text"),
    ],
)  # fmt: skip
def test_what_runs_or_fetches_is_left_out_and_named(inside: str, gone: str) -> None:
    logo = logos.clean(svg(inside))
    assert gone in logo.left_out
    assert not re.search(r"script|javascript|https://x|//x|alert|@import|base64|onclick", logo.svg)


@pytest.mark.parametrize(
    "attribute",
    [
        "onload='alert(1)'", "onclick='alert(1)'", "href='javascript:x'", "xlink:href='//x.example'",
        "fill='url(https://x.example/#a)'", "fill='URL(//x.example)'", "style='fill:url(//x.example)'",
        "style='background:url(//x.example)'", "class='x' style='stroke:expression(alert(1));x:y'",
        "fill='&quot;/&gt;&lt;script&gt;'", "stroke='u\\72l(x)'", "requiredExtensions='//x.example'",
    ],
)  # fmt: skip
def test_what_an_attribute_could_fetch_or_run_is_dropped(attribute: str) -> None:
    made = logos.clean(svg(f"<path d='M0 0' {attribute}/>")).svg
    assert not re.search(r"x\.example|alert|javascript|script|on\w+=|href|\\", made)


def test_an_address_inside_the_drawing_stays() -> None:
    inside = (
        "<defs><linearGradient id='g'><stop offset='0' stop-color='red'/></linearGradient></defs>"
        "<path d='M0 0h9' fill='url(#g)'/>"
    )
    made = logos.clean(svg(inside)).svg
    assert 'fill="url(#g)"' in made
    assert 'stop-color="red"' in made


def test_colours_that_a_drawing_program_writes_as_classes_stay() -> None:
    made = logos.clean(svg("<style>.a, .b { fill: #e20613; cursor: url(//x) }</style><path class='b' d='M0 0'/>")).svg
    assert 'fill="#e20613"' in made
    assert "class" not in made


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"), (b"x" * (logos.MOST_BYTES + 1), "large"), (b"GIF89a", "unknown"),
        (b"\xff\xd8\xff\xe0", "unknown"),
        (b"<html><svg></svg></html>", "unknown"), (b"<svg", "broken"), ("\ufeff<svg".encode("utf-16"), "unknown"),
        (HEAD.encode() + b"</svg>", "blank"), (HEAD.encode() + b"<script>x</script></svg>", "blank"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>", "blank"),
        (b"<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" + svg("&b;"), "declared"),
        (b"<!DOCTYPE svg [<!ENTITY f SYSTEM 'secret.txt'>]>" + svg("&f;"), "declared"),
        (svg("<g>" * 60 + "</g>" * 60), "large"), (svg("<path d='M0 0'/>" * 3000), "large"),
        (svg(f"<path d='M{'1 ' * 80_000}'/>"), "large"),
        (logos.PNG + b"nothing", "broken"), (png()[:60], "broken"),
    ],
    ids=range(17),
)  # fmt: skip
def test_a_file_that_is_no_logo_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(logos.Unusable) as refusal:
        logos.clean(content)
    assert refusal.value.code == code


def test_a_plain_document_type_is_no_obstacle() -> None:
    """Drawing programs write one; it names the language and declares nothing."""
    plain = b'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/svg.dtd">'
    assert "DOCTYPE" not in logos.clean(plain + svg("")).svg


def test_a_drawing_without_a_view_box_gets_one_from_its_size() -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="120px" height="40">'
    made = logos.clean(svg("", head)).svg
    assert 'viewBox="0 0 120 40"' in made
    assert "width=" not in made


def test_what_was_cleaned_stays_as_it_is() -> None:
    once = logos.clean(svg("<title>Nordwind &amp; Söhne</title>")).svg
    assert logos.clean(once.encode()).svg == once


def test_a_picture_is_drawn_anew_from_its_pixels_alone() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "<script>alert(1)</script>")
    made = logos.clean(png(1200, 300, pnginfo=words) + b"<script>after the end</script>").svg
    assert 'viewBox="0 0 600 150"' in made
    address = re.search(r'href="data:image/png;base64,([^"]+)"', made)
    assert address is not None
    content = b64decode(address[1])
    assert b"script" not in content
    assert b"tEXt" not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (600, 150)
        seen = picture.getpixel((3, 3))
        assert all(abs(one - other) <= 2 for one, other in zip(seen, (15, 80, 97, 128), strict=True))  # made smaller


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    """900 million pixels in a few bytes: the head says so, and nobody unpacks it."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + head
    bomb = logos.PNG + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png()[33:]
    with pytest.raises(logos.Unusable) as refusal:
        logos.clean(bomb)
    assert refusal.value.code == "pixels"


def test_a_cut_inside_a_cut_is_none() -> None:
    """Each would double the work of the one around it, for every browser and for the press."""
    cuts = "".join(
        f'<{name} id="{name}{n}"><rect width="9" height="9" {by}="url(#{name}{n + 1})"/>'
        f'<g style="{by}:url(#{name}{n + 1})"><path d="M0 0h9"/></g></{name}>'
        for name, by in (("mask", "mask"), ("clipPath", "clip-path")) for n in range(30)
    )  # fmt: skip
    logo = logos.clean(svg(f'{cuts}<rect width="9" height="9" mask="url(#mask0)" clip-path="url(#clipPath0)"/>'))
    assert logo.svg.count("url(") == 2
    assert 'mask="url(#mask0)" clip-path="url(#clipPath0)"' in logo.svg


@pytest.mark.parametrize(
    "content",
    [b"<!DOCTYPE" * 100_000, svg("<style>" + "a" * 20_000 + "</style>", HEAD + "<style>" + ",.b" * 6_000 + "</style>")],
    ids=["types", "styles"],
)
def test_a_file_that_is_all_beginnings_costs_no_time(content: bytes) -> None:
    began = time.perf_counter()
    with contextlib.suppress(logos.Unusable):
        logos.clean(content)
    assert time.perf_counter() - began < 1
