"""How do parent and children hear of each other's beginning and end? Signals that wait their turn, and no orphans."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NoReturn

READY = signal.SIGRTMIN  # a child's word to its parent that it serves; of a kind that queues, so none is lost
HEARD = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD, READY}
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15

_libc = ctypes.CDLL(None, use_errno=True)


def listen_for_signals() -> None:
    """From here on signals wait until `next_signal` asks for them: no handler interrupts anything."""
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)


def next_signal(seconds: float) -> signal.struct_siginfo | None:
    """The next signal, or None when `seconds` have passed without one."""
    return signal.sigtimedwait(HEARD, max(0.0, seconds))


def start(name: str, work: Callable[[], object]) -> int:
    """Fork a child that does `work` and ends; it is told to end when this process does. Returns its id."""
    parent = os.getpid()
    child = os.fork()
    if not child:
        _work_and_end(name, parent, work)
    return child


def go_by(name: str) -> None:
    """Show this process as `name` in lists of processes. At most 15 letters; an exec forgets it."""
    _libc.prctl(PR_SET_NAME, name.encode())


def _work_and_end(name: str, parent: int, work: Callable[[], object]) -> NoReturn:
    result = 1
    try:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        go_by(name)
        if os.getppid() == parent:  # else it ended before we could ask to be told
            work()
            result = 0
    except SystemExit as ending:
        result = ending.code if isinstance(ending.code, int) else int(bool(ending.code))
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(result)


def ended() -> Iterator[tuple[int, int]]:
    """Children that have ended since the last call: id and exit code, negative for a signal."""
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found[0], os.waitstatus_to_exitcode(found[1])


def tell(process: int, word: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, word)


def tell_parent(parent: int) -> None:
    """Say that we serve, unless `parent` has ended: who took us in then does not know the word, and might end of it."""
    if os.getppid() == parent:
        tell(parent, READY)
