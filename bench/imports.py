"""How long does an import of 100,000 rows take, in how much memory, and how long do claims wait meanwhile?"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

from bench import ground
from bench.names import companies
from config import ROOT, Config
from domain import moment
from domain.registrations import drafts, filing
from models import Account
from sample import crm

ROWS = 100_000
PAUSE = 0.1  # seconds between claims; taken off their times


def run() -> None:
    with ground.programme_with(0) as (config, _):
        made = list(islice(companies(Random(5)), ROWS))
        files = crm.write(Path(config.instance) / "export", Random(5), made, made[:10], moment.now().date())
        start = time.perf_counter()
        process = _import(config, files["accounts"])
        begun, submitted = _claims(process)
        status = process.wait()
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        rows = Account.select().count()
        says = f"{seconds:7.1f} s, peak {peak:.0f} MB, exit {status}, {rows:,} rows"
        print(f"  {'import of 100,000 accounts':42} {says}")
        ground.line("a draft begun meanwhile", begun or [0.0])
        ground.line("a claim submitted meanwhile", submitted or [0.0])


def _import(config: Config, path: Path) -> subprocess.Popen[bytes]:
    environ = {
        **os.environ,
        "INSTANCE": str(config.instance),
        "SECRET_KEY": "bench",
        "DATABASE_URL": config.database_url,
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "crm", "import", str(path), "--kind", "accounts", "--yes"]
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)


def _claims(process: subprocess.Popen[bytes]) -> tuple[list[float], list[float]]:
    """Begin and submit claims for as long as the import runs, ten a second: far more than any programme sees.

    As in the portal, a draft is begun by the first letters typed, and submitting sends the whole form once more.
    """
    user, names = ground.partner_user(), companies(Random(6))
    begun, submitted = [], []
    while process.poll() is None:
        item, key = next(names), drafts.fresh_key()
        typed = ground.stage_one(item.name, item.domain)
        time.sleep(PAUSE)
        begun.append(_seconds(partial(drafts.save, user, key, replace(typed, product_line=""))))
        submitted.append(_seconds(lambda: filing.submit(user, drafts.save(user, key, typed))))  # noqa: B023
    return begun, submitted


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
