"""Printing presses for tests: the real one, kept warm, and small ones that are quick, broken, slow or die."""

from __future__ import annotations

import sys

from integrations.pdf import Press

QUICK = """
import hashlib, json, sys
for line in sys.stdin.buffer:
    paper = b"%PDF quick " + hashlib.sha256(line).digest()
    sys.stdout.buffer.write(json.dumps({"error": "", "size": len(paper)}).encode() + b"\\n" + paper)
    sys.stdout.buffer.flush()
"""

BROKEN = """
import sys
for line in sys.stdin.buffer:
    sys.stdout.buffer.write(b'{"error": "no ink", "size": 0}\\n')
    sys.stdout.buffer.flush()
"""

DIES = 'import sys; sys.stdin.readline(); sys.stdout.write(\'{"error": "", "size": 999}\\n%PDF half\'); sys.exit(9)'

HANGS = "import sys, time; sys.stdin.readline(); time.sleep(8)"

SHOWS_ITS_SURROUNDINGS = """
import json, os, sys
sys.stdin.readline()
print(json.dumps({"error": " ".join(os.environ), "size": 0}), flush=True)
"""


def press(script: str, seconds: float = 30) -> Press:
    return Press((sys.executable, "-c", script), seconds)
