"""How are all pictures taken? One programme is made; each pass works on a copy, two passes at a time."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from app import create_app
from config import Config
from gallery import camera, pages, programme
from gallery.camera import Pass, Result
from gallery.listed import CHAPTERS, PASSES, chosen, every
from gallery.outside import FOUNDING
from migrations.runner import migrate_all
from models.base import close, db

AT_ONCE = 2
MEGABYTE = 1_000_000
CHROMIUM = Path("/usr/lib/chromium")
LOCALES = {"en": "en-GB"}
"""Where the language of a portal and that of a browser are not one: days come first in English as well."""


def take(folder: Path, names: set[str], passes: tuple[Pass, ...] = PASSES) -> None:
    """All screens, or those with these names. Ends with what could not be taken."""
    began, unknown = time.monotonic(), names - {one.name for one in every()}
    if unknown:
        sys.exit(f"There is no such screen: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as scratch:
        made, empty = Path(scratch) / "made", Path(scratch) / "empty"
        _apart(_make, made, empty)
        with ProcessPoolExecutor(AT_ONCE, get_context("spawn")) as pool:
            one_pass = partial(_pass, folder, Path(scratch), names)
            results = list(pool.map(one_pass, passes))
        app = create_app(Config(instance=empty, secret_key="pictures"))
    if not names:
        _drop_old(folder, passes)
    pages.write(app, folder)
    _report(folder, results, time.monotonic() - began)


def _apart(verb: Callable[..., None], *arguments: Path) -> None:
    """In a process of its own: what it binds and moves is gone afterwards."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(verb, *arguments).result()


def _make(made: Path, empty: Path) -> None:
    programme.seeded()
    for instance in (empty, made):
        config = Config(
            instance=instance, secret_key="pictures", sample=True, dns_seconds=0, base_url=camera.ADDRESS
        )  # fmt: skip
        if instance == made:
            programme.make(config, lambda says: print(says, flush=True))
            continue
        create_app(config)
        with db.connection_context():
            migrate_all()
        close()


def _pass(folder: Path, scratch: Path, names: set[str], how: Pass) -> Result:
    os.environ["TZ"] = "UTC"
    begin = [one for one in chosen(how, (FOUNDING,)) if not names or one.name in names]
    rest = [one for one in chosen(how, CHAPTERS[:-1]) if not names or one.name in names]
    copy = scratch / f"{how.language}-{how.ending}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**spoken(how.language))
        taken = camera.run(browser, scratch / "made", copy, how, rest, folder)
        founded = camera.run(browser, scratch / "empty", copy, how, begin, folder)
    result = taken + founded
    print(f"{how.language} {how.ending}: {result.taken} taken, {result.written} new", flush=True)
    return result


def spoken(language: str, chromium: Path = CHROMIUM) -> dict[str, Any]:
    """How to start a browser whose own fields for files, dates and times speak a language.

    The shell without windows speaks American English alone; Debian's packages chromium and chromium-l10n know the rest.
    """
    locale = LOCALES.get(language, language)
    speaks = (chromium / "chromium").exists() and (chromium / "locales" / f"{locale}.pak").exists()
    return {
        "executable_path": str(chromium / ("chromium" if speaks else "chromium-headless-shell")),
        "args": ["--no-sandbox", "--font-render-hinting=none", *(["--headless=new"] if speaks else [])],
        "env": {**os.environ, "LANGUAGE": locale.replace("-", "_")},
    }


def _drop_old(folder: Path, passes: tuple[Pass, ...]) -> None:
    """Pictures of screens that there are no more."""
    wanted = {f"{how.language}/{one.name}-{how.ending}.webp" for how in passes for one in chosen(how)}
    for path in folder.rglob("*.webp"):
        if str(path.relative_to(folder)) not in wanted:
            path.unlink()


def _report(folder: Path, results: list[Result], seconds: float) -> None:
    size = sum(path.stat().st_size for path in folder.rglob("*.webp"))
    count, new = sum(1 for _ in folder.rglob("*.webp")), sum(result.written for result in results)
    print(f"{count} pictures, {size / MEGABYTE:.1f} MB, {new} of them new; {seconds:.0f} s")
    faults = [fault for result in results for fault in result.faults]
    if faults:
        sys.exit("\n".join(("Could not be taken:", *faults)))
