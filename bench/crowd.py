"""What if eight people check at once for a minute, at a million accounts? Throughput, times, memory by process."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import ground
from bench.checks import over_http
from config import Config

CLIENTS, SECONDS = 8, 60.0


def run() -> None:
    size = int(os.environ.get("CROWD") or 1_000_000)
    with ground.programme_with(size) as (config, made):
        names = ground.typed_names(made, 4_000)
        cookie = ground.session_of(ground.partner_user())
        with ground.served(config) as server:
            for _ in over_http(config, cookie, names[:100]):
                pass
            start = time.monotonic()
            with ThreadPoolExecutor(CLIENTS) as pool:
                asking = [
                    pool.submit(_ask, config, cookie, names[number::CLIENTS], start + SECONDS)
                    for number in range(CLIENTS)
                ]
                seconds = [one for client in asking for one in client.result()]
            ground.line(f"{size:,} accounts, {CLIENTS} at once, over HTTP", seconds)
            print(f"  {len(seconds) / SECONDS:,.0f} checks a second")
            for name, megabytes in _memory(server):
                print(f"  {name:42} {megabytes:7.0f} MB")


def _ask(config: Config, cookie: str, names: list[str], until: float) -> list[float]:
    """Seconds of each check, one after the other, the names over and over."""
    found: list[float] = []
    while time.monotonic() < until:
        found += ground.timed(_until(over_http(config, cookie, names), until))[1:]  # the first opens the connection
    return found


def _until(calls: Iterator[int], end: float) -> Iterator[int]:
    for call in calls:
        yield call
        if time.monotonic() >= end:
            return


def _memory(server: subprocess.Popen[bytes]) -> Iterator[tuple[str, float]]:
    """Proportional memory of the server and each process under it: what they share counts once among all."""
    for pid in [server.pid, *_under(server.pid)]:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        kilobytes = next(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
        yield f"process {pid}", kilobytes / 1024


def _under(pid: int) -> list[int]:
    children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return [*children, *(one for child in children for one in _under(child))]
