"""Which files may this process still open? With Landlock the kernel of Linux keeps it from all others, for good.

Without it (another system, a kernel before 5.13 or one that was built or started without) nothing changes: `doctor`
says so. Numbers and structures are those of linux/landlock.h, which has no other way than the call itself.
"""

from __future__ import annotations

import ctypes
import os
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from config import ROOT

CREATE, ADD, RESTRICT = 444, 445, 446
"""The calls, alike on every machine that Linux runs on."""

VERSION, BENEATH, NO_NEW_PRIVILEGES = 1, 1, 38
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
"""What each version can keep from a process: to run, read, write, make, remove, rename, shorten files."""

NEWEST_RIGHTS = (1 << 16) - 1
NETWORK_FROM, NETWORK = 4, 3  # from this version on: to listen, to connect

OURS = ("config.py", "integrations")
SYSTEM = ("/usr", "/lib", "/lib64", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom")
"""Libraries, fonts and time zones: what every user of the machine can read."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Of Landlock in this kernel; 0: there is none."""
    return max(0, _call(CREATE, None, 0, VERSION)) if sys.platform == "linux" else 0


def close_in(readable: Iterable[Path]) -> bool:
    """From now on this process and its children read what lies here, and open, write and reach nothing else.

    What is open stays open. False: there is no such fence here. Raises `OSError` when there is one and it fails.
    """
    found = version()
    if not found:
        return False
    rules = _Ruleset(RIGHTS.get(found, NEWEST_RIGHTS), NETWORK if found >= NETWORK_FROM else 0)
    ruleset = _done(_call(CREATE, ctypes.byref(rules), 16 if found >= NETWORK_FROM else 8, 0))
    for path in readable:
        _let(ruleset, path)
    _done(ctypes.CDLL(None, use_errno=True).prctl(NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0))))
    _done(_call(RESTRICT, ruleset, 0))
    os.close(ruleset)
    return True


def programs() -> list[Path]:
    """Python, its libraries and those of the system, and our own modules: all that a child without files needs."""
    paths = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return sorted({*paths, *map(Path, SYSTEM), *(ROOT / name for name in OURS)})


def _let(ruleset: int, path: Path) -> None:
    """Let this file, or all in this folder, be read. What is not there is left out."""
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    rule = _Beneath(READ_FILE | (READ_FOLDER if path.is_dir() else 0), opened)
    try:
        _done(_call(ADD, ruleset, BENEATH, ctypes.byref(rule), 0))
    finally:
        os.close(opened)


def _call(number: int, *given: object) -> int:
    whole = (ctypes.c_long(one) if isinstance(one, int) else one for one in given)
    return int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *whole))


def _done(answer: int) -> int:
    if answer < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return answer
