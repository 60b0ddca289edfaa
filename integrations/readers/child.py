"""Who opens a foreign file? A child process with little memory and time, so that a bad one hurts only it.

It gets the bytes and opens nothing: behind the fence (`integrations.fence`) it could not, whatever a file made of it.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from integrations import fence
from integrations.children import Child

SECONDS = 20.0
MEMORY = 1 << 30
CPU_SECONDS = 300
OPEN_FILES = 64
LONGEST_FACTS = 400_000  # characters
COMMAND = (sys.executable, "-m", "integrations.readers.child")


class NotRead(Exception):
    """The file could not be read: it is broken, or the child died or took too long. The message says which."""


class Reader(Child):
    """A child that reads files one after the other."""

    does, failure = "reading", NotRead
    most_bytes = 8 << 20  # of a small picture

    def __init__(self, command: Sequence[str] = COMMAND, seconds: float = SECONDS) -> None:
        super().__init__(command, seconds)

    def read(self, path: Path, kind: str, keys: dict[str, str] | None = None) -> tuple[dict[str, Any], bytes]:
        """Facts and small picture (or b"") of a file; `keys` by name, for signatures. Raises `NotRead`."""
        answer, picture = self._asked(path, {"kind": kind, "keys": keys or {}})
        return answer["facts"], picture

    def names(self, path: Path, kind: str, pattern: str) -> bool:
        """Does the text of a file match this expression, whatever the case? Raises `NotRead`."""
        answer, _ = self._asked(path, {"kind": kind, "pattern": pattern})
        return bool(answer["facts"]["named"])

    def _asked(self, path: Path, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        try:
            with path.open("rb") as file:
                answer, picture = self.ask(order, file)
        except OSError as error:
            raise NotRead(f"{type(error).__name__}: {error.strerror}") from error
        if not isinstance(answer.get("facts"), dict):
            self.stop()
            raise NotRead("the reading process answered without facts")
        return answer, picture


def main() -> None:
    """The child: read what is ordered until nobody orders any more. Nothing is printed but the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a parser that prints must not garble an answer
    from integrations.readers import every, texts

    _limit()
    fence.close_in(fence.programs())
    for line in sys.stdin.buffer:
        order = json.loads(line)
        content = sys.stdin.buffer.read(order["bytes"])
        try:
            if "pattern" in order:
                said = unicodedata.normalize("NFC", texts.of(content, order["kind"]))
                facts, picture = {"named": bool(re.search(order["pattern"], said, re.IGNORECASE))}, b""
            else:
                facts, picture = every.read(content, order["kind"], order["keys"])
            answer = json.dumps({"facts": facts, "error": "", "size": len(picture)})
            if len(answer) > LONGEST_FACTS:
                raise ValueError("it says more than can be kept")
        except Exception as problem:  # whatever it is, the parent must hear of it and the next file must be read
            error, picture = f"{type(problem).__name__}: {problem}"[:300], b""
            answer = json.dumps({"facts": {}, "error": error, "size": 0})
        answers.write(answer.encode() + b"\n" + picture)
        answers.flush()


def _limit() -> None:
    """Bound what one bad file can take. It may write no file at all."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
