"""How long until the server answers, and how much memory does it hold when idle?"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from bench import ground


def run() -> None:
    with ground.programme_with(10_000) as (config, _):
        start = time.perf_counter()
        with ground.served(config) as process:
            print(f"  {'bin/serve to the first answer':42} {time.perf_counter() - start:7.2f} s")
            time.sleep(5)  # let the clock start its jobs
            family = _family(process.pid)
            held, count = sum(map(_private, family)), len(family)
            print(f"  {'proportional memory, idle':42} {held:7.0f} MB in {count} processes")


def _family(parent: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    ).stdout
    return [parent, *(one for child in found.split() for one in _family(int(child)))]


def _private(process: int) -> float:
    """Proportional set size in MB: pages shared by forking are counted once over all."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    return next(int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:"))
