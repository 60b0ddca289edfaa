"""Who opens a foreign file? A short-lived child process with little memory and time, so that a bad one hurts only it.

The child reads one order per line (JSON) and answers each with one line (JSON) and, if there is one, a picture.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from config import ROOT

SECONDS = 20.0
MEMORY = 1 << 30
CPU_SECONDS = 300
OPEN_FILES = 64
LONGEST_FACTS = 400_000  # characters
KEPT = ("PATH", "LANG", "TMPDIR", "LD_LIBRARY_PATH")
"""Variables of the environment that the child gets; it needs none of our keys and addresses."""
COMMAND = (sys.executable, "-m", "integrations.readers.child")


class NotRead(Exception):
    """The file could not be read: it is broken, or the child died or took too long. The message says which."""


class Reader:
    """A child that reads files one after the other; started with the first, gone with the block."""

    def __init__(self, command: Sequence[str] = COMMAND, seconds: float = SECONDS) -> None:
        self.command, self.seconds = command, seconds
        self.child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def read(self, path: Path, kind: str, keys: dict[str, str] | None = None) -> tuple[dict[str, Any], bytes]:
        """Facts and small picture (or b"") of a file; `keys` by name, for signatures. Raises `NotRead`."""
        child = self.child if self.child and self.child.poll() is None else self._start()
        late = threading.Timer(self.seconds, child.kill)
        late.start()
        try:
            return _order(child, {"path": str(path), "kind": kind, "keys": keys or {}})
        except (OSError, ValueError) as error:
            self.stop()
            raise NotRead(f"the reading process ended without an answer ({child.returncode})") from error
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


def _order(child: subprocess.Popen[bytes], order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Send one order, read its answer. Raises `NotRead`, or `OSError` or `ValueError` when the child is gone."""
    stdin, stdout = cast(BinaryIO, child.stdin), cast(BinaryIO, child.stdout)
    stdin.write(json.dumps(order).encode() + b"\n")
    stdin.flush()
    answer = json.loads(stdout.readline())
    if answer["error"]:
        raise NotRead(answer["error"])
    picture = stdout.read(answer["size"])
    if len(picture) != answer["size"]:
        raise ValueError("cut short")
    return cast(dict[str, Any], answer["facts"]), picture


def main() -> None:
    """The child: read what is ordered until nobody orders any more. Nothing is printed but the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a parser that prints must not garble an answer
    from integrations.readers import every

    _limit()
    for line in sys.stdin.buffer:
        order = json.loads(line)
        try:
            facts, picture = every.read(Path(order["path"]), order["kind"], order["keys"])
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
