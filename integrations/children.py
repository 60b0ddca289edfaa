"""Who does what may go wrong badly? A child process with little memory and time, so that it hurts only itself.

It reads one order per line (JSON), behind it the bytes of a file if one is given, and answers each with one line (JSON:
`error`, "" for none, `size` and more) and so many bytes. What hurts it, a bad file, a bad page, a full memory, ends it
and not us; the next order gets a new child. Whatever it answers is bounded: a file may have taken it over.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Sequence
from typing import Any, BinaryIO, Self, cast

from config import ROOT

KEPT = ("PATH", "LANG", "TMPDIR", "LD_LIBRARY_PATH")
"""Variables of the environment that any child gets; none needs our keys and addresses."""


class Child:
    """A process that takes orders one after the other; started with the first, gone with the block."""

    does = "working"
    failure: type[Exception] = OSError
    also_kept: tuple[str, ...] = ()
    longest_answer, most_bytes = 1 << 20, 64 << 20  # the line, and what follows it

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        self.command, self.seconds = command, seconds
        self.child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def ask(self, order: dict[str, Any], file: BinaryIO | None = None) -> tuple[dict[str, Any], bytes]:
        """The answer and its bytes; `file`: what the child reads, whole, without opening anything itself.

        Raises `failure`: the child said why not, died, answered too much, or took longer than `seconds`.
        """
        child = self.child if self.child and self.child.poll() is None else self._start()
        late = threading.Timer(self.seconds, child.kill)
        late.start()
        try:
            _order(child, order, file)
            answer, content = _answered(child, self.longest_answer, self.most_bytes)
        except (OSError, ValueError) as error:
            self.stop()
            raise self.failure(f"the {self.does} process ended without an answer ({child.returncode})") from error
        finally:
            late.cancel()
        if answer["error"]:
            raise self.failure(answer["error"])
        return answer, content

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
        self.child = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT,
            env=surroundings(*self.also_kept), start_new_session=True,
        )  # fmt: skip
        return self.child


def surroundings(*also: str) -> dict[str, str]:
    """The environment of a child: what it needs to run, and nothing of ours."""
    return {name: os.environ[name] for name in (*KEPT, *also) if name in os.environ}


def _close(pipe: BinaryIO) -> None:
    try:
        pipe.close()
    except OSError:  # what was still to be written has no reader any more
        return


def _order(child: subprocess.Popen[bytes], order: dict[str, Any], file: BinaryIO | None) -> None:
    """Raises `OSError` when the child is gone."""
    stdin = cast(BinaryIO, child.stdin)
    told = order if file is None else {**order, "bytes": os.fstat(file.fileno()).st_size}
    stdin.write(json.dumps(told).encode() + b"\n")
    if file is not None:
        shutil.copyfileobj(file, stdin)
    stdin.flush()


def _answered(child: subprocess.Popen[bytes], longest: int, most: int) -> tuple[dict[str, Any], bytes]:
    """Raises `ValueError` for what is no answer within these bounds, also when the child is gone."""
    stdout = cast(BinaryIO, child.stdout)
    answer = json.loads(stdout.readline(longest))
    if not isinstance(answer, dict) or not isinstance(answer.get("error"), str):
        raise ValueError("no answer")
    size = answer.get("size")
    if not isinstance(size, int) or not 0 <= size <= most:
        raise ValueError("more than may be answered")
    content = stdout.read(size)
    if len(content) != size:
        raise ValueError("cut short")
    return answer, content
