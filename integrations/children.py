"""Who does what may go wrong badly? A child process with little memory and time, so that it hurts only itself.

It reads one order per line (JSON) and answers each with one line (JSON: `error`, "" for none, `size` and more) and so
many bytes. What hurts it, a bad file, a bad page, a full memory, ends it and not us; the next order gets a new child.
"""

from __future__ import annotations

import json
import os
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

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        self.command, self.seconds = command, seconds
        self.child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def ask(self, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The answer and its bytes. Raises `failure`: the child said why not, died, or took longer than `seconds`."""
        child = self.child if self.child and self.child.poll() is None else self._start()
        late = threading.Timer(self.seconds, child.kill)
        late.start()
        try:
            answer, content = _exchanged(child, order)
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


def _exchanged(child: subprocess.Popen[bytes], order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Send one order, read its answer. Raises `OSError` or `ValueError` when the child is gone."""
    stdin, stdout = cast(BinaryIO, child.stdin), cast(BinaryIO, child.stdout)
    stdin.write(json.dumps(order).encode() + b"\n")
    stdin.flush()
    answer = json.loads(stdout.readline())
    content = stdout.read(answer["size"])
    if len(content) != answer["size"]:
        raise ValueError("cut short")
    return cast(dict[str, Any], answer), content
