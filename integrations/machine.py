"""What does the machine say of how things are? Space, rights, keys, address, mail server, libraries, files."""

from __future__ import annotations

import ctypes.util
import ipaddress
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from config import Config
from integrations import disk, fence, mail, private, scanner
from integrations.pdf import NotPrinted, Press
from integrations.signers import every

Found = tuple[str, dict[str, Any]]
Look = Callable[[], Iterable[Found]]

MB = 1 << 20
FULL, LOW = 200 * MB, 1024 * MB
SHORTEST_SECRET = 32
SIGNATURES_AGE = timedelta(days=7)
KEY_ENDS_SOON = timedelta(days=60)
LIBRARIES = {"Pango": "pango-1.0", "PangoFT2": "pangoft2-1.0", "HarfBuzz subset": "harfbuzz-subset"}
FONTS = ("Charis SIL", "Open Sans", "DejaVu Sans")
NAMED = 3
"""So many of the files concerned are named; the rest is counted."""


def looks(
    config: Config, now: datetime, named: Callable[[], set[tuple[int, str]]], *, is_deep: bool
) -> dict[str, Look]:
    """`named`: partner and SHA-256 of all evidence on record. `is_deep`: read every file, print a page."""
    return {
        "disk": partial(_disk, config.instance),
        "rights": partial(_rights, config.instance),
        "secret": partial(_secret, config.secret_key),
        "signing": partial(_signing, config, now),
        "address": partial(_address, config),
        "proxies": partial(_proxies, config),
        "server": partial(_server, config.mail_url),
        "scanner": partial(_scanner, config.clamav, now),
        "fence": _fence,
        "printing": partial(_printing, is_deep),
        "evidence": partial(_evidence, config.evidence_folder, named, is_deep),
    }


def _disk(instance: Path) -> Iterator[Found]:
    if (instance / "restore.unfinished").exists():
        yield "half_restored", {}
    free = shutil.disk_usage(instance).free
    if free < LOW:
        yield "disk_full" if free < FULL else "disk_low", {"free": free // MB, "place": instance}


def _rights(instance: Path) -> Iterator[Found]:
    for path in private.open_to_others(instance):
        yield "open_files", {"place": path, "folder": instance}
        return  # one remedy for all


def _secret(key: str) -> Iterator[Found]:
    if key and len(key) < SHORTEST_SECRET:
        yield "secret_short", {"count": len(key)}


def _signing(config: Config, now: datetime) -> Iterator[Found]:
    if config.signing_file and not os.access(config.signing_file, os.R_OK):
        yield "key_unread", {}
    for newest in every(config.signing_folder)[:1]:
        if newest.until < now + KEY_ENDS_SOON:
            yield "key_ended" if newest.until < now else "key_ends", {"day": f"{newest.until:%Y-%m-%d}"}


def _address(config: Config) -> Iterator[Found]:
    if config.is_bare:
        yield "bare", {"address": config.address}
    if not config.base_url and not _is_loopback(config.host):
        yield "unnamed", {"host": config.host}


def _proxies(config: Config) -> Iterator[Found]:
    if config.is_secure and not config.trusted_proxies:
        yield "proxy_uncounted", {}
    if config.trusted_proxies and not _is_loopback(config.host):
        yield "proxy_passed", {"count": config.trusted_proxies, "host": config.host}


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _server(url: str) -> Iterator[Found]:
    """Says who we are and leaves again; no mail is sent."""
    if not url:
        yield "mail_unset", {}
        return
    try:
        mail.greet(url)
    except mail.Unreachable as error:
        yield "mail_unreached", {"error": str(error)[:300]}


def _scanner(address: str, now: datetime) -> Iterator[Found]:
    if not address:
        yield "scanner_unset", {}
        return
    try:
        day = scanner.day_of(scanner.version(address))
    except scanner.Unreached as error:
        yield "scanner_unreached", {"error": str(error)[:300]}
        return
    if day and day < now.replace(tzinfo=None) - SIGNATURES_AGE:
        yield "scanner_old", {"day": f"{day:%Y-%m-%d}"}


def _fence() -> Iterator[Found]:
    if not fence.version():
        yield "unfenced", {}


def _printing(is_deep: bool) -> Iterator[Found]:
    missing = [name for name, library in LIBRARIES.items() if not ctypes.util.find_library(library)]
    yield from (("library", {"name": name}) for name in missing)
    yield from (("font", {"name": name}) for name in FONTS if not _has_font(name))
    if is_deep and not missing:
        try:
            with Press() as press:
                press.to_pdf("<p>Dibs</p>", "")
        except NotPrinted as error:
            yield "not_printed", {"error": str(error)[:300]}


def _has_font(name: str) -> bool:
    program = shutil.which("fc-list")
    if program is None:
        return False
    done = subprocess.run([program, name, "family"], capture_output=True, check=False, timeout=30)  # noqa: S603  # our own words
    return bool(done.stdout.strip())


def _evidence(folder: Path, named: Callable[[], set[tuple[int, str]]], is_deep: bool) -> Iterator[Found]:
    """The rows are read after the files: a file is there before its row."""
    there = {(int(path.parts[-3]), path.name): path for path in folder.glob("[0-9]*/??/*") if len(path.name) == 64}
    wanted = named()
    missing = sorted(
        pair for pair in wanted - there.keys() if not (folder / str(pair[0]) / pair[1][:2] / pair[1]).exists()
    )
    if missing:
        yield "evidence_missing", _counted(missing)
    if is_deep:
        damaged = sorted(pair for pair, path in there.items() if pair in wanted and _is_damaged(path))
        if damaged:
            yield "evidence_damaged", _counted(damaged)
    if unknown := len(there.keys() - wanted):
        yield "evidence_unknown", {"count": unknown}


def _is_damaged(path: Path) -> bool:
    try:
        return disk.sum_of(path)[0] != path.name
    except OSError:
        return True


def _counted(pairs: list[tuple[int, str]]) -> dict[str, Any]:
    names = ", ".join(f"{partner}/{sha256[:12]}…" for partner, sha256 in pairs[:NAMED])
    return {"count": len(pairs), "names": names}
