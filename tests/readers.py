"""Readers for tests: one without a process of its own, and children that die, hang or show what they were given."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from integrations.readers import NotRead, Reader, Unreachable, every

DIES = "import sys; sys.stdin.readline(); sys.exit(9)"
HANGS = "import sys, time; sys.stdin.readline(); time.sleep(600)"
SHOWS_ITS_SURROUNDINGS = """
import json, os, sys
sys.stdin.readline()
print(json.dumps({"error": " ".join(os.environ), "facts": {}, "size": 0}), flush=True)
"""


class Here(Reader):
    """Reads in this process: quicker, and only for files that we made ourselves."""

    def read(self, path: Path, kind: str, keys: dict[str, str] | None = None) -> tuple[dict[str, Any], bytes]:
        try:
            return every.read(path.read_bytes(), kind, keys or {})
        except Exception as error:
            raise NotRead(str(error)) from error


def child(script: str, seconds: float = 20) -> Reader:
    return Reader((sys.executable, "-c", script), seconds)


def no_keys(name: str, seconds: float) -> str:
    """A domain name system in which nobody publishes a key."""
    return ""


def silent(name: str, seconds: float) -> str:
    """A domain name system that does not answer."""
    raise Unreachable(name)
