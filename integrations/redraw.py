"""What are the pixels of this PNG? A child process: reads a picture, writes it anew."""

from __future__ import annotations

import sys
from io import BytesIO

WIDEST = 600
MOST_PIXELS = 25_000_000
MEMORY = 1 << 30


def main() -> None:
    import resource
    import warnings

    from PIL import Image

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(BytesIO(sys.stdin.buffer.read()), formats=["PNG"]) as picture:
        picture.load()
        drawn = picture.convert("RGBA")
    drawn.thumbnail((WIDEST, WIDEST))
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    clean.save(sys.stdout.buffer, "PNG", optimize=True)


if __name__ == "__main__":
    main()
