"""Is this file a logo that can stand on every page? An SVG rebuilt from what draws and nothing else, or a PNG redrawn.

A picture is decoded in a child process, which a bad file may end; it comes back as PNG without anything but pixels,
and is wrapped in an SVG, so that pages, mails and papers know one kind of logo.
"""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from config import ROOT
from integrations.children import surroundings

MOST_BYTES = 1_000_000  # of the file that is sent
MOST_KEPT = 150_000  # of the logo that is read with every page
MOST_ELEMENTS, DEEPEST = 2_000, 40
SECONDS = 10
PNG = b"\x89PNG\r\n\x1a\n"
SVG = "http://www.w3.org/2000/svg"

DRAWS = "path circle ellipse rect line polyline polygon"
HOLDS = "svg g defs linearGradient radialGradient stop clipPath mask title desc"
LOOKS_LIKE = """
    fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
    stroke-dashoffset stroke-opacity opacity clip-path clip-rule mask stop-color stop-opacity
"""
STANDS = """
    id d cx cy r rx ry x y x1 y1 x2 y2 fx fy width height points transform viewBox preserveAspectRatio offset
    gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits
"""
SHAPES, LOOKS = frozenset(DRAWS.split()), frozenset(LOOKS_LIKE.split())
ELEMENTS, ATTRIBUTES = SHAPES | frozenset(HOLDS.split()), LOOKS | frozenset(STANDS.split())
CUTS, CUT_BY = ("mask", "clipPath"), ("mask", "clip-path")
"""Elements that cut others out, and how they are called upon. Cuts in cuts double the work with each: none is kept."""

VALUE = re.compile(r"[\w\s.,#%()+-]*", re.ASCII)
CALLED = re.compile(r"(\w+)\s*\(", re.ASCII)
FUNCTIONS = frozenset(["rgb", "rgba", "hsl", "hsla", "matrix", "translate", "scale", "rotate", "skewx", "skewy"])
LOCAL = re.compile(r"url\(#[\w-]+\)", re.ASCII)
DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*>", re.IGNORECASE)
NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*", re.ASCII)


class Unusable(Exception):
    """This file is no logo; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Logo:
    """A logo as SVG; `left_out` names the elements of the file that it does without."""

    svg: str
    left_out: tuple[str, ...] = ()


@dataclass
class _Rebuilding:
    """What is counted while a drawing is rebuilt."""

    classes: dict[str, dict[str, str]]
    elements: int = 0
    shapes: int = 0
    cuts: int = 0  # elements that cut others out around the one that is copied
    left_out: dict[str, None] = field(default_factory=dict)


def clean(content: bytes) -> Logo:
    """Raises `Unusable`: empty, large, unknown, broken, blank, declared, pixels."""
    if not content:
        raise Unusable("empty")
    if len(content) > MOST_BYTES:
        raise Unusable("large")
    logo = _wrapped(_redrawn(content)) if content.startswith(PNG) else _rebuilt(content)
    if len(logo.svg) > MOST_KEPT:
        raise Unusable("large")
    return logo


def _rebuilt(content: bytes) -> Logo:
    root = _parsed(content)
    work = _Rebuilding(_classes(root))
    drawing = next(_copied(root, work, 0), None)
    if drawing is None or not work.shapes:
        raise Unusable("blank")
    _frame(drawing, root)
    ET.register_namespace("", SVG)
    return Logo(ET.tostring(drawing, encoding="unicode"), tuple(work.left_out))


def _parsed(content: bytes) -> ET.Element:
    """Without a document type there are no entities, so nothing can grow or be fetched while it is read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable("unknown") from error
    text = DOCTYPE.sub("", text)
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise Unusable("declared")
    if "<svg" not in text[:20_000]:
        raise Unusable("unknown")
    try:
        root = ET.fromstring(text)  # noqa: S314  # no document type, see above
    except (ET.ParseError, ValueError, RecursionError) as error:
        raise Unusable("broken") from error
    if _local(root) != "svg":
        raise Unusable("unknown")
    return root


