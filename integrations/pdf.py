"""How does a page become a PDF? A short-lived child process prints it, so that web and clock never carry the engine.

The child reads one order per line (JSON) and answers each with one line (JSON) and, when it worked, the bytes.
What hurts it, a bad page or a full memory, ends it and not us.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from config import ROOT

VARIANT = "pdf/a-3a"
"""Archive form, tagged for screen readers, every font embedded."""

SCALES = (1.0, 0.92, 0.84, 0.76, 0.68)
"""Sizes of the root font that are tried until the text fits its pages."""

BASE_POINTS = 10.5
SECONDS = 30.0
MEMORY = 1 << 30
CPU_SECONDS = 300
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH")
"""Variables of the environment that the child gets; it needs none of our keys and addresses."""
COMMAND = (sys.executable, "-m", "integrations.pdf")


class NotPrinted(Exception):
    """The child refused, died or took too long; trying again may help. The message says which."""


class Press:
    """A child that prints papers one after the other; started with the first, gone with the block.

    A paper that takes longer than `seconds` ends the child; the next one gets a new child.
    """

    def __init__(self, command: Sequence[str] = COMMAND, seconds: float = SECONDS) -> None:
        self.command, self.seconds = command, seconds
        self.child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Press:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def to_pdf(self, html: str, css: str, pages: int = 1) -> bytes:
        """Print `html` in the style `css` on at most `pages` pages. Raises `NotPrinted`."""
        child = self.child if self.child and self.child.poll() is None else self._start()
        late = threading.Timer(self.seconds, child.kill)
        late.start()
        try:
            return _order(child, {"html": html, "css": css, "pages": pages})
        except (OSError, ValueError) as error:
            self.stop()
            raise NotPrinted(f"the printing process ended without an answer ({child.returncode})") from error
        finally:
            late.cancel()

    def stop(self) -> None:
        """End the child, if there is one, and wait for it."""
        if self.child is None:
            return
        self.child.kill()
        for pipe in (self.child.stdin, self.child.stdout):
            _close(cast(BinaryIO, pipe))
        self.child.wait()
        self.child = None

    def _start(self) -> subprocess.Popen[bytes]:
        """A new child with nothing of our surroundings but what fonts need: no keys, no database address."""
        self.stop()
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.child = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=kept,
            start_new_session=True,
        )  # fmt: skip
        return self.child


def _close(pipe: BinaryIO) -> None:
    try:
        pipe.close()
    except OSError:  # what was still to be written has no reader any more
        return


def _order(child: subprocess.Popen[bytes], order: dict[str, Any]) -> bytes:
    """Send one order and read its answer. Raises `NotPrinted`, or `OSError` or `ValueError` when the child is gone."""
    stdin, stdout = cast(BinaryIO, child.stdin), cast(BinaryIO, child.stdout)
    stdin.write(json.dumps(order).encode() + b"\n")
    stdin.flush()
    answer = json.loads(stdout.readline())
    if answer["error"]:
        raise NotPrinted(answer["error"])
    paper = stdout.read(answer["size"])
    if len(paper) != answer["size"]:
        raise ValueError("cut short")
    return paper


def main() -> None:
    """The child: print what is ordered until nobody orders any more."""
    _limit()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    for line in sys.stdin.buffer:
        paper, error = b"", ""
        try:
            paper = _printed(json.loads(line), fonts)
        except Exception as problem:  # whatever it is, the parent must read it and the next paper must be tried
            error = f"{type(problem).__name__}: {problem}"[:500]
        sys.stdout.buffer.write(json.dumps({"error": error, "size": len(paper)}).encode() + b"\n" + paper)
        sys.stdout.buffer.flush()


def _limit() -> None:
    """Bound what one bad page can take; leave no memory on disk."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _printed(order: dict[str, Any], fonts: Any) -> bytes:
    """The PDF at the first scale at which it fits. Nothing is fetched: style and pictures come within the order."""
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=("data",))
    for scale in SCALES:
        size = CSS(string=f"html{{font-size:{BASE_POINTS * scale:.2f}pt}}", font_config=fonts, url_fetcher=fetcher)
        style = CSS(string=order["css"], font_config=fonts, url_fetcher=fetcher)
        page = HTML(string=order["html"], base_url="", url_fetcher=fetcher)
        document = page.render(stylesheets=[style, size], font_config=fonts, pdf_variant=VARIANT)
        if len(document.pages) <= order["pages"]:
            return cast(bytes, document.write_pdf(pdf_variant=VARIANT))
    raise ValueError(f"the text does not fit on {order['pages']} page(s)")


if __name__ == "__main__":
    main()
