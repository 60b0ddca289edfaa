"""What does a picture say of itself, and how does it look small? Drawn anew, so that nothing hidden goes along."""

from __future__ import annotations

import io
import re
from typing import Any

from PIL import Image, ImageOps

from integrations.readers import words

WIDEST = 720  # pixels of a preview, twice what a page shows
MOST_PIXELS = 60_000_000
QUALITY = 78
DETAILS = 0x8769  # the part of EXIF about the taking
TAKEN, TAKEN_OFFSET, MAKER, CAMERA, PROGRAM = 0x9003, 0x9011, 0x010F, 0x0110, 0x0131
STAMP = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")


def read(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Camera, when it was taken, size; and the preview. Raises what Pillow raises for a broken picture."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as image:
        facts = {"kind": "picture", "width": image.width, "height": image.height, **_camera(image)}
        image.draft("RGB", (WIDEST * 2, WIDEST * 2))
        return facts, preview(ImageOps.exif_transpose(image))


def preview(image: Image.Image) -> bytes:
    """Small, on white, as JPEG without any of the file's own notes."""
    image.thumbnail((WIDEST, WIDEST))
    drawn = Image.new("RGB", image.size, "white")
    if image.mode in ("RGBA", "LA", "PA", "P"):
        image = image.convert("RGBA")
        drawn.paste(image, mask=image.getchannel("A"))
    else:
        drawn.paste(image.convert("RGB"))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _camera(image: Image.Image) -> dict[str, str]:
    """Of EXIF the date, the camera and the program. The place is left out: nobody asked where the person was."""
    try:
        exif = image.getexif()
        details = exif.get_ifd(DETAILS)
    except Exception:  # broken notes make no broken picture
        return {"taken": "", "camera": "", "program": ""}
    camera = " ".join(dict.fromkeys(f"{exif.get(MAKER, '')} {exif.get(CAMERA, '')}".split()))
    return {
        "taken": _taken(str(details.get(TAKEN, "")), str(details.get(TAKEN_OFFSET, ""))),
        "camera": words.clean(camera, 80), "program": words.clean(str(exif.get(PROGRAM, "")), 80),
    }  # fmt: skip


def _taken(stamp: str, offset: str) -> str:
    match = STAMP.match(stamp)
    if match is None or match[1] == "0000":
        return ""
    year, month, day, hour, minute, second = match.groups()
    zone = offset if re.fullmatch(r"[+-]\d\d:\d\d", offset) else ""
    return words.a_moment(f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
