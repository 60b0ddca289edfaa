"""What do the benchmarks stand on? A programme of its own with as many accounts as wanted, a server, a stop-watch."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random

from bench.names import companies
from config import ROOT, Config
from domain import accounts, moment, partners, people, programme, rules
from domain.matching import Company, index
from domain.matching.index import Kind
from domain.people import Invitation
from domain.programme import Founding
from domain.registrations import drafts
from migrations.runner import migrate_all
from models import Account, User
from models.base import close, connect, db
from sample.names import Made

SEED = 11


@contextlib.contextmanager
def programme_with(accounts_: int) -> Iterator[tuple[Config, list[Made]]]:
    """A new database with this many accounts in the mirror and the index, two partners, budgets out of the way."""
    folder = Path(tempfile.mkdtemp(prefix="dibs-bench-"))
    config = Config(instance=folder, secret_key="bench", port=free_port())
    rules.forget()
    connect(config.database)
    try:
        migrate_all()
        _found()
        made = list(islice(companies(Random(SEED)), accounts_))
        _mirror(made)
        yield config, made
    finally:
        close()
        shutil.rmtree(folder, ignore_errors=True)


def _found() -> None:
    founding = Founding(
        "Bench",
        "Bench GmbH",
        "DE",
        "Europe/Berlin",
        lines=("Flow", "Gas"),
        name="Ada Berg",
        email="ada@bench.example",
        password="nobody signs in here",
    )
    with moment.at(moment.now() - timedelta(days=30)):
        ada = programme.found(founding)
        open_handed = replace(
            rules.in_force(),
            checks_per_minute=10**9,
            settled_per_day=10**9,
            partner_names_per_day=10**9,
            partner_names_per_month=10**9,
            open_claim_cap=10**6,
            clash_accounts="none",
        )
        rules.publish(open_handed, {"en": ""}, ada)
        for name in ("acme", "rival"):
            partners.add(
                ada,
                partners.Company(name.title(), "DE", "Kassel", f"{name}.example", "silver"),
                Invitation(f"boss@{name}.example", "Ben Adler", "partner_admin"),
            )
        people.invite(ada, Invitation("max@bench.example", "Max Lindner", "channel_manager"))


def _mirror(made: list[Made]) -> None:
    now = moment.now()
    for start in range(0, len(made), 2000):
        part = list(enumerate(made[start : start + 2000], start + 1))
        with db.atomic():
            Account.insert_many([
                {
                    "id": number, "external_id": f"A-{number}", "name": item.name, "country": item.country,
                    "city": item.city, "domain": item.domain, "products": [], "updated_at": now,
                }
                for number, item in part
            ]).execute()  # fmt: skip
            index.put_many(
                (Kind.ACCOUNT, number, Company(item.name, item.domain, item.country, item.city))
                for number, item in part
            )


def stage_one(company: str, domain: str) -> drafts.StageOne:
    """A form rightly filled in."""
    today = moment.now().date()
    return drafts.StageOne(
        company=company, domain=domain, country="DE", contact_name="Irene Thoma", product_line="flow",
        value_band="15k_to_40k", expected_close_on=today + timedelta(days=60),
        first_contact_on=today - timedelta(days=9),
    )  # fmt: skip


def partner_user() -> User:
    return User.get(User.email == "boss@acme.example")


def typed_names(made: list[Made], count: int) -> list[str]:
    """What partners type: half known companies with a slip of the finger, half new ones."""
    rng = Random(SEED + 1)
    known = [_slip(rng, rng.choice(made).name) for _ in range(count // 2)]
    new = [item.name for item in islice(companies(Random(SEED + 2)), count - len(known))]
    return [name for pair in zip(known, new, strict=True) for name in pair]


def _slip(rng: Random, name: str) -> str:
    place = rng.randrange(1, len(name) - 1)
    return name[:place] + rng.choice("aeinrst") + name[place + 1 :]


def per_cent(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def line(what: str, seconds: list[float]) -> None:
    """One row: p50, p95, p99 in milliseconds."""
    figures = "  ".join(
        f"{name} {1000 * per_cent(seconds, share):7.2f} ms"
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    )
    print(f"  {what:42} {figures}  n={len(seconds)}")


def timed(calls: Iterator[object]) -> list[float]:
    """Seconds that each step of the iterator took."""
    found, last = [], time.perf_counter()
    for _ in calls:
        now = time.perf_counter()
        found.append(now - last)
        last = now
    return found


def same_work() -> float:
    """Seconds that always the same work of about two milliseconds takes: how much of a slow answer is the machine's."""
    start = time.perf_counter()
    sum(number * number % 7 for number in range(25_000))
    return time.perf_counter() - start


def set_aside() -> None:
    """The collector no longer goes through what the bench itself holds, such as a million names: no server has those,
    and a server sets aside what it imported in the same way (`bin/serving/generation.py`)."""
    gc.collect()
    gc.freeze()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def session_of(user: User) -> str:
    return accounts.open_session(user, "bench")


@contextlib.contextmanager
def served(config: Config) -> Iterator[subprocess.Popen[bytes]]:
    """The real server on this programme, answering."""
    environ = {
        **os.environ,
        "INSTANCE": str(config.instance),
        "PORT": str(config.port),
        "SECRET_KEY": config.secret_key,
        "DATABASE_URL": config.database_url,
    }
    process = subprocess.Popen(
        [str(ROOT / "bin/serve")], env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until_answered(config.port)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def until_answered(port: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer,
        ):
            if answer.status == 200:
                return
        time.sleep(0.02)
    sys.exit("the server did not answer")
