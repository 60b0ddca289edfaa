"""What does Lighthouse say of a page, as a phone that is signed in would see it?"""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType

from config import ROOT

PROGRAM = ROOT / ".venv/audit/node_modules/lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices")
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Run:
    """One run: where it ended, under which heading, the scores of a hundred, times in milliseconds."""

    address: str
    heading: str
    scores: dict[str, int]
    painted: float
    blocked: float
    shifted: float
    faults: tuple[str, ...]


@contextmanager
def phone(shell: Path, folder: Path) -> Iterator[int]:
    """A browser with an open port for Lighthouse; its number."""
    given = [str(shell), "--no-sandbox", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
    process = subprocess.Popen(given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _port(folder / "DevToolsActivePort")
    finally:
        process.terminate()
        process.wait(20)


def _port(file: Path, seconds: float = 20) -> int:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if file.is_file() and (said := file.read_text().split()):
            return int(said[0])
        time.sleep(0.05)
    raise TimeoutError("the browser did not open its port")


def sign_in(kind: BrowserType, port: int, address: str, cookie: str) -> None:
    """Put the session's cookie where the browser keeps its own; the one before is forgotten."""
    browser = kind.connect_over_cdp(f"http://127.0.0.1:{port}")
    jar = browser.contexts[0]
    jar.clear_cookies()
    jar.add_cookies([{"name": "dibs", "value": cookie, "url": address}])
    browser.close()


def run(port: int, address: str, folder: Path) -> Run:
    """As mobile, with Lighthouse's own slow network and processor. Raises `CalledProcessError` when it could not."""
    folder.mkdir()
    subprocess.run(
        ["node", str(PROGRAM), address, f"--port={port}", "--quiet", "--no-enable-error-reporting",
         f"--only-categories={','.join(CATEGORIES)}", "--output=json", f"--output-path={folder / 'report.json'}",
         f"-GA={folder / 'gathered'}"],
        check=True, timeout=180, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    said = json.loads((folder / "report.json").read_text())
    document = json.loads((folder / "gathered/artifacts.json").read_text())["MainDocumentContent"]
    return _read(said, document)


def _read(said: dict[str, Any], document: str) -> Run:
    found = HEADING.search(document)
    number = {name: float(audit.get("numericValue") or 0) for name, audit in said["audits"].items()}
    return Run(
        said["finalDisplayedUrl"],
        " ".join(TAG.sub("", found[1]).split()) if found else "",
        {name: round(100 * (said["categories"][name]["score"] or 0)) for name in CATEGORIES},
        number["largest-contentful-paint"], number["total-blocking-time"], number["cumulative-layout-shift"],
        tuple(_faults(said)),
    )  # fmt: skip


def _faults(said: dict[str, Any]) -> Iterator[str]:
    """What lowered accessibility and best practices."""
    for name in CATEGORIES[1:]:
        for one in said["categories"][name]["auditRefs"]:
            audit = said["audits"][one["id"]]
            if one["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{one['id']}: {audit['title']}"