def _copied(element: ET.Element, work: _Rebuilding, depth: int) -> Iterator[ET.Element]:
    """A new element with what is known to draw; nothing of an unknown one, nor of what stands inside it."""
    name = _local(element)
    if name not in ELEMENTS:
        if name != "metadata":
            work.left_out[name] = None
        return
    work.elements += 1
    if depth > DEEPEST or work.elements > MOST_ELEMENTS:
        raise Unusable("large")
    work.shapes += name in SHAPES
    work.cuts += name in CUTS
    made = ET.Element(f"{{{SVG}}}{name}", _attributes(element, work))
    if name in ("title", "desc"):
        made.text = (element.text or "")[:200]
    for child in element if name not in ("title", "desc") else ():
        made.extend(list(_copied(child, work, depth + 1)))
    work.cuts -= name in CUTS
    yield made


def _attributes(element: ET.Element, work: _Rebuilding) -> dict[str, str]:
    """Attributes of the lists with harmless values; what a style says becomes attributes too."""
    said = {_bare(name): value for name, value in element.attrib.items() if not name.startswith("{")}
    styled: dict[str, str] = {}
    for name in element.get("class", "").split():
        styled |= work.classes.get(name, {})
    styled |= _declared(element.get("style", ""))
    taken = ATTRIBUTES.difference(CUT_BY) if work.cuts else ATTRIBUTES
    return {name: value for name, value in {**said, **styled}.items() if name in taken and _is_harmless(value)}


def _is_harmless(value: str) -> bool:
    """Numbers, names and colours; an address only if it points into the drawing itself."""
    is_plain = VALUE.fullmatch(value) and {name.casefold() for name in CALLED.findall(value)} <= FUNCTIONS
    return bool(is_plain or LOCAL.fullmatch(value.strip()))


def _classes(root: ET.Element) -> dict[str, dict[str, str]]:
    """What the drawing's own stylesheet says of classes: drawing programs write colours there."""
    found: dict[str, dict[str, str]] = {}
    for style in root.iter(f"{{{SVG}}}style"):
        for rule in (style.text or "")[:20_000].split("}"):
            before, _, body = rule.rpartition("{")
            for name in before.rpartition("{")[2].split(","):
                if name.strip().startswith("."):
                    found.setdefault(name.strip()[1:], {}).update(_declared(body))
    return found


def _declared(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip() in LOOKS}


def _frame(drawing: ET.Element, root: ET.Element) -> None:
    """A drawing says how large it is by its view box, so that it fits wherever it stands."""
    if "viewBox" not in drawing.attrib:
        sizes = [NUMBER.fullmatch(root.get(name, "")) for name in ("width", "height")]
        if not all(sizes):
            raise Unusable("blank")
        drawing.set("viewBox", " ".join(["0", "0", *(size[1] for size in sizes if size)]))
    for name in ("width", "height", "x", "y"):
        drawing.attrib.pop(name, None)


def _local(element: ET.Element) -> str:
    """The name of an element of SVG; one of another language gets a star."""
    space, _, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "metadata")
    return name if space in ("", f"{{{SVG}") else f"{name}*"


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _redrawn(content: bytes) -> tuple[bytes, int, int]:
    """The picture as PNG again, at most 600 pixels wide and high, with its size. Raises `Unusable`."""
    try:
        child = subprocess.run(  # our own interpreter and module
            (sys.executable, "-m", "integrations.redraw"), input=content, capture_output=True, timeout=SECONDS,
            cwd=ROOT, env=surroundings(), check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Unusable("pixels") from error
    if child.returncode or not child.stdout.startswith(PNG):
        raise Unusable("pixels" if b"DecompressionBomb" in child.stderr else "broken")
    width, height = (int.from_bytes(child.stdout[at : at + 4], "big") for at in (16, 20))
    return child.stdout, width, height


def _wrapped(picture: tuple[bytes, int, int]) -> Logo:
    content, width, height = picture
    address = f"data:image/png;base64,{b64encode(content).decode()}"
    image = f'<image width="{width}" height="{height}" href="{address}"/>'
    return Logo(f'<svg xmlns="{SVG}" viewBox="0 0 {width} {height}">{image}</svg>')
