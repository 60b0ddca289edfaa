"""How does a page become a PDF? A short-lived child process prints it, so that web and clock never carry the engine.

The child (`integrations.printing`) reads one order per line (JSON) and answers each with one line (JSON) and, when it
worked, the bytes. What hurts it, a bad page or a full memory, ends it and not us. It signs as well, so that the key is
read there alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from config import ROOT
from integrations.signers import Place

SECONDS = 30.0
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH")
"""Variables of the environment that the child gets; it needs none of our keys and addresses."""
COMMAND = (sys.executable, "-m", "integrations.printing")


class NotPrinted(Exception):
    """The child refused, died or took too long; trying again may help. The message says which."""


@dataclass(frozen=True)
class Attached:
    """A file inside the paper: the facts that it prints, for machines. `made_at` is a moment as ISO text."""

    name: str
    content: str
    description: str
    made_at: str


@dataclass(frozen=True)
class Order:
    """What to print: on at most so many pages, with which file inside, signed with the key at which place, and why."""

    html: str
    css: str
    pages: int = 1
    attached: Attached | None = None
    signer: Place | None = None
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        attached = self.attached.__dict__ if self.attached else None
        return {**self.__dict__, "attached": attached, "signer": self.signer.to_json() if self.signer else None}


@dataclass(frozen=True)
class Paper:
    """A finished file, and the fingerprint of the certificate it is signed with; "" unsigned."""

    content: bytes
    signer: str = ""


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
        return self.paper(Order(html, css, pages)).content

    def paper(self, order: Order) -> Paper:
        """Print, attach and sign as ordered. Raises `NotPrinted`."""
        child = self.child if self.child and self.child.poll() is None else self._start()
        late = threading.Timer(self.seconds, child.kill)
        late.start()
        try:
            return _answer(child, order.to_json())
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


def _answer(child: subprocess.Popen[bytes], order: dict[str, Any]) -> Paper:
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
    return Paper(paper, answer.get("signer", ""))
