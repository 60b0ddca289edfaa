"""How does a page become a PDF? A child process prints it, so that web and clock never carry the engine.

The child is `integrations.printing`. It signs as well, so that the key is read there alone.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from integrations.children import Child
from integrations.signers import Place

SECONDS = 30.0
COMMAND = (sys.executable, "-m", "integrations.printing")


class NotPrinted(Exception):
    """The child refused, died or took too long; trying again may help. The message says which."""

    names_nobody = True


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


class Press(Child):
    """A child that prints papers one after the other."""

    does, failure = "printing", NotPrinted
    also_kept = ("HOME", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")  # what fonts need

    def __init__(self, command: Sequence[str] = COMMAND, seconds: float = SECONDS) -> None:
        super().__init__(command, seconds)

    def to_pdf(self, html: str, css: str, pages: int = 1) -> bytes:
        """Print `html` in the style `css` on at most `pages` pages. Raises `NotPrinted`."""
        return self.paper(Order(html, css, pages)).content

    def paper(self, order: Order) -> Paper:
        """Print, attach and sign as ordered. Raises `NotPrinted`."""
        answer, content = self.ask(order.to_json())
        return Paper(content, answer.get("signer", ""))
