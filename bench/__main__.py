"""Run all benchmarks, or those that are named: `python -m bench checks matching`."""

from __future__ import annotations

import os
import platform
import sys

from bench import certificates, checks, crowd, imports, pages, start
from bench.matching import flood
from bench.matching import run as matching

ALL = {
    "checks": checks.run,
    "pages": pages.run,
    "imports": imports.run,
    "certificates": certificates.run,
    "start": start.run,
    "matching": matching.run,
    "flood": flood.run,
    "crowd": crowd.run,
}


def main() -> None:
    chosen = sys.argv[1:] or list(ALL)
    unknown = set(chosen) - set(ALL)
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(ALL)}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    for name in chosen:
        print(f"\n{name}")
        ALL[name]()


if __name__ == "__main__":
    main()
