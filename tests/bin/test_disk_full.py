"""What if the disk is full? A clean answer, nothing acknowledged lost, no orphan, and it goes on when there is room."""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from config import Config
from domain import moment
from domain.accounts import open_session
from integrations import evidence as store
from models import Evidence, Partner, Registration
from models.base import close, connect, db
from tests.bin.serving import Server, portal, until
from tests.conftest import POSTGRES
from tests.race.test_first_to_file import Browser
from tests.world import World

SIZE = 3 * 1024 * 1024
BOUNDARY = "between-the-parts"

pytestmark = [pytest.mark.audit, pytest.mark.once]


@pytest.fixture
def small(config: Config, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    """The portal in a folder of 3 MB."""
    if POSTGRES:
        pytest.skip("the disk of PostgreSQL is not ours to fill")
    place = tmp_path_factory.mktemp("small")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount the small disk that this test needs")
    try:
        Partner.update(open_claim_cap=10_000).execute()
        db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        close()
        shutil.copy(config.instance / "dibs.sqlite", place / "dibs.sqlite")
        here = replace(config, instance=place)
        connect(here.database)
        yield here
    finally:
        close()
        connect(config.database)
        subprocess.run(["umount", "--lazy", place], check=True)


@pytest.fixture
def server(small: Config, tmp_path: Path) -> Iterator[Server]:
    with portal(small, tmp_path / "serving", WORKERS="2") as server:
        yield server


@dataclass
class Filer:
    """Files one claim with one proof after the other, and notes what was acknowledged."""

    browser: Browser
    answers: Counter[int]
    acknowledged: list[str]
    proofs: list[str]

    def file(self, number: int) -> int:
        proof = os.urandom(20_000).hex().encode()
        answer, text = self._sent(number, proof)
        self.answers[answer.status] += 1
        if answer.status == 303:
            self.acknowledged.append(answer.headers["Location"].rsplit("/", 1)[-1])
            self.proofs.append(hashlib.sha256(proof).hexdigest())
        else:
            assert "Nothing you filed is lost" in text, text[:2000]
            assert "Traceback" not in text
        return int(answer.status)

    def _sent(self, number: int, proof: bytes) -> tuple[http.client.HTTPResponse, str]:
        today = moment.now().date()
        typed = {
            "csrf_token": self.browser.token, "key": f"full {number} {time.monotonic()}",
            "company": f"{_word(number)} Werke",
            "domain": f"www.{_word(number)}.example", "country": "DE", "contact_name": "Irene Thoma",
            "product_line": "flow", "value_band": "15k_to_40k", "relation": "new", "project": "Full",
            "expected_close_on": (today + timedelta(days=60)).isoformat(),
            "first_contact_on": (today - timedelta(days=9)).isoformat(),
        }  # fmt: skip
        start = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
        parts = [f'{start}"{name}"\r\n\r\n{value}\r\n' for name, value in typed.items()]
        head = f'{start}"files"; filename="offer.txt"\r\n\r\n'
        body = "".join([*parts, head]).encode() + proof + f"\r\n--{BOUNDARY}--\r\n".encode()
        cookie = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        headers = {"Cookie": cookie, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        self.browser.connection.request("POST", "/registrations", body, headers)
        answer = self.browser.connection.getresponse()
        return answer, answer.read().decode()


def _word(number: int) -> str:
    """A name like no other."""
    digits = f"{int(hashlib.sha256(b'%d' % number).hexdigest(), 16):d}"[:7]
    return "".join("bdfgklmnpr"[int(digit)] + "aeiou"[int(digit) % 5] for digit in digits)


def test_a_full_disk_loses_nothing_and_needs_no_restart(server: Server, small: Config, world: World) -> None:
    ana = world.ana
    browser = Browser(server.port, {"dibs": open_session(ana, "full")})
    browser.open_form()
    close()
    filer = Filer(browser, Counter(), [], [])
    number = 0
    while filer.answers[507] + filer.answers[503] < 30 and number < 400:
        filer.file(number)
        number += 1
    assert filer.answers[507] > 0, filer.answers
    assert set(filer.answers) <= {303, 503, 507}, filer.answers
    assert len(filer.acknowledged) >= 3
    assert server.get(path="/health")[0] == 200
    subprocess.run(["mount", "-o", "remount,size=12m", small.instance], check=True)
    until(lambda: filer.file(number) == 303, "filings are taken again", 5)
    connect(small.database)
    found = {row.code for row in Registration.select()}
    assert set(filer.acknowledged) <= found
    assert db.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
    named = {(row.partner_id, row.sha256) for row in Evidence.select()}
    assert {sha256 for _, sha256 in named} >= set(filer.proofs)
    for partner, sha256 in named:
        assert store.path_of(small.evidence_folder, partner, sha256).is_file()
    there = {(int(path.parts[-3]), path.name) for path in small.evidence_folder.glob("[0-9]*/??/*")}
    assert there <= named, "orphans"
    assert list(small.evidence_folder.glob("tmp/*")) == []
